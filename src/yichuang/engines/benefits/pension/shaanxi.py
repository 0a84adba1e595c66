"""Shaanxi (陕西): one base for the whole province, years as months ÷ 12, unrounded.

Inputs of the rules as in `national`; an index that was reckoned has three decimals.
"""

from datetime import date

from yichuang.engines.benefits.book import Book
from yichuang.engines.benefits.columns import Whole
from yichuang.engines.benefits.divisor import NATIONAL_FORMULA
from yichuang.engines.benefits.notation import MONTHS, RATE_UNIT
from yichuang.engines.benefits.pension.national import SHARED
from yichuang.engines.benefits.rounding import half_up

SHAANXI = Book("pension-shaanxi", SHARED)

BASES_KNOWN = date(2020, 1, 1)
"""The first year whose base is known; for earlier ones it must be given."""

ACT = "陕政发〔2006〕20号、陕劳社发〔2006〕84号"


@SHAANXI.rule(
    title="计发基数",
    formula="退休当年的全省计发基数；未公布的，先按已公布的最近一年预发",
    source=ACT,
    since=BASES_KNOWN,
)
def base_fen(base_shaanxi: Whole) -> Whole:
    """Give the base of the province."""
    return base_shaanxi


@SHAANXI.rule(title="指数化基数", formula="全省单一计发基数", source=ACT, since=NATIONAL_FORMULA)
def provincial_base_fen(base_fen: Whole) -> Whole:
    """Give the base by which the index is multiplied: there is but one."""
    return base_fen


@SHAANXI.rule(
    title="陕西省缴费年限不取整",
    formula="缴费月数÷12",
    source="由核定表反推，未见规定",
    since=NATIONAL_FORMULA,
    verified=False,
)
def year_unit() -> Whole:
    """Reckon years from months without rounding."""
    return MONTHS


@SHAANXI.rule(
    title="过渡性养老金",
    formula="计发基数×平均缴费工资指数×视同缴费年限×过渡系数，四舍五入到分",
    source=f"2023、2025年核定表；{ACT}（原文未见，文章另记为1995年底前缴费年限）",
    since=NATIONAL_FORMULA,
    verified=False,
)
def transitional_fen(
    provincial_base_fen: Whole,
    index: Whole,
    index_unit: Whole,
    deemed_years: Whole,
    year_unit: Whole,
    transitional_rate_shaanxi: Whole,
) -> Whole:
    """Give the transitional pension (过渡性养老金)."""
    return half_up(
        provincial_base_fen * index * deemed_years * transitional_rate_shaanxi,
        index_unit * year_unit * RATE_UNIT,
    )
