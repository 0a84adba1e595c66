"""The yearly adjustment of pensions (年度调整): a fixed amount, by years, by level, for high age.

Each province writes one document a year and it holds for that year alone, so a year without one
is refused instead of being answered by an earlier one's figures.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yichuang.engines.benefits import given
from yichuang.engines.benefits.book import Answer, Book
from yichuang.engines.benefits.columns import at_least, at_most, choose
from yichuang.engines.benefits.faults import CannotAnswer, ParameterUnknown
from yichuang.engines.benefits.given import Given
from yichuang.engines.benefits.parameters import Parameter, Value, parameters
from yichuang.engines.benefits.rounding import POLICIES, up

FIRST_DAY = date(2005, 1, 1)
MONTHS_IN_A_YEAR = 12
LONGEST = 1_200
RATE_IN_ONE = 10_000
NO_LIMIT = 10**6
YEARLY = "省年度调整文件"

BOOK = Book("adjustment")


@BOOK.rule(title="定额调整", formula="每人相同的金额", source=YEARLY, since=FIRST_DAY)
def fixed_fen(fixed: Any) -> Any:
    """Give what everybody gets alike."""
    return fixed


@BOOK.rule(
    title="计算调整的缴费年数",
    formula="缴费月数÷12，不足1年按1年",
    source=YEARLY,
    since=FIRST_DAY,
)
def counted_years(contribution_months: Any) -> Any:
    """Give the years of contributions; part of one counts as one."""
    return up(contribution_months, MONTHS_IN_A_YEAR)


@BOOK.rule(
    title="按缴费年限调整",
    formula="缴费年数分段，每段年数×该段每年的金额，相加",
    source=YEARLY,
    since=FIRST_DAY,
)
def by_years_fen(counted_years: Any, years: Mapping[int, int]) -> Any:
    """Give the sum over the brackets of years."""
    starts = sorted(years)
    amount = counted_years * 0
    for start, end in zip(starts, [*starts[1:], NO_LIMIT], strict=True):
        inside = at_most(at_least(counted_years - start, 0), end - start)
        amount = amount + inside * years[start]
    return amount


@BOOK.rule(
    title="与养老金水平挂钩的调整",
    formula="调整前的月养老金×比例（万分数）÷10000，按该省的舍入",
    source=YEARLY,
    since=FIRST_DAY,
)
def by_level_fen(pension_fen: Any, level: Any, rounding: str) -> Any:
    """Give the part that follows the pension's level."""
    return POLICIES[rounding](pension_fen * level, RATE_IN_ONE)


@BOOK.rule(
    title="高龄倾斜",
    formula="达到的最高一档年龄的金额，未达到的为0",
    source=YEARLY,
    since=FIRST_DAY,
)
def high_age_fen(age_years: Any, age: Mapping[int, int]) -> Any:
    """Give what high age adds."""
    amount = age_years * 0
    for start in sorted(age):
        amount = choose(age_years >= start, age[start], amount)
    return amount


@BOOK.rule(title="本次调整合计", formula="各部分相加", source=YEARLY, since=FIRST_DAY)
def total_fen(fixed_fen: Any, by_years_fen: Any, by_level_fen: Any, high_age_fen: Any) -> Any:
    """Give all parts together."""
    return fixed_fen + by_years_fen + by_level_fen + high_age_fen


@BOOK.rule(
    title="调整后的月养老金",
    formula="调整前的月养老金＋本次调整合计",
    source=YEARLY,
    since=FIRST_DAY,
)
def new_pension_fen(pension_fen: Any, total_fen: Any) -> Any:
    """Give the pension as it is paid from now on."""
    return pension_fen + total_fen


PARTS = {
    "fixed": ("fixed_fen",),
    "years": ("by_years_fen",),
    "level": ("by_level_fen",),
    "rounding": ("by_level_fen",),
    "age": ("high_age_fen",),
}
"""What a province's document says, and which rules rest on it."""

ALL = ("fixed_fen", "by_years_fen", "by_level_fen", "high_age_fen", "total_fen", "new_pension_fen")


def assess(inputs: Given, targets: tuple[str, ...] = ALL) -> Answer:
    """Answer for one pension: province, year, pension_fen, contribution_months and age_years.

    Age is what the year's document asks for (whole years on the day that it names). A year of
    which only some parts are known still answers for these, by naming them as targets.
    """
    inputs = given.mapping(inputs)
    province, year = given.text(inputs, "province"), given.year(inputs, "year")
    whole = bool({"total_fen", "new_pension_fen"} & set(targets))
    reckoned: dict[str, Any] = {"pension_fen": given.whole(inputs, "pension_fen")}
    reckoned["contribution_months"] = given.whole(inputs, "contribution_months", most=LONGEST)
    reckoned["age_years"] = given.whole(inputs, "age_years", most=LONGEST)
    documents: dict[str, str] = {}
    doubts: list[str] = []
    for part, rules in PARTS.items():
        if whole or set(rules) & set(targets):
            parameter, value = _of_the_year(f"adjustment-{province}-{part}", year)
            reckoned[part] = value.value
            documents |= dict.fromkeys(rules, value.document)
            doubts += [] if value.verified else [parameter.name]
    answer = BOOK.answer(*targets, inputs=reckoned, on=date(year, 1, 1))
    answer.steps = [s._replace(source=documents.get(s.rule, s.source)) for s in answer.steps]
    answer.unverified += doubts
    return answer


def _of_the_year(code: str, year: int) -> tuple[Parameter, Value]:
    """Give a parameter's value of one year, never an earlier year's."""
    if code not in parameters():
        raise CannotAnswer("province-unknown", "没有这个省的年度调整标准，请先录入。", "province")
    parameter = parameters()[code]
    for value in parameter.values:
        if value.since.year == year:
            return parameter, value
    raise ParameterUnknown(code, parameter.name, f"{year} 年")
