"""The State Council's arrangement for one year (节假日安排): what it says and where it says so."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

SATURDAY = 5
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Source:
    """The notice (通知) that a year's days come from.

    `verified` says that the days were compared with the notice itself, day by day; `changed_by`
    names the documents that altered the arrangement during its year.
    """

    notice: str
    verified: bool
    issued_on: date | None = None
    url: str = ""
    changed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One year's days off (放假) and the weekend days worked instead (调休上班).

    A notice may reach back into the December before its year, when New Year's Day is joined with
    the days before it. Raises ValueError if it can't be a notice of that year.
    """

    year: int
    source: Source
    off: frozenset[date]
    work: frozenset[date]

    def __post_init__(self) -> None:
        """Refuse what was mistyped: a stray year, a day both off and worked, no day off at all."""
        for day in self.off | self.work:
            check_day(day)
            if day.year != self.year and (day.year, day.month) != (self.year - 1, DECEMBER):
                raise ValueError(f"{self.year} 年的安排只写当年和上一年十二月，不写 {day}")
        for day in self.off & self.work:
            raise ValueError(f"{day} 既写了放假又写了上班，请按通知改正")
        for day in self.work:
            if day.weekday() < SATURDAY:
                raise ValueError(f"{day} 不是周六、周日，不能作为调休上班日")
        if not any(day.year == self.year for day in self.off):
            raise ValueError(f"{self.year} 年的安排里没有放假日，请按通知录全")


def check_day(day: object) -> None:
    """Refuse anything but a plain date: a moment has no day until its time zone is chosen."""
    if not isinstance(day, date) or isinstance(day, datetime):
        raise ValueError(f"应为日期，不是 {day!r}")  # noqa: TRY004 -- a bad value to callers


def read_arrangements(text: str) -> tuple[Arrangement, ...]:
    """Read years from TOML as in `calendar.toml`: a block a year, a line a holiday.

    Raises ValueError where a block isn't written that way.
    """
    return tuple(_arrangement(int(year), block) for year, block in tomllib.loads(text).items())


def _arrangement(year: int, block: Mapping[str, Any]) -> Arrangement:
    days: dict[str, set[date]] = {"off": set(), "work": set()}
    try:
        source = _source(block)
        for holiday in block["holidays"].values():
            for kind, spans in holiday.items():
                days[kind].update(day for span in spans for day in _days(year, span))
    except (AttributeError, KeyError, TypeError) as wrong:
        raise ValueError(f"{year} 年的安排格式不对，请照 calendar.toml 的写法录入") from wrong
    return Arrangement(year, source, frozenset(days["off"]), frozenset(days["work"]))


def _source(block: Mapping[str, Any]) -> Source:
    if "issued_on" in block:
        check_day(block["issued_on"])
    return Source(
        notice=block["notice"],
        verified=block["verified"] is True,
        issued_on=block.get("issued_on"),
        url=block.get("url", ""),
        changed_by=tuple(block.get("changed_by", ())),
    )


def _days(year: int, span: str) -> Iterator[date]:
    """Give the days of "05-04" or "02-10..02-17", both ends included."""
    first, _, last = span.partition("..")
    day, end = _day(year, first), _day(year, last or first)
    if end < day:
        raise ValueError(f"{year} 年的安排里，{span} 的起止日期颠倒")
    while day <= end:
        yield day
        day += timedelta(days=1)


def _day(year: int, text: str) -> date:
    """Read MM-DD as of the block's own year, YYYY-MM-DD as it stands."""
    return date.fromisoformat(text if text.count("-") > 1 else f"{year:04d}-{text}")
