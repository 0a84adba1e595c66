"""Who is trained in what until when, whose training lapses soon, and who was never trained (SX-14).

"Lapsed" is asked of the clock, never stored: what was renewed is gone from every list, and so is
whoever left the post.
"""

import calendar
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Max, QuerySet

from yichuang.domain.staff.models import Assignment, Attendance, Result, Staff, Subject, Training

MONTHS = 12
MOST_PEOPLE = 200
"""On one list of results."""

Through = Mapping[tuple[str, str], date]
"""Until when (not included) a person's training in a subject is good: by person and subject."""


@dataclass(frozen=True)
class Due:
    """Until when (not included) somebody's training in one subject is good; none: never trained."""

    subject: str
    until: date | None
    by_founding: bool = False
    """No record says it: whoever was assigned at the founding counts as trained."""

    def left(self, on: date) -> int | None:
        """Give the days that are left: none or fewer once it has lapsed."""
        return None if self.until is None else (self.until - on).days

    def lacks(self, on: date) -> bool:
        """Say whether the training was never passed, or has lapsed."""
        return self.until is None or self.until <= on

    @property
    def label(self) -> str:
        """The subject in words."""
        return str(Subject(self.subject).label)


@dataclass(frozen=True)
class Trainee:
    """Somebody in posts that ask for training, and until when each subject is good."""

    staff: Staff
    assignments: tuple[Assignment, ...]
    dues: tuple[Due, ...]

    @property
    def earliest(self) -> date:
        """When the first subject lapses; long ago for whoever was never trained in one."""
        return min((due.until or date.min for due in self.dues), default=date.max)

    @property
    def acts_until(self) -> date:
        """Until when (not included) acts in the posts are let through, apart from any grace."""
        return min(held.trained_until for held in self.assignments)

    def lacking(self, on: date) -> tuple[str, ...]:
        """Name the subjects in which training is missing or has lapsed."""
        return tuple(due.subject for due in self.dues if due.lacks(on))


class Untrained(NamedTuple):
    """Somebody who lacks training, and in which subjects."""

    staff: Staff
    missing: tuple[str, ...]


class Lapse(NamedTuple):
    """A subject of somebody's training that lapses soon, or has lapsed."""

    staff: Staff
    due: Due


def good_until(held_on: date, months: int) -> date:
    """Give the day from which a training is good no more; a month without the day ends earlier."""
    whole = held_on.year * MONTHS + held_on.month - 1 + months
    year, month = divmod(whole, MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(held_on.day, last))


def through_of(people: Iterable[str], *, but: int | None = None) -> dict[tuple[str, str], date]:
    """Give until when people are trained, by the records; `but` leaves one record out."""
    passed = Attendance.objects.filter(staff__in=set(people), result=Result.PASSED)
    passed = passed if but is None else passed.exclude(id=but)
    of_each = passed.values_list("staff", "training__course__subject")
    return {(who, what): day for who, what, day in of_each.annotate(until=Max("valid_until"))}


def earned(through: Through, staff: str, subjects: Collection[str]) -> date | None:
    """Give until when somebody is trained in every subject; none if one was never passed."""
    days = [through.get((staff, subject)) for subject in subjects]
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None


def trainees(
    agencies: Collection[str],
    posts: Collection[str],
    subjects: Collection[str],
    on: date,
    *,
    staff: str | None = None,
) -> list[Trainee]:
    """Give who sits in posts that ask for training on a day; whose lapses first stands first."""
    held = Assignment.objects.filter(
        agency__in=agencies, post__in=posts, since__lte=on, until__gt=on
    )
    held = held if staff is None else held.filter(staff=staff)
    by_person: dict[str, list[Assignment]] = {}
    for assignment in held.select_related("staff", "agency").order_by("agency", "staff", "post"):
        by_person.setdefault(assignment.staff_id, []).append(assignment)
    through = through_of(by_person)
    found = [
        Trainee(
            theirs[0].staff,
            tuple(theirs),
            tuple(_due(theirs, through, subjects, subject) for subject in subjects),
        )
        for theirs in by_person.values()
    ]
    return sorted(found, key=lambda one: (one.earliest, one.staff.number))


def lapsing(
    agencies: Collection[str],
    posts: Collection[str],
    subjects: Collection[str],
    on: date,
    *,
    within: int,
) -> list[Lapse]:
    """Give whose training lapses within some days, has lapsed, or never was, by subject."""
    last = on + timedelta(days=within)
    return [
        Lapse(one.staff, due)
        for one in trainees(agencies, posts, subjects, on)
        for due in one.dues
        if due.until is None or due.until <= last
    ]


def untrained(
    agency: str, posts: Collection[str], subjects: Collection[str], on: date
) -> list[Untrained]:
    """Give who sits in these posts of an agency and lacks training, with what is missing.

    Whoever counts as trained since the founding lacks nothing until that has run out.
    """
    people = trainees([agency], posts, subjects, on)
    return [Untrained(one.staff, missing) for one in people if (missing := one.lacking(on))]


def trainings(agencies: Collection[str]) -> QuerySet[Training]:
    """Give what was held at some agencies, the latest first."""
    held = Training.objects.filter(agency__in=agencies).select_related("course", "agency")
    return held.order_by("-held_on", "-id")


def records_of(staff: str) -> QuerySet[Attendance]:
    """Give a person's results, the latest training first."""
    kept = Attendance.objects.filter(staff=staff)
    return kept.select_related("training__course", "training__agency", "act").order_by(
        "-training__held_on", "-id"
    )


def _due(
    theirs: list[Assignment], through: Through, subjects: Collection[str], subject: str
) -> Due:
    staff = theirs[0].staff_id
    recorded, all_of_it = through.get((staff, subject)), earned(through, staff, subjects)
    # What the founding stated stands in the assignment until the records reach further.
    stated = max((a.trained_until for a in theirs if a.trained_by_founding), default=None)
    if stated is None or (all_of_it is not None and all_of_it >= stated):
        return Due(subject, recorded)
    if recorded is not None and recorded >= stated:
        return Due(subject, recorded)
    return Due(subject, stated, by_founding=True)
