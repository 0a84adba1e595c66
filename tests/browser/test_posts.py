"""What the other posts do all day, by keyboard: look up, approve at the city, publish, file."""

import pytest

from tests.browser.conftest import ComeIn, Site
from tests.browser.desk import go_on, press_and_go, state_of
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import office

HUANGLONG, CITY, PROVINCE = office("610631"), office("610600"), office("610000")


@pytest.mark.parametrize("post", [Post.GUIDE, Post.AUDITOR])
def test_whoever_looks_up_finds_a_client_by_the_initials(come_in: ComeIn, post: Post) -> None:
    keys = come_in(HUANGLONG.number(post))
    keys.open("/find/")
    with keys.page.expect_response(lambda answer: "/find/" in answer.url):
        keys.type("gg")
    keys.sees("高桂梅")
    keys.press("ArrowDown")
    press_and_go(keys, "Enter")
    keys.sees("登记册沿革")


def test_the_guide_reads_what_an_item_asks_for(come_in: ComeIn) -> None:
    guide = come_in(HUANGLONG.number(Post.GUIDE))
    guide.open("/catalogue/")
    guide.reach("单位参保登记")
    press_and_go(guide, "Enter")
    guide.sees("营业执照或批准成立文件")
    guide.sees("社会保险法第五十七条")


@pytest.mark.clause("SX-12")
def test_at_the_city_who_approves_signs(site: Site, come_in: ComeIn) -> None:
    approver, number = come_in(CITY.number(Post.CITY_APPROVER, 1)), site.cases.reported
    go_on(approver, f"/cases/{number}/signing/")
    assert state_of(approver, number) == "待市处审批"
    go_on(approver, f"/cases/{number}/signing/")
    assert state_of(approver, number) == "已办结"


def test_the_archivist_sees_what_is_still_missing(site: Site, come_in: ComeIn) -> None:
    archivist = come_in(HUANGLONG.number(Post.ARCHIVIST))
    archivist.open("/archive/")
    archivist.reach("已办结未归档")
    press_and_go(archivist, "Enter")
    archivist.sees(site.cases.done)


@pytest.mark.clause("SX-06")
def test_a_second_person_of_the_province_publishes_the_catalogue(come_in: ComeIn) -> None:
    first = come_in(PROVINCE.number(Post.DEPUTY_DIRECTOR))
    first.open("/catalogue/shaanxi/2/")
    first.press("F9")
    assert first.page.get_by_text("发布第 2 版").count() == 0, "who proposed it can't publish it"
    second = come_in(PROVINCE.number(Post.DIRECTOR))
    second.open("/catalogue/shaanxi/2/")
    second.sees("3 个工作日")
    press_and_go(second, "F9")
    second.open("/catalogue/")
    second.sees("已发布")
