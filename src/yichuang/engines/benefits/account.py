"""Personal accounts (个人账户): what is credited, its interest, the balance at retirement."""

from dataclasses import replace
from datetime import date
from typing import Any

from yichuang.engines.benefits import given
from yichuang.engines.benefits.book import Answer, Book
from yichuang.engines.benefits.columns import Whole, at_least
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw
from yichuang.engines.benefits.given import Given
from yichuang.engines.benefits.parameters import parameter
from yichuang.engines.benefits.rounding import half_up

BOOK = Book("account")

TEN_THOUSAND = 10_000
"""The unit of rates among the parameters."""
MONTHS = given.MONTHS
EQUAL_CREDITS = MONTHS * (MONTHS + 1) // 2
"""Month product of twelve equal credits of one (1＋2＋…＋12): over 12×12 it is ½×13/12."""
LONGEST_RUN = 100
RATE = "account-interest-rate"
METHODS = ("annual", "monthly")

ACCOUNTS_FROM = date(1998, 1, 1)
NATIONAL_RATE_FROM = date(2016, 1, 1)
METHOD_SOURCE = "劳办发〔1997〕116号附件3"


@BOOK.rule(
    title="每月记账额",
    formula="缴费基数×记账比例（万分之一），四舍五入到分",
    source="国发〔1997〕26号、国发〔2005〕38号",
    since=ACCOUNTS_FROM,
)
def month_credit_fen(contribution_base_fen: Whole, account_credit_rate: int) -> Whole:
    """Credit one month's share of the contribution base."""
    return half_up(contribution_base_fen * account_credit_rate, TEN_THOUSAND)


@BOOK.rule(
    title="全国统一的个人账户记账利率",
    formula="人社部、财政部公布的当年利率（万分之一）；未公布的年份暂用最近一年的",
    source="人社部发〔2017〕31号",
    since=NATIONAL_RATE_FROM,
)
def rate_numerator(account_interest_rate: int) -> int:
    """Give the published rate, over `rate_scale`."""
    return account_interest_rate


@BOOK.rule(
    title="年度计算法的本年利息",
    formula="（上年底累计＋本年记账额×½×13/12）×利率，四舍五入到分；½×13/12＝78/144",
    source=METHOD_SOURCE,
    since=ACCOUNTS_FROM,
)
def annual_interest_fen(
    opening_fen: Whole, credited_fen: Whole, rate_numerator: int, rate_scale: int
) -> Whole:
    """Reckon a year's interest as if the year's credits had come in equal months."""
    weighted = opening_fen * MONTHS**2 + credited_fen * EQUAL_CREDITS
    return half_up(weighted * rate_numerator, MONTHS**2 * rate_scale)


@BOOK.rule(
    title="年度计算法的本年底累计储存额",
    formula="上年底累计＋本年记账额＋本年利息",
    source=METHOD_SOURCE,
    since=ACCOUNTS_FROM,
)
def annual_closing_fen(
    opening_fen: Whole, credited_fen: Whole, annual_interest_fen: Whole
) -> Whole:
    """Carry the account into the next year."""
    return opening_fen + credited_fen + annual_interest_fen


@BOOK.rule(
    title="本年记账月积数",
    formula="各月记账额×（12－月份＋1）之和",
    source=METHOD_SOURCE,
    since=ACCOUNTS_FROM,
)
def month_product_fen(month_credits_fen: list[Whole]) -> Whole:
    """Weigh each month's credit by the months it bears interest; the list is January first."""
    return sum(fen * (MONTHS - place) for place, fen in enumerate(month_credits_fen))


@BOOK.rule(
    title="月积数法的本年利息",
    formula="上年底累计×利率＋月积数×利率÷12，合计四舍五入到分",
    source=METHOD_SOURCE,
    since=ACCOUNTS_FROM,
)
def monthly_interest_fen(
    opening_fen: Whole, month_product_fen: Whole, rate_numerator: int, rate_scale: int
) -> Whole:
    """Reckon a year's interest from each month's credit."""
    return half_up((opening_fen * MONTHS + month_product_fen) * rate_numerator, MONTHS * rate_scale)


