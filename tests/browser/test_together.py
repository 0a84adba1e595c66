"""Two people at one case, a session that ends, the back button: nobody loses anything."""

from playwright.sync_api import expect

from tests.browser.conftest import ComeIn, Site
from tests.browser.desk import (
    all_papers_here,
    begin,
    fill,
    press_and_go,
    review,
    settle,
    state_of,
    submit,
    tick_all,
)
from tests.browser.ground import PASSWORD
from tests.browser.watch import Keys
from tests.forms import new_citizen_id
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import office

HUANGLONG, NANZHENG = office("610631"), office("610703")


def registers_a_person(teller: Keys, employer: str, name: str) -> str:
    """Accept the registration of a person and give its number."""
    begin(teller, "zgcb")
    fill(teller, [employer, new_citizen_id("19930405", "610702"), name, "13909110004"])
    fill(teller, ["20261102", "202611"])
    all_papers_here(teller)
    return submit(teller)


def test_of_two_reviewers_one_wins_and_the_other_is_told_by_whom(
    site: Site, come_in: ComeIn
) -> None:
    number = registers_a_person(
        come_in(NANZHENG.number(Post.TELLER)), site.cases.employer, "许文秀"
    )
    first, second = (come_in(NANZHENG.number(Post.REVIEWER, i)) for i in (0, 1))
    for reviewer in (first, second):
        reviewer.open(f"/cases/{number}/review/")
        tick_all(reviewer)
    press_and_go(first, "F9")
    second.press("F9")
    second.sees(NANZHENG.people[Post.REVIEWER][0])
    second.sees("复核通过")
    assert state_of(second, number) == "待办结"


def test_two_clicks_act_once(site: Site, come_in: ComeIn) -> None:
    teller = come_in(NANZHENG.number(Post.TELLER))
    begin(teller, "cbzm")
    fill(teller, [site.cases.second_person, "贷款"])
    all_papers_here(teller)
    with teller.leading():
        for _ in range(2):  # at once: slower, and the second may press what the next page has
            teller.page.keyboard.press("F9")
    teller.sees("受理回执单")
    number = teller.page.url.split("/cases/")[1].split("/")[0]
    teller.open(f"/cases/{number}/")
    expect(teller.page.get_by_role("cell", name="受理", exact=True)).to_have_count(1)


def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(
    site: Site, come_in: ComeIn
) -> None:
    teller = come_in(HUANGLONG.number(Post.TELLER, 1))
    begin(teller, "cbzm")
    fill(teller, [site.cases.person])
    settle(teller)
    site.forget_sessions()
    teller.type("办理居住证")
    teller.press("Enter")
    teller.sees("登录已过期")
    assert teller.value("用途") == "办理居住证"
    teller.reach("密码", by="Shift+Tab")
    teller.type(PASSWORD)
    teller.press("Enter")
    teller.sees("已重新登录")
    settle(teller)
    all_papers_here(teller)
    number = submit(teller)
    assert state_of(teller, number) == "待办结"


def test_the_back_button_in_the_middle_of_a_form_loses_nothing(site: Site, come_in: ComeIn) -> None:
    teller = come_in(HUANGLONG.number(Post.TELLER, 1))
    begin(teller, "cbzm")
    fill(teller, [site.cases.person, "公积金提取"])
    settle(teller)
    teller.open("/catalogue/")
    teller.page.go_back()
    assert teller.value("公民身份号码") == site.cases.person
    assert teller.value("用途") == "公积金提取"
    teller.open("/counter/")
    teller.sees("没有提交的草稿")


def test_every_change_is_kept_also_how_a_paper_was_brought(site: Site, come_in: ComeIn) -> None:
    teller = come_in(HUANGLONG.number(Post.TELLER, 1))
    begin(teller, "dwcb")
    for label, how in (("营业执照", "复印件"), ("授权委托书", "承诺后补")):
        teller.reach(label)
        while teller.chosen() != how:
            teller.press("ArrowDown")
        expect(teller.page.locator("#side li", has_text=label).get_by_text("✗")).to_have_count(0)
    teller.page.reload()
    for label, how in (("营业执照", "复印件"), ("授权委托书", "承诺后补")):
        teller.reach(label)
        assert teller.chosen() == how


def test_after_submitting_the_back_button_leads_to_the_receipt(site: Site, come_in: ComeIn) -> None:
    teller = come_in(HUANGLONG.number(Post.TELLER, 1))
    begin(teller, "cbzm")
    fill(teller, [site.cases.second_person, "子女入学"])
    all_papers_here(teller)
    number = submit(teller)
    teller.page.go_back()
    teller.sees("受理回执单")
    assert number in teller.page.url


def test_what_is_returned_is_corrected_and_goes_back_to_who_returned_it(
    site: Site, come_in: ComeIn
) -> None:
    teller = come_in(HUANGLONG.number(Post.TELLER))
    reviewer = come_in(HUANGLONG.number(Post.REVIEWER))
    number = registers_a_person(teller, site.cases.employer, "许文青")
    reviewer.open(f"/cases/{number}/review/")
    reviewer.press("F5")
    reviewer.reach("退回原因")
    reviewer.press("ArrowDown", "ArrowDown")
    reviewer.reach("理由")
    reviewer.type("姓名与身份证不符")
    press_and_go(reviewer, "F9")
    assert state_of(teller, number) == "待补正"
    press_and_go(teller, "F9")
    teller.sees("姓名与身份证不符")
    teller.reach("姓名")
    teller.press("Control+A")
    teller.type("许文清")
    teller.press("Enter")
    settle(teller)
    press_and_go(teller, "F9")
    assert state_of(teller, number) == "待复核"
    review(reviewer, number)
    assert state_of(teller, number) == "待办结"


def test_everything_that_is_wrong_is_told_at_once_and_leads_to_its_field(come_in: ComeIn) -> None:
    teller = come_in(HUANGLONG.number(Post.TELLER))
    begin(teller, "zgcb")
    fill(teller, ["123", "610631199013010010", "许3"])
    settle(teller)
    teller.press("F9")
    teller.sees("还不能受理")
    expect(teller.page.locator("[aria-invalid=true]")).to_have_count(6)
    assert "单位统一社会信用代码" in teller.focused()
    press_and_go(teller, "F8")
    teller.sees("一次性告知书")
    press_and_go(teller, "Escape")
    assert teller.value("姓名*") == "许3"
