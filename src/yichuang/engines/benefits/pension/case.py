"""One case: what was typed, checked and read; then the book of its province."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yichuang.engines.benefits.book import Answer, Book, Step
from yichuang.engines.benefits.divisor import table_refused
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw, ParameterUnknown
from yichuang.engines.benefits.notation import (
    MONTHS,
    decimal_read,
    first_day,
    fraction_written,
    month_read,
    whole_read,
    written,
)
from yichuang.engines.benefits.parameters import parameter
from yichuang.engines.benefits.pension.jilin import CHANGCHUN, JILIN
from yichuang.engines.benefits.pension.national import NATIONAL, PARTS
from yichuang.engines.benefits.pension.shaanxi import SHAANXI

BOOKS = {"shaanxi": SHAANXI, "jilin": JILIN, "national": NATIONAL}
OWN_BASE = {"长春": CHANGCHUN, "长春市": CHANGCHUN, "changchun": CHANGCHUN}
"""Cities of Jilin with a base of their own, as they may be written."""

SEXES = {"male", "female", "男", "女"}

NEEDED = ("province", "sex", "born", "retires_on", "average_index", "account_balance_fen")
MONTHS_GIVEN = ("months_total", "months_deemed")
YEARS_GIVEN = ("years_total", "years_deemed")

MOST_YEARS = 100
MOST_INDEX = 100
"""What no life and no wage reaches: beyond it something was typed wrong."""


def book_of(province: str, city: str | None = None) -> Book:
    """Give the rules of a province, or of a city with a base of its own."""
    if not isinstance(province, str) or province not in BOOKS:
        message = f"没有“{province}”的计发办法，请从 {'、'.join(BOOKS)} 中选择。"
        raise CannotAnswer("province-unknown", message, "province")
    if city is not None and not isinstance(city, str):
        raise CannotAnswer("city-malformed", "城市请用文字填写，如“长春”。", "city")
    own = OWN_BASE.get((city or "").strip().lower())
    return own if own and province == "jilin" else BOOKS[province]


def is_provisional(book: Book, given: Mapping[str, Any], on: date) -> bool:
    """Say whether a base is asked for that isn't published yet, so that an older one is used."""
    read = book.plan(PARTS, given, on).read
    ages = {
        name: on.year - parameter(name.replace("_", "-")).at(on).since.year
        for name in read
        if name.startswith("base_")
    }
    for name, age in ages.items():
        if age > parameter("provisional-lag-years").at(on).value:
            wanted = parameter(name.replace("_", "-"))
            raise ParameterUnknown(wanted.code, wanted.name, f"{on.year} 年")
    return any(ages.values())


def assess(inputs: Mapping[str, Any]) -> Answer:
    """Answer `calc pension` for one case; every fault is a CannotAnswer with its field."""
    inputs = {field: value for field, value in inputs.items() if value is not None}
    for field in NEEDED:
        _need(inputs, field)
    book = book_of(inputs["province"], inputs.get("city"))
    if not isinstance(inputs["sex"], str) or inputs["sex"] not in SEXES:
        raise CannotAnswer("sex-unknown", "性别应为 male 或 female，请改正。", "sex")
    given = _times(inputs) | _years(inputs) | _amounts(inputs)
    if book is SHAANXI and "provincial_base_fen" in given:
        given.setdefault("base_fen", given["provincial_base_fen"])
    on = first_day(given["retires"])
    try:
        provisional = is_provisional(book, given, on)
        found = _answered(book, given, on)
    except (NotYetLaw, ParameterUnknown) as fault:
        fault.field = "retires_on"
        raise
    divisor = fraction_written(found.values.pop("divisor"), found.values.pop("divisor_unit"))
    base = found.values.pop("base_fen")
    last = {"divisor": divisor, "base_fen": base, "provisional": provisional}
    steps = [_of_its_year(step, on) for step in written(found.steps, given)]
    return Answer(found.values | last, steps, found.unverified)


