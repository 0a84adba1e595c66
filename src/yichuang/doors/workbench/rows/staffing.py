"""What the pages of agencies and people show: the tree, who sits where, which posts are empty."""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from yichuang.domain.archives.queries import agencies_within
from yichuang.domain.authority.queries import in_force
from yichuang.domain.catalogue.profile import INSURANCES, Profile
from yichuang.domain.catalogue.queries import edition_in_force, profile_of
from yichuang.domain.staff.actions import chain_of
from yichuang.domain.staff.exclusion import exclusive
from yichuang.domain.staff.models import Agency, AgencyLevel, Assignment, Department, Staff, Window
from yichuang.domain.staff.posts import ADMINS, Post
from yichuang.domain.staff.queries import near_limit
from yichuang.domain.trail.models import Act
from yichuang.engines.initials.reading import initials

MOST = 60
"""People whom a search shows."""

ORDER = {post.value: i for i, post in enumerate(Post)}
DEPTH = {AgencyLevel.PROVINCE.value: 0, AgencyLevel.CITY.value: 1, AgencyLevel.COUNTY.value: 2}


@dataclass(frozen=True)
class Place:
    """An agency in the tree: how it works, who sits there, which posts are empty."""

    agency: Agency
    depth: str
    insurances: str
    people: int
    posts: list[tuple[str, int]]
    empty: list[str]
    windows: int


@dataclass(frozen=True)
class Member:
    """A line of the list of people: somebody in a post, a post with nobody, a person without."""

    agency: Agency
    post: str
    staff: Staff | None = None
    held: Assignment | None = None


@dataclass(frozen=True)
class PostChoice:
    """A post as the form of an assignment offers it, or why it can't be chosen."""

    code: str
    name: str
    why_not: str


def profile_at(agency: Agency, on: date) -> Profile:
    """Give the catalogue in force at an agency (NoEditionInForce)."""
    return profile_of(edition_in_force(agency.profile, on))


def insurances(agency: Agency) -> str:
    """Name the insurances that an agency handles."""
    codes = agency.insurances.split(",")
    return "、".join(INSURANCES.get(code, code) for code in codes)


@dataclass(frozen=True)
class LongTerm:
    """Somebody who is long in a post of high risk: since when, and when the years are full."""

    staff: Staff
    months: int
    full_on: date
    over: bool


def long_terms(agency: Agency, profile: Profile, on: date) -> list[LongTerm]:
    """Give who at an agency comes near the years that the catalogue allows, or is past them."""
    rules = profile.high_risk
    posts = [Post(post) for post in rules.posts]
    limits = {"years": rules.years, "warn_months": rules.warn_months}
    near = near_limit(agency.code, posts, on, break_days=rules.break_days, **limits)
    people = Staff.objects.in_bulk([one.staff for one in near])
    return [
        LongTerm(people[one.staff], one.months, full, over=full <= on)
        for one in near
        for full in [one.reaches(rules.years)]
    ]


def tree(top: Agency, on: date) -> list[Place]:
    """Give an agency and those below it, each after the one above it."""
    known = Agency.objects.filter(code__in=agencies_within(top.code)).select_related("parent")
    ordered = sorted(known, key=_line)
    held = Assignment.objects.filter(agency__in=ordered, since__lte=on, until__gt=on)
    sit: dict[str, list[tuple[str, str]]] = {agency.code: [] for agency in ordered}
    for code, post, staff in held.values_list("agency", "post", "staff"):
        sit[code].append((post, staff))
    windows = Counter(Window.objects.filter(agency__in=ordered).values_list("agency", flat=True))
    return [_place(a, top, on, sit[a.code], windows[a.code]) for a in ordered]


def empty_posts(agency: Agency, on: date, sit: Iterable[str]) -> list[str]:
    """Name the posts that are authorised or have a window, and in which nobody sits."""
    granted = set(in_force(agency.code, on).values_list("post", flat=True))
    windowed = set(Window.objects.filter(agency=agency).values_list("post", flat=True))
    # A county needn't have administrators of its own: those above keep it.
    admins = set() if agency.level == AgencyLevel.COUNTY else {post.value for post in ADMINS}
    needed = granted | windowed | admins
    return sorted(needed - set(sit), key=lambda post: ORDER[post])


def people_in_post(agency: Agency, on: date) -> int:
    """Count who sits in a post of an agency."""
    held = Assignment.objects.filter(agency=agency, since__lte=on, until__gt=on)
    return held.values("staff").distinct().count()


def departments(agency: Agency) -> list[tuple[Department, list[str]]]:
    """Give the departments of an agency with the categories that are their business."""
    theirs = Department.objects.filter(agency=agency).order_by("key")
    return [(department, json.loads(department.business)) for department in theirs]


