"""For how long an unemployed person is paid (失业保险金期限)."""

from datetime import date
from typing import Any

from yichuang.engines.benefits import given
from yichuang.engines.benefits.book import Answer, Book
from yichuang.engines.benefits.columns import at_most, look_up
from yichuang.engines.benefits.given import Given

FIRST_DAY = date(1999, 1, 22)
MONTHS_IN_A_YEAR = 12
LONGEST_MONTHS = 1_200

BOOK = Book("unemployment")


@BOOK.rule(
    title="本次应领月数",
    formula="缴费不满1年为0，满1年不足5年12个月，满5年不足10年18个月，10年以上24个月",
    source="失业保险条例第十七条；社会保险法第四十六条",
    since=FIRST_DAY,
)
def earned_months(
    contribution_months: Any, unemployment_months_by_years: Any, unemployment_years_at_most: Any
) -> Any:
    """Give the months that the contributions since the last unemployment earn."""
    years = at_most(contribution_months // MONTHS_IN_A_YEAR, unemployment_years_at_most)
    return look_up(unemployment_months_by_years, years)


@BOOK.rule(
    title="领取期限",
    formula="本次应领月数＋前次应领未领月数，最长24个月",
    source="失业保险条例第十七条；社会保险法第四十六条；失业保险金申领发放办法第十五条",
    since=FIRST_DAY,
)
def months(earned_months: Any, carried_months: Any, unemployment_months_at_most: Any) -> Any:
    """Give the months to be paid; what was left over stays even where nothing new is earned."""
    return at_most(earned_months + carried_months, unemployment_months_at_most)


def assess(inputs: Given) -> Answer:
    """Answer for one unemployment: `months` contributed since the last, `carried` months left."""
    inputs = given.mapping(inputs)
    reckoned = {"contribution_months": given.whole(inputs, "months", most=LONGEST_MONTHS)}
    carried = (
        0 if inputs.get("carried") is None else given.whole(inputs, "carried", most=LONGEST_MONTHS)
    )
    reckoned["carried_months"] = carried
    return BOOK.answer("months", inputs=reckoned, on=given.day(inputs, "on", given.LATEST))
