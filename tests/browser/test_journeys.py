"""A case of each level from the window to the archive, in browsers, without a mouse."""

from datetime import datetime

import pytest

from tests.browser.conftest import ComeIn, Site
from tests.browser.desk import (
    all_papers_here,
    begin,
    fill,
    go_on,
    press_and_go,
    prove,
    review,
    sign,
    state_of,
    submit,
)
from tests.forms import new_citizen_id, new_credit_code
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import office

HUANGLONG, CITY, WANGQING = office("610631"), office("610600"), office("222424")


def at_huanglong(post: Post) -> str:
    """Give the staff number of a post at Huanglong."""
    return HUANGLONG.number(post)


@pytest.mark.clause("SX-11")
def test_level_three_is_finished_on_the_spot(site: Site, come_in: ComeIn) -> None:
    teller = come_in(at_huanglong(Post.TELLER))
    begin(teller, "cbzm")
    fill(teller, [site.cases.person, "子女入学"])
    all_papers_here(teller)
    teller.sees("三级风险")
    number = submit(teller)
    teller.sees("受理回执单")
    press_and_go(teller, "F9")
    assert state_of(teller, number) == "已办结"
    press_and_go(teller, "F9")
    assert state_of(teller, number) == "已归档"


@pytest.mark.clause("SX-11")
def test_level_two_goes_past_the_reviewer_and_back(site: Site, come_in: ComeIn) -> None:
    teller, reviewer = come_in(at_huanglong(Post.TELLER)), come_in(at_huanglong(Post.REVIEWER))
    begin(teller, "zgcb")
    fill(teller, [site.cases.employer, new_citizen_id("19910203"), "许秀英", "13909110003"])
    fill(teller, ["20261102", "202611"])
    all_papers_here(teller)
    teller.sees("二级风险")
    number = submit(teller)
    assert state_of(teller, number) == "待复核"
    review(reviewer, number)
    assert state_of(teller, number) == "待办结"
    press_and_go(teller, "F9")
    assert state_of(teller, number) == "已办结"


@pytest.mark.clause("SX-12")
def test_level_one_is_signed_by_four_people_in_turn(come_in: ComeIn) -> None:
    teller = come_in(at_huanglong(Post.TELLER))
    begin(teller, "dwcb")
    firm = [new_credit_code("610602"), "黄龙县白马滩苹果专业合作社", "企业", "贺向阳"]
    fill(teller, [*firm, "陕西省延安市黄龙县白马滩镇", "0911-5620009", "20261026"])
    all_papers_here(teller)
    teller.sees("一级风险")
    teller.sees("承诺")
    number = submit(teller)
    assert state_of(teller, number) == "待经办"
    sign(come_in(at_huanglong(Post.HANDLER)), number)
    review(come_in(at_huanglong(Post.REVIEWER)), number)
    deputy = come_in(at_huanglong(Post.DEPUTY_DIRECTOR), proved=False)
    deputy.open(f"/cases/{number}/signing/")
    deputy.press("F9")
    prove(deputy, "yichuang-look-2")
    deputy.sees("密码不对")
    prove(deputy)
    deputy.sees("身份已核验")
    press_and_go(deputy, "F9")
    assert state_of(teller, number) == "待主任审批"
    sign(come_in(at_huanglong(Post.DIRECTOR)), number)
    assert state_of(teller, number) == "已办结"
    press_and_go(teller, "F9")
    assert state_of(teller, number) == "已归档"


@pytest.mark.clause("SX-12")
def test_a_birth_date_goes_to_the_city_and_to_its_meeting(site: Site, come_in: ComeIn) -> None:
    teller = come_in(at_huanglong(Post.TELLER))
    begin(teller, "zzry")
    fill(
        teller,
        [site.cases.with_wrong_birth, "", new_citizen_id("19890203"), "档案记载与身份证不符"],
    )
    all_papers_here(teller)
    teller.sees("市处审批")
    number = submit(teller)
    sign(come_in(at_huanglong(Post.HANDLER)), number)
    review(come_in(at_huanglong(Post.REVIEWER)), number)
    sign(come_in(at_huanglong(Post.DEPUTY_DIRECTOR)), number)
    sign(come_in(at_huanglong(Post.DIRECTOR)), number)
    assert state_of(teller, number) == "已上报"
    approver = come_in(CITY.number(Post.CITY_APPROVER))
    go_on(approver, f"/cases/{number}/signing/")
    approver.open(f"/cases/{number}/signing/")
    approver.press("F8")
    approver.type("涉及出生日期，提交办公会")
    press_and_go(approver, "F9")
    assert state_of(teller, number) == "待办公会决定"
    chief = come_in(CITY.number(Post.CITY_CHIEF))
    chief.open(f"/cases/{number}/signing/")
    chief.reach("纪要编号")
    chief.type("延养办纪2026-11")
    chief.press("Enter")
    chief.type(f"{datetime.now(LOCAL):%Y%m%d}")
    chief.reach("出席人员")
    chief.type("白延峰、拓文斌")
    chief.reach("会议决定")
    chief.type("同意更正")
    press_and_go(chief, "F9")
    assert state_of(teller, number) == "已办结"


@pytest.mark.clause("WQ-03")
def test_in_wangqing_the_special_window_accepts_and_signs_first(
    site: Site, come_in: ComeIn
) -> None:
    special = come_in(WANGQING.number(Post.SPECIAL))
    begin(special, "zzry")
    fill(special, [site.cases.second_person, "金顺爱", "", "户籍更名"])
    all_papers_here(special)
    number = submit(special)
    sign(special, number)
    assert state_of(special, number) == "待复核"
