"""Accounts: opened and renewed without anybody learning another's password."""

import re
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.doors.workbench.conftest import Clock, ComeIn
from tests.doors.workbench.entrance import (
    HTMX,
    PASSWORD,
    enrolled,
    lines_of,
    logged_in,
    open_account,
    security_admin,
    try_password,
    words,
)
from tests.doors.workbench.test_attacks_races import at_once
from tests.halls import Hall, Huanglong
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.verify import verify
from yichuang.doors.workbench.entrance import codes
from yichuang.doors.workbench.models import Account, OneTimeCode

pytestmark = pytest.mark.usefixtures("clock", "quick_hashes")
NEW = "Walnut-Harvest-26"
CODE = re.compile("[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}")


def do(client: Client, number: str, deed: str, reason: str = "本人当面申请") -> Any:
    """Do something to somebody's account, as its page does."""
    return client.post(f"/accounts/{number}/do/{deed}/", {"reason": reason})


def code_from(answer: Any) -> str:
    """Read the code off the slip."""
    found = CODE.search(words(answer))
    assert found is not None
    return found[0]


def first(number: str, code: str, new: str = NEW, client: Client | None = None) -> Any:
    """Set a password with a code."""
    form = {"number": number, "code": code, "new": new, "again": new}
    return (client or Client()).post("/login/first/", form)


def test_somebody_new_sets_a_password_of_their_own_with_a_code(
    huanglong: Hall, come_in: ComeIn
) -> None:
    keeper = come_in(security_admin(huanglong))
    assert "未开立" in words(keeper.get(f"/accounts/{huanglong.reviewer}/"))
    slip = do(keeper, huanglong.reviewer, "code")
    code = code_from(slip)
    assert code not in str(list(OneTimeCode.objects.values_list()))
    assert "待本人设密码" in words(keeper.get("/accounts/"))
    client = Client()
    assert (
        first(huanglong.reviewer, code.upper().replace("-", " "), client=client)["Location"] == "/"
    )
    assert client.get("/review/").status_code == 200
    assert try_password(Client(), huanglong.reviewer, NEW).status_code == 302
    assert first(huanglong.reviewer, code, NEW + "x").status_code == 422, "it works once"
    assert lines_of(huanglong.reviewer)[:2] == ["password-set", "login"]


def test_a_new_code_ends_the_old_password_and_its_sessions_at_once(
    huanglong: Hall, come_in: ComeIn
) -> None:
    keeper, client = come_in(security_admin(huanglong)), logged_in(huanglong.reviewer)
    assert client.get("/review/").status_code == 200
    old = code_from(do(keeper, huanglong.reviewer, "code"))
    assert client.get("/review/", headers=HTMX).status_code == 401, "also on an open page"
    assert try_password(Client(), huanglong.reviewer).status_code == 422
    new = code_from(do(keeper, huanglong.reviewer, "code"))
    assert first(huanglong.reviewer, old).status_code == 422, "only the last code counts"
    assert first(huanglong.reviewer, new).status_code == 302


def test_a_code_ends_after_three_days_and_is_nobody_else_s(
    huanglong: Hall, come_in: ComeIn, clock: Clock
) -> None:
    keeper = come_in(security_admin(huanglong))
    code = code_from(do(keeper, huanglong.reviewer, "code"))
    other = code_from(do(keeper, huanglong.deputy, "code"))
    assert first(huanglong.reviewer, other).status_code == 422
    clock.pass_by(hours=72)
    assert first(huanglong.reviewer, code).status_code == 422
    clock.pass_by(minutes=-1)
    assert first(huanglong.reviewer, code).status_code == 302


def test_a_password_that_is_unfit_uses_no_code_up(huanglong: Hall, come_in: ComeIn) -> None:
    code = code_from(do(come_in(security_admin(huanglong)), huanglong.reviewer, "code"))
    for unfit in ("short", huanglong.reviewer * 3, "qwerty123456"):
        assert first(huanglong.reviewer, code, unfit).status_code == 422
    assert first(huanglong.reviewer, code).status_code == 302


