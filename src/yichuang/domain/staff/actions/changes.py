"""What changes of an agency that stands: its departments' business, insurances, signing hours."""

import re
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.actions.agencies import (
    VERBS,
    Ask,
    NoSuchAgency,
    agency_changed,
    chain_of,
    founding,
    listed,
    must_fit_the_mode,
)
from yichuang.domain.staff.actions.people import NoSuchDepartment
from yichuang.domain.staff.models import Agency, Department
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.rows import Change, Values

HOUR = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
MOST_HOURS = 6
"""Times of a day at which leaders sign in one go."""


class WrongSigningHours(Refusal):
    """Times of the signing sessions that can't be fixed so."""

    code = "wrong-signing-hours"
    says = "集中签批时间{why}。请按 24 小时制填写，如 16:00，最多 {most} 个，不重复。"


def set_business(
    department: str,
    business: Collection[str],
    *,
    by: str,
    at: datetime,
    request: UUID,
    ask: Ask = founding,
) -> Answer:
    """Let a department handle these categories from now on; cases under way keep what they have."""

    def decide() -> Plan:
        known = Department.objects.filter(key=department) if may_be_number(department) else None
        standing = known.first() if known is not None else None
        if standing is None:
            raise NoSuchDepartment(department=shown(department))
        before, after = {"business": standing.business}, {"business": listed(business)}
        row = Change(Department, (department,), before, after)
        plan = _planned("set-business", standing.agency_id, row, ask, {"department": department})
        must_fit_the_mode(standing.agency_id, business)
        return plan

    asked = ["set-business", department, [*business]]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def set_insurances(
    agency: str,
    insurances: Collection[str],
    *,
    by: str,
    at: datetime,
    request: UUID,
    ask: Ask = founding,
) -> Answer:
    """Let an agency handle these insurances from now on."""

    def decide() -> Plan:
        standing = _standing(agency)
        after = {"insurances": ",".join(sorted(set(insurances)))}
        row = agency_changed(standing, {"insurances": standing.insurances}, after)
        return _planned("set-insurances", agency, row, ask, {"agency": agency})

    asked = ["set-insurances", agency, [*insurances]]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def set_signing_hours(
    agency: str,
    hours: Collection[str],
    *,
    by: str,
    at: datetime,
    request: UUID,
    ask: Ask = founding,
) -> Answer:
    """Fix the times of day at which leaders sign in one go; none: no time is fixed (WQ-05)."""

    def decide() -> Plan:
        standing = _standing(agency)
        after = {"signing_hours": _hours(hours)}
        row = agency_changed(standing, {"signing_hours": standing.signing_hours}, after)
        return _planned("set-signing-hours", agency, row, ask, {"agency": agency})

    asked = ["set-signing-hours", agency, [*hours]]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def _hours(hours: Collection[str]) -> str | None:
    wrong = [hour for hour in hours if type(hour) is not str or not HOUR.fullmatch(hour)]
    if wrong:
        raise WrongSigningHours(why=f"“{shown(wrong[0])}”不是时刻", most=MOST_HOURS)
    if len(set(hours)) < len(hours):
        raise WrongSigningHours(why="有重复的时刻", most=MOST_HOURS)
    if len(hours) > MOST_HOURS:
        raise WrongSigningHours(why=f"填了 {len(hours)} 个", most=MOST_HOURS)
    return ",".join(sorted(hours)) or None


def _standing(agency: object) -> Agency:
    """Find an agency that stands (NoSuchAgency)."""
    known = Agency.objects.filter(code=agency).first() if may_be_number(agency) else None
    if known is None:
        raise NoSuchAgency(agency=shown(agency))
    return known


def _planned(verb: str, agency: str, row: Change, ask: Ask, what: Values) -> Plan:
    mandate, holds = ask()
    said = {**what, "before": row.before, "after": row.after}
    seen = head_of(chain_of(agency))
    return Plan(verb, seen, said, [row], holds=holds, mandate=mandate, verbs=VERBS)
