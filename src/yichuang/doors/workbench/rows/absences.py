"""Absences and declarations as pages show them, and what the frame says of one's own."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q, QuerySet

from yichuang.domain.journeys.absence import head_of
from yichuang.domain.staff.models import Absence, Agency, AgencyLevel, Assignment, Relative
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench.here import Here

LATEST = timedelta(days=92)
"""So long an absence that is over stays on the list."""

OVER, NOW, TO_COME = ("已结束", ""), ("缺勤中", "warn"), ("未开始", "")


@dataclass(frozen=True)
class AbsenceLine:
    """One line of the list of absences."""

    absence: Absence
    word: str
    tone: str
    ends: bool
    """Whether whoever looks may enter that the person is back."""


def is_head(here: Here) -> bool:
    """Say whether whoever is at the page heads the agency."""
    return here.post == head_of(here.agency)


def absence_lines(here: Here) -> list[AbsenceLine]:
    """Give the absences of the agency to its head, to others what concerns themselves."""
    held = Absence.objects.filter(agency=here.agency, since__lt=F("until"))
    held = held.filter(until__gt=here.on - LATEST)
    if not is_head(here):
        held = held.filter(Q(staff=here.by) | Q(delegate=here.by))
    found = held.select_related("staff", "delegate", "act").order_by("-until", "-id")
    return [_line(one, here) for one in found]


def _line(one: Absence, here: Here) -> AbsenceLine:
    over, begun = one.until <= here.on, one.since <= here.on
    word, tone = OVER if over else NOW if begun else TO_COME
    return AbsenceLine(one, word, tone, not over and (is_head(here) or one.staff_id == here.by))


def in_posts(here: Here) -> QuerySet[Assignment]:
    """Give the assignments at the agency that hold now, those of a post together."""
    held = Assignment.objects.filter(agency=here.agency, since__lte=here.on, until__gt=here.on)
    return held.select_related("staff").order_by("post", "staff")


def absence_notices(here: Here) -> list[str]:
    """Say to whoever is away that they are, and to a delegate whose seats they take."""
    then = Absence.objects.filter(
        Q(staff=here.by) | Q(delegate=here.by),
        agency=here.agency,
        post=here.post.value,
        since__lte=here.on,
        until__gt=here.on,
    )
    return [_notice(one, here) for one in then.select_related("staff", "delegate")]


def _notice(one: Absence, here: Here) -> str:
    back = f"{one.until.month}月{one.until.day}日"
    if one.staff_id != here.by:
        name = one.staff.name
        marked = f"等您办的件中标有“代 {name}（缺勤）”"
        return f"{name}缺勤，{back}返岗，其间由您代为办理；{marked}。"
    delegate = f"，由{one.delegate.name}代为办理" if one.delegate else ""
    return f"您登记缺勤，{back}返岗，其间不能办理{delegate}。已返岗的，请先销假。"


def declarations(here: Here) -> QuerySet[Relative]:
    """Give one's own declarations, those that stand first."""
    return _told(Relative.objects.filter(staff=here.by))


def declarations_below(here: Here) -> QuerySet[Relative]:
    """Give to a head what their people declared, and what the heads of agencies below did."""
    if not is_head(here):
        return Relative.objects.none()
    heads = [
        Post.CITY_CHIEF if below == AgencyLevel.CITY else Post.DIRECTOR for below in _below(here)
    ]
    theirs = Q(agency=here.agency) | Q(agency__parent=here.agency, post__in=heads)
    held = Assignment.objects.filter(theirs, since__lte=here.on, until__gt=here.on)
    found = Relative.objects.filter(staff__in=held.values("staff")).exclude(staff=here.by)
    return _told(found)


def _below(here: Here) -> list[str]:
    return list(
        Agency.objects.filter(parent=here.agency).values_list("level", flat=True).distinct()
    )


def _told(found: QuerySet[Relative]) -> QuerySet[Relative]:
    standing = found.select_related("staff", "act")
    return standing.order_by(F("ended_on").asc(nulls_first=True), "staff", "id")