def test_unknown_numbers_and_wrong_codes_are_answered_alike_and_locked_alike(
    huanglong: Hall, come_in: ComeIn
) -> None:
    open_account(huanglong.deputy)
    do(come_in(security_admin(huanglong)), huanglong.reviewer, "code")
    numbers = (huanglong.reviewer, huanglong.deputy, huanglong.director, "61999999")
    answers = [first(number, "abcd-efgh-2345") for number in numbers]
    said = {words(a).replace(n, "") for a, n in zip(answers, numbers, strict=True)}
    assert len(said) == 1
    assert {a.status_code for a in answers} == {422}
    for number in numbers:
        for _ in range(4):
            last = first(number, "abcd-efgh-2345")
        assert (last.status_code, "已锁定 15 分钟" in words(last)) == (429, True)


def test_nobody_keeps_their_own_account_nor_one_outside(huanglong: Hall, come_in: ComeIn) -> None:
    county, city = security_admin(huanglong), security_admin(huanglong, "610600", "61060090")
    keeper, above = come_in(county), come_in(city)
    for deed in ("code", "close", "unlock", "reset"):
        assert "不能办理自己的账号" in words(do(keeper, county, deed))
        for outside in (city, "61060001", "61062902", "0001", "61999999", "%00", "x" * 300):
            assert do(keeper, outside, deed).status_code == 404
        assert "写明理由" in words(do(keeper, huanglong.reviewer, deed, " "))
    assert do(above, county, "code").status_code == 200, "whoever is locked out needs one above"
    assert set(lines_of(county)) <= {"refused"}


def test_who_stands_also_in_the_city_is_kept_from_the_city(
    huanglong: Hall, come_in: ComeIn, clock: Clock
) -> None:
    keeper = come_in(security_admin(huanglong))
    assert keeper.get(f"/accounts/{huanglong.director}/").status_code == 200
    on = local_day(clock.now)
    term: dict[str, Any] = {"since": on, "until": on.replace(year=2027)}
    held = {**term, "trained_until": term["until"]}
    huanglong.do(staff.assign, huanglong.director, "610600", Post.CITY_APPROVER, **held, by="0001")
    assert keeper.get(f"/accounts/{huanglong.director}/").status_code == 404
    assert huanglong.director not in words(keeper.get("/accounts/"))


def test_a_closed_account_is_out_at_once_and_a_code_opens_it_again(
    huanglong: Hall, come_in: ComeIn
) -> None:
    keeper, client = come_in(security_admin(huanglong)), logged_in(huanglong.reviewer)
    assert do(keeper, huanglong.reviewer, "close")["Location"].endswith("?told=close")
    assert client.get("/review/")["Location"].startswith("/login/")
    assert try_password(Client(), huanglong.reviewer).status_code == 422
    assert "没有启用的账号" in words(do(keeper, huanglong.reviewer, "close"))
    code = code_from(do(keeper, huanglong.reviewer, "code"))
    assert do(keeper, huanglong.reviewer, "close").status_code == 302
    assert first(huanglong.reviewer, code).status_code == 422, "closing takes the code away"
    assert first(huanglong.reviewer, code_from(do(keeper, huanglong.reviewer, "code")))


def test_a_lock_is_taken_away_with_a_reason(huanglong: Hall, come_in: ComeIn) -> None:
    keeper = come_in(security_admin(huanglong))
    open_account(huanglong.reviewer)
    for _ in range(5):
        try_password(Client(), huanglong.reviewer, "not-this-one")
    assert "部分地址锁定" in words(keeper.get("/accounts/"))
    assert try_password(Client(), huanglong.reviewer).status_code == 429
    do(keeper, huanglong.reviewer, "unlock")
    assert try_password(Client(), huanglong.reviewer).status_code == 302


def test_a_lost_device_is_reset_and_the_next_login_enrols_anew(
    huanglong: Hall, come_in: ComeIn
) -> None:
    keeper = come_in(security_admin(huanglong))
    other = security_admin(huanglong, number="61063191")
    assert "没有启用的账号" in words(do(keeper, other, "reset"))
    paper = enrolled(other)
    client = Client()
    try_password(client, other)
    client.post("/login/code/", {"code": paper[0]})
    client.post("/login/code/")
    assert client.get("/accounts/").status_code == 200
    do(keeper, other, "reset")
    assert client.get("/accounts/")["Location"].startswith("/login/")
    assert not TOTPDevice.objects.filter(user=other).exists()
    assert try_password(Client(), other)["Location"] == "/login/enrol/"
    assert "没有启用第二因素" in words(do(keeper, other, "reset"))


