"""The average contribution index (平均缴费工资指数), from the history month by month.

Each year's index is the mean monthly base ÷ the wage that its province used in that year; the
average weighs them by months. Inputs of the rules, for a single case as for columns:

    year_fen, year_months   the bases of a year added up (to 10¹²), and the months that have one
    weighted_index          year_index × year_months, added up over the years (to 10⁹)
    span_months             from the first month of the history to the last
    paid_months             the months that have a base
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from yichuang.engines.benefits.book import Answer, Book, Step
from yichuang.engines.benefits.columns import Whole, choose
from yichuang.engines.benefits.divisor import NATIONAL_FORMULA
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw, ParameterUnknown
from yichuang.engines.benefits.notation import (
    MONTHS,
    first_day,
    fraction_written,
    month_read,
    month_written,
    whole_read,
    written,
)
from yichuang.engines.benefits.parameters import parameter
from yichuang.engines.benefits.rounding import half_up

PRACTICE = "国发〔2005〕38号；各省经办口径（未见规程）"
WAGES_KNOWN = {"shaanxi": date(1994, 1, 1), "jilin": date(1996, 1, 1)}
"""The first year for which a province's wage is known."""

SHARED = Book("index")


@SHARED.rule(
    title="年缴费工资指数",
    formula="当年缴费基数合计÷（当年使用的月平均工资×缴费月数），四舍五入到四位小数",
    source=PRACTICE,
    since=min(WAGES_KNOWN.values()),
    verified=False,
)
def year_index(
    year_fen: Whole, year_months: Whole, average_wage_fen: Whole, index_year_unit: Whole
) -> Whole:
    """Give the index of one year, in 1/`index_year_unit`."""
    return half_up(year_fen * index_year_unit, average_wage_fen * year_months)


@SHARED.rule(
    title="指数的月数",
    formula="断缴计入分母的，为首月至末月的全部月数；否则为有缴费基数的月数",
    source=PRACTICE,
    since=NATIONAL_FORMULA,
    verified=False,
)
def counted_months(gaps_counted: Whole, span_months: Whole, paid_months: Whole) -> Whole:
    """Give the months that the average is taken over."""
    return choose(gaps_counted == 1, span_months, paid_months)


@SHARED.rule(
    title="平均缴费工资指数",
    formula="（各年指数×当年缴费月数）之和÷指数的月数，四舍五入到本省的小数位数",
    source=PRACTICE,
    since=NATIONAL_FORMULA,
)
def index(
    weighted_index: Whole, counted_months: Whole, index_year_unit: Whole, index_unit: Whole
) -> Whole:
    """Give the average index, in 1/`index_unit`."""
    return half_up(weighted_index * index_unit, counted_months * index_year_unit)


SHAANXI = Book("index-shaanxi", SHARED)
JILIN = Book("index-jilin", SHARED, since=WAGES_KNOWN["jilin"])
BOOKS = {"shaanxi": SHAANXI, "jilin": JILIN}


@SHAANXI.rule(
    title="当年使用的月平均工资",
    formula="上一年全省职工月平均工资",
    source="southmoney 283001_2：2020年用5583元",
    since=WAGES_KNOWN["shaanxi"],
    of="average_wage_fen",
)
def wage_of_shaanxi(average_wage_shaanxi: Whole) -> Whole:
    """Give the wage that Shaanxi used in a year."""
    return average_wage_shaanxi


@JILIN.rule(
    title="当年使用的月平均工资",
    formula="上一年全省职工月平均工资",
    source=PRACTICE,
    since=WAGES_KNOWN["jilin"],
    verified=False,
    of="average_wage_fen",
)
def wage_of_jilin(average_wage_jilin: Whole) -> Whole:
    """Give the wage that Jilin used in a year."""
    return average_wage_jilin


GAPS: dict[str, Any] = {
    "title": "断缴是否计入分母",
    "formula": "按省",
    "source": PRACTICE,
    "since": NATIONAL_FORMULA,
    "of": "gaps_counted",
}
UNIT = GAPS | {"title": "指数的单位", "of": "index_unit"}


@SHAANXI.rule(**GAPS)
def gaps_of_shaanxi(index_gaps_shaanxi: Whole) -> Whole:
    """Say (1 or 0) whether months without contribution count."""
    return index_gaps_shaanxi


@JILIN.rule(**GAPS)
def gaps_of_jilin(index_gaps_jilin: Whole) -> Whole:
    """Say (1 or 0) whether months without contribution count."""
    return index_gaps_jilin


@SHAANXI.rule(**UNIT)
def unit_of_shaanxi(index_unit_shaanxi: Whole) -> Whole:
    """Give the precision of the average."""
    return index_unit_shaanxi


