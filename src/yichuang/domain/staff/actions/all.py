"""How an agency comes to stand: itself, its departments, windows, people and assignments."""

from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from yichuang.domain.kernel.numbers import may_be_number, next_serial
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.models import (
    Agency,
    AgencyLevel,
    Assignment,
    Department,
    Mode,
    Staff,
    Window,
)
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.models import Kept
from yichuang.domain.trail.rows import Change, New, Values


class WrongAgencyAbove(Refusal):
    """A city stands under a province, a county under a city; nothing else."""

    code = "wrong-agency-above"
    says = "上级机构不对：市级机构的上级应为省级，县级机构的上级应为市级。请选择正确的上级机构。"


class WrongMode(Refusal):
    """Above the county, tellers stand within departments (SX-04)."""

    code = "wrong-mode"
    says = "省、市级经办机构只能实行科室内部综合柜员制或专管员制，请重新选择经办模式。"


class StandsAlready(Refusal):
    """The agency, department, window, person or assignment stands already."""

    code = "stands-already"
    says = "已有相同编号或名称的登记，请核对后换用其他编号，或直接使用已有的一项。"


class NoSuchAgency(Refusal):
    """No agency of this code was established."""

    code = "no-such-agency"
    says = "没有代码为 {agency} 的经办机构，请核对六位机构代码。"


class NoSuchStaff(Refusal):
    """Nobody was enlisted under this staff number."""

    code = "no-such-staff"
    says = "没有工号为 {staff} 的工作人员，请先登记人员，或核对工号。"


class NoSuchDepartment(Refusal):
    """The agency has no such department."""

    code = "no-such-department"
    says = "本机构没有编号为 {department} 的科室，请核对后重新选择。"


class PeriodReversed(Refusal):
    """An assignment begins before it ends."""

    code = "period-reversed"
    says = "任职的起始日应早于终止日，请更正日期。"


class NoSuchAssignment(Refusal):
    """There is no such assignment, or it has ended."""

    code = "no-such-assignment"
    says = "没有这项任职，或者它已经终止。请刷新人员任职表后再选。"


class FoundedAlready(Refusal):
    """What the database is for was said before, and isn't said twice."""

    code = "founded-already"
    says = "该数据库已经建制，用途不能更改。需要另一用途时，请使用空的数据库。"


class Purpose(Enum):
    """What a database is for (用途)."""

    SERVICE = "service"
    DEMONSTRATION = "demonstration"


HOUSE = "house"
"""The chain whose first act says what the database is for."""

ONCE = {
    f"staff_{noun}_pkey": StandsAlready
    for noun in ("agency", "department", "window", "staff", "assignment")
} | {
    "trail_chain_pkey": StandsAlready,
    "a_department_name_once_in_an_agency": StandsAlready,
    "a_window_number_once_in_an_agency": StandsAlready,
    "one_assignment_to_a_post_from_a_day": StandsAlready,
    "only_a_province_has_no_agency_above": WrongAgencyAbove,
    "above_the_county_tellers_stand_within_departments": WrongMode,
    "an_assignment_begins_before_it_ends": PeriodReversed,
}

ABOVE = {
    AgencyLevel.PROVINCE: None,
    AgencyLevel.CITY: AgencyLevel.PROVINCE,
    AgencyLevel.COUNTY: AgencyLevel.CITY,
}


def chain_of(agency: str) -> str:
    """Give the chain that an agency's own acts stand on."""
    return f"agency/{agency}"


def found(purpose: Purpose, *, by: str, at: datetime, request: UUID) -> Answer:
    """Say what this database is for: the first act of all, on a chain of its own."""

    def decide() -> Plan:
        seen = head_of(HOUSE)
        if seen.n:
            raise FoundedAlready
        return Plan("found", seen, {"purpose": purpose.value})

    return perform(decide, asked=["found", purpose.value], by=by, at=at, request=request)


