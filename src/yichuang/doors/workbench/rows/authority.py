"""What the pages of the register of authorisations show: its lines by post, and why one may."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from yichuang.domain.authority.models import Duty, Grant
from yichuang.domain.authority.queries import granted, in_post
from yichuang.domain.authority.reasons import DEEDS, Standpoint, verdict
from yichuang.domain.authority.scope import BY_DEPARTMENT, Place
from yichuang.domain.catalogue.profile import ItemRule, Profile
from yichuang.domain.items.authorisation import INSTANT
from yichuang.domain.kernel.money import Fen, yuan
from yichuang.domain.staff.models import Agency, Department
from yichuang.domain.staff.posts import COUNTER, Post
from yichuang.doors.workbench.fields import Field

SOON = 30
"""Days before the end of a line from which it is marked."""

WHICH = {"now": "现行", "coming": "待生效", "past": "已终止", "all": "全部"}


@dataclass(frozen=True)
class Line:
    """One line of the register as it stands on a day."""

    grant: Grant
    item: str
    duty: str
    limit: str
    state: str
    tone: str
    which: str


@dataclass(frozen=True)
class Block:
    """The lines of one post."""

    post: str
    name: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Equals:
    """Who sits at the counters of a post: all of them alike."""

    name: str
    people: list[tuple[str, str]]


def blocks(lines: Iterable[Grant], profile: Profile, on: date, *, which: str) -> list[Block]:
    """Write the lines by post, in the order of the posts; only those of a kind, if asked."""
    names = {rule.code: rule.name for rule in profile.items}
    found: dict[str, Block] = {}
    for grant in lines:
        line = _line(grant, names, on)
        if which in {"all", line.which}:
            block = Block(grant.post, profile.post_name(grant.post))
            found.setdefault(grant.post, block).lines.append(line)
    order = [post.value for post in Post]
    return sorted(found.values(), key=lambda block: order.index(block.post))


def _line(grant: Grant, names: Mapping[str, str], on: date) -> Line:
    limit = "不限" if grant.limit_fen is None else f"{yuan(Fen(grant.limit_fen))} 元"
    told = (grant, names.get(grant.item, grant.item), Duty(grant.duty).label, limit)
    if grant.since > on:
        return Line(*told, "待生效", "", "coming")
    if grant.until <= on:
        return Line(*told, "已终止", "", "past")
    left = (grant.until - on).days
    if left <= SOON:
        return Line(*told, f"剩 {left} 日", "warn", "now")
    return Line(*told, "有效", "ok", "now")


def equals(agency: Agency, profile: Profile, on: date) -> list[Equals]:
    """Give who sits at the counters, by post; in department mode by department too."""
    found: dict[str, list[tuple[str, str]]] = {}
    for post in sorted(COUNTER):
        for held in in_post(agency.code, post, on):
            name = profile.post_name(post)
            if agency.mode in BY_DEPARTMENT:
                name += f" · {held.department.name if held.department else '未定科室'}"
            found.setdefault(name, []).append((held.staff.name, held.staff_id))
    return [Equals(name, people) for name, people in found.items()]


def prefilled(grant: Grant, rule: ItemRule | None, kind: str, on: date) -> dict[str, str]:
    """Give what is known of a line for the form that asks for its change or withdrawal."""
    whole = rule is not None and rule.timing == "instant" and Post(grant.post) in COUNTER
    form = {
        "agency": grant.agency_id,
        "kind": kind,
        "post": Post(grant.post).label,
        "item": INSTANT if whole else (rule.name if rule else grant.item),
        "duty": Duty(grant.duty).label,
        "grant": "" if whole else f"{grant.id}",
        "since": f"{on}",
    }
    if kind == "变更":
        form["until"] = f"{grant.until}"
        form["limit"] = "" if grant.limit_fen is None else f"{grant.limit_fen}"
    return form


def chosen_from(fields: Iterable[Field], agency: str, profile: Profile) -> Iterator[Field]:
    """Let agency and item be chosen from what there is: the own one, the catalogue's names."""
    names = (INSTANT, *(rule.name for rule in profile.items))
    choices = {"agency": (agency,), "item": names}
    for one in fields:
        yield replace(one, choices=choices[one.name]) if one.name in choices else one


@dataclass(frozen=True)
class Cell:
    """One deed on one item: whether, and which of the reasons below the table."""

    may: bool
    reason: int


@dataclass(frozen=True)
class Why:
    """Everything that a post may do and may not, with each reason once."""

    deeds: list[str]
    rows: list[tuple[ItemRule, list[Cell]]]
    reasons: list[tuple[int, bool, str, str]]


def why(profile: Profile, post: str, at: Standpoint) -> Why:
    """Ask every deed on every item."""
    known: dict[tuple[bool, str, str], int] = {}
    rows = []
    for rule in profile.items:
        cells = []
        for deed in DEEDS:
            told = verdict(profile, rule, post, deed, at)
            n = known.setdefault((told.may, told.says, told.source), len(known) + 1)
            cells.append(Cell(told.may, n))
        rows.append((rule, cells))
    return Why(list(DEEDS.values()), rows, [(n, *reason) for reason, n in known.items()])


def standpoint(agency: Agency, department: Department | None, on: date) -> Standpoint:
    """Give where a post stands at an agency on a day, in a department or in none."""
    business = department.business if department else "[]"
    place = Place(agency.mode, agency.insurances, business)
    return Standpoint(agency.level, place, granted(agency.code, on))
