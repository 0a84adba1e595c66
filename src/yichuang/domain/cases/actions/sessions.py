"""集中签批: somebody begins to sign what waits in one go, and ends it with its counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.domain.authority.pens import Proof, must_be_fresh
from yichuang.domain.authority.policy import post_mandate
from yichuang.domain.cases.models import SigningSession
from yichuang.domain.cases.sessions import (
    SITTING,
    Made,
    chain_of,
    made_in,
    open_session_of,
    planned_at,
)
from yichuang.domain.kernel.numbers import LOCAL, local_day, may_be_number
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.actions import NoSuchAgency
from yichuang.domain.staff.models import Agency
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.rows import Change, New

VERBS = {"open-session": "开始集中签批", "close-session": "结束集中签批"}


class NotASigningPost(Refusal):
    """The post signs nothing in one go."""

    code = "not-a-signing-post"
    says = "本岗位不在集中签批中签字。请在单件页面上办理。"


class SessionOpen(Refusal):
    """A person is in one signing session at a time."""

    code = "signing-session-open"
    says = "您{since}开始的集中签批还没有结束。请先签完或结束那一次，再开始新的。"


class NoSuchSession(Refusal):
    """There is no such signing session of this person."""

    code = "no-such-signing-session"
    says = "没有您的这一次集中签批。请从“集中签批”页重新开始。"


class SessionOver(Refusal):
    """The signing session was ended."""

    code = "signing-session-over"
    says = "这一次集中签批已于 {when} 结束，没有再签任何一件。需要再签的，请重新开始一次。"


def open_session(
    agency: str, post: str, *, proof: Proof | None, by: str, at: datetime, request: UUID
) -> Answer:
    """Begin to sign in one go, on a fresh proof of identity, at a fixed time or outside of them.

    Refuses by NotASigningPost, NotYourPost, ProofNeeded, ProofTooOld, SessionOpen.
    """

    def decide() -> Plan:
        if post not in set(SITTING):
            raise NotASigningPost
        known = Agency.objects.filter(code=agency) if may_be_number(agency) else None
        place = known.first() if known is not None else None
        if place is None:
            raise NoSuchAgency(agency=shown(agency))
        held = post_mandate(by, agency=agency, post=post, on=local_day(at))
        given = must_be_fresh(proof, by=by, at=at)
        must_not_be_open(by)
        held_before = SigningSession.objects.filter(agency=agency, staff=by).count()
        key = chain_of(agency, by, held_before + 1)
        values: dict[str, Any] = {"key": key, "agency_id": agency, "staff_id": by}
        values |= {"post": str(post), "planned": planned_at(place, at), "opened_at": at}
        left = dict.fromkeys(("closed_at", "signed", "not_signed", "total_fen"))
        return Plan(
            "open-session",
            head_of(key),
            {"session": key, "planned": values["planned"], "proof": given.said()},
            [New(SigningSession, values | left)],
            holds=held.holds,
            mandate=held.assignment,
            refusals={"one_open_signing_session_of_a_person": lambda: _open_already(by)},
            verbs=VERBS,
        )

    return perform(decide, asked=["open-session", agency, post], by=by, at=at, request=request)


def close_session(
    session: str,
    shown_briefs: Sequence[str],
    why_not: Mapping[str, tuple[str, str]],
    *,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """End one's own session with its counts: what was signed says the trail, not the caller.

    `shown_briefs` are the chains of what was on the screen and to be signed; `why_not` the code
    and the words of each refusal. It gives nobody a right, so it rests on no post: who left it
    behind in an earlier post ends it too. Refuses by NoSuchSession, SessionOver.
    """

    def decide() -> Plan:
        standing = _own(session, by)
        made = made_in(session, shown_briefs)
        results = [_result(chain, made.get(chain), why_not.get(chain)) for chain in shown_briefs]
        total = sum(one.amount_fen for one in made.values())
        counts = {"signed": len(made), "not_signed": len(results) - len(made), "total_fen": total}
        row = Change(SigningSession, (session,), {"closed_at": None}, {"closed_at": at, **counts})
        said = {"session": session, "results": results, **counts}
        return Plan("close-session", head_of(standing.key), said, [row], verbs=VERBS)

    return perform(decide, asked=["close-session", session], by=by, at=at, request=request)


def must_not_be_open(staff: str) -> None:
    """Refuse a second session beside an open one (SessionOpen)."""
    if open_session_of(staff) is not None:
        raise _open_already(staff)


def _open_already(staff: str) -> SessionOpen:
    standing = open_session_of(staff)
    since = f"于 {standing.opened_at.astimezone(LOCAL):%m-%d %H:%M} " if standing else "刚刚"
    return SessionOpen(since=since)


def _own(session: str, by: str) -> SigningSession:
    known = SigningSession.objects.filter(key=session, staff=by) if may_be_number(session) else None
    standing = known.first() if known is not None else None
    if standing is None:
        raise NoSuchSession
    if standing.closed_at is not None:
        raise SessionOver(when=f"{standing.closed_at.astimezone(LOCAL):%m-%d %H:%M}")
    return standing


def _result(chain: str, made: Made | None, why: tuple[str, str] | None) -> dict[str, object]:
    if made is not None:
        return {"of": chain, "signed": True, "amount_fen": made.amount_fen}
    code, says = why or (None, None)
    return {"of": chain, "signed": False, "code": code, "says": says}
