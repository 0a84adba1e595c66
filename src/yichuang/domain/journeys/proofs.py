"""证明: a case with everything by which anybody, anywhere, can check what was done and signed.

What comes out is read by `yichuang/checker.py`, which needs nothing of this program.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from yichuang.domain.cases.actions.decisions import is_signed
from yichuang.domain.cases.models import Case
from yichuang.domain.cases.queries import NoSuchCase, linked_to
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import shown
from yichuang.domain.staff.actions import keys
from yichuang.domain.staff.models import SigningKey, Staff
from yichuang.domain.trail.canonical import canonical, plain
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.raw import one_snapshot, raw_rows

FORMAT = "yichuang proof 1"
"""Names the form of a proof; another form gets another name."""


def proof_of_case(number: str, *, at: datetime) -> dict[str, Any]:
    """Give a case's proof, as of one moment (NoSuchCase).

    Beside the acts of the case: the keys of whoever signed, each with the whole chain that it
    stands on, and those of whoever had the first key of all, so that it can be told which
    signatures are from before there were any.
    """
    with one_snapshot():
        case = Case.objects.filter(number=number).first() if may_be_number(number) else None
        if case is None:
            raise NoSuchCase(number=shown(number))
        acts = list(_acts(case.chain_id))
        contents = [json.loads(act["content"]) for act in acts]
        signers = {c["by"] for c in contents if is_signed(c["verb"], case.level)}
        rows = list(raw_rows(SigningKey, "since, fingerprint"))
        signers |= {row["staff_id"] for row in rows[:1]}
        held = {row[2].get("holder") for c in contents for row in c["rows"]}
        people = {c["by"] for c in contents} | signers | held
        return {
            "format": FORMAT,
            "case": number,
            "exported_at": plain(at),
            "acts": acts,
            "keys": {person: _keys(person, rows) for person in sorted(signers)},
            "people": dict(Staff.objects.filter(number__in=people).values_list("number", "name")),
            "linked": _linked(case),
        }


def proof_text(number: str, *, at: datetime) -> str:
    """Give a case's proof as text: canonical JSON (NoSuchCase)."""
    return canonical(proof_of_case(number, at=at)) + "\n"


def _acts(chain: str) -> Iterator[dict[str, Any]]:
    for act in raw_rows(Act, "n", ("chain_id", chain)):
        yield {name: act[name] for name in ("n", "content", "prev", "digest")}


def _keys(person: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    own = [row for row in rows if row["staff_id"] == person]
    return {"rows": own, "acts": list(_acts(keys.chain_of(person)))}


def _linked(case: Case) -> list[str]:
    """Give the numbers of the cases that this one corrects or objects to, or that do so to it."""
    own = [case.original] if case.original is not None else []
    return [*own, *linked_to(case.number).values_list("number", flat=True)]
