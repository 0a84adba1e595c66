"""The second factor: who must have one, and that nobody comes in half."""

import re
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.doors.workbench.addresses import addresses
from tests.doors.workbench.conftest import AFTERNOON, ComeIn
from tests.doors.workbench.entrance import (
    HTMX,
    PASSWORD,
    code_of,
    enrolled,
    half_a_minute_later,
    lines_of,
    open_account,
    security_admin,
    try_password,
    words,
)
from tests.doors.workbench.test_attacks_races import at_once
from tests.halls import Hall, Huanglong
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.trail.models import Act
from yichuang.doors.workbench.entrance.second_factor import must_have
from yichuang.doors.workbench.models import Account, OpenSession

pytestmark = pytest.mark.usefixtures("clock", "quick_hashes")
ALWAYS_OPEN = {"login", "login-again", "login-first", "text-size"}
TODAY = local_day(AFTERNOON)


def halfway(number: str) -> Client:
    """Give the browser of somebody whose password was right, and no more."""
    client = Client()
    assert try_password(client, number).status_code == 302
    return client


def opens(client: Client, besides: set[str]) -> list[str]:
    """Name the pages that open to a browser, but for some."""
    found = []
    for one in addresses():
        assert one.door is not None
        for method in set(one.door.methods) if one.name not in besides else set():
            answer = client.generic(method, one.path)
            to_login = answer.status_code == 302 and answer["Location"].startswith("/login/")
            found += [] if to_login else [f"{method} {one.name}"]
    return found


def test_whoever_must_have_one_enrols_right_after_the_password(huanglong: Hall) -> None:
    number = security_admin(huanglong)
    open_account(number)
    client = halfway(number)
    page = words(client.get("/login/enrol/"))
    secret = re.search(r'class="num">([A-Z2-7 ]{30,})<', page)
    assert secret is not None
    assert "<svg" in page
    assert "style=" not in page
    wrong = client.post("/login/enrol/", {"code": "000000"})
    assert wrong.status_code == 422
    assert "验证码不对" in words(wrong)
    half_a_minute_later(number)
    shown = words(client.post("/login/enrol/", {"code": code_of(number)}))
    assert len(set(re.findall(r"<li>([a-z2-7]{4}-[a-z2-7]{4})</li>", shown))) == 10
    assert "只显示这一次" in shown
    assert client.get("/keys/").status_code == 302, "not before whoever enrolled goes on"
    assert "li>" not in words(client.get("/login/enrol/"))
    assert client.post("/login/enrol/")["Location"] == "/"
    assert client.get("/keys/").status_code == 200
    assert lines_of(number) == ["second-factor-set", "login"]


@pytest.mark.parametrize("has_one", [False, True])
def test_no_page_opens_to_whoever_gave_only_the_password(huanglong: Hall, has_one: bool) -> None:  # noqa: FBT001
    number = security_admin(huanglong)
    enrolled(number) if has_one else open_account(number)
    client = halfway(number)
    step = "login-code" if has_one else "login-enrol"
    assert opens(client, {*ALWAYS_OPEN, step}) == []
    assert not OpenSession.objects.filter(staff=number).exists()
    client.post(f"/login/{step[6:]}/", {"code": code_of(number)})
    client.post(f"/login/{step[6:]}/")
    assert opens(client, ALWAYS_OPEN) != [], "and whoever shows it comes in"


def test_half_a_login_is_worth_nothing_after_ten_minutes_or_another_password(
    huanglong: Hall, clock: Any
) -> None:
    number = security_admin(huanglong)
    enrolled(number)
    late = halfway(number)
    clock.pass_by(minutes=11)
    assert late.post("/login/code/", {"code": code_of(number)})["Location"].startswith("/login/?")
    stale = halfway(number)
    account = Account.objects.get(staff=number)
    account.set_password("quite-another-one-9")
    account.save()
    assert stale.post("/login/code/", {"code": code_of(number)})["Location"].startswith("/login/?")


def test_a_code_of_the_device_works_once(huanglong: Hall) -> None:
    number = security_admin(huanglong)
    enrolled(number)
    code = code_of(number)
    assert halfway(number).post("/login/code/", {"code": code})["Location"] == "/"
    again = halfway(number).post("/login/code/", {"code": code})
    assert again.status_code == 422
    assert lines_of(number)[-1] == "login-failed"


def test_whoever_guesses_waits_longer_and_longer(huanglong: Hall, clock: Any) -> None:
    number = security_admin(huanglong)
    enrolled(number)
    client = halfway(number)
    client.post("/login/code/", {"code": "000000"})
    early = client.post("/login/code/", {"code": code_of(number)})
    assert (early.status_code, "请在 1 秒后" in words(early)) == (422, True)
    clock.pass_by(seconds=1)
    client.post("/login/code/", {"code": "000000"})
    clock.pass_by(seconds=1)
    assert "请在 1 秒后" in words(client.post("/login/code/", {"code": code_of(number)}))
    clock.pass_by(seconds=1)
    assert client.post("/login/code/", {"code": code_of(number)})["Location"] == "/"


def test_a_code_on_paper_works_once_and_says_how_many_are_left(huanglong: Hall) -> None:
    number = security_admin(huanglong)
    paper = enrolled(number)
    client = halfway(number)
    shown = client.post("/login/code/", {"code": f" {paper[3].upper()} "})
    assert '还剩 <b class="num">9</b> 个' in words(shown)
    assert client.post("/login/code/")["Location"] == "/"
    assert halfway(number).post("/login/code/", {"code": paper[3]}).status_code == 422
    half_a_minute_later(number)
    assert halfway(number).post("/login/code/", {"code": paper[4]}).status_code == 200


