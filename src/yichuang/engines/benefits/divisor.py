"""The divisor (计发月数): by whole years of age until 2024, by the month since 2025.

Inputs of the rules: `age` in months, or `born` and `retires` (months since year 0). The divisor
comes in 1/`divisor_unit`. All run over int64 columns; ages outside the table are unknown.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yichuang.engines.benefits.book import Answer, Book
from yichuang.engines.benefits.columns import Whole, look_up
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw
from yichuang.engines.benefits.notation import (
    MONTHS,
    first_day,
    fraction_written,
    month_read,
    whole_read,
    written,
)
from yichuang.engines.benefits.rounding import half_up

DIVISOR = Book("divisor")

NATIONAL_FORMULA = date(2006, 1, 1)
BY_MONTH = date(2025, 1, 1)


@DIVISOR.rule(
    title="退休年龄（月）",
    formula="退休年月－出生年月",
    source="国发〔2005〕38号",
    since=NATIONAL_FORMULA,
)
def age(born: Whole, retires: Whole) -> Whole:
    """Give the age at retirement in months."""
    return retires - born


@DIVISOR.rule(
    title="满周岁的计发月数",
    formula="按已满的周岁查表",
    source="国发〔2005〕38号附件",
    since=NATIONAL_FORMULA,
)
def whole_divisor(age: Whole, divisor_table: Mapping[int, int]) -> Whole:
    """Look the divisor up by the whole years that are complete."""
    return look_up(divisor_table, age // MONTHS)


@DIVISOR.rule(
    title="下一周岁的计发月数",
    formula="按下一周岁查表；正好整岁的，按本岁",
    source="国发〔2005〕38号附件",
    since=BY_MONTH,
)
def next_divisor(age: Whole, divisor_table: Mapping[int, int]) -> Whole:
    """Look the divisor up by the next whole years, or by these where no month is over."""
    return look_up(divisor_table, -(-age // MONTHS))


@DIVISOR.rule(
    title="计发月数",
    formula="满周岁的计发月数，不满一周岁的月数舍去",
    source="国发〔2005〕38号附件",
    since=NATIONAL_FORMULA,
)
def divisor(whole_divisor: Whole, divisor_unit: Whole) -> Whole:
    """Give the divisor of whole years."""
    return whole_divisor * divisor_unit


@DIVISOR.rule(
    title="计发月数",
    formula="满周岁的计发月数－（满周岁的－下一周岁的）×另几个月÷12，四舍五入到0.1",
    source="到月的计发月数表（济南市12345答复，2025）；核定表",
    since=BY_MONTH,
    of="divisor",
)
def divisor_by_month(
    age: Whole, whole_divisor: Whole, next_divisor: Whole, divisor_unit: Whole
) -> Whole:
    """Give the divisor between those of two whole years, in equal steps."""
    months = age % MONTHS
    twelfths = whole_divisor * (MONTHS - months) + next_divisor * months
    return half_up(twelfths * divisor_unit, MONTHS)


def table_refused(on: date, field: str) -> CannotAnswer:
    """Say that the table of divisors doesn't know an age."""
    table = DIVISOR.plan(("divisor",), ("age",), on).read["divisor_table"]
    message = f"计发月数表只有 {min(table)} 岁至 {max(table)} 岁，请核对年龄。"
    return CannotAnswer("age-outside-table", message, field)


def lookup(inputs: Mapping[str, Any]) -> Answer:
    """Answer `calc divisor`: `years`, `months` (0 if absent) and `on` (YYYY-MM, else today's law).

    Today's law is the last version there is.
    """
    if inputs.get("years") is None:
        raise CannotAnswer("input-missing", "缺少“years”，请补充后再算。", "years")
    years = whole_read(inputs["years"], "years", most=MONTHS**3)
    months = inputs.get("months")
    months = 0 if months is None else whole_read(months, "months", most=MONTHS - 1)
    given = inputs.get("on")
    on = DIVISOR.rules["divisor"][-1].since if given is None else first_day(month_read(given, "on"))
    asked = ("divisor", "divisor_unit")
    try:
        found = DIVISOR.answer(*asked, inputs={"age": years * MONTHS + months}, on=on)
    except NotYetLaw as fault:
        fault.field = "on"
        raise
    except CannotAnswer:
        # The table is all that can know no answer.
        raise table_refused(on, "years") from None
    unit = found.values["divisor_unit"]
    value = fraction_written(found.values["divisor"], unit)
    return Answer(
        {"divisor": value}, written(found.steps, {"divisor_unit": unit}), found.unverified
    )
