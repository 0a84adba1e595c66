"""The plan of a founding as typed data; everything that is wrong with it is named at once."""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field, ValidationError

from yichuang.domain.catalogue.profile import INSURANCES, Part, Profile, read_profile
from yichuang.domain.journeys.administration import categories_of
from yichuang.domain.staff.actions.agencies import ABOVE
from yichuang.domain.staff.models import AgencyLevel, Mode
from yichuang.domain.staff.posts import Post, exclude
from yichuang.domain.trail.canonical import plain

LARGEST = 5_000_000
"""Bytes of a plan: a province with all its people is far below."""


class Fault(NamedTuple):
    """One thing that is wrong with a plan, and where."""

    field: str
    message: str


class Amiss(Exception):
    """The plan can't be carried out; nothing was written."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(f"{len(faults)} faults")


def _clean(text: str) -> str:
    plain(text)
    if not text.isprintable():
        raise ValueError
    return text


Name = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_clean)]
LongName = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_clean)]
Paper = Annotated[str, Field(min_length=2, max_length=100), AfterValidator(_clean)]
Hour = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Code = Annotated[str, Field(pattern="^[0-9]{6}$")]
Number = Annotated[str, Field(pattern="^[0-9]{4,20}$")]
Serial = Annotated[int, Field(ge=1, le=99)]


class Founding(Part):
    """What all of it rests on, and who answers for it."""

    ground: Paper
    since: date
    until: date
    proposed_by: Number
    published_by: Number


class Seat(Part):
    """A post of a person, for the period of the founding or one of its own."""

    post: Post
    since: date | None = None
    until: date | None = None
    department: Serial | None = None


class Person(Part):
    """Somebody on the staff."""

    number: Number
    name: Name
    posts: tuple[Seat, ...] = ()


class Room(Part):
    """A department."""

    number: Serial
    name: Name
    business: tuple[str, ...] = ()


class Counter(Part):
    """A window."""

    number: Serial
    post: Post


class Office(Part):
    """An agency with its departments, windows and people."""

    code: Code
    name: LongName
    level: AgencyLevel
    parent: Code | None = None
    mode: Mode
    profile: str
    insurances: tuple[str, ...] = ("pension",)
    handled_at_counter: tuple[str, ...] = ()
    signing_hours: Annotated[tuple[Hour, ...], Field(max_length=6)] = ()
    departments: tuple[Room, ...] = ()
    windows: tuple[Counter, ...] = ()
    people: tuple[Person, ...] = ()


class Plan(Part):
    """A whole founding."""

    founding: Founding
    agency: Annotated[tuple[Office, ...], Field(min_length=1)]

    def people(self) -> Iterator[tuple[Office, Person]]:
        """Give everybody with the agency that enlists them."""
        return ((office, person) for office in self.agency for person in office.people)

    def period(self, seat: Seat) -> tuple[date, date]:
        """Give from when until when somebody holds a post."""
        return seat.since or self.founding.since, seat.until or self.founding.until


def read(text: str) -> Plan:
    """Read a plan and check whatever can be seen in it (Amiss)."""
    try:
        plan = Plan.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as broken:
        raise Amiss([Fault("", f"不合 TOML 的写法：{broken}")]) from broken
    except ValidationError as broken:
        raise Amiss(
            [Fault(".".join(map(str, e["loc"])), _told(e["type"])) for e in broken.errors()]
        ) from broken
    except (ValueError, RecursionError) as broken:
        raise Amiss([Fault("", "数字过长或括号过深")]) from broken
    if faults := [*_faults(plan)]:
        raise Amiss(faults)
    return plan


@cache
def packaged(profile: str) -> tuple[str, Profile] | None:
    """Give the text of a catalogue that comes with the program, and what it says."""
    if not (profile.isascii() and profile.isalnum()):
        return None
    source = files("yichuang.domain.catalogue") / "profiles" / f"{profile}.toml"
    if not source.is_file():
        return None
    text = source.read_text("utf-8")
    return text, read_profile(text)


def _told(kind: str) -> str:
    known = {
        "missing": "缺少这一项",
        "extra_forbidden": "没有这一项，请删去",
        "enum": "不是列出的代码之一",
        "string_pattern_mismatch": "应为规定位数的数字",
    }
    return known.get(kind, "内容不是这一项所要的，请对照 ./yichuang found --example")


def _faults(plan: Plan) -> Iterator[Fault]:
    yield from _doubled("机构代码", (office.code for office in plan.agency))
    yield from _doubled("工号", (person.number for _, person in plan.people()))
    founding = plan.founding
    if founding.since >= founding.until:
        yield Fault("founding.until", "终止日应晚于起始日")
    if founding.proposed_by == founding.published_by:
        yield Fault("founding.published_by", "业务目录须由提出人以外的第二人发布")
    levels = {office.code: office.level for office in plan.agency}
    for office in plan.agency:
        yield from _office_faults(office, levels)
        for person in office.people:
            yield from _person_faults(plan, office, person)


def _office_faults(office: Office, levels: dict[str, AgencyLevel]) -> Iterator[Fault]:
    where = f"agency {office.code}"
    above = ABOVE[office.level]
    if (office.parent is None) != (above is None):
        yield Fault(where, "省级机构没有上级机构，市级、县级必须写明上级机构（parent）")
    elif office.parent in levels and levels[office.parent] != above:
        yield Fault(where, "市级机构的上级应为省级，县级机构的上级应为市级")
    if office.level != AgencyLevel.COUNTY and office.mode in {Mode.UNIVERSAL, Mode.LEVY_ONLY}:
        yield Fault(where, "省、市级机构只能实行 department 或 specialist")
    for code in office.insurances:
        if code not in INSURANCES:
            yield Fault(where, f"没有险种“{code}”，可用：{'、'.join(INSURANCES)}")
    if not office.insurances:
        yield Fault(where, "至少经办一个险种（insurances）")
    yield from _doubled(f"{where} 科室编号", (str(room.number) for room in office.departments))
    yield from _doubled(f"{where} 科室名称", (room.name for room in office.departments))
    yield from _doubled(f"{where} 窗口号", (str(window.number) for window in office.windows))
    yield from _doubled(f"{where} 集中签批时间", office.signing_hours)
    known = packaged(office.profile)
    if known is None:
        yield Fault(where, f"程序没有带业务目录“{office.profile}”")
        return
    yield from _catalogue_faults(office, known[1], where)


def _catalogue_faults(office: Office, profile: Profile, where: str) -> Iterator[Fault]:
    categories = categories_of(profile)
    for room in office.departments:
        for category in room.business:
            if category not in categories:
                says = f"科室 {room.number}：业务目录没有“{category}”，有：{'、'.join(categories)}"
                yield Fault(where, says)
        if office.mode == Mode.SPECIALIST and len(set(room.business)) != 1:
            yield Fault(where, f"科室 {room.number}：专管员制下恰好一类业务")
    for code in office.handled_at_counter:
        if profile.item(code) is None:
            yield Fault(where, f"handled_at_counter：业务目录没有事项“{code}”")


def _person_faults(plan: Plan, office: Office, person: Person) -> Iterator[Fault]:
    where = f"people {person.number}"
    rooms = {room.number for room in office.departments}
    for seat in person.posts:
        since, until = plan.period(seat)
        if since >= until:
            yield Fault(where, f"{seat.post.label}：终止日应晚于起始日")
        if seat.department is not None and seat.department not in rooms:
            yield Fault(where, f"{seat.post.label}：没有编号为 {seat.department} 的科室")
    for one, other in combinations(person.posts, 2):
        if _meet(plan.period(one), plan.period(other)):
            if one.post == other.post:
                yield Fault(where, f"{one.post.label}：同一岗位的任期重叠")
            elif exclude(one.post, other.post):
                yield Fault(where, f"“{one.post.label}”与“{other.post.label}”不相容，不能兼任")


def _meet(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _doubled(what: str, values: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            yield Fault(what, f"“{value}”出现两次")
        seen.add(value)
