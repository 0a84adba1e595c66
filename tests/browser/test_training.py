"""The training officer's day, by keyboard: a course, a training, results by their digits, paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ComeIn
from tests.browser.desk import fill, press_and_go
from tests.browser.watch import overflowing, violations
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import office

HUANGLONG = office("610631")


@pytest.mark.clause("SX-14")
def test_a_course_is_offered_held_recorded_and_corrected_without_a_mouse(come_in: ComeIn) -> None:
    keys = come_in(HUANGLONG.number(Post.TRAINER))
    keys.is_at("/training/")
    keys.press("F4")
    course = ["ZC-2026", "新办法解读", "（向下一项）", "8", "12", "县局年度培训计划"]
    fill(keys, course)
    press_and_go(keys, "F9")
    keys.sees("未核实")
    keys.press("F3", "Enter", "Enter")
    fill(keys, ["白延峰", "三楼会议室"])
    press_and_go(keys, "F9")
    keys.sees("还没有结果")
    assert violations(keys.page) == []
    first = keys.focused()
    keys.press("1", "Enter")
    assert keys.focused() != first, "Enter goes to the next person"
    keys.press("2", "Enter")
    keys.press("3", "Enter")
    press_and_go(keys, "F9")
    expect(keys.page.get_by_role("heading", name="已登记")).to_be_visible()
    rows = keys.page.locator("section[aria-labelledby=t-results] tbody tr")
    expect(rows).to_have_count(3)
    assert sorted(rows.locator(".tag").all_inner_texts()) == ["不合格", "合格", "缺席"]
    keys.reach("更正")
    press_and_go(keys, "Enter")
    keys.press("Enter")
    keys.type("试卷误评")
    keys.press("F9")
    keys.sees("另一位培训管理人员")
    press_and_go(keys, "Escape")
    press_and_go(keys, "F8")
    keys.sees("培训签到表")
    assert violations(keys.page) == []
    press_and_go(keys, "Escape")
    press_and_go(keys, "Escape")
    keys.is_at("/training/")
    assert overflowing(keys.page) == 0
    press_and_go(keys, "Enter")
    keys.sees("培训记录")
