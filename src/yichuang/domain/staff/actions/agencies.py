"""How an agency comes to stand: itself, its departments and windows."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.models import Agency, AgencyLevel, Department, Mode, Window
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.canonical import canonical
from yichuang.domain.trail.models import Kept
from yichuang.domain.trail.rows import Change, New, Values
from yichuang.domain.trail.statements import ALWAYS, Condition

Ground = tuple[int | None, Condition]
"""What an act on the staff rests on: an assignment of whoever does it, and what must still hold."""

Ask = Callable[[], Ground]
"""Asks who may, at the moment of deciding; journeys give it."""


def founding() -> Ground:
    """Whoever founds a house: nobody is in a post yet."""
    return None, ALWAYS


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


class PeriodReversed(Refusal):
    """An assignment begins before it ends."""

    code = "period-reversed"
    says = "任职的起始日应早于终止日，请更正日期。"


class OneBusinessOnly(Refusal):
    """Under the specialist mode a department handles one category, no more and no fewer."""

    code = "one-business-only"
    says = "专管员制下每个科室恰好办理一类业务，现选了 {count} 类。请只选一类。"


class FoundedAlready(Refusal):
    """What the database is for was said before, and isn't said twice."""

    code = "founded-already"
    says = "该数据库已经建制，用途不能更改。需要另一用途时，请使用空的数据库。"


class Purpose(Enum):
    """What a database is for (用途)."""

    SERVICE = "service"
    DEMONSTRATION = "demonstration"


VERBS = {
    "establish-agency": "设立机构",
    "open-department": "设立科室",
    "open-window": "开设窗口",
    "set-business": "调整科室业务",
    "set-insurances": "调整经办险种",
    "set-signing-hours": "固定集中签批时间",
    "enlist": "登记人员",
    "assign": "任职",
    "end-assignment": "终止任职",
    "record-absence": "登记缺勤",
    "end-absence": "销假",
}
"""What is done on the chain of an agency, to tell who did what meanwhile."""

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
    insurances: Collection[str] = ("pension",),
    ask: Ask = founding,
) -> Answer:
    """Establish an agency under the one above it; its chain begins here."""
    values: dict[str, Any] = {"code": code, "name": name, "version": 1}
    values |= {"level": level.value, "parent_id": parent}
    values |= {"mode": mode.value, "profile": profile, "insurances": ",".join(sorted(insurances))}

    def decide() -> Plan:
        above = Agency.objects.filter(code=parent).values_list("level", flat=True).first()
        if above != ABOVE[level]:
            raise WrongAgencyAbove
        return planned("establish-agency", code, Agency, values, ask, first=True)

    return perform(decide, asked=["establish-agency", values], by=by, at=at, request=request)


def mode_changed(agency: Agency, mode: Mode) -> Change:
    """Plan that an agency runs in another mode; the case that decided it is the act."""
    return agency_changed(agency, {"mode": agency.mode}, {"mode": mode.value})


def agency_changed(agency: Agency, before: Values, after: Values) -> Change:
    """Plan a change of an agency, which counts on."""
    before = {**before, "version": agency.version}
    return Change(Agency, (agency.code,), before, {**after, "version": agency.version + 1})


def open_department(
    agency: str,
    number: int,
    name: str,
    *,
    by: str,
    at: datetime,
    request: UUID,
    business: Collection[str] = (),
    ask: Ask = founding,
) -> Answer:
    """Open a department of an agency for these categories of the catalogue (SX-04)."""
    key, asked = f"{agency}-{number:02d}", ["open-department", agency, number, name, [*business]]

    def decide() -> Plan:
        values = {"key": key, "agency_id": agency, "name": name, "business": listed(business)}
        plan = planned("open-department", agency, Department, values, ask)
        must_fit_the_mode(agency, business)
        return plan

    return perform(decide, asked=asked, by=by, at=at, request=request)


def listed(business: Collection[str]) -> str:
    """Write categories as a department keeps them."""
    return canonical(sorted(set(business)))


def must_fit_the_mode(agency: str, business: Collection[str]) -> None:
    """Refuse a department's business that the agency's mode doesn't know (OneBusinessOnly)."""
    specialist = Agency.objects.filter(code=agency, mode=Mode.SPECIALIST).exists()
    if specialist and len(set(business)) != 1:
        raise OneBusinessOnly(count=len(set(business)))


def open_window(
    agency: str,
    number: int,
    post: Post,
    *,
    by: str,
    at: datetime,
    request: UUID,
    ask: Ask = founding,
) -> Answer:
    """Open a window of an agency for a post."""
    values = {"key": f"{agency}-{number:02d}", "agency_id": agency, "number": number}
    values |= {"post": post.value}
    return enter("open-window", agency, Window, values, ask, by=by, at=at, request=request)


def enter(
    verb: str,
    agency: str,
    model: type[Kept],
    values: Values,
    ask: Ask,
    *,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Enter one row on the chain of an agency."""

    def decide() -> Plan:
        return planned(verb, agency, model, values, ask)

    return perform(decide, asked=[verb, values], by=by, at=at, request=request)


def planned(
    verb: str, agency: str, model: type[Kept], values: Values, ask: Ask, *, first: bool = False
) -> Plan:
    """Plan one new row on the chain of an agency (StandsAlready, NoSuchAgency)."""
    mandate, holds = ask()
    seen = head_of(chain_of(agency))
    if first and seen.n:
        raise StandsAlready
    if not first and not seen.n:
        raise NoSuchAgency(agency=shown(agency))
    said: dict[str, Any] = {"entered": values}
    row = New(model, values)
    plan = Plan(verb, seen, said, [row], holds=holds, mandate=mandate, refusals=ONCE)
    return replace(plan, verbs=VERBS)
