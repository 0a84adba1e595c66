"""What a part of the files says, row by row: columns that can be reckoned with, or reasons."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.benefits.notation import FIRST_YEAR, LAST_YEAR, MONTHS, MOST_FEN
from yichuang.engines.benefits.pension.case import MOST_YEARS, SEXES
from yichuang.engines.benefits.tables import ID

Column = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

REJECTS = pa.schema(
    [
        pa.field(ID, pa.string(), nullable=False),
        pa.field("year", pa.int64()),
        pa.field("code", pa.string(), nullable=False),
        pa.field("field", pa.string(), nullable=False),
        pa.field("says", pa.string(), nullable=False),
    ]
)


class Reasons:
    """Why persons have no answer: the first reason found for each, and rows of nobody's."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.found: dict[int, CannotAnswer] = {}
        self.nobodys: list[tuple[str, int | None]] = []
        self.free = np.ones(length, dtype=np.bool_)

    def none(self) -> Mask:
        """Mark who has no reason against an answer."""
        return self.free

    def put(self, rows: Rows, cannot: CannotAnswer) -> None:
        """Enter a reason for some rows that have none yet."""
        for row in np.unique(rows).tolist():
            self.found.setdefault(row, cannot)
        self.free[rows] = False

    def refuse(self, mask: Any, code: str, says: str, field: str) -> None:
        """Enter a reason for the rows of a mask."""
        if mask.any():
            self.put(np.flatnonzero(mask), CannotAnswer(code, says, field))

    def table(self, ids: pa.Array) -> pa.Table:
        """Give everything that was refused, by person."""
        rows: list[tuple[str, int | None, str, str, str]] = [
            (ids[row].as_py(), None, one.code, one.field, one.message)
            for row, one in sorted(self.found.items())
        ]
        says = "没有这个人，请核对参保人文件。"
        rows += [(who, year, "no-such-person", ID, says) for who, year in self.nobodys]
        rows.sort(key=lambda one: one[0])
        columns = zip(*rows, strict=True) if rows else [[] for _ in REJECTS]
        arrays = [pa.array(list(c), f.type) for c, f in zip(columns, REJECTS, strict=True)]
        return pa.table(arrays, schema=REJECTS)


@dataclass(frozen=True)
class Persons:
    """Persons in columns."""

    ids: pa.Array
    place: Column
    """Where each belongs, by number in `names`."""
    names: list[tuple[str, str | None]]
    born: Column
    retires: Column
    months_deemed: Column
    account_balance_fen: Column

    def places(self, wanted: Mask) -> Iterator[tuple[tuple[str, str | None], Rows]]:
        """Give the persons of each province and city."""
        for number, name in enumerate(self.names):
            rows = np.flatnonzero((self.place == number) & wanted)
            if rows.size:
                yield name, rows


@dataclass(frozen=True)
class Years:
    """Contribution years in columns, sorted by person and year."""

    person: Rows
    year: Column
    months: Column
    base_fen: Column

    def where(self, mask: Mask) -> "Years":
        """Give some of the years."""
        if mask.all():
            return self
        return Years(*[getattr(self, one.name)[mask] for one in fields(Years)])

    def of_whom(self, wanted: Mask) -> "Years":
        """Give the years of some persons."""
        return self.where(wanted[self.person])

    def by_year(self) -> "Years":
        """Give the years one after the other, each with all its persons."""
        order = np.argsort((self.year - FIRST_YEAR).astype(np.int16), kind="stable")
        return Years(*[getattr(self, one.name)[order] for one in fields(Years)])

    def added(self, values: Column, persons: int) -> Column:
        """Add values up by person."""
        totals = np.zeros(persons, dtype=np.int64)
        np.add.at(totals, self.person, values)
        return totals


@dataclass(frozen=True)
class History:
    """All years of all persons, and how many months each history spans."""

    years: Years
    """Those with a base."""
    span: Column

    def of(self, rows: Rows) -> Years:
        """Give the years of some persons."""
        wanted = np.zeros(self.span.size, dtype=np.bool_)
        wanted[rows] = True
        return self.years.of_whom(wanted)


def read(persons: pa.Table, years: pa.Table) -> tuple[Persons, History, Reasons]:
    """Read a part; note whatever can't be reckoned with."""
    reasons = Reasons(persons.num_rows)
    read_persons = _persons(persons, reasons)
    return read_persons, _history(years, read_persons, reasons), reasons


def _persons(table: pa.Table, reasons: Reasons) -> Persons:
    ids = table[ID].combine_chunks()
    twice = np.zeros(len(ids), dtype=np.bool_)
    if len(ids) > 1:
        same = np.asarray(pc.equal(ids[1:], ids[:-1]))
        twice[1:] |= same
        twice[:-1] |= same
    reasons.refuse(twice, "person-twice", "这个人有两行，请先合并。", ID)
    for name in ("province", "sex"):
        nulls = np.asarray(pc.is_null(table[name]))
        reasons.refuse(nulls, "input-missing", f"缺少“{name}”，请补充后再算。", name)
    sexes = np.asarray(pc.is_in(table["sex"], pa.array(sorted(SEXES))))
    reasons.refuse(~sexes, "sex-unknown", "性别应为 male 或 female，请改正。", "sex")
    whole = {
        name: _whole(table, name, least, most, reasons) for name, (least, most) in LIMITS.items()
    }
    born = whole["born_year"] * MONTHS + whole["born_month"] - 1
    retires = whole["retires_year"] * MONTHS + whole["retires_month"] - 1
    says = "退休年月应在出生之后，请核对。"
    reasons.refuse(retires <= born, "retires-before-born", says, "retires_on")
    place, names = _places(table)
    deemed, balance = whole["months_deemed"], whole["account_balance_fen"]
    return Persons(ids, place, names, born, retires, deemed, balance)


