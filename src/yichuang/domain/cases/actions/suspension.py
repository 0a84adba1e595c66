"""提请中止、确认中止、恢复办理: the clock of a case stops on two persons' word, and runs on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.domain.cases.deadlines import deadlines
from yichuang.domain.cases.models import Suspension
from yichuang.domain.cases.planning import Permitted, permit, reason_of
from yichuang.domain.cases.stops import ended, ground_of, not_counted, stops_of
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.trail.actions import Answer, Plan, perform
from yichuang.domain.trail.rows import Change, New
from yichuang.engines.workdays import Suspension as Stopped


def suspend(
    number: str, *, ground: str, reason: str, by: str, at: datetime, request: UUID
) -> Answer:
    """Propose that the clock be stopped, on a ground of the closed list; it runs on till then."""

    def decide() -> Plan:
        why = reason_of(reason)
        allowed = permit(number, "suspend", by=by, at=at)
        code = ground_of(allowed.standing, ground).code
        case = allowed.standing.case
        proposed = New(
            Suspension,
            {
                "case_id": case.chain_id,
                "n": len(stops_of(case)) + 1,
                "ground": code,
                "reason": why,
                "proposed_by": by,
                "proposed_at": at,
                "confirmed_by": None,
                "starts_on": None,
                "ends_on": None,
                "ended_by": None,
            },
        )
        return _plan(allowed, proposed, {"ground": code, "reason": why})

    asked = ["suspend", number, ground, reason]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def confirm_suspension(number: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """Confirm, as the second person, what was proposed: the clock stands still from today on."""

    def decide() -> Plan:
        allowed = permit(number, "confirm-suspension", by=by, at=at)
        stop, today = _open(allowed), local_day(at)
        key = (stop.case_id, stop.n)
        before = {"confirmed_by": None, "ended_by": None}
        runs = Change(Suspension, key, before, {"confirmed_by": by, "starts_on": today})
        said = {"ground": stop.ground, "proposed_by": stop.proposed_by, "starts_on": today}
        return _plan(allowed, runs, said, {"suspended_on": today})

    asked = ["confirm-suspension", number]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def resume(number: str, *, reason: str, by: str, at: datetime, request: UUID) -> Answer:
    """Let the clock run on from tomorrow, with new last days; or decline what was proposed."""

    def decide() -> Plan:
        why = reason_of(reason)
        allowed = permit(number, "resume", by=by, at=at)
        stop, today = _open(allowed), local_day(at)
        end = ended(stop, by, today)
        said = {"ground": stop.ground, "reason": why, "declined": stop.starts_on is None}
        if stop.starts_on is None:
            return _plan(allowed, end, said)
        due = _due_again(allowed, stop, today)
        return _plan(allowed, end, {**said, **due}, {**due, "suspended_on": None})

    asked = ["resume", number, reason]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def _open(allowed: Permitted) -> Suspension:
    stop = allowed.standing.suspension
    assert stop is not None  # noqa: S101 -- the policy has seen to it
    return stop


def _due_again(allowed: Permitted, stop: Suspension, today: date) -> dict[str, Any]:
    """Count the limits anew from acceptance, without any of the times that the clock stood."""
    case = allowed.standing.case
    assert stop.starts_on is not None  # noqa: S101 -- it was confirmed
    before = not_counted([one for one in stops_of(case) if one.n != stop.n])
    stood = [*before, Stopped(stop.starts_on, today)]
    due = deadlines(allowed.standing.rule, case.accepted_at, stood)
    return {"statutory_due_on": due.statutory, "promised_due_on": due.promised}


def _plan(
    allowed: Permitted,
    row: New | Change,
    said: Mapping[str, Any],
    also: Mapping[str, Any] | None = None,
) -> Plan:
    """Plan that the case stays where it is; the seat where it stands isn't taken by this."""
    case = allowed.standing.case
    return allowed.plan(case.state, step=case.step, rows=[row], also=also, said=said)
