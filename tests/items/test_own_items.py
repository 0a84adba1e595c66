"""Each check of what an agency asks for about itself, broken alone, is named with its source."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.cases.ground import newcomer, refused
from tests.halls import Hall
from tests.own_business import GRANT, SWITCH, grant_form, switch_form
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.items.registry import ITEMS
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import office

Form = dict[str, Any]


def another_agency(item: Callable[..., Form]) -> Callable[[Hall], Form]:
    return lambda _: item("610629")


def granted(**changed: Any) -> Callable[[Hall], Form]:
    return lambda hall: grant_form(hall.code, **changed)


def switched(**changed: Any) -> Callable[[Hall], Form]:
    return lambda hall: switch_form(hall.code, **changed)


def without_pension(hall: Hall) -> Form:
    """Ask for an item of an insurance that the agency doesn't handle any more."""
    admin = office(hall.city).number(Post.SYSTEM_ADMIN)
    hall.do(journeys.set_insurances, hall.code, ["unemployment"], by=admin)
    return grant_form(hall.code, item="在职人员基本信息变更")


def in_the_city(hall: Hall) -> Form:
    """Let the city ask for what only counties do."""
    hall.code, hall.deputy = hall.city, office(hall.city).number(Post.DEPUTY_DIRECTOR)
    return switch_form(hall.city, mode="综合柜员制")


def somebody_untrained(hall: Hall) -> Form:
    """Let somebody come to a window of whom no record says that they are trained."""
    Assignment.objects.filter(staff=newcomer(hall, Post.TELLER)).update(
        trained_until=date(2026, 3, 1)
    )
    return switch_form(hall.code)


BROKEN: dict[tuple[str, str], tuple[Callable[[Hall], Form], str, str]] = {
    (GRANT, "own-agency"): (another_agency(grant_form), "SX-10", "只能为本机构"),
    (GRANT, "item-is-known"): (granted(item="养老金发放"), "SX-06", "没有这个事项"),
    (GRANT, "instant-is-whole"): (granted(item="参保证明"), "SX-10", "整体授予"),
    (GRANT, "duty-suits-post"): (
        granted(item="单位参保登记", duty="审批"),
        *("SX-10", "核对岗位与权限"),
    ),
    (GRANT, "limit-is-positive"): (granted(limit="0"), "SX-10", "上限"),
    (GRANT, "within-scope"): (without_pension, "SX-04、WQ-01", "本机构不经办"),
    (GRANT, "period-is-right"): (granted(until=None), "SX-10", "授权须有期限"),
    (GRANT, "names-what-stands"): (
        granted(since="2026-03-09", until="2026-06-01"),
        "SX-10",
        "已有",
    ),
    (SWITCH, "own-agency"): (another_agency(switch_form), "SX-00a", "只能为本机构"),
    (SWITCH, "another-mode"): (switched(mode="综合柜员制"), "SX-00a", "已经实行"),
    (SWITCH, "suits-the-level"): (in_the_city, "SX-04", "省、市级经办机构只能"),
    (SWITCH, "departments-are-ready"): (
        switched(mode="专管员制"),
        *("SX-04、WQ-01", "登记科室业务"),
    ),
    (SWITCH, "staff-is-trained"): (somebody_untrained, "SX-14", "还有人员未完成培训"),
}
"""By item and check: what breaks it, the source, and a part of what it says."""


@pytest.mark.clause("SX-10", "SX-14")
@pytest.mark.parametrize(("item", "code"), BROKEN)
def test_each_check_that_is_broken_alone_is_named_with_its_source(
    huanglong: Hall, item: str, code: str
) -> None:
    made, source, says = BROKEN[item, code]
    form = made(huanglong)
    with refused(Mistakes) as told:
        huanglong.accept(item, form, {}, by=huanglong.deputy)
    assert isinstance(told.value, Mistakes)
    (mistake,) = told.value.mistakes
    assert (mistake.code, mistake.source) == (code, source)
    assert says in mistake.message
    assert mistake.field in next(c.needs for c in ITEMS[item].checks if c.code == code)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"limit": "1"},
        {"since": "2026-03-09", "until": "2028-01-01"},
        {"item": "单位参保登记", "since": "2026-03-09", "until": "2026-03-10"},
    ],
    ids=["for next year", "one fen", "what is missing of a longer time", "for one day"],
)
def test_what_just_holds_is_accepted(huanglong: Hall, form: Form) -> None:
    assert huanglong.accept_grant(**form)
