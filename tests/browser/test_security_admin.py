"""The security administrator comes in with two factors and lets somebody set a password anew."""

from tests.browser.conftest import ComeIn, log_in
from tests.browser.pages import CITY, HUANGLONG
from tests.browser.watch import Keys, overflowing, violations
from yichuang.domain.staff.posts import Post

SECURITY = CITY.number(Post.SECURITY_ADMIN)
GUIDE = HUANGLONG.number(Post.GUIDE)
CHOSEN = "walnut-harbour-82-Ridge"  # of this test only


def fine(keys: Keys) -> None:
    """Expect a page to be whole and without barriers."""
    assert overflowing(keys.page) == 0
    assert violations(keys.page) == []


def test_nobody_learns_a_password_that_somebody_else_sets(sit_down: ComeIn) -> None:
    waits = sit_down()
    waits.open("/login/")
    log_in(waits, GUIDE)
    waits.is_at("/find/")

    admin = sit_down()
    admin.open("/login/?next=/accounts/")
    log_in(admin, SECURITY)
    admin.is_at("/accounts/")
    fine(admin)
    admin.open(f"/accounts/{GUIDE}/")
    admin.press("F4")
    admin.type("忘记密码，当面核对本人")
    with admin.leading():
        admin.press("F9")
    code = admin.page.locator(".one-time b").inner_text()
    fine(admin)

    waits.open("/find/")
    waits.is_at("/login/")

    waits.open("/login/first/")
    fine(waits)
    for text in (GUIDE, code, CHOSEN, CHOSEN):
        waits.type(text)
        waits.press("Tab")
    with waits.leading():
        waits.press("Enter")
    waits.is_at("/find/")

    again = sit_down()
    again.open("/login/")
    again.type(GUIDE)
    again.press("Tab")
    again.type("yichuang-look-1")
    again.press("Enter")
    again.sees("工号或密码不对")
