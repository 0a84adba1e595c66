"""Coming in, sitting down, going out, and what the keyboard does, all without a mouse."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LARGE, ComeIn, Site, log_in
from tests.browser.desk import begin
from tests.browser.pages import HUANGLONG
from tests.browser.watch import Keys, overflowing, violations
from yichuang.domain.staff.posts import Post

TELLER = HUANGLONG.number(Post.TELLER)
SECOND = HUANGLONG.number(Post.TELLER, 1)
REVIEWER = HUANGLONG.number(Post.REVIEWER)
FIRST = {
    *(Post.TELLER, Post.REVIEWER, Post.HANDLER, Post.DEPUTY_DIRECTOR),
    *(Post.GUIDE, Post.FINANCE, Post.TRAINER, Post.ARCHIVIST),
}
"""Whose first page is one of those that are looked at each by itself."""
POSTS = {post: HUANGLONG.number(post) for post in HUANGLONG.people if post not in FIRST}


def counting(keys: Keys) -> list[str]:
    """Count what is sent to the server from now on, beside mere looks."""
    sent: list[str] = []
    keys.page.on("request", lambda r: sent.append(r.url) if r.method != "GET" else None)
    return sent


def test_a_teller_logs_in_takes_a_window_and_is_at_the_counter(sit_down: ComeIn) -> None:
    keys = sit_down()
    keys.open("/")
    keys.is_at("/login/?next=/")
    assert "工号" in keys.focused()
    assert violations(keys.page) == []
    keys.type(TELLER)
    keys.press("Tab")
    keys.type("yichuang-look-1")
    keys.press("Enter")
    keys.is_at("/seat/")
    assert violations(keys.page) == []
    keys.reach("1 号窗")
    keys.press("ArrowDown")
    assert "2 号窗" in keys.focused()
    keys.press("Enter")
    keys.is_at("/counter/")
    keys.sees("2 号窗")


def test_a_wrong_password_is_told_and_the_right_one_goes_on(sit_down: ComeIn) -> None:
    keys = sit_down()
    keys.open("/login/?next=/keys/")
    keys.type(REVIEWER)
    keys.press("Tab")
    keys.type("not-this-one")
    keys.press("Enter")
    keys.sees("工号或密码不对")
    assert violations(keys.page) == []
    assert "密码" in keys.focused()
    keys.type("yichuang-look-1")
    keys.press("Enter")
    keys.is_at("/keys/")


def test_whoever_goes_out_is_out_also_by_the_back_button(come_in: ComeIn) -> None:
    keys = come_in(REVIEWER)
    keys.is_at("/review/")
    keys.reach("退出")
    keys.press("Enter")
    keys.is_at("/login/")
    keys.press("Alt+ArrowLeft")
    keys.is_at("/login/")


@pytest.mark.parametrize("post", POSTS)
def test_the_first_page_of_every_other_post_is_without_barriers(
    come_in: ComeIn, post: Post
) -> None:
    keys = come_in(POSTS[post])
    assert keys.page.locator("h1").count() == 1
    assert keys.page.locator("nav.side-nav > a").count() <= 7
    assert violations(keys.page) == []


def test_the_largest_text_stays_and_loses_nothing(come_in: ComeIn) -> None:
    keys = come_in(REVIEWER)
    before = keys.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    keys.reach("字号 3")
    keys.press("Enter")
    keys.page.wait_for_selector("html[data-size='3']")
    keys.open("/keys/")
    after = keys.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert after > before
    for path in ("/review/", "/find/", "/catalogue/", "/keys/"):
        keys.open(path)
        assert overflowing(keys.page) == 0
        assert violations(keys.page) == []


def test_twice_as_large_at_1280_pixels_loses_nothing(site: Site, come_in: ComeIn) -> None:
    keys = come_in(REVIEWER, (640, 480), device_scale_factor=2)
    for path in ("/review/", f"/cases/{site.cases.review}/review/", "/find/", "/keys/"):
        keys.open(path)
        assert overflowing(keys.page) == 0, path


def test_after_the_session_ended_what_was_typed_is_still_there(site: Site, come_in: ComeIn) -> None:
    keys = come_in(TELLER)
    begin(keys, "dwcbdj")
    at = keys.page.url
    keys.reach("单位名称")
    keys.type("黄龙县")
    site.forget_sessions()
    keys.type("果业有限公司")
    keys.press("Tab")
    keys.sees("页面上填写的内容都还在")
    assert keys.value("单位名称") == "黄龙县果业有限公司"
    keys.reach("密码")
    keys.type("yichuang-look-1")
    keys.press("Tab", "Enter")
    expect(keys.page.get_by_label("密码")).to_have_count(0)
    keys.settles()
    assert (keys.page.url, keys.value("单位名称")) == (at, "黄龙县果业有限公司")
    keys.open(at.removeprefix(site.address))
    assert keys.value("单位名称") == "黄龙县果业有限公司"


def test_enter_goes_to_the_next_field_and_submits_nothing(come_in: ComeIn) -> None:
    keys = come_in(TELLER)
    begin(keys, "dwcbdj")
    at, sent = keys.page.url, counting(keys)
    keys.reach("统一社会信用代码")
    seen = []
    for _ in range(20):
        seen.append(keys.focused())
        keys.press("Enter")
        if keys.focused() == seen[-1]:
            break
    assert len(seen) > 4
    assert keys.page.url == at
    assert [url for url in sent if "/submit/" in url] == []


def test_a_scanner_s_burst_presses_no_button(site: Site, come_in: ComeIn) -> None:
    keys = come_in(REVIEWER)
    keys.open(f"/cases/{site.cases.second_review}/review/")
    ticks = keys.page.locator("[data-ticks] input.tick")
    for tick in ticks.all():
        while not tick.evaluate("tick => tick === document.activeElement"):
            keys.press("Tab")
        keys.press("Space")
    assert keys.page.locator("[data-ticks] input.tick:not(:checked)").count() == 0
    keys.reach("通过")
    at, sent = keys.page.url, counting(keys)
    keys.scan("610631199003150015")
    keys.page.wait_for_timeout(300)
    assert (keys.page.url, sent) == (at, [])
    assert "通过" in keys.focused()


def test_arrows_go_through_a_list_and_enter_opens(site: Site, come_in: ComeIn) -> None:
    keys = come_in(REVIEWER)
    first = site.cases.review
    keys.reach(first)
    keys.press("ArrowDown")
    second = keys.focused()
    assert first not in second
    keys.press("ArrowUp")
    assert first in keys.focused()
    keys.press("ArrowDown", "Enter")
    keys.is_at(f"/cases/{second.strip()}/")


def test_two_people_at_one_machine_get_two_homes(sit_down: ComeIn) -> None:
    keys = sit_down(LARGE)
    keys.open("/login/")
    log_in(keys, SECOND)
    keys.is_at("/counter/")
    keys.open("/login/")
    log_in(keys, REVIEWER)
    keys.is_at("/review/")
