"""Jilin (吉林): two bases, Changchun (长春) with its own, and a supplement for long contribution.

Inputs of the rules as in `national`; years and index that were reckoned have two decimals.
"""

from datetime import date

from yichuang.engines.benefits.book import Book
from yichuang.engines.benefits.columns import Whole, at_least, at_most, choose
from yichuang.engines.benefits.notation import MONTHS, RATE_UNIT
from yichuang.engines.benefits.pension.national import SHARED
from yichuang.engines.benefits.rounding import half_up

TWO_BASES = date(2020, 1, 1)
"""The first year whose bases are known; Changchun has had its own since."""

JILIN = Book("pension-jilin", SHARED, since=TWO_BASES)

ACT = "吉人社联〔2020〕79号（原文未见）；核定表"
LONG = "吉政发〔1998〕28号（原文未见）；核定表"


@JILIN.rule(
    title="全省计发基数",
    formula="退休当年的全省计发基数；未公布的，先按已公布的最近一年预发",
    source=ACT,
    since=TWO_BASES,
)
def provincial_base_fen(base_jilin: Whole) -> Whole:
    """Give the base of the province."""
    return base_jilin


@JILIN.rule(title="市县计发基数", formula="除长春外与全省计发基数相同", source=ACT, since=TWO_BASES)
def base_fen(provincial_base_fen: Whole) -> Whole:
    """Give the base of the city: that of the province."""
    return provincial_base_fen


@JILIN.rule(title="年限的单位", formula="百分之一年", source=ACT, since=TWO_BASES)
def year_unit(year_unit_jilin: Whole) -> Whole:
    """Reckon years in two decimals."""
    return year_unit_jilin


@JILIN.rule(
    title="累计缴费年限",
    formula="缴费月数÷12，四舍五入到两位小数",
    source=ACT,
    since=TWO_BASES,
)
def years(months_total: Whole, year_unit: Whole) -> Whole:
    """Give the years of contribution, deemed ones among them."""
    return half_up(months_total * year_unit, MONTHS)


@JILIN.rule(
    title="视同缴费年限",
    formula="视同缴费月数÷12，四舍五入到两位小数",
    source=ACT,
    since=TWO_BASES,
)
def deemed_years(months_deemed: Whole, year_unit: Whole) -> Whole:
    """Give the deemed years (视同缴费年限)."""
    return half_up(months_deemed * year_unit, MONTHS)


@JILIN.rule(title="实际缴费年限", formula="累计缴费年限－视同缴费年限", source=ACT, since=TWO_BASES)
def paid_years(years: Whole, deemed_years: Whole) -> Whole:
    """Give the years that were really paid."""
    return years - deemed_years


@JILIN.rule(
    title="平均计发基数",
    formula="（市县计发基数＋全省计发基数×平均缴费工资指数）÷2，不取整",
    source=ACT,
    since=TWO_BASES,
)
def mean_base(
    base_fen: Whole, provincial_base_fen: Whole, index: Whole, index_unit: Whole
) -> Whole:
    """Give the mean of the city's base and the province's indexed one."""
    return base_fen * index_unit + provincial_base_fen * index


@JILIN.rule(
    title="过渡系数",
    formula="实际缴费年限超过规定年数的用高系数，否则用低系数",
    source=ACT,
    since=TWO_BASES,
)
def transitional_rate(
    paid_years: Whole,
    year_unit: Whole,
    long_paid_over: Whole,
    transitional_rate_jilin: Whole,
    transitional_rate_short_jilin: Whole,
) -> Whole:
    """Give the rate of the transitional pension."""
    long = paid_years > long_paid_over * year_unit
    return choose(long, transitional_rate_jilin, transitional_rate_short_jilin)


