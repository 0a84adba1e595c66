"""The head records that the deputy is away; the second deputy signs instead, and all see it."""

from datetime import datetime, timedelta

import pytest

from tests.browser.conftest import ComeIn, Site
from tests.browser.desk import press_and_go, sign
from tests.browser.watch import violations
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import office

HUANGLONG = office("610631")


@pytest.mark.clause("SX-12", "WQ-04")
def test_a_delegate_signs_for_the_deputy_who_is_away(site: Site, come_in: ComeIn) -> None:
    head, number = come_in(HUANGLONG.number(Post.DIRECTOR)), site.cases.delegated
    head.open("/absences/")
    head.press("F4")
    head.type("主管副主任")
    head.reach("缺勤人")
    while "樊志明" not in head.chosen():
        head.press("ArrowDown")
    head.reach("返岗日")
    head.type(f"{datetime.now(LOCAL) + timedelta(days=5):%Y%m%d}")
    head.press("Enter")
    head.type("年休假")
    head.press("Enter")
    head.type("休假审批单〔2026〕3号")
    head.press("Enter")
    while "何延安" not in head.chosen():
        head.press("ArrowDown")
    press_and_go(head, "F9")
    head.sees("已记入：登记缺勤")
    assert violations(head.page) == []
    delegate = come_in(site.cases.second_deputy)
    delegate.open("/signing/")
    delegate.sees("代 樊志明（缺勤）")
    assert violations(delegate.page) == []
    sign(delegate, number)
    head.open(f"/cases/{number}/")
    head.sees("代 樊志明（缺勤）")
    head.open("/absences/")
    head.reach("樊志明销假")
    press_and_go(head, "Enter")
    press_and_go(head, "F9")
    head.sees("已记入：销假")
