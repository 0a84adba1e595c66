"""The handler asks that the clock be stopped, the deputy confirms it and lets it run on."""

import pytest

from tests.browser.conftest import ComeIn, Site
from tests.browser.desk import press_and_go
from tests.browser.watch import violations
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import office

HUANGLONG = office("610631")


@pytest.mark.clause("SX-12")
def test_the_clock_stops_on_two_persons_word_and_runs_on(site: Site, come_in: ComeIn) -> None:
    handler = come_in(HUANGLONG.number(Post.HANDLER))
    deputy = come_in(HUANGLONG.number(Post.DEPUTY_DIRECTOR))
    number = site.cases.handling
    handler.open(f"/cases/{number}/signing/")
    handler.press("Alt+S", "ArrowDown", "Enter")
    handler.type("等待劳动能力鉴定结论")
    press_and_go(handler, "F9")
    handler.sees("已记入：提请中止")
    handler.sees("提请，待确认；期限照计")
    deputy.open("/signing/")
    deputy.sees("提请中止，待确认")
    deputy.open(f"/cases/{number}/")
    deputy.press("Alt+S")
    assert violations(deputy.page) == []
    press_and_go(deputy, "F9")
    deputy.sees("已中止")
    handler.open(f"/cases/{number}/signing/")
    handler.sees("恢复前不能办理。请由主管副主任恢复办理后再办")
    deputy.press("Alt+R")
    deputy.type("鉴定结论已送达")
    press_and_go(deputy, "F9")
    deputy.sees("首尾 1 日不计")
    handler.open(f"/cases/{number}/signing/")
    assert handler.page.locator("footer .go").count() == 1, "it can be signed again"
