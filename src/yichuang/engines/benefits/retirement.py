"""Statutory retirement (法定退休): the month, the age, the early and late window, the minimum.

Inputs of the rules: `born` (month since year 0) and `category` (1 男, 2 原55女, 3 原50女). All run
over int64 columns; the version since 2025 is right for whoever reached the old age before, too.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yichuang.engines.benefits.book import Answer, Book, Step
from yichuang.engines.benefits.columns import Whole, at_least, at_most, choose, look_up
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw
from yichuang.engines.benefits.notation import (
    MONTHS,
    first_day,
    month_read,
    month_written,
    written,
)
from yichuang.engines.benefits.parameters import parameter

RETIREMENT = Book("retirement")

CATEGORIES = {"male": 1, "female55": 2, "female50": 3}
"""Men; women whose old age was 55; women whose old age was 50."""

OLD_LAW = date(1978, 6, 2)
MINIMUM_LAW = date(1997, 7, 16)
DECISION = date(2025, 1, 1)
DECIDED = "全国人大常委会关于实施渐进式延迟法定退休年龄的决定（2024-09-13）"


@RETIREMENT.rule(
    title="原法定退休年龄", formula="按类别", source="国发〔1978〕104号", since=OLD_LAW
)
def old_age(category: Whole, old_ages: Mapping[int, int]) -> Whole:
    """Give the age before the reform, in months."""
    return look_up(old_ages, category)


@RETIREMENT.rule(
    title="达到原法定退休年龄的月份",
    formula="出生年月＋原法定退休年龄",
    source="国发〔1978〕104号",
    since=OLD_LAW,
)
def old_retires(born: Whole, old_age: Whole) -> Whole:
    """Give the month in which the old age is reached."""
    return born + old_age


@RETIREMENT.rule(title="延迟月数", formula="当时不延迟", source="国发〔1978〕104号", since=OLD_LAW)
def delay_months() -> Whole:
    """Say that nothing was delayed."""
    return 0


@RETIREMENT.rule(
    title="每几个月延迟一个月", formula="按类别", source=f"{DECIDED}第一条", since=DECISION
)
def delay_step(category: Whole, delay_steps: Mapping[int, int]) -> Whole:
    """Give the months after which another month is added."""
    return look_up(delay_steps, category)


@RETIREMENT.rule(title="最多延迟月数", formula="按类别", source=f"{DECIDED}第一条", since=DECISION)
def delay_cap(category: Whole, delay_caps: Mapping[int, int]) -> Whole:
    """Give the most months that are added."""
    return look_up(delay_caps, category)


@RETIREMENT.rule(
    title="延迟月数",
    formula="达到原年龄的月份距起算月的月数÷每几个月（舍去余数）＋1，不超过上限；此前到龄的不延迟",
    source=f"{DECIDED}第一条、附件1至3",
    since=DECISION,
    of="delay_months",
)
def delay_months_decided(
    old_retires: Whole, reform_month: Whole, delay_step: Whole, delay_cap: Whole
) -> Whole:
    """Give the months by which the statutory age is later."""
    steps = (old_retires - reform_month) // delay_step + 1
    return at_least(at_most(steps, delay_cap), 0)


@RETIREMENT.rule(
    title="法定退休年月", formula="达到原年龄的月份＋延迟月数", source=DECIDED, since=OLD_LAW
)
def retires(old_retires: Whole, delay_months: Whole) -> Whole:
    """Give the month of statutory retirement."""
    return old_retires + delay_months


@RETIREMENT.rule(
    title="退休年龄（周岁）", formula="（退休年月－出生年月）满几年", source=DECIDED, since=OLD_LAW
)
def age_years(born: Whole, retires: Whole) -> Whole:
    """Give the whole years of age at retirement."""
    return (retires - born) // MONTHS


@RETIREMENT.rule(
    title="退休年龄（另几个月）", formula="满周岁后的月数", source=DECIDED, since=OLD_LAW
)
def age_months(born: Whole, retires: Whole) -> Whole:
    """Give the months beyond the whole years."""
    return (retires - born) % MONTHS


@RETIREMENT.rule(
    title="最早退休年月", formula="当时不能弹性提前", source="国发〔1978〕104号", since=OLD_LAW
)
def earliest(retires: Whole) -> Whole:
    """Say that nobody could go earlier."""
    return retires


@RETIREMENT.rule(
    title="最早退休年月",
    formula="法定退休年月－弹性提前上限，不早于原法定退休年龄；须已满最低缴费年限",
    source="国务院关于渐进式延迟法定退休年龄的办法第三条",
    since=DECISION,
    of="earliest",
)
def earliest_decided(retires: Whole, old_retires: Whole, early_limit: Whole) -> Whole:
    """Give the first month that somebody with the minimum of contributions can choose."""
    return at_least(retires - early_limit, old_retires)


@RETIREMENT.rule(
    title="最迟退休年月", formula="当时不能弹性延迟", source="国发〔1978〕104号", since=OLD_LAW
)
def latest(retires: Whole) -> Whole:
    """Say that nobody could stay longer."""
    return retires


@RETIREMENT.rule(
    title="最迟退休年月",
    formula="法定退休年月＋弹性延迟上限；须与单位协商一致",
    source="国务院关于渐进式延迟法定退休年龄的办法第三条",
    since=DECISION,
    of="latest",
)
def latest_decided(
    retires: Whole, old_retires: Whole, reform_month: Whole, late_limit: Whole
) -> Whole:
    """Give the last month that can be agreed on."""
    return retires + choose(old_retires < reform_month, 0, late_limit)


@RETIREMENT.rule(
    title="最低缴费月数",
    formula="按退休年份查表；表前取首年、表后取末年",
    source="中华人民共和国社会保险法第十六条；国务院关于渐进式延迟法定退休年龄的办法附件4",
    since=MINIMUM_LAW,
)
def minimum_months(retires: Whole, minimum_by_year: Mapping[int, int]) -> Whole:
    """Give the months of contribution without which no monthly pension is paid."""
    year = at_least(retires // MONTHS, min(minimum_by_year))
    return look_up(minimum_by_year, at_most(year, max(minimum_by_year)))


ASKED = ("delay_months", "age_years", "age_months", "earliest", "latest", "minimum_months")


def when(inputs: Mapping[str, Any]) -> Answer:
    """Answer `calc retirement-age`: `born` (YYYY-MM) and `category`."""
    for field in ("born", "category"):
        if inputs.get(field) is None:
            raise CannotAnswer("input-missing", f"缺少“{field}”，请补充后再算。", field)
    born = month_read(inputs["born"], "born")
    name = inputs["category"]
    if not isinstance(name, str) or name not in CATEGORIES:
        message = f"类别应为 {'、'.join(CATEGORIES)} 之一，请改正。"
        raise CannotAnswer("category-unknown", message, "category")
    category = CATEGORIES[name]
    on = first_day(born + parameter("old-ages").at(OLD_LAW).value[category])
    given = {"born": born, "category": category}
    try:
        found = RETIREMENT.answer("retires", *ASKED, inputs=given, on=on)
    except NotYetLaw as fault:
        fault.field = "born"
        raise
    told = dict(found.values)
    values = {"retires_on": month_written(told.pop("retires"))}
    values |= {"earliest_on": month_written(told.pop("earliest"))}
    values |= {"latest_on": month_written(told.pop("latest"))} | told
    steps = [_named(step, name) for step in written(found.steps, {})]
    return Answer(values, steps, found.unverified)


def _named(step: Step, name: str) -> Step:
    inputs = {key: name if key == "category" else one for key, one in step.inputs.items()}
    return step._replace(inputs=inputs)