def _of_its_year(step: Step, on: date) -> Step:
    """Say of a base that isn't that of the year of retirement from which year it is."""
    bases = [name for name in step.inputs if name.startswith("base_") and name != "base_fen"]
    for name in bases:
        year = parameter(name.replace("_", "-")).at(on).since.year
        if year != on.year:
            return step._replace(title=f"{step.title}（{on.year}年未公布，暂按{year}年）")
    return step


def _answered(book: Book, given: Mapping[str, Any], on: date) -> Answer:
    try:
        return book.answer(*PARTS, "divisor", "divisor_unit", "base_fen", inputs=given, on=on)
    except CannotAnswer as fault:
        if fault.field not in {"whole_divisor", "next_divisor"}:
            raise
        # Of all tables only that of the divisors can know no answer.
        raise table_refused(on, "retires_on") from None


def _need(inputs: Mapping[str, Any], field: str) -> None:
    if field not in inputs:
        raise CannotAnswer("input-missing", f"缺少“{field}”，请补充后再算。", field)


def _times(inputs: Mapping[str, Any]) -> dict[str, int]:
    born = month_read(inputs["born"], "born")
    retires = month_read(inputs["retires_on"], "retires_on")
    if retires <= born:
        raise CannotAnswer("retires-before-born", "退休年月应在出生之后，请核对。", "retires_on")
    return {"born": born, "retires": retires}


def _years(inputs: Mapping[str, Any]) -> dict[str, int]:
    """Read the years: months as they are, decimals in the unit of the finer one."""
    months = [field for field in MONTHS_GIVEN if field in inputs]
    years = [field for field in YEARS_GIVEN if field in inputs]
    if months and years:
        message = "缴费年限请只按月或只按年填写一种。"
        raise CannotAnswer("both-kinds-of-years", message, years[0])
    wanted = YEARS_GIVEN if years else MONTHS_GIVEN
    for field in wanted:
        _need(inputs, field)
    if not years:
        most = MOST_YEARS * MONTHS
        total, deemed = (whole_read(inputs[field], field, most=most) for field in wanted)
        found = {"months_total": total, "months_deemed": deemed}
    else:
        (total, unit), (deemed, other) = (_decimal(inputs, field, MOST_YEARS) for field in wanted)
        finer = max(unit, other)
        total, deemed = total * (finer // unit), deemed * (finer // other)
        found = {"years": total, "deemed_years": deemed, "year_unit": finer}
    if deemed > total:
        message = "视同缴费年限不能超过累计缴费年限，请核对。"
        raise CannotAnswer("deemed-over-total", message, wanted[1])
    return found


def _amounts(inputs: Mapping[str, Any]) -> dict[str, int]:
    index, index_unit = _decimal(inputs, "average_index", MOST_INDEX)
    found = {"index": index, "index_unit": index_unit}
    balance = whole_read(inputs["account_balance_fen"], "account_balance_fen")
    found["account_balance_fen"] = balance
    for field in ("base_fen", "provincial_base_fen"):
        if field in inputs:
            found[field] = _positive(whole_read(inputs[field], field), field)
    if "divisor" in inputs:
        value = inputs["divisor"]
        # A number that JSON has made a float says exactly what was typed when written again.
        number, unit = decimal_read(repr(value) if type(value) is float else value, "divisor")
        found |= {"divisor": _positive(number, "divisor"), "divisor_unit": unit}
    return found


def _decimal(inputs: Mapping[str, Any], field: str, most: int) -> tuple[int, int]:
    number, unit = decimal_read(inputs[field], field)
    if number > most * unit:
        raise CannotAnswer("too-large", f"“{inputs[field]}”超出 {most}，请核对。", field)
    return number, unit


def _positive(number: int, field: str) -> int:
    if number == 0:
        raise CannotAnswer("not-positive", "应大于 0，请核对。", field)
    return number