@JILIN.rule(
    title="过渡性养老金",
    formula="全省计发基数×平均缴费工资指数×视同缴费年限×过渡系数，四舍五入到分",
    source=ACT,
    since=TWO_BASES,
)
def transitional_fen(
    provincial_base_fen: Whole,
    index: Whole,
    index_unit: Whole,
    deemed_years: Whole,
    year_unit: Whole,
    transitional_rate: Whole,
) -> Whole:
    """Give the transitional pension (过渡性养老金)."""
    return half_up(
        provincial_base_fen * index * deemed_years * transitional_rate,
        index_unit * year_unit * RATE_UNIT,
    )


@JILIN.rule(
    title="享受长缴增发的累计年限",
    formula="实际缴费年限超过规定年数的，为累计缴费年限；否则为0",
    source=LONG,
    since=TWO_BASES,
)
def long_years(years: Whole, paid_years: Whole, year_unit: Whole, long_paid_over: Whole) -> Whole:
    """Give the years by which the supplement goes."""
    return choose(paid_years > long_paid_over * year_unit, years, 0)


def _bracket(long_years: Whole, over: Whole, to: Whole) -> Whole:
    """Give the years that lie in a bracket."""
    return at_least(at_most(long_years, to) - over, 0)


@JILIN.rule(
    title="长缴增发第一档",
    formula="平均计发基数×本档年数×本档比例，四舍五入到分",
    source=LONG,
    since=TWO_BASES,
)
def supplement_first_fen(
    mean_base: Whole,
    mean_unit: Whole,
    long_years: Whole,
    year_unit: Whole,
    supplement_first_over: Whole,
    supplement_second_over: Whole,
    supplement_first_rate: Whole,
) -> Whole:
    """Give what the years of the first bracket add."""
    over, to = supplement_first_over * year_unit, supplement_second_over * year_unit
    share = mean_base * _bracket(long_years, over, to) * supplement_first_rate
    return half_up(share, mean_unit * year_unit * RATE_UNIT)


@JILIN.rule(
    title="长缴增发第二档",
    formula="平均计发基数×本档年数×本档比例，四舍五入到分",
    source=LONG,
    since=TWO_BASES,
)
def supplement_second_fen(
    mean_base: Whole,
    mean_unit: Whole,
    long_years: Whole,
    year_unit: Whole,
    supplement_second_over: Whole,
    supplement_third_over: Whole,
    supplement_second_rate: Whole,
) -> Whole:
    """Give what the years of the second bracket add."""
    over, to = supplement_second_over * year_unit, supplement_third_over * year_unit
    share = mean_base * _bracket(long_years, over, to) * supplement_second_rate
    return half_up(share, mean_unit * year_unit * RATE_UNIT)


@JILIN.rule(
    title="长缴增发第三档",
    formula="平均计发基数×本档年数×本档比例，四舍五入到分",
    source=LONG,
    since=TWO_BASES,
)
def supplement_third_fen(
    mean_base: Whole,
    mean_unit: Whole,
    long_years: Whole,
    year_unit: Whole,
    supplement_third_over: Whole,
    supplement_third_rate: Whole,
) -> Whole:
    """Give what the years beyond add."""
    over = supplement_third_over * year_unit
    share = mean_base * _bracket(long_years, over, long_years) * supplement_third_rate
    return half_up(share, mean_unit * year_unit * RATE_UNIT)


@JILIN.rule(
    title="长缴增发",
    formula="已各自四舍五入的各档相加",
    source=f"{LONG}（各档各自舍入由核定表推定）",
    since=TWO_BASES,
    verified=False,
)
def supplement_fen(
    supplement_first_fen: Whole, supplement_second_fen: Whole, supplement_third_fen: Whole
) -> Whole:
    """Add the brackets, each of which is rounded already (长缴增发)."""
    return supplement_first_fen + supplement_second_fen + supplement_third_fen


CHANGCHUN = Book("pension-changchun", JILIN)


@CHANGCHUN.rule(
    title="市县计发基数",
    formula="退休当年的长春市计发基数；未公布的，先按已公布的最近一年预发",
    source=ACT,
    since=TWO_BASES,
    of="base_fen",
)
def base_of_changchun(base_changchun: Whole) -> Whole:
    """Give the base of Changchun."""
    return base_changchun
