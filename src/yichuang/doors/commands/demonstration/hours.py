"""When the halls of the demonstration are open: working days by the calendar, hours by the clock.

Also the calendar that the demonstration enters for years whose notice isn't packaged.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from yichuang.domain.kernel.numbers import LOCAL, local_day
from yichuang.engines.workdays import Calendar, read_arrangements

DAYS = 20
"""How many working days the history goes back: four weeks."""

SESSIONS = ((time(8, 30), time(12, 0)), (time(14, 0), time(17, 30)))
DAILY_MINUTES = 420

_YEAR = """[{year}]
notice = "演示日历，未经公布（{year}年）"
verified = false
[{year}.holidays]
"元旦（演示）" = {{ off = ["01-01"] }}
"清明节（演示）" = {{ off = ["04-05"] }}
"劳动节（演示）" = {{ off = ["05-01..05-05"] }}
"国庆节（演示）" = {{ off = ["10-01..10-07"] }}
"""


def year_text(year: int) -> str:
    """Write a calendar of our own for a year, marked as such, with holidays of fixed date."""
    return _YEAR.format(year=year)


def missing_years(calendar: Calendar, now: date) -> list[int]:
    """Give the years that the story and the months after it need, and nobody packaged."""
    years = range((now - timedelta(days=60)).year, now.year + 2)
    return [year for year in years if not calendar.is_known(year)]


def completed(calendar: Calendar, now: date) -> Calendar:
    """Give the calendar as it stands once the missing years are entered."""
    for year in missing_years(calendar, now):
        (arrangement,) = read_arrangements(year_text(year))
        calendar = calendar.with_year(arrangement)
    return calendar


@dataclass(frozen=True)
class Hours:
    """The working days of the history, and the last moment of it."""

    days: tuple[date, ...]
    end: datetime
    today: date
    """The day on which the story is read, or the next one that is worked."""

    @classmethod
    def until(cls, now: datetime, calendar: Calendar, many: int = DAYS) -> "Hours":
        """Plan the history of so many days that ends now, or at the last closing hour."""
        now = now.astimezone(LOCAL)
        days: list[date] = []
        day = local_day(now) if now.time() > SESSIONS[0][0] else local_day(now) - timedelta(days=1)
        while len(days) < many:
            if calendar.is_workday(day):
                days.append(day)
            day -= timedelta(days=1)
        closing = datetime.combine(days[0], SESSIONS[-1][1], LOCAL)
        today = local_day(now)
        while not calendar.is_workday(today):
            today += timedelta(days=1)
        return cls(tuple(reversed(days)), min(now, closing).replace(microsecond=0), today)

    @property
    def day_before(self) -> date:
        """Give the working day before today."""
        return self.days[-1] if self.days[-1] < self.today else self.days[-2]

    @property
    def opening(self) -> datetime:
        """The moment when the doors open on the first day."""
        return self.at(0)

    def at(self, minutes: int) -> datetime:
        """Give the moment after so many working minutes since the opening.

        What lies behind the last day is never reached, and comes after the end.
        """
        days, rest = divmod(minutes, DAILY_MINUTES)
        if days >= len(self.days):
            return self.end + timedelta(days=1)
        morning = _minutes(*SESSIONS[0])
        opens, rest = (SESSIONS[0][0], rest) if rest < morning else (SESSIONS[1][0], rest - morning)
        return datetime.combine(self.days[days], opens, LOCAL) + timedelta(minutes=rest)

    def minute(self, at: datetime) -> int:
        """Count the working minutes from the opening up to a moment."""
        at = at.astimezone(LOCAL)
        days = bisect_right(self.days, at.date()) - 1
        if days < 0:
            return 0
        if at.date() != self.days[days]:
            return (days + 1) * DAILY_MINUTES
        spent = [_minutes(opens, min(max(at.time(), opens), ends)) for opens, ends in SESSIONS]
        return days * DAILY_MINUTES + sum(spent)


def _minutes(opens: time, ends: time) -> int:
    return (ends.hour - opens.hour) * 60 + ends.minute - opens.minute
