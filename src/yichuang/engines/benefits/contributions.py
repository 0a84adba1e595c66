"""Contributions (缴费): base and shares, what is assessed, late fees, classes of back-payment."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from yichuang.engines.benefits import given
from yichuang.engines.benefits.book import Answer, Book
from yichuang.engines.benefits.columns import Whole, at_least, at_most, choose
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw, ParameterUnknown
from yichuang.engines.benefits.given import Given
from yichuang.engines.benefits.parameters import parameter, parameters
from yichuang.engines.benefits.rounding import POLICIES, half_up

BOOK = Book("contributions")

TEN_THOUSAND = 10_000
"""The unit of rates among the parameters."""
LONGEST_ARREARS = 36_600
"""More days than a century has are a slip of the pen."""
WAGE = "contribution-wage-"

LIMITS_FROM = date(2019, 5, 1)
EIGHT_PERCENT_FROM = date(2006, 1, 1)
LAW_FROM = date(2011, 7, 1)
CLASSES_FROM = date(2021, 12, 1)


@BOOK.rule(
    title="缴费基数下限",
    formula="缴费年度使用的平均工资×下限比例（万分之一），四舍五入到分",
    source="国办发〔2019〕13号",
    since=LIMITS_FROM,
)
def base_floor_fen(contribution_wage_fen: Whole, contribution_floor_rate: int) -> Whole:
    """Give the least that contributions are reckoned from."""
    return half_up(contribution_wage_fen * contribution_floor_rate, TEN_THOUSAND)


@BOOK.rule(
    title="缴费基数上限",
    formula="缴费年度使用的平均工资×上限比例（万分之一），四舍五入到分",
    source="国办发〔2019〕13号",
    since=LIMITS_FROM,
)
def base_ceiling_fen(contribution_wage_fen: Whole, contribution_ceiling_rate: int) -> Whole:
    """Give the most that contributions are reckoned from."""
    return half_up(contribution_wage_fen * contribution_ceiling_rate, TEN_THOUSAND)


@BOOK.rule(
    title="缴费基数",
    formula="本人月工资，低于下限的按下限，高于上限的按上限",
    source="国办发〔2019〕13号",
    since=LIMITS_FROM,
)
def contribution_base_fen(
    monthly_wage_fen: Whole, base_floor_fen: Whole, base_ceiling_fen: Whole
) -> Whole:
    """Keep a wage between the limits."""
    return at_least(at_most(monthly_wage_fen, base_ceiling_fen), base_floor_fen)


@BOOK.rule(
    title="单位每月缴费额",
    formula="缴费基数×单位缴费比例（万分之一），四舍五入到分",
    source="国办发〔2019〕13号",
    since=LIMITS_FROM,
)
def employer_fen(contribution_base_fen: Whole, contribution_employer_rate: int) -> Whole:
    """Give the employer's share."""
    return half_up(contribution_base_fen * contribution_employer_rate, TEN_THOUSAND)


@BOOK.rule(
    title="个人每月缴费额",
    formula="缴费基数×个人缴费比例（万分之一），四舍五入到分",
    source="国发〔2005〕38号",
    since=EIGHT_PERCENT_FROM,
)
def person_fen(contribution_base_fen: Whole, contribution_person_rate: int) -> Whole:
    """Give the person's share; the account is credited with all of it."""
    return half_up(contribution_base_fen * contribution_person_rate, TEN_THOUSAND)


@BOOK.rule(
    title="灵活就业人员每月缴费额",
    formula="缴费基数×灵活就业缴费比例（万分之一），四舍五入到分",
    source="国发〔2005〕38号",
    since=EIGHT_PERCENT_FROM,
)
def flexible_fen(contribution_base_fen: Whole, contribution_flexible_rate: int) -> Whole:
    """Give what somebody in flexible employment pays."""
    return half_up(contribution_base_fen * contribution_flexible_rate, TEN_THOUSAND)


@BOOK.rule(
    title="灵活就业人员每月记入个人账户额",
    formula="缴费基数×记入个人账户比例（万分之一），四舍五入到分",
    source="国发〔2005〕38号",
    since=EIGHT_PERCENT_FROM,
)
def flexible_account_fen(
    contribution_base_fen: Whole, contribution_flexible_account_rate: int
) -> Whole:
    """Give what of it the account is credited with."""
    return half_up(contribution_base_fen * contribution_flexible_account_rate, TEN_THOUSAND)


@BOOK.rule(
    title="灵活就业人员每月进入统筹基金额",
    formula="每月缴费额－记入个人账户额",
    source="国发〔2005〕38号",
    since=EIGHT_PERCENT_FROM,
)
def flexible_pooled_fen(flexible_fen: Whole, flexible_account_fen: Whole) -> Whole:
    """Give the rest, which the pool receives."""
    return flexible_fen - flexible_account_fen


