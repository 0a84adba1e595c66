"""Many cases at once: the very functions of a book, run over columns.

Every row is answered as one case would be, or rejected with the reason that one case would hear;
none is dropped. Rows are grouped by the law of their own day. What int64 can't hold, or what a
table doesn't know, is found by the columns themselves (`checked`) and reckoned as a single case.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from yichuang.engines.benefits.book import Book
from yichuang.engines.benefits.checked import Unsafe, checked
from yichuang.engines.benefits.columns import UNKNOWN
from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.benefits.notation import MONTHS, MOST_FEN, first_day
from yichuang.engines.benefits.parameters import parameters

Column = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]

INT64 = 2**63 - 1

Bounds = Mapping[str, tuple[int, int]]
"""From the least to the greatest value that an input may have."""

AMOUNTS = (0, MOST_FEN)
"""What an amount may be where nothing else is said; negative ones are refused."""


@dataclass(frozen=True)
class Reject:
    """A row without an answer, and why (剔除)."""

    row: int
    code: str
    says: str
    field: str = ""


@dataclass(frozen=True)
class Chunk:
    """What became of the rows: answers for some, a reason for each of the others."""

    rows: Rows
    """Which rows have an answer, ascending."""
    values: dict[str, Column]
    """Their answers, by target."""
    rejects: list[Reject]
    """The other rows, ascending."""


@dataclass
class _Case:
    """What is asked, of which columns."""

    book: Book
    targets: tuple[str, ...]
    columns: Mapping[str, Any]
    on: date | Column

    def day(self, row: int) -> date:
        return self.on if isinstance(self.on, date) else first_day(int(self.on[row]))

    def inputs(self, row: int) -> dict[str, int]:
        return {name: int(_of_row(column, row)) for name, column in self.columns.items()}


def reckon(
    book: Book,
    targets: tuple[str, ...],
    columns: Mapping[str, Any],
    on: date | Column,
    bounds: Bounds | None = None,
) -> Chunk:
    """Answer for every row, or say why not.

    `columns` are int64 columns of one length, or integers that stand for all rows; `on` is the day
    whose law holds, or a column of months since year 0, each meaning its first day.
    """
    case = _Case(book, targets, {name: _integers(name, c) for name, c in columns.items()}, on)
    length = _length([*case.columns.values(), on])
    rejects = {one.row: one for one in _out_of_bounds(case.columns, bounds or {}, length)}
    rows = _all_but(rejects, length)
    values = {target: np.zeros(length, dtype=np.int64) for target in targets}
    for day, group in _by_law(case, rows):
        for reject in _reckon_group(case, day, group, values):
            rejects[reject.row] = reject
    kept = _all_but(rejects, length)
    return Chunk(
        kept,
        {target: column[kept] for target, column in values.items()},
        [rejects[row] for row in sorted(rejects)],
    )


def _reckon_group(
    case: _Case, day: date, rows: Rows, values: dict[str, Column]
) -> Iterator[Reject]:
    """Reckon rows under one law; leave what columns can't do to the way of one case."""
    alone: list[Rows] = []
    while rows.size:
        try:
            found = _over_columns(case, day, rows)
        except Unsafe as unsafe:
            alone.append(rows[unsafe.rows])
            rows = rows[~unsafe.rows]
            continue
        except CannotAnswer:
            alone.append(rows)
            break
        unknown = np.logical_or.reduce([found[target] == UNKNOWN for target in case.targets])
        alone.append(rows[unknown])
        for target in case.targets:
            values[target][_together(rows)] = found[target]
        break
    for row in np.concatenate([np.empty(0, dtype=np.intp), *alone]).tolist():
        yield from _reckon_alone(case, row, values)


def _over_columns(case: _Case, day: date, rows: Rows) -> dict[str, Column]:
    plan = case.book.plan(case.targets, case.columns, day)
    known: dict[str, Any] = dict(plan.read)
    together = _together(rows)
    for name, column in case.columns.items():
        known[name] = checked(column[together]) if isinstance(column, np.ndarray) else column
    for rule in plan.rules:
        known[rule.name] = rule.work(*[known[need] for need in rule.needs])
    return {target: _column(known[target], rows.size) for target in case.targets}


