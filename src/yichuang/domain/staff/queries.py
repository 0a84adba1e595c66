"""Reading who works where."""

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, QuerySet

from yichuang.domain.staff.models import Assignment, Attendance, Result
from yichuang.domain.staff.posts import Post


def assigned(agency: str, post: Post, on: date) -> QuerySet[Assignment]:
    """Give the assignments to a post at an agency that hold on a day."""
    return Assignment.objects.filter(
        agency=agency, post=post.value, since__lte=on, until__gt=on, trained_until__gt=on
    ).select_related("staff")


def trained_through(staff: str, subject: str) -> date | None:
    """Give until when a person's training in a subject is good; None if it never was passed."""
    passed = Attendance.objects.filter(
        staff=staff, result=Result.PASSED, training__course__subject=subject
    )
    until: date | None = passed.aggregate(until=Max("valid_until"))["until"]
    return until


@dataclass(frozen=True)
class Tenure:
    """How long somebody has been in posts of a kind on a day (连续任职年限), breaks not counted."""

    staff: str
    began: date
    """The day on which it would have begun, had it run without a break."""
    months: int

    def reaches(self, years: int) -> date:
        """Give the day on which so many years are full, if it goes on without a break."""
        return _months_after(self.began, 12 * years)


def tenure(staff: str, posts: Collection[Post], on: date, *, break_days: int) -> Tenure:
    """Reckon how long a person has been in any of these posts, at whatever agency.

    Only what was before `on` counts, back to the last break of more than `break_days` days.
    """
    return _tenures([staff], posts, on, break_days)[0]


def near_limit(
    agency: str,
    posts: Collection[Post],
    on: date,
    *,
    break_days: int,
    years: int,
    warn_months: int,
) -> list[Tenure]:
    """Give who is in such a post at an agency and comes within months of a limit, or is past it."""
    here = Assignment.objects.filter(agency=agency, post__in=posts, since__lte=on, until__gt=on)
    people = sorted(set(here.values_list("staff", flat=True)))
    found = _tenures(people, posts, on, break_days)
    near = [one for one in found if one.months >= 12 * years - warn_months]
    return sorted(near, key=lambda one: (one.began, one.staff))


def _tenures(
    people: Collection[str], posts: Collection[Post], on: date, break_days: int
) -> list[Tenure]:
    held = Assignment.objects.filter(staff__in=people, post__in=posts, since__lt=on)
    periods: dict[str, list[tuple[date, date]]] = {person: [] for person in people}
    for person, since, until in held.values_list("staff", "since", "until"):
        periods[person].append((since, min(until, on)))
    began = {p: on - timedelta(_days(periods[p], on, break_days)) for p in people}
    return [Tenure(person, day, _whole_months(day, on)) for person, day in began.items()]


def _days(periods: Iterable[tuple[date, date]], on: date, break_days: int) -> int:
    """Count the days of periods, overlapping ones once, from the last long break to a day."""
    days, end = 0, date.min
    for since, until in sorted(period for period in periods if period[0] < period[1]):
        if (since - end).days > break_days:
            days = 0
        days += max(0, (until - max(since, end)).days)
        end = max(end, until)
    return days if (on - end).days <= break_days else 0


def _whole_months(since: date, until: date) -> int:
    months = 12 * (until.year - since.year) + until.month - since.month
    return months if _months_after(since, months) <= until else months - 1


def _months_after(day: date, months: int) -> date:
    """Give the same day so many months later, or the last of a month that is shorter."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
