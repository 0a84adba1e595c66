"""Which days are worked: weekends, holidays, make-up days, and what the agency entered on top."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import ClassVar, Self

from yichuang.engines.workdays.arrangements import (
    SATURDAY,
    Arrangement,
    Source,
    check_day,
    read_arrangements,
)


class UnknownYear(LookupError):
    """Nobody entered that year's arrangement, and weekends alone would be a guess."""

    code: ClassVar[str] = "unknown-year"

    def __init__(self, year: int) -> None:
        """Keep the year as the only argument, so that the exception can be copied."""
        super().__init__(year)
        self.year = year

    def __str__(self) -> str:
        """Tell the person at the window what to do now."""
        return f"日历里没有 {self.year} 年：请先把国务院办公厅该年的节假日安排录入日历"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A working calendar (工作日历) that answers only for years whose arrangement was entered.

    What wins over what: the agency's own days, then the later year's notice (it may move days of
    the December before), then the year's notice, then Saturday and Sunday. So the last days of a
    December may still change when the next year's notice is entered.
    """

    arrangements: tuple[Arrangement, ...]
    overrides: tuple[tuple[date, bool], ...] = ()
    _days: dict[date, bool] = field(init=False, repr=False, compare=False)
    _sources: dict[int, Source] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay the years over each other once, so that asking is one look."""
        days: dict[date, bool] = {}
        for arrangement in sorted(self.arrangements, key=lambda one: one.year):
            days.update(dict.fromkeys(arrangement.off, False))
            days.update(dict.fromkeys(arrangement.work, True))
        days.update(self.overrides)
        sources = {one.year: one.source for one in self.arrangements}
        if len(sources) < len(self.arrangements):
            raise ValueError("日历里同一年有两份节假日安排")
        object.__setattr__(self, "_days", days)
        object.__setattr__(self, "_sources", sources)

    @classmethod
    def packaged(cls) -> "Calendar":
        """Give the calendar that comes with the program."""
        return _packaged()

    def with_year(self, arrangement: Arrangement) -> Self:
        """Add a year entered later, or put a corrected arrangement in the place of the old one."""
        others = tuple(one for one in self.arrangements if one.year != arrangement.year)
        return type(self)((*others, arrangement), self.overrides)

    def with_overrides(self, overrides: Mapping[date, bool]) -> Self:
        """Lay the agency's own days on top: True is worked, False is off.

        Single days don't make their year known.
        """
        for day, worked in overrides.items():
            check_day(day)
            if not isinstance(worked, bool):
                raise ValueError(f"{day} 应写明上班（True）或放假（False），不是 {worked!r}")  # noqa: TRY004 -- a bad value to callers
        merged = dict(self.overrides) | dict(overrides)
        return type(self)(self.arrangements, tuple(sorted(merged.items())))

    def is_known(self, year: int) -> bool:
        """Say whether that year's arrangement was entered."""
        return year in self._sources

    def source(self, year: int) -> Source:
        """Name the notice a year rests on. Raises UnknownYear."""
        if year not in self._sources:
            raise UnknownYear(year)
        return self._sources[year]

    def is_workday(self, day: date) -> bool:
        """Say whether a day is worked, make-up weekend days included. Raises UnknownYear."""
        check_day(day)
        if day.year not in self._sources:
            raise UnknownYear(day.year)
        return self._days.get(day, day.weekday() < SATURDAY)


@cache
def _packaged() -> Calendar:
    text = files(__package__).joinpath("calendar.toml").read_text(encoding="utf-8")
    return Calendar(read_arrangements(text))
