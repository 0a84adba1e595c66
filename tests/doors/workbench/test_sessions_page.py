"""Sessions in force: found by person, ended at once; and who is kept out by guesses."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.doors.workbench.conftest import Clock, ComeIn
from tests.doors.workbench.entrance import (
    HTMX,
    PASSWORD,
    lines_of,
    logged_in,
    open_account,
    security_admin,
    try_password,
    words,
)
from tests.halls import Hall
from yichuang.doors.workbench.models import OpenSession

pytestmark = pytest.mark.usefixtures("clock", "quick_hashes")
OWN, THEIRS = "10.61.6.31", "10.61.6.99"


def end(client: Client, **sent: Any) -> Any:
    """End sessions, as the page does."""
    return client.post("/sessions/end/", {"reason": "离岗未退出", **sent})


def at(address: str, **more: Any) -> Client:
    """Give a browser at an address."""
    return Client(REMOTE_ADDR=address, **more)


def test_a_session_says_when_from_where_and_with_what(huanglong: Hall, come_in: ComeIn) -> None:
    edge = "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/130.0 Safari/537.36 Edg/130.0"
    open_account(huanglong.reviewer)
    client = at(OWN, HTTP_USER_AGENT=edge)
    try_password(client, huanglong.reviewer)
    session = OpenSession.objects.get()
    assert (session.address, session.browser) == (OWN, "Edge · Windows")
    assert str(client.session.session_key) not in session.key
    page = words(come_in(security_admin(huanglong)).get("/sessions/"))
    for told in (huanglong.reviewer, OWN, "Edge · Windows", "本会话"):
        assert told in page


def test_the_last_use_is_kept_and_what_ran_out_is_not_in_force(
    huanglong: Hall, come_in: ComeIn, clock: Clock
) -> None:
    keeper, client = security_admin(huanglong), logged_in(huanglong.reviewer)
    clock.pass_by(minutes=20)
    client.get("/review/")
    assert OpenSession.objects.get(staff=huanglong.reviewer).seen == clock.now
    clock.pass_by(minutes=20)
    OpenSession.objects.filter(staff=keeper).delete()
    come_in(keeper)
    clock.pass_by(minutes=20)
    logged_in(huanglong.deputy)
    kept = OpenSession.objects.count()
    try_password(Client(), huanglong.reviewer)
    assert OpenSession.objects.count() == kept, "the one that ran out went"


def test_one_or_all_of_a_person_end_at_once_also_on_an_open_page(
    huanglong: Hall, come_in: ComeIn
) -> None:
    number = security_admin(huanglong)
    keeper = come_in(number)
    first, second = logged_in(huanglong.reviewer), Client()
    one = OpenSession.objects.get(staff=huanglong.reviewer).key
    try_password(second, huanglong.reviewer)
    assert end(keeper, key=one)["Location"] == "/sessions/?told=end"
    assert first.get("/review/", headers=HTMX).status_code == 401
    assert second.get("/review/").status_code == 200
    assert end(keeper, staff=huanglong.reviewer).status_code == 302
    assert second.get("/review/")["Location"].startswith("/login/")
    assert lines_of(number) == ["session-ended", "session-ended"]
    assert "已经结束" in words(end(keeper, key=one))


def test_without_a_reason_or_over_somebody_else_s_people_nothing_ends(
    huanglong: Hall, luochuan: Hall, come_in: ComeIn
) -> None:
    keeper, theirs = come_in(security_admin(huanglong)), logged_in(luochuan.reviewer)
    logged_in(huanglong.reviewer)
    keys = dict(OpenSession.objects.values_list("staff", "key"))
    for sent in ({"key": keys[luochuan.reviewer]}, {"key": "\0"}, {"key": ""}, {}):
        assert end(keeper, **sent).status_code == 409
    assert end(keeper, staff=luochuan.reviewer).status_code == 404
    assert "写明理由" in words(end(keeper, key=keys[huanglong.reviewer], reason=""))
    assert "不能办理自己的账号" in words(end(keeper, key=keys["61063190"]))
    assert theirs.get("/review/").status_code == 200
    assert OpenSession.objects.count() == 3


def test_a_session_without_its_row_and_a_key_that_somebody_made_up_are_none(
    huanglong: Hall,
) -> None:
    client, other = logged_in(huanglong.reviewer), logged_in(huanglong.deputy)
    row = OpenSession.objects.get(staff=huanglong.reviewer)
    for forged in (row.key, row.key[:32], "a" * 32, "", "\u00e9" * 8):
        stranger = Client()
        stranger.cookies["sessionid"] = forged
        assert stranger.get("/review/")["Location"].startswith("/login/")
    OpenSession.objects.filter(pk=row.key).update(staff=huanglong.deputy)
    assert client.get("/review/")["Location"].startswith("/login/"), "a row of somebody else"
    assert other.get("/signing/").status_code == 200
    assert not Session.objects.filter(session_key=client.session.session_key).exists()


def test_logging_out_takes_the_row_away(huanglong: Hall) -> None:
    client = logged_in(huanglong.reviewer)
    client.post("/logout/")
    assert not OpenSession.objects.exists()
    assert lines_of(huanglong.reviewer) == ["login", "logout"]


def test_whoever_guesses_is_locked_where_they_sit_and_the_person_comes_in(huanglong: Hall) -> None:
    open_account(huanglong.reviewer)
    inside = at(OWN)
    try_password(inside, huanglong.reviewer)
    for _ in range(7):
        guess = try_password(at(THEIRS), huanglong.reviewer, "not-this-one")
    assert guess.status_code == 429
    assert try_password(at(THEIRS), huanglong.reviewer).status_code == 429
    assert try_password(at(OWN), huanglong.reviewer).status_code == 302
    assert inside.get("/review/").status_code == 200
    assert lines_of(huanglong.reviewer)[1:7] == ["login-failed"] * 4 + ["locked-out", "login"]


def test_guesses_from_many_places_lock_the_number_everywhere_but_no_session(
    huanglong: Hall, come_in: ComeIn
) -> None:
    open_account(huanglong.reviewer)
    inside = at(OWN)
    try_password(inside, huanglong.reviewer)
    for place in range(5):
        for _ in range(5):
            try_password(at(f"10.61.7.{place}"), huanglong.reviewer, "not-this-one")
    assert try_password(at(OWN), huanglong.reviewer).status_code == 429
    assert inside.get("/review/").status_code == 200
    keeper = come_in(security_admin(huanglong))
    assert 'class="tag stop">锁定' in words(keeper.get("/accounts/"))


def test_an_address_is_believed_of_a_proxy_of_ours_only(huanglong: Hall, settings: Any) -> None:
    open_account(huanglong.reviewer)

    def seen(**headers: str) -> str:
        OpenSession.objects.all().delete()
        client = Client(REMOTE_ADDR="127.0.0.1", **headers)  # type: ignore[arg-type]
        try_password(client, huanglong.reviewer, PASSWORD)
        return OpenSession.objects.get().address

    forged = {"HTTP_X_FORWARDED_FOR": f"8.8.8.8, {OWN}"}
    assert seen(**forged) == "127.0.0.1"
    settings.PROXIES = 1
    assert seen(**forged) == OWN
    assert seen(HTTP_X_FORWARDED_FOR="<script>") == ""
    assert seen() == "127.0.0.1"
