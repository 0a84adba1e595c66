"""When a period ends (期限): counted in working days or calendar days, with suspensions (中止).

Nothing here is stored or incremented: a deadline follows from its start, its limit, its
suspensions and the calendar, and whether it is overdue is asked of the clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from yichuang.engines.workdays.arrangements import check_day
from yichuang.engines.workdays.calendar import Calendar, UnknownYear

LONGEST_LIMIT = 10_000
"""No period is longer, in days of either kind; more is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Suspension:
    """A time that isn't counted (中止), both its ends included; no end yet: it is still open.

    Raises ValueError if it ends before it starts.
    """

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a suspension written the wrong way round."""
        check_day(self.starts_on)
        if self.ends_on is None:
            return
        check_day(self.ends_on)
        if self.ends_on < self.starts_on:
            raise ValueError(f"中止的起止日期颠倒：{self.starts_on} 至 {self.ends_on}")

    def covers(self, day: date) -> bool:
        """Say whether a day falls into the suspension."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a period, and how many days of its limit were counted up to it.

    `due_on` is None while an open suspension holds the clock: there is no last day yet, and
    `counted` says how many days had elapsed when it stopped. `counted` is in the unit of the
    limit, working days or calendar days.
    """

    due_on: date | None
    counted: int


def due_in_workdays(
    start: date,
    workdays: int,
    calendar: Calendar,
    suspensions: Sequence[Suspension] = (),
) -> Deadline:
    """Count a limit of working days; the first one counted is the next working day after start.

    Raises ValueError for a limit below 1 or above LONGEST_LIMIT, UnknownYear where the count runs
    into a year nobody entered. Source: 行政许可法 Art. 82 (工作日，不含法定节假日).
    """
    _check_period(start, workdays)
    day, counted = start, 0
    while counted < workdays:
        following = _next_counted(day, suspensions)
        if following is None:
            return Deadline(None, counted)
        day = following
        counted += calendar.is_workday(day)
    return Deadline(day, counted)


def due_in_days(
    start: date,
    days: int,
    calendar: Calendar,
    suspensions: Sequence[Suspension] = (),
) -> Deadline:
    """Count a limit of calendar days; if the last is a day off, the next working day ends it.

    Only that last day is asked of the calendar. Raises ValueError and UnknownYear as for working
    days. Source: 民法典 Art. 201 (the day of the start isn't counted), Art. 203 (the last day).
    """
    _check_period(start, days)
    day, counted = start, 0
    while counted < days or not calendar.is_workday(day):
        following = _next_counted(day, suspensions)
        if following is None:
            return Deadline(None, counted)
        day = following
        counted = min(counted + 1, days)
    return Deadline(day, counted)


def workdays_between(after: date, until: date, calendar: Calendar) -> int:
    """Count the working days after one day, up to and including another; backwards is negative.

    Raises UnknownYear.
    """
    check_day(after)
    check_day(until)
    if until < after:
        return -workdays_between(until, after, calendar)
    day, counted = after, 0
    while day < until:
        day += timedelta(days=1)
        counted += calendar.is_workday(day)
    return counted


def remaining(today: date, due_on: date, calendar: Calendar) -> int:
    """Say how many working days are left, for the yellow and red warnings: 0 on the last day.

    Negative from the very next day on, even if that day is off: -1 stands for the first working
    day too late and the days off before it. Raises UnknownYear.
    """
    left = workdays_between(today, due_on, calendar)
    return left if today <= due_on else min(left, -1)


def _check_period(start: object, limit: object) -> None:
    check_day(start)
    if isinstance(limit, bool) or not isinstance(limit, int):
        raise ValueError(f"时限应为整数天，不是 {limit!r}")  # noqa: TRY004 -- a bad value to callers
    if not 1 <= limit <= LONGEST_LIMIT:
        raise ValueError(f"时限应在 1 至 {LONGEST_LIMIT} 天之间")


def _next_counted(day: date, suspensions: Sequence[Suspension]) -> date | None:
    """Go on to the next day outside every suspension; None if an open one holds it."""
    day = _following(day)
    while covering := [one for one in suspensions if one.covers(day)]:
        for one in covering:
            if one.ends_on is None:
                return None
            day = max(day, _following(one.ends_on))
    return day


def _following(day: date) -> date:
    """Give the next day. The last day that dates can express has none, and its year is unknown."""
    if day == date.max:
        raise UnknownYear(day.year + 1)
    return day + timedelta(days=1)
