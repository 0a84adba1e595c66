"""Persons of a file, taken one by one: what the window would say to each."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

import pyarrow as pa

from yichuang.engines.benefits import index, pension
from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.benefits.notation import first_day
from yichuang.engines.benefits.pension import PARTS

Row = dict[str, Any]


def with_years(persons: pa.Table, years: pa.Table) -> Iterator[tuple[Row, list[Row]]]:
    """Give each person with the years of this person."""
    own = {who: list(rows) for who, rows in groupby(years.to_pylist(), lambda r: r["person_id"])}
    for person in persons.to_pylist():
        yield person, own.get(person["person_id"], [])


def quickly(person: Row, years: list[Row]) -> Row | str:
    """Reckon one person by the rules on Python integers, without steps; or give the code."""
    try:
        return _reckoned(person, years)
    except CannotAnswer as cannot:
        return cannot.code


def _reckoned(person: Row, years: list[Row]) -> Row:
    book = index.BOOKS[person["province"]]
    retires = person["retires_year"] * 12 + person["retires_month"] - 1
    on = first_day(retires)
    weighted = 0
    for one in years:
        given = {"year_fen": one["base_fen"] * one["months"], "year_months": one["months"]}
        found = book.values("year_index", inputs=given, on=date(one["year"], 1, 1))
        weighted += found["year_index"] * one["months"]
    paid = sum(one["months"] for one in years)
    given = {"weighted_index": weighted, "span_months": _span(years), "paid_months": paid}
    given = book.values("index", "index_unit", inputs=given, on=on)
    given |= {name: person[name] for name in ("months_deemed", "account_balance_fen")}
    given |= {"months_total": paid + person["months_deemed"], "retires": retires}
    given |= {"born": person["born_year"] * 12 + person["born_month"] - 1}
    rules = pension.book_of(person["province"], person["city"])
    provisional = pension.is_provisional(rules, given, on)
    found = rules.values(*PARTS, "divisor", "base_fen", inputs=given, on=on)
    return found | {"provisional": provisional, "index": given["index"]}


def _span(years: list[Row]) -> int:
    first, last = years[0], years[-1]
    if first is last:
        return int(first["months"])
    between = (last["year"] - first["year"] - 1) * 12
    return int(first["months"] + between + last["months"])


def at_the_window(person: Row, years: list[Row]) -> Row | str:
    """Reckon one person as `calc` does, from texts and month by month; or give the code."""
    retires_on = f"{person['retires_year']}-{person['retires_month']:02}"
    history = [
        {"month": f"{one['year']}-{month:02}", "fen": one["base_fen"]}
        for one in years
        for month in _months(one, years)
    ]
    asked = {"province": person["province"], "retires_on": retires_on, "history": history}
    try:
        average = index.average(asked).values["average_index"]
        asked = {name: person[name] for name in ("province", "city", "sex", "months_deemed")}
        asked |= {"account_balance_fen": person["account_balance_fen"], "retires_on": retires_on}
        asked |= {"born": f"{person['born_year']}-{person['born_month']:02}"}
        asked |= {"months_total": person["months_deemed"] + len(history)}
        return pension.assess(asked | {"average_index": average}).values
    except CannotAnswer as cannot:
        return cannot.code


def _months(one: Row, years: list[Row]) -> range:
    """The months of a first year are its last ones, those of others their first ones."""
    if one is years[0] and len(years) > 1:
        return range(13 - one["months"], 13)
    return range(1, one["months"] + 1)
