"""Exact checks of what a caller gives: a plain mapping in; whole numbers, texts and dates out.

Nothing is guessed or bent into shape: what isn't exactly of its kind is refused, by its field.
"""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from yichuang.engines.benefits.faults import CannotAnswer

Given = Mapping[str, Any]

TOO_LARGE = 10**13
"""From here on an amount of fen is a slip of the pen; below it no rule overflows a column."""
MOST_MONTHS = 1200
"""A century: more months than anybody contributes."""
LONGEST_TEXT = 100
MONTHS = 12
LATEST = date.max
"""Stands for “no day given”: the law as last known."""

_DECIMAL = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def mapping(given: object, field: str = "") -> Given:
    """Give a mapping with names as keys."""
    if not isinstance(given, Mapping):
        raise CannotAnswer("input-kind", "应为一组“名称: 值”，请检查输入格式。", field)
    return given


def rows(given: Given, name: str, known: Collection[str]) -> list[Given]:
    """Give a list of mappings, which hold nothing but what is known."""
    found = _present(given, name, name)
    if not isinstance(found, list | tuple):
        raise CannotAnswer("input-kind", f"“{name}”应为列表。", name)
    rows = [mapping(row, f"{name}.{place}") for place, row in enumerate(found)]
    for place, row in enumerate(rows):
        for key in row:
            if key not in known:
                message = f"“{name}”里没有“{str(key)[:40]}”这一项，可用的有：{'、'.join(known)}。"
                raise CannotAnswer("unknown-option", message, f"{name}.{place}.{str(key)[:40]}")
    return rows


def whole(given: Given, name: str, least: int = 0, most: int = TOO_LARGE - 1, at: str = "") -> int:
    """Give a whole number between two limits; `at` says in which row it stands."""
    field = f"{at}.{name}" if at else name
    found = _present(given, name, field)
    if type(found) is not int:
        raise CannotAnswer("input-kind", f"“{field}”应为整数（不带引号和小数点）。", field)
    if found < least:
        code = "too-small" if least else "negative"
        raise CannotAnswer(code, f"“{field}”不能小于 {least}。", field)
    if found > most:
        raise CannotAnswer("too-large", f"“{field}”不能大于 {most}。", field)
    return found


def year(given: Given, name: str, at: str = "") -> int:
    """Give a year of the calendar."""
    return whole(given, name, date.min.year, date.max.year, at)


def text(given: Given, name: str, at: str = "") -> str:
    """Give a text that says something."""
    field = f"{at}.{name}" if at else name
    found = _present(given, name, field)
    if not isinstance(found, str):
        raise CannotAnswer("input-kind", f"“{field}”应为文字。", field)
    if not found.strip():
        raise CannotAnswer("input-missing", f"“{field}”不能为空。", field)
    if len(found) > LONGEST_TEXT:
        raise CannotAnswer("too-large", f"“{field}”不能超过 {LONGEST_TEXT} 个字。", field)
    return found.strip()


def one_of(given: Given, name: str, choices: tuple[str, ...]) -> str:
    """Give one of the words that are allowed."""
    found = text(given, name)
    if found not in choices:
        raise CannotAnswer("input-unknown", f"“{name}”只能是 {'、'.join(choices)}。", name)
    return found


def decimal(given: Given, name: str) -> tuple[int, int]:
    """Give an exact decimal that isn't negative, as a numerator over a power of ten."""
    found = _present(given, name, name)
    if not isinstance(found, str):
        raise CannotAnswer("input-kind", f'“{name}”应为带引号的小数，如 "0.0262"。', name)
    if not _DECIMAL.fullmatch(found):
        message = f'“{name}”应为不带符号的小数（小数点前后各不超过 20 位），如 "0.0262"。'
        raise CannotAnswer("input-form", message, name)
    before, _, after = found.partition(".")
    return int(before + after), 10 ** len(after)


def day(given: Given, name: str, otherwise: date) -> date:
    """Give a day (YYYY-MM-DD), or another one where none is given."""
    if given.get(name) is None:
        return otherwise
    found = text(given, name)
    if _DAY.fullmatch(found):
        with suppress(ValueError):
            return date.fromisoformat(found)
    raise CannotAnswer("input-form", f"“{name}”应为存在的日期，如 2026-01-31。", name)


def _present(given: Given, name: str, field: str) -> Any:
    if given.get(name) is None:
        raise CannotAnswer("input-missing", f"缺少“{field}”，请补充后再算。", field)
    return given[name]