def test_nobody_comes_in_with_the_codes_of_somebody_else(huanglong: Hall) -> None:
    one = security_admin(huanglong)
    other = security_admin(huanglong, number="61063191")
    paper = enrolled(one)
    enrolled(other)
    for code in (code_of(one), paper[0], paper[0].replace("-", "")):
        client = halfway(other)
        assert client.post("/login/code/", {"code": code}).status_code == 422
        assert client.get("/keys/").status_code == 302
        half_a_minute_later(other)


def test_neither_codes_nor_secrets_are_written_down(huanglong: Hall) -> None:
    number = security_admin(huanglong)
    paper = enrolled(number)
    client = halfway(number)
    code = code_of(number)
    client.post("/login/code/", {"code": code})
    kept = "".join(StaticToken.objects.values_list("token", flat=True)).lower()
    lines = "".join(Act.objects.filter(chain=f"audit/{number}").values_list("content", flat=True))
    key = TOTPDevice.objects.get(user=number).key
    for secret in (*paper, *(one.replace("-", "") for one in paper)):
        assert secret not in kept
    assert not any(secret in lines for secret in (*paper, code, key, PASSWORD))


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [
        ("admins", set()),
        ("signers", {"reviewer", "director", "handler", "luochuan teller"}),
        ("everybody", {"teller", "reviewer", "director", "handler", "luochuan teller", "guide"}),
    ],
)
def test_who_must_have_one_is_asked_of_the_posts_held_today(
    huanglong: Huanglong, luochuan: Hall, settings: Any, chosen: str, asked: set[str]
) -> None:
    settings.SECOND_FACTOR = chosen
    people = {name: getattr(huanglong, name) for name in ("teller", "reviewer", "director")}
    people |= {"handler": huanglong.handler, "guide": huanglong.guide}
    people["luochuan teller"] = luochuan.teller
    assert {name for name, number in people.items() if must_have(number, TODAY)} == asked
    assert must_have(security_admin(huanglong), TODAY)
    assert must_have(security_admin(huanglong), TODAY.replace(year=2028)) is (chosen == "everybody")


def test_a_session_that_began_without_ends_where_the_post_asks_for_it(
    huanglong: Hall, come_in: ComeIn
) -> None:
    client = come_in(security_admin(huanglong))
    assert client.get("/accounts/").status_code == 200
    session = client.session
    session["factor"] = False
    session.save()
    assert client.get("/accounts/")["Location"].startswith("/login/")


def test_anybody_may_switch_it_on_and_is_asked_from_then_on(huanglong: Hall) -> None:
    number = huanglong.reviewer
    open_account(number)
    client = halfway(number)
    assert client.get("/me/factor/")["Location"] == "/me/"
    refused = client.post("/me/do/factor/", {"password": "not-it"}, headers=HTMX)
    assert "密码不对" in words(refused)
    begun = client.post("/me/do/factor/", {"password": PASSWORD}, headers=HTMX)
    assert begun["HX-Redirect"] == "/me/factor/"
    assert client.post("/me/factor/", {"code": "000000"}).status_code == 422
    half_a_minute_later(number)
    shown = words(client.post("/me/factor/", {"code": code_of(number)}))
    assert shown.count("-") > 10
    assert try_password(Client(), number)["Location"] == "/login/code/"
    half_a_minute_later(number)
    anew = words(client.post("/me/do/codes/", {"code": code_of(number)}))
    before, after = (set(re.findall(r"<li>([a-z2-7-]{9})</li>", page)) for page in (shown, anew))
    assert (len(before), len(after), before & after) == (10, 10, set())
    half_a_minute_later(number)
    assert halfway(number).post("/login/code/", {"code": before.pop()}).status_code == 422
    half_a_minute_later(number)
    assert halfway(number).post("/login/code/", {"code": after.pop()}).status_code == 200


def test_a_page_whose_session_ended_goes_on_after_the_code(huanglong: Hall) -> None:
    number = security_admin(huanglong)
    enrolled(number)
    client = Client()
    here = {**HTMX, "X-Staff": number, "X-Seat": ""}
    asked = client.post("/login/again/", {"number": number, "password": PASSWORD}, headers=here)
    assert "请输入验证码后继续" in words(asked)
    assert client.get("/keys/").status_code == 302
    done = client.post("/login/code/", {"code": code_of(number)}, headers=here)
    assert "已重新登录" in words(done)
    assert '"token"' in done["HX-Trigger"]


@pytest.mark.parametrize("on_paper", [False, True])
def test_one_code_at_two_windows_at_once_lets_one_in(own_database: str, on_paper: bool) -> None:  # noqa: FBT001
    number = security_admin(Huanglong())
    paper = enrolled(number)
    for turn in range(3):
        half_a_minute_later(number)
        clients = [halfway(number) for _ in range(2)]
        code = paper[turn] if on_paper else code_of(number)
        at_once(*(partial(c.post, "/login/code/", {"code": code}) for c in clients))
        if on_paper:
            clients = [c for c in clients if c.post("/login/code/").status_code == 302]
        assert [c.get("/keys/").status_code for c in clients].count(200) == 1