def establish_agency(
    code: str,
    name: str,
    *,
    level: AgencyLevel,
    parent: str | None,
    mode: Mode,
    profile: str,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Establish an agency under the one above it; its chain begins here."""
    values = {"code": code, "name": name, "level": level.value, "parent_id": parent}
    values |= {"mode": mode.value, "profile": profile}

    def decide() -> Plan:
        above = Agency.objects.filter(code=parent).values_list("level", flat=True).first()
        if above != ABOVE[level]:
            raise WrongAgencyAbove
        return _plan("establish-agency", code, Agency, values, first=True)

    return perform(decide, asked=["establish-agency", values], by=by, at=at, request=request)


def open_department(
    agency: str, number: int, name: str, *, by: str, at: datetime, request: UUID
) -> Answer:
    """Open a department of an agency."""
    values = {"key": f"{agency}-{number:02d}", "agency_id": agency, "name": name}
    return _enter("open-department", agency, Department, values, by=by, at=at, request=request)


def open_window(
    agency: str, number: int, post: Post, *, by: str, at: datetime, request: UUID
) -> Answer:
    """Open a window of an agency for a post."""
    values = {"key": f"{agency}-{number:02d}", "agency_id": agency, "number": number}
    values |= {"post": post.value}
    return _enter("open-window", agency, Window, values, by=by, at=at, request=request)


def enlist(agency: str, number: str, name: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """Enlist a person under a staff number; the line stands on the chain of the agency."""
    values = {"number": number, "name": name}
    return _enter("enlist", agency, Staff, values, by=by, at=at, request=request)


def assign(
    staff: str,
    agency: str,
    post: Post,
    *,
    since: date,
    until: date,
    trained_until: date,
    by: str,
    at: datetime,
    request: UUID,
    department: str | None = None,
    trained_by_founding: bool = False,
) -> Answer:
    """Assign a person to a post at an agency from `since` until (not including) `until`."""
    values: dict[str, Any] = {"staff_id": staff, "agency_id": agency}
    values |= {"department_id": department}
    values |= {"post": post.value, "since": since, "until": until, "trained_until": trained_until}
    values |= {"trained_by_founding": trained_by_founding}

    def decide() -> Plan:
        if since >= until:
            raise PeriodReversed
        _must_be_known(staff, agency, department)
        numbered = {"id": next_serial("assignment"), **values}
        return _plan("assign", agency, Assignment, numbered)

    return perform(decide, asked=["assign", values], by=by, at=at, request=request)


def _must_be_known(staff: str, agency: str, department: str | None) -> None:
    if not (may_be_number(agency) and Agency.objects.filter(code=agency).exists()):
        raise NoSuchAgency(agency=shown(agency))
    if not (may_be_number(staff) and Staff.objects.filter(number=staff).exists()):
        raise NoSuchStaff(staff=shown(staff))
    if department is None:
        return
    theirs = Department.objects.filter(agency=agency)
    if not (may_be_number(department) and theirs.filter(key=department).exists()):
        raise NoSuchDepartment(department=shown(department))


def end_assignment(assignment: int, *, on: date, by: str, at: datetime, request: UUID) -> Answer:
    """End an assignment: from the day `on` it holds no more."""

    def decide() -> Plan:
        known = type(assignment) is int
        standing = Assignment.objects.filter(id=assignment, until__gt=on).first() if known else None
        if standing is None:
            raise NoSuchAssignment
        end = max(on, standing.since)
        row = Change(Assignment, (assignment,), {"until": standing.until}, {"until": end})
        seen = head_of(chain_of(standing.agency_id))
        return Plan("end-assignment", seen, {"assignment": assignment}, [row], refusals=ONCE)

    asked = ["end-assignment", assignment, on]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def _enter(
    verb: str,
    agency: str,
    model: type[Kept],
    values: Values,
    *,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    def decide() -> Plan:
        return _plan(verb, agency, model, values)

    return perform(decide, asked=[verb, values], by=by, at=at, request=request)


def _plan(
    verb: str, agency: str, model: type[Kept], values: Values, *, first: bool = False
) -> Plan:
    seen = head_of(chain_of(agency))
    if first and seen.n:
        raise StandsAlready
    if not first and not seen.n:
        raise NoSuchAgency(agency=shown(agency))
    said: dict[str, Any] = {"entered": values}
    return Plan(verb, seen, said, [New(model, values)], refusals=ONCE)
