"""Transfers between provinces (跨省转移接续): the money that moves, the place that pays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from yichuang.engines.benefits import given
from yichuang.engines.benefits.book import Answer, Book
from yichuang.engines.benefits.columns import Whole, both, choose
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw
from yichuang.engines.benefits.given import Given
from yichuang.engines.benefits.rounding import POLICIES

BOOK = Book("transfer")

TEN_THOUSAND = 10_000
"""The unit of rates among the parameters."""
MONTHS = given.MONTHS
ENDINGS = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市")
"""What a province's name may end in or leave out: 陕西 and 陕西省 are one."""
SHORTEST_NAME = 2

SINCE = date(2010, 1, 1)
ARTICLE_4 = "国办发〔2009〕66号第四条"
ARTICLE_5 = "国办发〔2009〕66号第五条，未见原文"
ARTICLE_6 = "国办发〔2009〕66号第六条"

Period = tuple[str, int]
"""A province and the months contributed there at a stretch."""


@BOOK.rule(
    title="转移的个人账户额",
    formula="个人账户储存额－1998-01-01前由单位划入部分及其利息（此前只转个人缴费本息，此后转全部）",
    source=f"{ARTICLE_4}（一）",
    since=SINCE,
)
def account_fen(account_balance_fen: Whole, employer_before_fen: Whole) -> Whole:
    """Give the part of the account that moves."""
    return account_balance_fen - employer_before_fen


@BOOK.rule(
    title="当年转移的统筹基金",
    formula="月缴费工资×实际缴费月数×比例（万分之一），按年舍入到分；起算年以前为0",
    source=f"{ARTICLE_4}（二）",
    since=SINCE,
)
def year_pooled_fen(
    year: Whole,
    monthly_fen: Whole,
    months: Whole,
    transfer_pooled_first_year: int,
    transfer_pooled_rate: int,
    transfer_pooled_rounding: str,
) -> Whole:
    """Give what the pool sends along for one year's wages."""
    wages = choose(year >= transfer_pooled_first_year, monthly_fen * months, 0)
    return POLICIES[transfer_pooled_rounding](wages * transfer_pooled_rate, TEN_THOUSAND)


@BOOK.rule(
    title="转移的统筹基金",
    formula="各年度转移的统筹基金之和",
    source=f"{ARTICLE_4}（二）",
    since=SINCE,
)
def pooled_fen(pooled_by_year_fen: Sequence[Whole]) -> Whole:
    """Add up the years."""
    return sum(pooled_by_year_fen)


@BOOK.rule(
    title="转移资金合计",
    formula="个人账户额＋统筹基金",
    source=ARTICLE_4,
    since=SINCE,
)
def total_fen(account_fen: Whole, pooled_fen: Whole) -> Whole:
    """Give all the money that moves."""
    return account_fen + pooled_fen


@BOOK.rule(
    title="建立临时缴费账户的年龄",
    formula="男、女各按规定年龄",
    source=ARTICLE_5,
    since=SINCE,
    verified=False,
)
def temporary_account_age(
    man: Any, temporary_account_age_man: int, temporary_account_age_woman: int
) -> Whole:
    """Give the age from which somebody newly insured away from home has a temporary account."""
    return choose(man, temporary_account_age_man, temporary_account_age_woman)


@BOOK.rule(
    title="应否建立临时缴费账户",
    formula="在户籍地以外新参保，达到规定年龄，且不是组织调动的，建立临时缴费账户（1是，0否）",
    source=ARTICLE_5,
    since=SINCE,
    verified=False,
)
def temporary_account(
    age_years: Whole, temporary_account_age: Whole, away_from_household: Any, official_transfer: Any
) -> Whole:
    """Say whether contributions go to a temporary account, the relation staying where it was."""
    old_enough_and_away = both(age_years >= temporary_account_age, away_from_household)
    return choose(official_transfer, 0, choose(old_enough_and_away, 1, 0))


@BOOK.rule(
    title="各省累计缴费月数",
    formula="同一省各段月数相加，按最后一段的先后排列",
    source=ARTICLE_6,
    since=SINCE,
)
def months_by_province(periods: Sequence[Period]) -> list[Period]:
    """Add up the periods in each province; the province of the latest period stands last."""
    found: dict[str, int] = {}
    for province, months in periods:
        found[province] = found.pop(province, 0) + months
    return list(found.items())


@BOOK.rule(
    title="待遇领取地的依据",
    formula="1 现关系所在地就是户籍地；2 现关系所在地满规定月数；3 上一个满规定月数的省；4 户籍地",
    source=ARTICLE_6,
    since=SINCE,
)
def place_step(
    household: str, current: str, months_by_province: Sequence[Period], transfer_place_months: int
) -> int:
    """Say which of the four steps decides."""
    if household == current:
        return 1
    if dict(months_by_province).get(current, 0) >= transfer_place_months:
        return 2
    enough = [one for one, months in months_by_province if months >= transfer_place_months]
    return 3 if enough else 4


