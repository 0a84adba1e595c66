"""A signing session at the window: what was on the screen, and signing all of it in one go.

Each case is signed by a journey of its own, under a key reckoned from session and case: pressed
twice, broken off in the middle or left without an answer, nothing is signed twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from yichuang.domain.authority.pens import Pen, ProofNeeded, ProofTooOld
from yichuang.domain.cases.models import SigningSession
from yichuang.domain.cases.sessions import made_in, open_session_of, request_in
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import Answer, Busy
from yichuang.domain.trail.canonical import canonical, digest_of
from yichuang.doors.workbench.acts import told
from yichuang.doors.workbench.entrance.proofs import pen_for
from yichuang.doors.workbench.here import Here, Request
from yichuang.doors.workbench.models import SeenBrief
from yichuang.doors.workbench.rows.signing import Thing, named, returned_by

SIGN, SKIP, RETURNED = "sign", "skip", "returned"
ORDER = "sitting"
"""What a browser's session keeps: the order of the list, so that the next brief is the next."""

OWN_CHOICE = {SKIP: (SKIP, "您留出本次，未签。"), RETURNED: (RETURNED, "您已退回，未签。")}
NOT_CONFIRMED = ("not-confirmed", "本次没有确认，未签。")
"""Why something that was on the screen wasn't signed, where nothing refused it."""

TRIES = 3
"""Times that a case is tried while the database is busy."""


@dataclass(frozen=True)
class Chosen:
    """What was on the screen and is to be signed: the thing, and the digests of what was seen."""

    thing: Thing
    seen: SeenBrief


def mine(here: Here) -> SigningSession | None:
    """Give the session of whoever is here, if it is of the post that they sit in."""
    session = open_session_of(here.by)
    place = (here.agency.code, here.post)
    return session if session and (session.agency_id, session.post) == place else None


def saw(session: str, number: str, brief: str, screen: str, at: datetime) -> SeenBrief:
    """Write down that a brief is on the screen: only this can be signed in the session."""
    shown = {"brief": brief, "screen": screen, "seen_at": at}
    seen, _ = SeenBrief.objects.update_or_create(session=session, number=number, defaults=shown)
    return seen


def seen_in(session: SigningSession) -> dict[str, SeenBrief]:
    """Give everything that was on the screen in a session, by number, in that order.

    What the signer returned afterwards isn't to be signed, unless it was looked at again.
    """
    rows = list(SeenBrief.objects.filter(session=session.key).order_by("id"))
    back = returned_by([row.number for row in rows if row.choice == SIGN], session.staff_id)
    for row in rows:
        if row.choice == SIGN and row.number in back and row.seen_at <= back[row.number]:
            row.choice = RETURNED
    return {row.number: row for row in rows}


def choose(session: str, number: str) -> None:
    """Leave a case out of the session, or take it in again."""
    seen = SeenBrief.objects.filter(session=session, number=number).first()
    if seen is not None and seen.choice in {SIGN, SKIP}:
        seen.choice = SKIP if seen.choice == SIGN else SIGN
        seen.save(update_fields=["choice"])


def chosen_in(session: SigningSession, here: Here) -> list[Chosen]:
    """Give what is to be signed in a session."""
    seen = {n: row for n, row in seen_in(session).items() if row.choice == SIGN}
    return [Chosen(thing, seen[thing.number]) for thing in named(seen, here)]


def digest_of_chosen(chosen: list[Chosen]) -> str:
    """Give the digest of what a summary shows: another selection isn't confirmed by it."""
    return digest_of(canonical([[c.seen.number, c.seen.brief, c.seen.screen] for c in chosen]))


def confirm(request: Request, session: SigningSession, chosen: list[Chosen]) -> Answer | None:
    """Sign everything that was chosen, each by itself, and end the session with its counts.

    None: the proof of identity ran out on the way; what was signed stands, the session goes on.
    """
    pen = pen_for(request, "")
    if pen is None:
        raise ProofNeeded
    pen = replace(pen, proof=replace(pen.proof, session=session.key))
    why_not: dict[str, tuple[str, str]] = {}
    made = made_in(session.key, [one.thing.chain for one in chosen])
    for one in chosen:
        if one.thing.chain in made:
            continue
        if open_session_of(session.staff_id) != session:
            break  # The same person confirmed at another window too, and that one is through.
        try:
            _sign(session.key, one, pen)
        except (ProofNeeded, ProofTooOld):
            return None
        except Refusal as refusal:
            why_not[one.thing.chain] = (refusal.code, told(refusal))
    return end(session, request.here, why_not)


def end(session: SigningSession, here: Here, why_not: Mapping[str, tuple[str, str]]) -> Answer:
    """End a session with an account of everything that was on the screen in it.

    What was signed says the trail; the rest is told with the reason why not.
    """
    seen = seen_in(session)
    things = named(seen, here)
    chains = [thing.chain for thing in things]
    own = {t.chain: OWN_CHOICE.get(seen[t.number].choice, NOT_CONFIRMED) for t in things}
    why_not = {**own, **why_not}
    at, key = timezone.now(), request_in(session.key, "close")
    return journeys.close_session(
        session.key, chains, why_not, by=session.staff_id, at=at, request=key
    )


def _sign(session: str, one: Chosen, pen: Pen) -> None:
    """Sign one thing; the database may have been busy, which says nothing about the thing."""
    for left in reversed(range(TRIES)):
        try:
            _sign_once(session, one, replace(pen, screen=one.seen.screen))
        except Busy:
            if not left:
                raise
        else:
            return


def _sign_once(session: str, one: Chosen, pen: Pen) -> None:
    number, key = one.thing.number, request_in(session, one.thing.chain)
    who: dict[str, Any] = {"by": pen.proof.staff, "at": timezone.now(), "request": key}
    match one.thing.verb:
        case "release":
            journeys.release_payment(number, pen=pen, **who)
        case "approve":
            journeys.approve(number, brief=one.seen.brief, pen=pen, **who)
        case _:
            journeys.sign(number, brief=one.seen.brief, pen=pen, **who)
