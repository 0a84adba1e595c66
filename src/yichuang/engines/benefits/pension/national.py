"""The national formula (国发〔2005〕38号), and what every province shares with it.

Inputs of the rules, for a single case as for columns (whole numbers throughout):

    base_fen, provincial_base_fen   from 1 to 10⁷
    index, index_unit               index in 1/index_unit: 0.62 is 62 and 100
    months_total, months_deemed     or years, deemed_years in 1/year_unit and year_unit
    account_balance_fen             to 10¹³
    divisor, divisor_unit           or born, retires (months since year 0)

A given divisor, base or number of years wins, because its rule isn't asked. `provincial_base_fen`
is the base by which the index is multiplied; where it isn't given, it is `base_fen`.
"""

from yichuang.engines.benefits.book import Book
from yichuang.engines.benefits.columns import Whole
from yichuang.engines.benefits.divisor import DIVISOR, NATIONAL_FORMULA
from yichuang.engines.benefits.notation import MONTHS, RATE_UNIT
from yichuang.engines.benefits.rounding import half_up

SOURCE = "国发〔2005〕38号"

SHARED = Book("pension", DIVISOR)
"""What is the same in every province."""

PARTS = ("basic_fen", "account_fen", "transitional_fen", "supplement_fen", "total_fen")


@SHARED.rule(
    title="基础养老金",
    formula="平均计发基数×缴费年限×每年计发比例，四舍五入到分",
    source=SOURCE,
    since=NATIONAL_FORMULA,
)
def basic_fen(
    mean_base: Whole, mean_unit: Whole, years: Whole, year_unit: Whole, basic_rate: Whole
) -> Whole:
    """Give the basic pension (基础养老金)."""
    return half_up(mean_base * years * basic_rate, mean_unit * year_unit * RATE_UNIT)


@SHARED.rule(
    title="个人账户养老金",
    formula="个人账户储存额÷计发月数，四舍五入到分",
    source=SOURCE,
    since=NATIONAL_FORMULA,
)
def account_fen(account_balance_fen: Whole, divisor: Whole, divisor_unit: Whole) -> Whole:
    """Give the pension from the personal account (个人账户养老金)."""
    return half_up(account_balance_fen * divisor_unit, divisor)


@SHARED.rule(
    title="月基本养老金合计",
    formula="基础养老金＋个人账户养老金＋过渡性养老金＋长缴增发",
    source=SOURCE,
    since=NATIONAL_FORMULA,
)
def total_fen(
    basic_fen: Whole, account_fen: Whole, transitional_fen: Whole, supplement_fen: Whole
) -> Whole:
    """Add the parts, each of which is rounded already."""
    return basic_fen + account_fen + transitional_fen + supplement_fen


@SHARED.rule(
    title="平均计发基数",
    formula="（计发基数＋指数化基数×平均缴费工资指数）÷2，不取整",
    source=SOURCE,
    since=NATIONAL_FORMULA,
)
def mean_base(
    base_fen: Whole, provincial_base_fen: Whole, index: Whole, index_unit: Whole
) -> Whole:
    """Give the mean of base and indexed base, in 1/`mean_unit` fen."""
    return base_fen * index_unit + provincial_base_fen * index


@SHARED.rule(
    title="平均计发基数的单位", formula="指数的单位÷2", source=SOURCE, since=NATIONAL_FORMULA
)
def mean_unit(index_unit: Whole) -> Whole:
    """Give the unit in which the mean base comes out whole."""
    return 2 * index_unit


@SHARED.rule(
    title="指数化基数",
    formula="与计发基数相同",
    source=SOURCE,
    since=NATIONAL_FORMULA,
)
def provincial_base_fen(base_fen: Whole) -> Whole:
    """Give the base by which the index is multiplied."""
    return base_fen


@SHARED.rule(title="年限的单位", formula="十二分之一年", source=SOURCE, since=NATIONAL_FORMULA)
def year_unit() -> Whole:
    """Reckon years from months without rounding."""
    return MONTHS


@SHARED.rule(title="缴费年限", formula="缴费月数÷12，不取整", source=SOURCE, since=NATIONAL_FORMULA)
def years(months_total: Whole) -> Whole:
    """Give the years of contribution, deemed ones among them, in 1/`year_unit`."""
    return months_total


@SHARED.rule(
    title="视同缴费年限", formula="视同缴费月数÷12，不取整", source=SOURCE, since=NATIONAL_FORMULA
)
def deemed_years(months_deemed: Whole) -> Whole:
    """Give the deemed years (视同缴费年限), in 1/`year_unit`."""
    return months_deemed


@SHARED.rule(title="长缴增发", formula="没有此项", source=SOURCE, since=NATIONAL_FORMULA)
def supplement_fen() -> Whole:
    """Say that there is no supplement."""
    return 0


NATIONAL = Book("pension-national", SHARED)


@NATIONAL.rule(
    title="过渡性养老金", formula="由各省规定，国家公式不含", source=SOURCE, since=NATIONAL_FORMULA
)
def transitional_fen() -> Whole:
    """Say that the transitional part is for the provinces."""
    return 0