@BOOK.rule(
    title="月积数法的本年底累计储存额",
    formula="上年底累计＋各月记账额之和＋本年利息",
    source=METHOD_SOURCE,
    since=ACCOUNTS_FROM,
)
def monthly_closing_fen(
    opening_fen: Whole, month_credits_fen: list[Whole], monthly_interest_fen: Whole
) -> Whole:
    """Carry the account into the next year."""
    return opening_fen + sum(month_credits_fen) + monthly_interest_fen


@BOOK.rule(
    title="退休当年的记账月积数",
    formula="退休当月及以前各月记账额×（退休月份－月份＋1）之和",
    source="比照劳办发〔1997〕116号附件3的月积数法，计息到退休当月，未见明文",
    since=ACCOUNTS_FROM,
    verified=False,
)
def part_year_product_fen(month_credits_fen: list[Whole], retirement_month: Whole) -> Whole:
    """Weigh the credits of the year in which somebody retires, up to that month."""
    weights = [at_least(retirement_month - place, 0) for place in range(MONTHS)]
    return sum(fen * weight for fen, weight in zip(month_credits_fen, weights, strict=True))


@BOOK.rule(
    title="退休当年的利息",
    formula="（上年底累计×退休月份＋月积数）×利率÷12，四舍五入到分",
    source="比照劳办发〔1997〕116号附件3的月积数法，计息到退休当月，未见明文",
    since=ACCOUNTS_FROM,
    verified=False,
)
def part_year_interest_fen(
    opening_fen: Whole,
    retirement_month: Whole,
    part_year_product_fen: Whole,
    rate_numerator: int,
    rate_scale: int,
) -> Whole:
    """Reckon the interest of the part of the year before retirement."""
    weighted = opening_fen * retirement_month + part_year_product_fen
    return half_up(weighted * rate_numerator, MONTHS * rate_scale)


@BOOK.rule(
    title="退休时个人账户储存额",
    formula="上年底累计＋本年各月记账额＋退休当年的利息",
    source="社会保险法第十四条；人社部发〔2017〕31号",
    since=ACCOUNTS_FROM,
    verified=False,
)
def retirement_balance_fen(
    opening_fen: Whole, month_credits_fen: list[Whole], part_year_interest_fen: Whole
) -> Whole:
    """Give the balance that the account pension is reckoned from."""
    return opening_fen + sum(month_credits_fen) + part_year_interest_fen


def interest(inputs: Given) -> Answer:
    """Answer for one year's interest at a given rate, by the annual or the monthly method."""
    inputs = given.mapping(inputs)
    method = given.one_of(inputs, "method", METHODS)
    reckoned: dict[str, Any] = {"opening_fen": given.whole(inputs, "opening_fen")}
    reckoned["rate_numerator"], reckoned["rate_scale"] = _rate(inputs)
    if method == "annual":
        reckoned["credited_fen"] = given.whole(inputs, "credited_fen")
    else:
        reckoned["month_credits_fen"] = _credits(inputs)
    targets = (f"{method}_interest_fen", f"{method}_closing_fen")
    more = ("month_product_fen",) if method == "monthly" else ()
    answer = BOOK.answer(*more, *targets, inputs=reckoned, on=given.LATEST)
    values = {target.removeprefix(f"{method}_"): answer.values[target] for target in targets}
    values |= {target: answer.values[target] for target in more}
    return replace(answer, values=values)