def _reckon_alone(case: _Case, row: int, values: dict[str, Column]) -> Iterator[Reject]:
    try:
        found = case.book.values(*case.targets, inputs=case.inputs(row), on=case.day(row))
    except CannotAnswer as cannot:
        yield Reject(row, cannot.code, cannot.message, cannot.field)
        return
    except ZeroDivisionError:
        yield Reject(row, "division-by-nothing", "计算中除数为零，请核对输入。")
        return
    large = [target for target, value in found.items() if abs(int(value)) > INT64]
    if large:
        yield Reject(row, "too-large", f"结果 {found[large[0]]} 过大，请核对输入。", large[0])
        return
    for target, value in found.items():
        values[target][row] = value


def _by_law(case: _Case, rows: Rows) -> Iterator[tuple[date, Rows]]:
    """Group rows by the versions of rules and parameters that hold on their day."""
    if isinstance(case.on, date):
        yield case.on, rows
        return
    if not rows.size:
        return
    months = case.on[rows]
    first, last = int(months.min()), int(months.max())
    changes = np.array(sorted(_months_of_change(case)), dtype=np.int64)
    law_of_month = np.searchsorted(changes, np.arange(first, last + 1), side="right")
    law = law_of_month.astype(np.int16)[months - first]
    order = rows
    if (law[1:] < law[:-1]).any():
        # Stable, and sorted in one pass, because the numbers are small.
        order = rows[np.argsort(law, kind="stable")]
    ends = np.cumsum(np.bincount(law)).tolist()
    for begin, end in pairwise([0, *ends]):
        if begin < end:
            yield first_day(int(case.on[order[begin]])), order[begin:end]


def _together(rows: Rows) -> Rows | slice:
    """Give rows that lie together as a slice, which costs nothing to take."""
    first, last = int(rows[0]), int(rows[-1])
    ascending = last - first + 1 == rows.size and bool((rows[1:] > rows[:-1]).all())
    return slice(first, last + 1) if ascending else rows


def _all_but(rejects: Iterable[int], length: int) -> Rows:
    left = np.ones(length, dtype=np.bool_)
    left[list(rejects)] = False
    return np.flatnonzero(left)


def _months_of_change(case: _Case) -> set[int]:
    """Give the months on whose first day other versions hold than a month before."""
    seen: set[str] = set()
    days: set[date] = set()
    waiting = list(case.targets)
    while waiting:
        name = waiting.pop()
        if name in seen or name in case.columns:
            continue
        seen.add(name)
        for rule in case.book.rules.get(name, []):
            days.add(rule.since)
            waiting += rule.needs
        code = name.replace("_", "-")
        if name not in case.book.rules and code in parameters():
            days |= {value.since for value in parameters()[code].values}
    return {day.year * MONTHS + day.month - 1 + (day.day > 1) for day in days}


def _out_of_bounds(columns: Mapping[str, Any], bounds: Bounds, length: int) -> Iterator[Reject]:
    """Reject what is given out of bounds, as the window would."""
    for name, column in columns.items():
        low, high = bounds.get(name, AMOUNTS if name.endswith("_fen") else (-INT64, INT64))
        for row in np.flatnonzero(np.broadcast_to(column < low, length)).tolist():
            code = "too-small" if low else "negative"
            says = f"“{name}”为 {_of_row(column, row)}，不能小于 {low}，请核对。"
            yield Reject(row, code, says, name)
        for row in np.flatnonzero(np.broadcast_to(column > high, length)).tolist():
            says = f"“{name}”为 {_of_row(column, row)}，超出 {high}，请核对。"
            yield Reject(row, "too-large", says, name)


def _integers(name: str, column: Any) -> Any:
    if isinstance(column, np.ndarray):
        if column.dtype.kind not in "iu" or column.dtype == np.uint64:
            raise TypeError(f"{name} isn't a column of int64")
        return column.astype(np.int64, copy=False)
    if isinstance(column, bool) or not isinstance(column, (int, np.integer)):
        raise TypeError(f"{name} isn't a whole number")
    return int(column)


def _length(columns: list[Any]) -> int:
    lengths = {len(column) for column in columns if isinstance(column, np.ndarray)}
    if len(lengths) != 1:
        raise ValueError("a chunk needs columns, all of one length")
    return lengths.pop()


def _of_row(column: Any, row: int) -> Any:
    return column[row] if isinstance(column, np.ndarray) else column


def _column(value: Any, length: int) -> Column:
    return np.broadcast_to(np.asarray(value, dtype=np.int64), length)