def members(agency: Agency, post: str, on: date) -> list[Member]:
    """Give who sits at an agency by post, the posts that are empty, and who has none."""
    held = Assignment.objects.filter(agency=agency, until__gt=on)
    held = held.filter(post=post) if post else held
    lines = [_member(a) for a in held.select_related("staff", "agency", "department")]
    sit = [line.post for line in lines if line.held and line.held.since <= on]
    empty = [p for p in empty_posts(agency, on, sit) if not post or p == post]
    lines += [Member(agency, p) for p in empty]
    lines.sort(key=lambda m: (ORDER[m.post], m.staff.number if m.staff else ""))
    return lines if post else [*lines, *_without_post(agency, on)]


def found(agencies: Collection[str], asked: str, on: date) -> list[Member]:
    """Find people of some agencies by number, name or the initials of the name."""
    letters = asked.lower()
    near = [p for p in people_of(agencies) if _means(p, asked, letters)][:MOST]
    held = Assignment.objects.filter(staff__in=near, agency__in=agencies, until__gt=on)
    lines = [_member(a) for a in held.select_related("staff", "agency", "department")]
    seated = {line.staff.number for line in lines if line.staff}
    lines += [Member(_enlisted_at(p), "", p) for p in near if p.number not in seated]
    return sorted(lines, key=lambda m: m.staff.number if m.staff else "")


def people_of(agencies: Collection[str]) -> QuerySet[Staff]:
    """Give whoever was enlisted at some agencies, or had a post there."""
    chains = [chain_of(code) for code in agencies]
    posted = Assignment.objects.filter(agency__in=agencies).values("staff")
    theirs = Staff.objects.filter(Q(act__chain__in=chains) | Q(number__in=posted))
    return theirs.select_related("act").order_by("number")


def choices(staff: str, agency: Agency, own: str, on: date) -> list[PostChoice]:
    """Give every post for somebody who would begin today, with why one can't be chosen."""
    profile = profile_at(agency, on)
    return [
        PostChoice(post.value, profile.post_name(post), _why_not(staff, post, agency, own, on))
        for post in Post
    ]


def last_entered(agency: str, by: str) -> Act | None:
    """Give what somebody did last to an agency: the page says what the trail says."""
    return Act.objects.filter(chain=chain_of(agency), actor=by).order_by("-n").first()


def papers(held: Iterable[Assignment]) -> dict[int, str]:
    """Give the papers on which assignments rest, as the acts that changed them last say."""
    told: dict[int, str] = {}
    for assignment in held:
        said: dict[str, Any] = json.loads(assignment.act.content)["said"]
        told[assignment.id] = str(said.get("ground", ""))
    return told


def _place(
    agency: Agency, top: Agency, on: date, sit: list[tuple[str, str]], windows: int
) -> Place:
    profile = profile_at(agency, on)
    posts = Counter(post for post, _ in sit)
    named = sorted(posts.items(), key=lambda pair: ORDER[pair[0]])
    return Place(
        agency,
        "　" * (DEPTH[agency.level] - DEPTH[top.level]),
        insurances(agency),
        len({staff for _, staff in sit}),
        [(profile.post_name(post), many) for post, many in named],
        [profile.post_name(post) for post in empty_posts(agency, on, posts)],
        windows,
    )


def _line(agency: Agency) -> tuple[str, ...]:
    above = _line(agency.parent) if agency.parent else ()
    return (*above, agency.code)


def _member(assignment: Assignment) -> Member:
    return Member(assignment.agency, assignment.post, assignment.staff, assignment)


def _without_post(agency: Agency, on: date) -> list[Member]:
    held = Assignment.objects.filter(until__gt=on).values("staff")
    here = Staff.objects.filter(act__chain=chain_of(agency.code)).exclude(number__in=held)
    return [Member(agency, "", staff) for staff in here.order_by("number")]


def _means(person: Staff, asked: str, letters: str) -> bool:
    if asked in person.name or person.number.startswith(asked):
        return True
    return any(reading.startswith(letters) for reading in initials(person.name))


def _enlisted_at(person: Staff) -> Agency:
    return Agency.objects.get(code=person.act.chain_id.rsplit("/", maxsplit=1)[-1])


def _why_not(staff: str, post: Post, agency: Agency, own: str, on: date) -> str:
    if post in ADMINS and agency.code == own:
        return "由上级机构的系统管理员任命"
    excluded = exclusive(staff, post, on, date.max)
    if excluded is None:
        return ""
    return f"与{excluded.facts['agency']}的“{excluded.facts['held']}”不相容"
