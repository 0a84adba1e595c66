"""How months, decimals and amounts are written, read exactly and written again exactly.

A month is a whole number (`year*12 + month − 1`); a decimal is a whole number and its unit
("0.62" is 62 in hundredths), so that nothing that was given is ever rounded.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from math import gcd
from typing import Any

from yichuang.engines.benefits.book import Step
from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.benefits.parameters import parameters

MONTHS = 12
"""Months in a year."""

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Years that a month can lie in at all; what the law knows of them is another question."""

MOST_FEN = 10**13
MOST_DIGITS = 9
MOST_DECIMALS = 40
"""Digits before and after the point of a decimal: months ÷ 12 may come with very many of them."""

RATE = "万分之一"
"""The unit of rates in the parameters, and how many of it make a whole."""
RATE_UNIT = 10_000

UNITS = {
    "index": "index_unit",
    "years": "year_unit",
    "deemed_years": "year_unit",
    "paid_years": "year_unit",
    "long_years": "year_unit",
    "divisor": "divisor_unit",
    "mean_base": "mean_unit",
    "year_index": "index_year_unit",
    "weighted_index": "index_year_unit",
}
"""Numbers of rules that are decimals, and the names of their units."""

RATES = {"transitional_rate"}
"""Numbers of rules that are rates, as parameters of the unit `RATE` are."""

MONTH_NAMES = {"born", "retires", "old_retires", "earliest", "latest", "reform_month"}
"""Numbers of rules that are months."""


def month_read(value: Any, field: str) -> int:
    """Read YYYY-MM, or the month of a day YYYY-MM-DD."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})(-[0-9]{2})?", value) if _text(value) else None
    try:
        day = date.fromisoformat(f"{value[:7]}{found[3] or '-01'}" if found else "")
    except ValueError:
        message = f"“{value}”不是年月，请按 YYYY-MM 填写，如 1965-06。"
        raise CannotAnswer("month-malformed", message, field) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间，请核对“{value}”。"
        raise CannotAnswer("month-malformed", message, field)
    return month_of(day)


def month_of(day: date) -> int:
    """Give the month of a day."""
    return day.year * MONTHS + day.month - 1


def first_day(month: int) -> date:
    """Give the first day of a month."""
    return date(month // MONTHS, month % MONTHS + 1, 1)


def month_written(month: int) -> str:
    """Write a month as YYYY-MM."""
    return f"{month // MONTHS:04}-{month % MONTHS + 1:02}"


def decimal_read(value: Any, field: str) -> tuple[int, int]:
    """Read a decimal that isn't negative, as a whole number and its unit (a power of ten)."""
    text = str(value) if type(value) is int else value
    pattern = rf"(-?)([0-9]{{1,{MOST_DIGITS}}})(?:\.([0-9]{{1,{MOST_DECIMALS}}}))?"
    found = re.fullmatch(pattern, text, re.ASCII) if _text(text) else None
    if found is None:
        message = f'“{value}”不是十进制数，请用文本填写，如 "0.62"。'
        raise CannotAnswer("decimal-malformed", message, field)
    if found[1]:
        raise CannotAnswer("negative", f"“{value}”不能是负数，请核对。", field)
    decimals = (found[3] or "").rstrip("0")
    return int(found[2] + decimals), 10 ** len(decimals)


def whole_read(value: Any, field: str, *, most: int = MOST_FEN) -> int:
    """Read a whole number that isn't negative: fen, or months."""
    if type(value) is not int:
        message = f"“{value}”不是整数，请填写整数（金额以分为单位）。"
        raise CannotAnswer("whole-number-malformed", message, field)
    if value < 0:
        raise CannotAnswer("negative", f"“{value}”不能是负数，请核对。", field)
    if value > most:
        raise CannotAnswer("too-large", f"“{value}”超出 {most}，请核对。", field)
    return value


def fraction_written(number: int, unit: int) -> str:
    """Write a number in a unit: the shortest exact decimal, else a fraction."""
    shared = gcd(number, unit)
    number, unit = number // shared, unit // shared
    if unit == 1:
        return f"{number}"
    places = _places(unit)
    if not places:
        return f"{number}/{unit}"
    whole, rest = divmod(number * 10**places // unit, 10**places)
    return f"{whole}.{rest:0{places}}"


@cache
def _places(unit: int) -> int:
    """Say how many decimals a fraction needs; none, where no number of them is enough."""
    return next((n for n in range(1, 2 * MOST_DECIMALS) if 10**n % unit == 0), 0)


def written(steps: Iterable[Step], given: Mapping[str, int]) -> list[Step]:
    """Give steps as a person reads them: months, decimals and rates written out, units dropped."""
    kept = list(steps)
    units = dict(given)
    for step in kept:
        units |= {**step.inputs, step.rule: step.value}
    return [_written(step, units) for step in kept if _kind(step.rule) is not UNIT]


def _written(step: Step, units: Mapping[str, int]) -> Step:
    inputs = {
        name: _shown(name, one, units)
        for name, one in step.inputs.items()
        if _kind(name) is not UNIT
    }
    return step._replace(inputs=inputs, value=_shown(step.rule, step.value, units))


MONTH, UNIT, PLAIN = "month", "unit", "plain"


@cache
def _kind(name: str) -> str:
    """Say how a number is written: by the name of its unit, where it has one."""
    parameter = parameters().get(name.replace("_", "-"))
    if name in RATES or (parameter and parameter.unit == RATE):
        return RATE
    if name.endswith("_unit"):
        return UNIT
    return UNITS.get(name) or (MONTH if name in MONTH_NAMES else PLAIN)


def _shown(name: str, value: Any, units: Mapping[str, int]) -> Any:
    kind = _kind(name)
    if kind is PLAIN:
        return value
    if kind is RATE:
        return fraction_written(value, RATE_UNIT // 100) + "%"
    if kind is MONTH:
        return month_written(value)
    return fraction_written(value, units[kind]) if kind in units else value


def _text(value: Any) -> bool:
    return isinstance(value, str) and value.isascii()
