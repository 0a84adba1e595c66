"""A deputy signs what waits in one go, by keyboard: three briefs, one confirmation."""

import pytest

from tests.browser.conftest import ComeIn
from tests.browser.desk import press_and_go, prove
from tests.browser.watch import Keys, overflowing, violations
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import office


def whole(keys: Keys, said: str) -> None:
    """See a page of the session, whole and without barriers."""
    keys.sees(said)
    assert keys.page.locator("h1").count() == 1
    assert overflowing(keys.page) == 0
    assert violations(keys.page) == []


@pytest.mark.clause("WQ-05")
def test_a_deputy_signs_what_was_on_the_screen_in_one_confirmation(come_in: ComeIn) -> None:
    deputy = come_in(office("222424").number(Post.DEPUTY_DIRECTOR), proved=False)
    deputy.open("/session/")
    deputy.sees("16:00")
    deputy.press("F9")
    prove(deputy)
    press_and_go(deputy, "F9")
    whole(deputy, "未阅 3")
    press_and_go(deputy, "F9")
    whole(deputy, "已阅看，记入本次待签")
    press_and_go(deputy, "PageDown")
    press_and_go(deputy, "F6")
    deputy.sees("已阅看，记入本次待签")
    press_and_go(deputy, "PageUp")
    deputy.sees("已留出本次")
    press_and_go(deputy, "F9")
    deputy.sees("签字 2 件，29,802.00 元")
    whole(deputy, "人民币贰万玖仟捌佰零贰元整")
    press_and_go(deputy, "F9")
    deputy.sees("已签 2 件，未签 1 件")
    deputy.page.reload()
    whole(deputy, "已签 2 件，未签 1 件")