def account(inputs: Given) -> Answer:
    """Answer for a balance left alone from one year to another, at the published rates."""
    inputs = given.mapping(inputs)
    opening = given.whole(inputs, "opening_fen")
    first, last = given.year(inputs, "from_year"), given.year(inputs, "to_year")
    if last < first:
        raise CannotAnswer("years-reversed", "终止年份不能早于起始年份。", "to_year")
    if last - first >= LONGEST_RUN:
        raise CannotAnswer("too-large", f"一次最多推算 {LONGEST_RUN} 年。", "to_year")
    found, years = Answer({}), []
    closing = opening
    targets = ("rate_numerator", "annual_interest_fen", "annual_closing_fen")
    for year in range(first, last + 1):
        left_alone = {"opening_fen": closing, "credited_fen": 0}
        one = _of_year(year, "from_year", *targets, inputs=left_alone)
        closing = one.values["annual_closing_fen"]
        years.append(
            {
                "year": year,
                "rate": _as_decimal(one.values["rate_numerator"]),
                "interest_fen": one.values["annual_interest_fen"],
                "closing_fen": closing,
            }
        )
        found.steps += one.steps
        found.unverified += one.unverified
    found.values = {"closing_fen": closing, "years": years}
    return found


def retirement_balance(inputs: Given) -> Answer:
    """Answer for the balance at retirement: interest up to the month, at the year's rate."""
    inputs = given.mapping(inputs)
    year, month = given.year(inputs, "year"), given.whole(inputs, "month", 1, MONTHS)
    credited = _credits(inputs)
    if any(credited[month:]):
        raise CannotAnswer("month-after-retirement", "退休月份以后不应再有记账额。", "credits")
    reckoned = {
        "opening_fen": given.whole(inputs, "opening_fen"),
        "month_credits_fen": credited,
        "retirement_month": month,
    }
    targets = ("part_year_interest_fen", "retirement_balance_fen")
    answer = _of_year(year, "year", *targets, inputs=reckoned)
    closing, interest_fen = (answer.values[target] for target in reversed(targets))
    values = {"interest_fen": interest_fen, "closing_fen": closing}
    return replace(answer, values=values | {"provisional": provisional(year)})


def provisional(year: int) -> bool:
    """Say whether a year's rate isn't published yet, so that the last known one stands for it."""
    return year > parameter(RATE).values[-1].since.year


def _of_year(year: int, field: str, *targets: str, inputs: dict[str, Any]) -> Answer:
    """Answer at the published rate of a year; each step says which year it is of."""
    reckoned = inputs | {"rate_scale": TEN_THOUSAND}
    try:
        answer = BOOK.answer(*targets, inputs=reckoned, on=date(year, MONTHS, 31))
    except NotYetLaw as refused:
        refused.field = field
        raise
    name = f"{year}年"
    if provisional(year):
        name += f"（利率未公布，暂按{parameter(RATE).values[-1].since.year}年）"
    steps = [step._replace(title=f"{name}{step.title}") for step in answer.steps]
    return replace(answer, steps=steps, unverified=[f"{name}{one}" for one in answer.unverified])


def _rate(inputs: Given) -> tuple[int, int]:
    numerator, scale = given.decimal(inputs, "rate")
    if numerator > scale:
        raise CannotAnswer("too-large", "年利率按小数给出，2.62% 写作 0.0262。", "rate")
    return numerator, scale


def _credits(inputs: Given) -> list[int]:
    """Give what was credited in each month, January first; a month may have several credits."""
    months = [0] * MONTHS
    for place, row in enumerate(given.rows(inputs, "credits", ("month", "fen"))):
        at = f"credits.{place}"
        month = given.whole(row, "month", 1, MONTHS, at)
        months[month - 1] += given.whole(row, "fen", at=at)
    if sum(months) >= given.TOO_LARGE:
        raise CannotAnswer("too-large", "各月记账额合计超出可计算的范围。", "credits")
    return months


def _as_decimal(rate: int) -> str:
    """Write a rate in ten-thousandths as the decimal it is published as."""
    return f"{rate // TEN_THOUSAND}.{rate % TEN_THOUSAND:04d}"
