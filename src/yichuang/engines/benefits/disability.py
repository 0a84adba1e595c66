"""What an insured person who can't work any more is paid by, and for how long (病残津贴)."""

from datetime import date
from typing import Any

from yichuang.engines.benefits import given
from yichuang.engines.benefits.book import Answer, Book
from yichuang.engines.benefits.columns import at_least, both
from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.benefits.given import Given
from yichuang.engines.benefits.rounding import up

FIRST_DAY = date(2025, 1, 1)
DOCUMENT = "人社部发〔2024〕72号"
MONTHS_IN_A_YEAR = 12
LONGEST_MONTHS = 1_200

BOOK = Book("disability")


@BOOK.rule(
    title="是否按基本养老金办法计发",
    formula="满最低缴费年限，并且距法定退休年龄不超过60个月；否则按基础养老金办法",
    source=DOCUMENT,
    since=FIRST_DAY,
)
def on_full_basis(
    minimum_met: Any, months_to_retirement: Any, disability_full_within_months: Any
) -> Any:
    """Say whether the allowance is reckoned like the whole pension."""
    return both(minimum_met, months_to_retirement <= disability_full_within_months)


@BOOK.rule(
    title="超过5年的缴费年数",
    formula="（缴费月数－60）÷12，不满1年按1年，不超过5年为0",
    source=DOCUMENT,
    since=FIRST_DAY,
)
def further_years(contribution_months: Any, disability_first_contribution_months: Any) -> Any:
    """Give the years beyond five; part of one counts as one."""
    beyond = at_least(contribution_months - disability_first_contribution_months, 0)
    return up(beyond, MONTHS_IN_A_YEAR)


@BOOK.rule(
    title="支付月数",
    formula="12个月＋3个月×超过5年的缴费年数",
    source=DOCUMENT,
    since=FIRST_DAY,
)
def limited_months(
    further_years: Any, disability_first_months: Any, disability_months_a_year: Any
) -> Any:
    """Give the months for which somebody short of the minimum years is paid."""
    return disability_first_months + disability_months_a_year * further_years


def assess(inputs: Given) -> Answer:
    """Answer for one person: contributed `months`, months `to_retirement`, `minimum_met`.

    Only who is short of the minimum years has a last month.
    """
    inputs = given.mapping(inputs)
    minimum_met = _minimum_met(inputs)
    reckoned = {
        "contribution_months": given.whole(inputs, "months", most=LONGEST_MONTHS),
        "months_to_retirement": given.whole(inputs, "to_retirement", most=LONGEST_MONTHS),
        "minimum_met": minimum_met,
    }
    targets = ("on_full_basis",) if minimum_met else ("on_full_basis", "limited_months")
    answer = BOOK.answer(*targets, inputs=reckoned, on=given.day(inputs, "on", given.LATEST))
    basis = "full" if answer.values["on_full_basis"] else "basic"
    answer.values = {"basis": basis, "months": answer.values.get("limited_months")}
    return answer


def _minimum_met(inputs: Given) -> bool:
    found = inputs.get("minimum_met")
    if found is None:
        raise CannotAnswer("input-missing", "缺少“minimum_met”，请补充后再算。", "minimum_met")
    if not isinstance(found, bool):
        raise CannotAnswer("input-kind", "“minimum_met”应为 true 或 false。", "minimum_met")
    return found
