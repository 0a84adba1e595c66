"""上报之后: the city receives and decides, the county may take back what isn't received (SX-12)."""

from datetime import datetime
from uuid import UUID

from yichuang.domain.authority.pens import Pen
from yichuang.domain.cases.actions.decisions import decided, must_be_shown
from yichuang.domain.cases.actions.returns import UNDECIDED
from yichuang.domain.cases.collective import attached
from yichuang.domain.cases.minutes import minutes_of
from yichuang.domain.cases.planning import permit, reason_of
from yichuang.domain.cases.standing import REFERRED
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.trail.actions import Answer, Plan, perform


def receive(number: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """Receive a reported case at the city; who receives it has the approver's seat."""

    def decide() -> Plan:
        allowed = permit(number, "receive", by=by, at=at)
        return allowed.plan("city-review", step=allowed.standing.case.step)

    return perform(decide, asked=["receive", number], by=by, at=at, request=request)


def recall(number: str, *, reason: str, by: str, at: datetime, request: UUID) -> Answer:
    """Take a report back before the city has received it; the director decides again."""

    def decide() -> Plan:
        why = reason_of(reason)
        allowed = permit(number, "recall", by=by, at=at)
        assert allowed.seat is not None  # noqa: S101 -- the policy gives the director's seat
        step = allowed.seat.step
        return allowed.plan("director", step=step, seat=UNDECIDED, said={"reason": why})

    return perform(decide, asked=["recall", number, reason], by=by, at=at, request=request)


def approve(
    number: str,
    *,
    brief: str,
    pen: Pen | None,
    minutes: object = None,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Approve a reported case: who approves signs, and the county's register gets the effect.

    `brief` is the digest of what was on the approver's screen; another content is refused. Of an
    amount above the limit the `minutes` of the collective review are attached.
    """

    def decide() -> Plan:
        allowed = permit(number, "approve", by=by, at=at)
        must_be_shown(allowed.standing, brief)
        return decided(allowed, request, attached(allowed.standing, minutes, at), pen)

    asked = ["approve", number, brief, *([] if minutes is None else [minutes])]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def refer(number: str, *, reason: str, by: str, at: datetime, request: UUID) -> Answer:
    """Leave a reported case to the city's office meeting; a referral is no signature."""

    def decide() -> Plan:
        why = reason_of(reason)
        allowed = permit(number, "refer", by=by, at=at)
        meeting = allowed.standing.stages[-1]
        seat = {"decision": REFERRED, "decided_at": at, "signed": None}
        step = meeting["step"]
        return allowed.plan(meeting["state"], step=step, seat=seat, said={"reason": why})

    return perform(decide, asked=["refer", number, reason], by=by, at=at, request=request)


def conclude(
    number: str,
    *,
    minutes: object,
    brief: str,
    pen: Pen | None,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Sign, as the city's chief, what the office meeting decided; its minutes go with it.

    `minutes` are number, held_on, present (names) and decision (MinutesIncomplete).
    """

    def decide() -> Plan:
        allowed = permit(number, "conclude", by=by, at=at)
        accepted_on = local_day(allowed.standing.case.accepted_at)
        read = minutes_of(minutes, accepted_on=accepted_on, on=local_day(at))
        must_be_shown(allowed.standing, brief)
        return decided(allowed, request, {"minutes": read.said()}, pen)

    asked = ["conclude", number, brief, minutes]
    return perform(decide, asked=asked, by=by, at=at, request=request)