@JILIN.rule(**UNIT)
def unit_of_jilin(index_unit_jilin: Whole) -> Whole:
    """Give the precision of the average."""
    return index_unit_jilin


def wage_known(province: str, year: int) -> date:
    """Give the day for which a year's wage is read, if it is published (ParameterUnknown)."""
    wage = parameter(f"average-wage-{province}")
    on = date(year, 1, 1)
    if on < WAGES_KNOWN[province]:
        raise NotYetLaw("average_wage_fen", wage.name, f"{year} 年", f"{WAGES_KNOWN[province]}")
    if wage.at(on).since.year != year:
        raise ParameterUnknown(wage.code, wage.name, f"{year} 年")
    return on


def average(inputs: Mapping[str, Any]) -> Answer:
    """Answer for one history: `province`, `retires_on`, `history` `[{month, fen}]`.

    Values: `average_index` (string, as `calc pension` takes it), `counted_months`, `years`
    `[{year, months, index}]`. A month listed with 0 fen is a gap, like one that isn't listed. The
    month of retirement still has its contribution; the pension begins with the next one.
    """
    for field in ("province", "retires_on", "history"):
        if inputs.get(field) is None:
            raise CannotAnswer("input-missing", f"缺少“{field}”，请补充后再算。", field)
    province = inputs["province"]
    if not isinstance(province, str) or province not in BOOKS:
        message = f"没有“{province}”的指数口径，请从 {'、'.join(BOOKS)} 中选择。"
        raise CannotAnswer("province-unknown", message, "province")
    history = _history(inputs["history"])
    retires = month_read(inputs["retires_on"], "retires_on")
    if max(history) > retires:
        message = f"{month_written(max(history))} 晚于退休年月，请核对缴费记录。"
        raise CannotAnswer("contribution-after-retirement", message, "history")
    return _averaged(province, history, first_day(retires))


def _averaged(province: str, history: Mapping[int, int], on: date) -> Answer:
    years, steps, doubts = _years(province, history)
    given = {
        "weighted_index": sum(one["weighted"] for one in years),
        "span_months": max(history) - min(history) + 1,
        "paid_months": sum(one["months"] for one in years),
    }
    asked = ("index", "index_unit", "counted_months")
    found = BOOKS[province].answer(*asked, inputs=given, on=on)
    values = {
        "average_index": fraction_written(found.values["index"], found.values["index_unit"]),
        "counted_months": found.values["counted_months"],
        "years": [{key: one[key] for key in ("year", "months", "index")} for one in years],
    }
    doubts = list(dict.fromkeys([*doubts, *found.unverified]))
    unit = {"index_year_unit": parameter("index-year-unit").at(on).value}
    return Answer(values, [*steps, *written(found.steps, unit)], doubts)


def _years(
    province: str, history: Mapping[int, int]
) -> tuple[list[dict[str, Any]], list[Step], list[str]]:
    """Give each year that has a base, with its index; the steps; what is unverified."""
    years: list[dict[str, Any]] = []
    steps: list[Step] = []
    doubts: list[str] = []
    for year in sorted({month // MONTHS for month, fen in history.items() if fen}):
        bases = [fen for month, fen in history.items() if month // MONTHS == year and fen]
        on = wage_known(province, year)
        given = {"year_fen": sum(bases), "year_months": len(bases)}
        found = BOOKS[province].answer("year_index", inputs=given, on=on)
        value = found.values["year_index"]
        unit = parameter("index-year-unit").at(on).value
        shown = {"year": year, "months": len(bases), "index": fraction_written(value, unit)}
        years.append(shown | {"weighted": value * len(bases)})
        steps += [
            step._replace(title=f"{year} 年{step.title}")
            for step in written(found.steps, {"index_year_unit": unit})
        ]
        doubts += found.unverified
    return years, steps, doubts


def _history(rows: Any) -> dict[int, int]:
    """Read the months of a history, in any order, each once."""
    found: dict[int, int] = {}
    for row in rows if isinstance(rows, Iterable) and not isinstance(rows, str) else ():
        if not isinstance(row, Mapping) or {"month", "fen"} - set(row):
            message = "缴费记录每行应有 month（YYYY-MM）和 fen（分），请改正。"
            raise CannotAnswer("history-malformed", message, "history")
        month = month_read(row["month"], "history")
        if month in found:
            message = f"{month_written(month)} 有两条缴费记录，请先合并。"
            raise CannotAnswer("month-twice", message, "history")
        found[month] = whole_read(row["fen"], "history")
    if not any(found.values()):
        raise CannotAnswer("history-empty", "没有缴费记录，不能计算指数。", "history")
    return found