@BOOK.rule(
    title="待遇领取地",
    formula="按依据1、4为户籍地，按依据2为现关系所在地，按依据3为最后一个满规定月数的省",
    source=ARTICLE_6,
    since=SINCE,
)
def province(
    place_step: int,
    household: str,
    current: str,
    months_by_province: Sequence[Period],
    transfer_place_months: int,
) -> str:
    """Give the province that pays the benefit."""
    match place_step:
        case 2:
            return current
        case 3:
            limit = transfer_place_months
            return [one for one, months in months_by_province if months >= limit][-1]
        case _:
            return household


@BOOK.rule(
    title="确定待遇领取地的理由",
    formula="把依据写成一句话",
    source=ARTICLE_6,
    since=SINCE,
)
def reason(
    place_step: int,
    province: str,
    household: str,
    current: str,
    months_by_province: Sequence[Period],
    transfer_place_months: int,
) -> str:
    """Say why, in a full sentence."""
    months = dict(months_by_province)
    here, limit = months.get(current, 0), transfer_place_months
    short = f"现关系所在地{current}累计缴费 {here} 个月，不满 {limit} 个月"
    return {
        1: f"基本养老保险关系在户籍所在地{household}，由{household}办理待遇领取手续。",
        2: f"关系不在户籍所在地{household}，而在现关系所在地{current}累计缴费 {here} 个月，"
        f"已满 {limit} 个月，由{current}办理待遇领取手续。",
        3: f"{short}；上一个满 {limit} 个月的参保地是{province}，"
        f"累计缴费 {months.get(province, 0)} 个月，关系转回{province}办理待遇领取手续。",
        4: f"{short}，其他参保地也都不满 {limit} 个月，"
        f"关系和资金归集到户籍所在地{household}，由{household}办理待遇领取手续。",
    }[place_step]


def transfer(inputs: Given) -> Answer:
    """Answer for the money that moves with somebody to another province."""
    inputs = given.mapping(inputs)
    on = given.day(inputs, "on", given.LATEST)
    balance = given.whole(inputs, "account_balance_fen")
    before = 0
    if inputs.get("employer_before_fen") is not None:
        before = given.whole(inputs, "employer_before_fen", most=balance)
    found, pooled = Answer({}), []
    for row in _wages(inputs):
        one = _lawful("year_pooled_fen", inputs=row, on=on)
        pooled.append(one.values["year_pooled_fen"])
        found.steps += [step._replace(title=f"{row['year']}年：{step.title}") for step in one.steps]
        found.unverified = one.unverified
    money = {
        "account_balance_fen": balance,
        "employer_before_fen": before,
        "pooled_by_year_fen": pooled,
    }
    total = _lawful("account_fen", "pooled_fen", "total_fen", inputs=money, on=on)
    return replace(
        total, steps=found.steps + total.steps, unverified=found.unverified + total.unverified
    )


def benefit_place(inputs: Given) -> Answer:
    """Answer for the province that pays the pension, with the reason in words."""
    inputs = given.mapping(inputs)
    on = given.day(inputs, "on", given.LATEST)
    names = [given.text(inputs, "household"), given.text(inputs, "current")]
    periods = []
    for place, row in enumerate(given.rows(inputs, "history", ("province", "months"))):
        at = f"history.{place}"
        names.append(given.text(row, "province", at))
        periods.append((names[-1], given.whole(row, "months", 0, given.MOST_MONTHS, at)))
    if not periods:
        raise CannotAnswer("input-empty", "没有缴费经历，不能确定待遇领取地。", "history")
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(_short(name), name)
    said = {
        "household": known[_short(names[0])],
        "current": known[_short(names[1])],
        "periods": [(known[_short(name)], months) for name, months in periods],
    }
    return _lawful("province", "reason", inputs=said, on=on)


def _lawful(*targets: str, inputs: dict[str, Any], on: date) -> Answer:
    try:
        return BOOK.answer(*targets, inputs=inputs, on=on)
    except NotYetLaw as refused:
        refused.field = "on"
        raise


def _wages(inputs: Given) -> list[dict[str, int]]:
    """Give each year's wages once, in order of time."""
    found: dict[int, dict[str, int]] = {}
    for place, row in enumerate(given.rows(inputs, "wages", ("year", "monthly_fen", "months"))):
        at = f"wages.{place}"
        year = given.year(row, "year", at)
        if year in found:
            message = f"{year}年出现了两次，请合并为一条（当年月平均缴费工资、实际缴费月数）。"
            raise CannotAnswer("year-twice", message, f"{at}.year")
        monthly = given.whole(row, "monthly_fen", at=at)
        months = given.whole(row, "months", 0, MONTHS, at)
        found[year] = {"year": year, "monthly_fen": monthly, "months": months}
    return [found[year] for year in sorted(found)]


def _short(name: str) -> str:
    """Give a province's name without its ending."""
    for ending in ENDINGS:
        bare = name.removesuffix(ending)
        if bare != name and len(bare) >= SHORTEST_NAME:
            return bare
    return name