def test_every_deed_leaves_its_line_under_the_administrator_s_mandate(
    huanglong: Hall, come_in: ComeIn
) -> None:
    number = security_admin(huanglong)
    keeper = come_in(number)
    code = code_from(do(keeper, huanglong.reviewer, "code"))
    for deed in ("unlock", "close"):
        do(keeper, huanglong.reviewer, deed)
    lines = Act.objects.filter(chain=f"audit/{number}").order_by("n")
    assert [line.verb for line in lines] == ["account-opened", "unlocked", "account-closed"]
    held = Assignment.objects.get(staff=number)
    assert {line.mandate for line in lines} == {held.id}
    for line in lines:
        assert huanglong.reviewer in line.content
        assert "本人当面申请" in line.content
        assert code not in line.content
        assert PASSWORD not in line.content
    assert verify().faults == []


def test_an_administrator_whose_post_has_ended_does_nothing_more(
    huanglong: Hall, come_in: ComeIn, clock: Clock
) -> None:
    number = security_admin(huanglong)
    keeper = come_in(number)
    held = Assignment.objects.get(staff=number)
    huanglong.do(staff.end_assignment, held.id, on=local_day(clock.now), by="0001")
    assert do(keeper, huanglong.reviewer, "code").status_code == 302
    assert not Account.objects.filter(staff=huanglong.reviewer).exists()


def no_more_lines() -> None:
    """Let the database take no more acts, as a full disk would."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER full_disk BEFORE INSERT ON trail_act"
                " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
            return
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER full_disk BEFORE INSERT ON trail_act"
            " FOR EACH ROW EXECUTE FUNCTION full_disk()"
        )


def test_what_cannot_leave_its_line_lets_nobody_in_and_does_nothing(
    huanglong: Hall, come_in: ComeIn
) -> None:
    keeper = come_in(security_admin(huanglong))
    code = code_from(do(keeper, huanglong.reviewer, "code"))
    open_account(huanglong.deputy)
    inside = logged_in(huanglong.director)
    no_more_lines()
    client = Client(raise_request_exception=False)
    answer = try_password(client, huanglong.deputy)
    assert (answer.status_code, "不能登录" in words(answer)) == (409, True)
    assert client.get("/signing/").status_code == 302
    assert try_password(client, huanglong.deputy, "not-this-one").status_code == 422
    assert first(huanglong.reviewer, code).status_code == 409
    assert OneTimeCode.objects.filter(account=huanglong.reviewer).exists()
    for deed in ("code", "close", "unlock"):
        assert do(keeper, huanglong.reviewer, deed).status_code == 409
    assert Account.objects.get(staff=huanglong.reviewer).is_active
    assert inside.post("/logout/").status_code == 302, "but whoever leaves is out"
    assert inside.get("/signing/")["Location"].startswith("/login/")


def test_the_command_opens_an_account_where_no_administrator_can(huanglong: Hall) -> None:
    number = security_admin(huanglong)
    enrolled(number)
    told = StringIO()
    call_command("account", number, stdout=told)
    code = CODE.search(told.getvalue())
    assert code is not None
    line = Act.objects.filter(chain="audit/-").latest("n")
    assert (line.verb, number in line.content, code[0] in line.content) == (
        "account-opened",
        True,
        False,
    )
    assert try_password(Client(), number).status_code == 422
    assert first(number, code[0])["Location"] == "/login/code/", "the second factor still stands"
    for unknown in ("61999999", "张", "\x00"):
        with pytest.raises(CommandError, match="请先登记人员，或核对工号"):
            call_command("account", unknown)


def test_one_code_at_two_windows_at_once_sets_one_password(own_database: str) -> None:
    hall = Huanglong()
    account = open_account(hall.reviewer)
    for _ in range(3):
        code = codes.issue(account, timezone.now())
        news = ("Walnut-Harvest-26", "Chestnut-Harvest-26")
        answers = at_once(*(partial(first, hall.reviewer, code, new) for new in news))
        assert sorted(answers) == [302, 422]
        account.refresh_from_db()
        assert [account.check_password(new) for new in news] == [a == 302 for a in answers]