@BOOK.rule(
    title="未申报时核定的应缴数额",
    formula="上月缴费额×核定比例（万分之一），四舍五入到分",
    source="社会保险法第六十二条",
    since=LAW_FROM,
)
def assessed_fen(last_month_fen: Whole, contribution_assessment_rate: int) -> Whole:
    """Assess an employer that declared nothing for a month."""
    return half_up(last_month_fen * contribution_assessment_rate, TEN_THOUSAND)


@BOOK.rule(
    title="滞纳金",
    formula="欠缴额×欠缴天数×日加收率（万分之一），对全部天数的合计舍入一次",
    source="社会保险法第八十六条",
    since=LAW_FROM,
)
def fee_fen(owed_fen: Whole, days_owed: Whole, late_fee_rate: int, late_fee_rounding: str) -> Whole:
    """Give the late fee for all the days at once."""
    return POLICIES[late_fee_rounding](owed_fen * days_owed * late_fee_rate, TEN_THOUSAND)


@BOOK.rule(
    title="补缴级别",
    formula="不超过直接办理月数为1级，达到立案月数为3级，其间为2级",
    source="江西省2021-12补缴规程（他省未核）",
    since=CLASSES_FROM,
    verified=False,
)
def back_payment_class(
    back_payment_months: Whole,
    back_payment_direct_months: int,
    back_payment_inspection_months: int,
) -> Whole:
    """Say how much scrutiny a back-payment of so many months needs, 1 to 3."""
    inspected = choose(back_payment_months >= back_payment_inspection_months, 3, 2)
    return choose(back_payment_months <= back_payment_direct_months, 1, inspected)


@BOOK.rule(
    title="补缴程序",
    formula="按补缴级别查表",
    source="江西省2021-12补缴规程（他省未核）",
    since=CLASSES_FROM,
    verified=False,
)
def back_payment_procedure(
    back_payment_class: int, back_payment_procedures: Mapping[int, str]
) -> str:
    """Name the procedure."""
    return back_payment_procedures[back_payment_class]


@BOOK.rule(
    title="补缴材料",
    formula="按补缴级别查表",
    source="江西省2021-12补缴规程；人社厅发〔2019〕94号：不得事后补办文书",
    since=CLASSES_FROM,
    verified=False,
)
def back_payment_papers(
    back_payment_class: int, back_payment_documents: Mapping[int, list[str]]
) -> list[str]:
    """Name the documents that it asks for."""
    return list(back_payment_documents[back_payment_class])


def late_fee(inputs: Given) -> Answer:
    """Answer for a late fee; `owed_from`, where given, must be a day the law reaches."""
    inputs = given.mapping(inputs)
    reckoned = {
        "owed_fen": given.whole(inputs, "fen"),
        "days_owed": given.whole(inputs, "days", most=LONGEST_ARREARS),
    }
    try:
        on = given.day(inputs, "owed_from", given.LATEST)
        return BOOK.answer("fee_fen", inputs=reckoned, on=on)
    except NotYetLaw as refused:
        refused.field = "owed_from"
        raise


def contribution(inputs: Given) -> Answer:
    """Answer for a month's contributions of an employed person in a province and year."""
    inputs = given.mapping(inputs)
    province, year = given.text(inputs, "province"), given.year(inputs, "year")
    code = WAGE + province
    if code not in parameters():
        known = "、".join(sorted(one.removeprefix(WAGE) for one in parameters() if WAGE in one))
        message = f"没有“{province}”的缴费工资，现有 {known}。"
        raise CannotAnswer("province-unknown", message, "province")
    on = date(year, 1, 1)
    try:
        wage = parameter(code).at(on)
    except ParameterUnknown as refused:
        refused.field = "year"
        raise
    reckoned = {
        "monthly_wage_fen": given.whole(inputs, "monthly_wage_fen"),
        "contribution_wage_fen": wage.value,
    }
    targets = ("contribution_base_fen", "employer_fen", "person_fen")
    answer = BOOK.answer(*targets, inputs=reckoned, on=on)
    late = year > parameter(code).values[-1].since.year
    if late:
        answer.unverified.append(f"{year}年{parameter(code).name}（未公布，暂按最近一年）")
    elif not wage.verified:
        answer.unverified.append(parameter(code).name)
    return replace(answer, values=answer.values | {"provisional": late})


def back_payment(inputs: Given) -> Answer:
    """Answer for the class of a back-payment, its procedure and its documents."""
    inputs = given.mapping(inputs)
    reckoned = {"back_payment_months": given.whole(inputs, "months", 1, given.MOST_MONTHS)}
    targets = ("back_payment_class", "back_payment_procedure", "back_payment_papers")
    return BOOK.answer(*targets, inputs=reckoned, on=given.LATEST)
