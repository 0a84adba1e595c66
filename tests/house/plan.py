"""The plan of the house: its rooms from top to bottom, and what may stand in each."""

import ast
from collections.abc import Iterator
from pathlib import Path

import yichuang

HOUSE = Path(yichuang.__file__).parent
CHECKOUT = HOUSE.parents[1]
DOMAIN = HOUSE / "domain"

ROOMS = (
    "journeys",
    "planning",
    "oversight",
    "archives",
    "queueing",
    "cases",
    "items",
    "insured",
    "authority",
    "catalogue",
    "staff",
    "trail",
    "kernel",
)
"""The rooms of the domain; each knows only those after it."""

EVERYWHERE = {
    "__init__": "what the room is for",
    "models": "nouns, constraints, querysets",
    "actions": "verbs, the only writers",
    "queries": "named reads",
    "policy": "who may",
    "states": "a lifecycle",
    "apps": "the room as Django knows it",
    "migrations": "the room's tables",
}

BESIDES = {
    "kernel": {
        "refusals": "every verb says no by name",
        "lifecycle": "the table that every lifecycle is",
        "money": "whole fen",
        "numbers": "numbers that people read aloud",
    },
    "trail": {
        "canonical": "one way to write a value down",
        "rows": "rows as an act leaves them",
        "raw": "stored values as they really stand",
        "statements": "the guarded write in SQL",
        "constraints": "which named rule an error speaks of",
        "guards": "the triggers that make the trail append-only",
        "verify": "everything checked against each other",
    },
    "staff": {
        "posts": "the posts under their unified names",
        "trained": "who is trained in what until when",
        "exclusion": "nobody holds two posts that exclude each other",
    },
    "catalogue": {
        "faults": "every rule that a profile breaks",
        "differences": "what two versions say differently",
        "profile": "what a profile says, as typed data",
        "profiles": "the profiles themselves",
    },
    "authority": {
        "pens": "what a person signs with: a fresh proof of identity and a key",
        "scope": "which part of the catalogue a post handles where",
        "reasons": "why a post may do something, or why not",
    },
    "insured": {
        "history": "what the register said of a row, version by version",
        "search": "finding who stands at the window",
    },
    "journeys": {
        "administration": "who keeps which agencies, and what may be entered there",
        "staffing": "the verbs of the system administrator",
        "catalogue": "the verbs of whoever keeps the catalogue",
        "authority": "asking for a grant or another mode, and the yearly check",
        "absence": "the verbs of whoever is away or related, and of the head",
        "keys": "the verbs of whoever signs: a key of one's own",
        "proofs": "a case with what proves it anywhere",
        "looks": "looking at somebody's record: a line first",
        "training": "the verbs of whoever keeps the training",
        "notes": "the audit lines of what people did beside business",
    },
    "items": {
        "fields": "the bounded types that every form is made of",
        "references": "how a form names a case, a person or an employer",
        "form": "what every form is, and how it is read",
        "item": "what every item is made of",
        "registry": "which items this program runs",
    },
    "cases": {
        "vacant": "open cases that nobody can act on, and why",
        "charge": "the deputy in charge of that business decides",
        "linked": "corrections and objections, decided by others than their originals",
        "own": "nobody handles a case about themselves or a relative",
        "application": "what comes over the counter",
        "intake": "what an application would become",
        "worklists": "lists that people work from",
        "sessions": "who signs in one go, when, and what was signed so",
        "preview": "what the window shows before anything is submitted",
        "desk": "where an application is brought to, read at once",
        "standing": "how a case stands when it is read",
        "planning": "what every act on a case has in common",
        "points": "what a reviewer ticks before passing a case",
        "minutes": "what a meeting left in writing",
        "collective": "above an amount a meeting stands behind the last signature",
        "payments": "what is owed and paid, as whoever pays has it on the screen",
        "prospect": "what somebody may do to a case as it stands",
        "deadlines": "until when a case must be done",
        "stops": "what stops the clock of a case, and who may",
        "deliveries": "what is delivered of a case, and how",
        "clocks": "how every deadline of a case stands on a day",
        "alarms": "who is to be told of a deadline, and when",
        "watch": "the cases that control and supervision look at above all",
        "signatures": "whether what was signed holds",
        "picture": "the picture of a case's route",
    },
}
"""Further files of a room, each with its reason; the registered items come to these."""


def sources(*places: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Give every Python file of these folders with its syntax tree; migrations are made."""
    for place in places:
        for path in sorted(place.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_bytes(), filename=str(path))


def at(path: Path, line: int) -> str:
    """Write where in the checkout something stands."""
    return f"{path.relative_to(CHECKOUT)}:{line}"
