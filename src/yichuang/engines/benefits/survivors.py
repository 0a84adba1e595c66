"""What a dead person's family is paid (遗属待遇): the funeral's cost and the grant.

Amounts are exact twelfths of a year's income, rounded once at the end (half up, to the fen). A
retired person's months never fall below nine, also where few years of service gave less: the
document sets the least for the retired as a class.
"""

from datetime import date
from typing import Any

from yichuang.engines.benefits import given
from yichuang.engines.benefits.book import Answer, Book
from yichuang.engines.benefits.columns import at_least, at_most, choose, look_up
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw
from yichuang.engines.benefits.given import Given
from yichuang.engines.benefits.rounding import half_up

FIRST_DAY = date(2021, 9, 1)
DOCUMENT = "人社部发〔2021〕18号"
MONTHS_IN_A_YEAR = 12
LONGEST_MONTHS = 1_200

BOOK = Book("survivors")


@BOOK.rule(
    title="上一年度城镇居民人均可支配收入",
    formula="月人均可支配收入×12",
    source=DOCUMENT,
    since=FIRST_DAY,
)
def annual_income_fen(monthly_income_fen: Any) -> Any:
    """Give a year's income from a month's."""
    return monthly_income_fen * MONTHS_IN_A_YEAR


@BOOK.rule(
    title="丧葬补助金",
    formula="全年人均可支配收入÷12×月数，四舍五入到分",
    source=DOCUMENT,
    since=FIRST_DAY,
)
def funeral_fen(annual_income_fen: Any, survivor_funeral_months: Any) -> Any:
    """Give what is paid towards the funeral."""
    return half_up(annual_income_fen * survivor_funeral_months, MONTHS_IN_A_YEAR)


@BOOK.rule(
    title="缴费满几年",
    formula="缴费月数÷12，只取整年",
    source=f"{DOCUMENT}（有转载作“计算到月”，取整年的口径未与原件核对）",
    since=FIRST_DAY,
    verified=False,
)
def contribution_years(contribution_months: Any) -> Any:
    """Give the completed years of contributions."""
    return contribution_months // MONTHS_IN_A_YEAR


@BOOK.rule(
    title="领取养老金满几年",
    formula="领取月数÷12，只取整年",
    source=f"{DOCUMENT}（有转载作“计算到月”，取整年的口径未与原件核对）",
    since=FIRST_DAY,
    verified=False,
)
def pension_years(pension_months: Any) -> Any:
    """Give the completed years for which a pension was paid."""
    return pension_months // MONTHS_IN_A_YEAR


@BOOK.rule(
    title="按缴费年限的抚恤金月数",
    formula="不满5年3个月，满5年不满10年6个月，10至15年9个月，以后每多1年加1个月，30年封顶",
    source=DOCUMENT,
    since=FIRST_DAY,
)
def service_grant_months(
    contribution_years: Any, survivor_grant_months: Any, survivor_years_at_most: Any
) -> Any:
    """Give the months of grant that the years of contributions earn."""
    return look_up(survivor_grant_months, at_most(contribution_years, survivor_years_at_most))


@BOOK.rule(
    title="抚恤金月数",
    formula="在职按缴费年限；退休人员每领取满1年养老金减1个月，最低9个月",
    source=DOCUMENT,
    since=FIRST_DAY,
)
def grant_months(
    service_grant_months: Any,
    pension_months: Any,
    pension_years: Any,
    survivor_retired_least_months: Any,
) -> Any:
    """Give the months of grant, less what was drawn as pension."""
    left = at_least(service_grant_months - pension_years, survivor_retired_least_months)
    return choose(pension_months > 0, left, service_grant_months)


@BOOK.rule(
    title="抚恤金",
    formula="全年人均可支配收入÷12×抚恤金月数，四舍五入到分",
    source=DOCUMENT,
    since=FIRST_DAY,
)
def grant_fen(annual_income_fen: Any, grant_months: Any) -> Any:
    """Give the grant."""
    return half_up(annual_income_fen * grant_months, MONTHS_IN_A_YEAR)


@BOOK.rule(
    title="遗属待遇合计",
    formula="丧葬补助金＋抚恤金",
    source=DOCUMENT,
    since=FIRST_DAY,
)
def total_fen(funeral_fen: Any, grant_fen: Any) -> Any:
    """Give both together."""
    return funeral_fen + grant_fen


def assess(inputs: Given) -> Answer:
    """Answer for one death: died_on, one of the two incomes, and the two numbers of months."""
    inputs = given.mapping(inputs)
    income = _income(inputs)
    reckoned = {income: given.whole(inputs, income)}
    for name in ("contribution_months", "pension_months"):
        reckoned[name] = given.whole(inputs, name, most=LONGEST_MONTHS)
    if inputs.get("died_on") is None:
        raise CannotAnswer("input-missing", "缺少“died_on”，请补充后再算。", "died_on")
    died_on = given.day(inputs, "died_on", given.LATEST)
    if died_on < FIRST_DAY:
        raise NotYetLaw("died_on", "遗属待遇", f"{died_on}", f"{FIRST_DAY}")
    targets = ("funeral_fen", "grant_months", "grant_fen", "total_fen")
    return BOOK.answer(*targets, inputs=reckoned, on=died_on)


def _income(inputs: Given) -> str:
    """Say which of the two incomes was given."""
    names = ("monthly_income_fen", "annual_income_fen")
    found = [name for name in names if inputs.get(name) is not None]
    if len(found) > 1:
        message = "“monthly_income_fen”和“annual_income_fen”只填一个，请去掉一个。"
        raise CannotAnswer("given-twice", message, found[1])
    return found[0] if found else names[0]
