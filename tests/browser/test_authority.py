"""A grant by keyboard: asked for, examined, approved, put into force; the teller's page changes."""

import pytest

from tests.browser.conftest import SMALL, ComeIn, Site
from tests.browser.desk import press_and_go, settle, state_of, tick_all
from tests.browser.seated import session_of
from tests.browser.watch import Keys, overflowing, violations
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import office

NANZHENG, HANZHONG = office("610703"), office("610700")
ITEM = "单位参保登记"


def fine(keys: Keys) -> None:
    """Expect a page to be whole and without barriers."""
    assert overflowing(keys.page) == 0
    assert violations(keys.page) == []


def choose(keys: Keys, field: str, answer: str) -> None:
    """Go on to a field and choose an answer by the arrow keys."""
    keys.reach(field)
    for _ in range(20):
        if keys.chosen() == answer:
            return
        keys.press("ArrowDown")
    raise AssertionError(answer)


def ask(keys: Keys) -> str:
    """Ask for the handling of a limited item for the tellers, and give the case's number."""
    keys.open("/authority/")
    keys.sees("范围和权限相同")
    fine(keys)
    press_and_go(keys, "F9")
    choose(keys, "岗位", "综合业务")
    choose(keys, "事项", ITEM)
    choose(keys, "权限", "受理并经办")
    keys.reach("止")
    keys.type("20280101")
    keys.reach("依据")
    keys.type("南郑区局纪要〔2026〕9号")
    settle(keys)
    keys.sees("由上级机构的安全管理员赋权生效")
    fine(keys)
    press_and_go(keys, "F9")
    keys.is_at("/cases/")
    return keys.page.url.split("/cases/")[1].split("/")[0]


def steps_of(keys: Keys) -> int:
    """Count what a teller may do, as the page about it says."""
    keys.open("/authority/why/")
    return keys.page.locator(".may .mark-ok").count()


@pytest.mark.clause("SX-10")
def test_a_grant_goes_from_the_deputy_to_the_city_and_works_at_the_counter(
    site: Site, come_in: ComeIn, sit_down: ComeIn
) -> None:
    teller = come_in(NANZHENG.number(Post.TELLER))
    before = steps_of(teller)
    fine(teller)
    deputy = come_in(NANZHENG.number(Post.DEPUTY_DIRECTOR))
    number = ask(deputy)
    press_and_go(deputy, "F9")
    auditor = come_in(NANZHENG.number(Post.AUDITOR))
    auditor.open(f"/cases/{number}/signing/")
    fine(auditor)
    tick_all(auditor)
    press_and_go(auditor, "F9")
    head = come_in(NANZHENG.number(Post.DIRECTOR))
    head.open(f"/cases/{number}/signing/")
    press_and_go(head, "F9")
    assert state_of(head, number) == "待赋权"
    assert steps_of(teller) == before
    security = sit_down(SMALL)
    session = session_of(site.database, HANZHONG.number(Post.SECURITY_ADMIN))
    security.page.context.add_cookies(
        [{"name": "sessionid", "value": session, "url": site.address}]
    )
    security.open("/signing/")
    security.sees("待赋权")
    press_and_go(security, "F9")
    security.is_at(f"/cases/{number}/signing/")
    press_and_go(security, "F9")
    assert state_of(head, number) == "已办结"
    # The tellers sign now what the back office handled before.
    assert steps_of(teller) == before + 1
    head.open("/authority/?post=teller")
    head.sees(number)