LIMITS = {
    "born_year": (FIRST_YEAR, LAST_YEAR),
    "born_month": (1, MONTHS),
    "retires_year": (FIRST_YEAR, LAST_YEAR),
    "retires_month": (1, MONTHS),
    "months_deemed": (0, MOST_YEARS * MONTHS),
    "account_balance_fen": (0, MOST_FEN),
}


def _whole(table: pa.Table, name: str, least: int, most: int, reasons: Reasons) -> Column:
    """Read whole numbers; what is missing or out of bounds is refused and reads as the least."""
    nulls = np.asarray(pc.is_null(table[name]))
    reasons.refuse(nulls, "input-missing", f"缺少“{name}”，请补充后再算。", name)
    numbers = np.array(pc.fill_null(table[name], least), dtype=np.int64)
    code, says = ("negative", "不能是负数") if least == 0 else ("too-small", f"不能小于 {least}")
    reasons.refuse(numbers < least, code, f"“{name}”{says}，请核对。", name)
    reasons.refuse(numbers > most, "too-large", f"“{name}”超出 {most}，请核对。", name)
    return np.where((numbers < least) | (numbers > most), least, numbers)


def _places(table: pa.Table) -> tuple[Column, list[tuple[str, str | None]]]:
    provinces = table["province"].combine_chunks().dictionary_encode()
    cities = table["city"].combine_chunks().dictionary_encode()
    province = np.array(pc.fill_null(provinces.indices, 0), dtype=np.int64)
    city = np.array(pc.fill_null(cities.indices, len(cities.dictionary)), dtype=np.int64)
    width = len(cities.dictionary) + 1
    numbers, place = np.unique(province * width + city, return_inverse=True)
    known, towns = provinces.dictionary.to_pylist() or [""], [*cities.dictionary.to_pylist(), None]
    return place, [(known[n // width], towns[n % width]) for n in numbers.tolist()]


def _history(table: pa.Table, persons: Persons, reasons: Reasons) -> History:
    """Read the years: whose they are, in order, with their months and monthly base."""
    person = _owners(table, persons.ids, reasons)
    of_years = Reasons(table.num_rows)
    columns = [_whole(table, name, *limits, of_years) for name, limits in YEAR_LIMITS.items()]
    for row, cannot in of_years.found.items():
        if person[row] >= 0:
            reasons.put(person[[row]], cannot)
    follows = np.diff(person) > 0
    if not (follows | ((np.diff(person) == 0) & (np.diff(columns[0]) > 0))).all():
        order = np.lexsort((columns[0], person))
        person, columns = person[order], [column[order] for column in columns]
    years = Years(person, *columns).where(person >= 0)
    twice = (years.person[1:] == years.person[:-1]) & (years.year[1:] == years.year[:-1])
    said = CannotAnswer("year-twice", "有的年份有两条缴费记录，请先合并。", "year")
    reasons.put(years.person[1:][twice], said)
    years = years.where(years.months > 0)
    last_month = years.year * MONTHS + years.months - 1
    late = last_month > persons.retires[years.person]
    said = CannotAnswer("contribution-after-retirement", LATE, "year")
    reasons.put(years.person[late], said)
    span = _span(years, len(persons.ids))
    years = years.where(years.base_fen > 0)
    without = np.bincount(years.person, minlength=len(persons.ids)) == 0
    reasons.refuse(without, "history-empty", "没有缴费记录，不能计算指数。", "contributions")
    return History(years, span)


LATE = "有的缴费月份晚于退休年月，请核对缴费记录。"
YEAR_LIMITS = {
    "year": (FIRST_YEAR, LAST_YEAR),
    "months": (0, MONTHS),
    "base_fen": (0, MOST_FEN),
}


def _owners(table: pa.Table, ids: pa.Array, reasons: Reasons) -> Rows:
    """Say whose each year is, by row of the person; −1 where it is nobody's."""
    runs = pc.run_end_encode(table[ID].combine_chunks())
    ends = np.asarray(runs.run_ends, dtype=np.int64)
    found = np.asarray(pc.fill_null(pc.index_in(runs.values, ids), -1), dtype=np.intp)
    owners = np.repeat(found, np.diff(ends, prepend=0))
    nobodys = np.flatnonzero(owners < 0)
    if nobodys.size:
        rows = table.take(pa.array(nobodys))
        told = zip(rows[ID].to_pylist(), rows["year"].to_pylist(), strict=True)
        reasons.nobodys += list(told)
    return owners


def _span(years: Years, persons: int) -> Column:
    """Count the months from the first of a history to its last."""
    span = np.zeros(persons, dtype=np.int64)
    if not years.person.size:
        return span
    first = np.flatnonzero(np.diff(years.person, prepend=-1))
    last = np.append(first[1:], years.person.size) - 1
    whole = (years.year[last] - years.year[first]) * MONTHS
    # From the last months of the first year to the first months of the last one.
    several = whole - MONTHS + years.months[first] + years.months[last]
    span[years.person[first]] = np.where(whole == 0, years.months[first], several)
    return span
