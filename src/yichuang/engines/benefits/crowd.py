"""A part of a file, reckoned: each person gets a pension, or the reason why not.

Of a year the file says how many months were paid and on which monthly base, not which months. So
of several years the months of the first are taken to be its last ones, those of any other its
first ones; a year that is missing in between is a gap. This decides the span where gaps count.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yichuang.engines.benefits import index
from yichuang.engines.benefits.book import Book
from yichuang.engines.benefits.chunk import Reject, reckon
from yichuang.engines.benefits.divisor import table_refused
from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.benefits.notation import MONTHS, first_day
from yichuang.engines.benefits.pension import BOUNDS, PARTS, book_of, is_provisional
from yichuang.engines.benefits.pension.case import MOST_INDEX
from yichuang.engines.benefits.reading import History, Persons, Reasons, read
from yichuang.engines.benefits.tables import ID, Part, packed, unpacked

Column = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]

ASKED = (*PARTS, "divisor", "divisor_unit", "base_fen")
NUMBERS = (*PARTS, "divisor_tenths", "base_fen", "index", "index_unit", "months_total")
ANSWERS = pa.schema(
    [
        pa.field(ID, pa.string(), nullable=False),
        *[pa.field(name, pa.int64(), nullable=False) for name in NUMBERS],
        pa.field("provisional", pa.bool_(), nullable=False),
    ]
)
TENTHS = 10


@dataclass(frozen=True)
class Assessed:
    """What became of a part, packed to be sent back."""

    persons: int
    answers: bytes
    rejects: bytes


def assessed(part: Part) -> Assessed:
    """Reckon a part as it comes from the files."""
    persons, history, reasons = read(unpacked(part.persons), unpacked(part.years))
    found = reckon_persons(persons, history, reasons)
    kept = np.flatnonzero(reasons.none())
    columns = {name: pa.array(found[name][kept]) for name in NUMBERS}
    columns |= {ID: persons.ids.take(pa.array(kept))}
    columns |= {"provisional": pa.array(found["provisional"][kept].astype(np.bool_))}
    answers = pa.table(columns).select(ANSWERS.names).cast(ANSWERS)
    return Assessed(len(persons.ids), packed(answers), packed(reasons.table(persons.ids)))


def reckon_persons(persons: Persons, history: History, reasons: Reasons) -> dict[str, Column]:
    """Reckon everybody who has no reason against it yet; the rest gets one."""
    length = len(persons.ids)
    found = {name: np.zeros(length, dtype=np.int64) for name in (*NUMBERS, "provisional")}
    for (province, city), rows in persons.places(reasons.none()):
        try:
            book = _book(province, city)
        except CannotAnswer as cannot:
            reasons.put(rows, cannot)
            continue
        _index(province, persons, history, rows, reasons, found)
        _pension(book, persons, rows[reasons.none()[rows]], reasons, found)
    return found


def _book(province: str, city: str | None) -> Book:
    """Give the rules of a place that has both bases and an index of its own."""
    book = book_of(province, city)
    if province not in index.BOOKS:
        raise CannotAnswer("input-missing", "缺少“base_fen”，请补充后再算。", "base_fen")
    return book


def _index(
    province: str,
    persons: Persons,
    history: History,
    rows: Rows,
    reasons: Reasons,
    found: dict[str, Column],
) -> None:
    """Reckon the average index and the months of some persons from their years."""
    book = index.BOOKS[province]
    years = history.of(rows)
    for year in np.flatnonzero(np.bincount(years.year)).tolist():
        try:
            index.wage_known(province, year)
        except CannotAnswer as cannot:
            reasons.put(years.person[years.year == year], cannot)
    years = years.of_whom(reasons.none()).by_year()
    given = {"year_fen": years.base_fen * years.months, "year_months": years.months}
    each = reckon(book, ("year_index",), given, years.year * MONTHS, YEARLY)
    _refuse(each.rejects, years.person, reasons)
    weights = np.zeros(years.year.size, dtype=np.int64)
    weights[each.rows] = each.values["year_index"] * years.months[each.rows]
    rows = rows[reasons.none()[rows]]
    totals = {
        "weighted_index": years.added(weights, len(persons.ids))[rows],
        "span_months": history.span[rows],
        "paid_months": years.added(years.months, len(persons.ids))[rows],
    }
    some = reckon(book, ("index", "index_unit"), totals, persons.retires[rows], AVERAGED)
    _refuse(some.rejects, rows, reasons)
    for name, column in some.values.items():
        found[name][rows[some.rows]] = column
    found["months_total"][rows] = totals["paid_months"] + persons.months_deemed[rows]
    over = rows[found["index"][rows] > MOST_INDEX * found["index_unit"][rows]]
    reasons.put(over, CannotAnswer("too-large", f"平均指数超出 {MOST_INDEX}，请核对。", "base_fen"))


def _pension(
    book: Book, persons: Persons, rows: Rows, reasons: Reasons, found: dict[str, Column]
) -> None:
    """Reckon the parts of the pension of some persons of one place."""
    retires = persons.retires[rows]
    columns = {name: found[name] for name in ("index", "index_unit", "months_total")}
    columns |= {name: getattr(persons, name) for name in GIVEN}
    for month in np.flatnonzero(np.bincount(retires)).tolist():
        some = rows[retires == month]
        try:
            provisional = is_provisional(book, columns, first_day(month))
        except CannotAnswer as cannot:
            reasons.put(some, cannot)
        else:
            found["provisional"][some] = provisional
    rows = rows[reasons.none()[rows]]
    given = {name: _one_or_all(column[rows]) for name, column in columns.items()}
    chunk = reckon(book, ASKED, given, persons.retires[rows], BOUNDS)
    for reject in chunk.rejects:
        reasons.put(rows[[reject.row]], _named(reject, int(persons.retires[rows[reject.row]])))
    answered = rows[chunk.rows]
    for name in (*PARTS, "base_fen"):
        found[name][answered] = chunk.values[name]
    tenths = chunk.values["divisor"] * TENTHS // chunk.values["divisor_unit"]
    found["divisor_tenths"][answered] = tenths


def _one_or_all(column: Column) -> Any:
    """Give a number in place of a column that says the same everywhere, as units do."""
    same = column.size > 1 and column[0] == column[-1] and (column == column[0]).all()
    return int(column[0]) if same else column


GIVEN = ("months_deemed", "account_balance_fen", "born", "retires")
YEARLY = {"year_fen": (0, 10**15), "year_months": (1, MONTHS)}
AVERAGED: Mapping[str, Any] = {"span_months": (1, 10**5)}


def _named(reject: Reject, month: int) -> CannotAnswer:
    """Say it in the words of the window: of all tables only that of divisors can know no answer."""
    if reject.code == "parameter-unknown":
        return table_refused(first_day(month), "retires_on")
    return CannotAnswer(reject.code, reject.says, reject.field)


def _refuse(rejects: list[Reject], rows: Any, reasons: Reasons) -> None:
    for reject in rejects:
        cannot = CannotAnswer(reject.code, reject.says, reject.field)
        reasons.put(rows[[reject.row]], cannot)
