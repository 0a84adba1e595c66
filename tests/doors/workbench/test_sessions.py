"""What a session is worth: it ends when unused, after a day, at the logout, and with the post."""

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from tests.doors.workbench.conftest import Clock, ComeIn
from tests.doors.workbench.entrance import HTMX, PASSWORD, logged_in, open_account, try_password
from tests.halls import Hall
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Assignment
from yichuang.doors.workbench.models import Account


def is_inside(client: Client) -> bool:
    """Say whether the door of the keys' page, which is open to every post, still opens."""
    answer = client.get("/keys/")
    assert answer.status_code in {200, 302}
    return bool(answer.status_code == 200)


def with_cookie(cookie: str) -> Client:
    """Give another browser that shows a cookie of this one."""
    other = Client()
    other.cookies["sessionid"] = cookie
    return other


def test_it_ends_half_an_hour_after_the_last_look(
    huanglong: Hall, come_in: ComeIn, clock: Clock
) -> None:
    client = come_in(huanglong.reviewer)
    for _ in range(3):
        assert is_inside(client)
        clock.pass_by(minutes=29)
    assert is_inside(client)
    clock.pass_by(minutes=31)
    assert not is_inside(client)


def test_it_ends_ten_hours_after_the_login_however_much_it_is_used(
    huanglong: Hall, come_in: ComeIn, clock: Clock
) -> None:
    client = come_in(huanglong.reviewer)
    looks = 0
    while is_inside(client):
        clock.pass_by(minutes=20)
        looks += 1
    assert looks * 20 == 10 * 60 + 20


def test_what_ended_leaves_nothing_that_could_be_used_again(
    huanglong: Hall, come_in: ComeIn, clock: Clock
) -> None:
    client = come_in(huanglong.reviewer)
    cookie = client.cookies["sessionid"].value
    clock.pass_by(minutes=31)
    assert not is_inside(client)
    call_command("clearsessions")
    assert not Session.objects.filter(session_key=cookie).exists()


def test_logging_out_ends_it_at_the_server(huanglong: Hall, come_in: ComeIn) -> None:
    client = come_in(huanglong.reviewer)
    cookie = client.cookies["sessionid"].value
    assert is_inside(with_cookie(cookie))
    client.post("/logout/")
    assert not is_inside(with_cookie(cookie))
    assert not Session.objects.filter(session_key=cookie).exists()


def test_the_key_is_a_new_one_after_every_login(
    huanglong: Hall, come_in: ComeIn, clock: Clock
) -> None:
    client = come_in(huanglong.reviewer)
    before = client.cookies["sessionid"].value
    Account.objects.all().delete()
    open_account(huanglong.reviewer)
    assert try_password(client, huanglong.reviewer).status_code == 302
    assert client.cookies["sessionid"].value != before
    assert not is_inside(with_cookie(before))


def test_a_key_that_somebody_else_chose_is_not_taken_over(huanglong: Hall, clock: Clock) -> None:
    chosen = "a" * 32
    client = with_cookie(chosen)
    open_account(huanglong.reviewer)
    try_password(client, huanglong.reviewer)
    assert client.cookies["sessionid"].value != chosen
    assert not is_inside(with_cookie(chosen))


def test_a_post_that_ended_closes_the_door_at_the_next_look(
    huanglong: Hall, come_in: ComeIn, clock: Clock
) -> None:
    client = come_in(huanglong.reviewer)
    held = Assignment.objects.get(staff=huanglong.reviewer)
    assert is_inside(client)
    huanglong.do(staff.end_assignment, held.id, on=local_day(clock.now), by="0001")
    assert client.get("/keys/")["Location"].startswith("/seat/")
    told = client.get("/keys/", headers=HTMX)
    assert (told.status_code, told["HX-Redirect"]) == (409, "/seat/")


def test_an_account_that_was_closed_is_out_at_once(huanglong: Hall, come_in: ComeIn) -> None:
    client = come_in(huanglong.reviewer)
    Account.objects.update(is_active=False)
    assert not is_inside(client)


def test_so_is_one_whose_password_was_changed(huanglong: Hall, come_in: ComeIn) -> None:
    client = come_in(huanglong.reviewer)
    account = Account.objects.get(staff=huanglong.reviewer)
    account.set_password("another-password-1")
    account.save()
    assert not is_inside(client)


def test_the_cookie_is_for_this_site_and_no_program_in_the_page(
    huanglong: Hall, clock: Clock
) -> None:
    client = logged_in(huanglong.teller)
    page = client.get("/seat/")
    client.post("/seat/", {"seat": page.context["choices"][0][0]})
    client.post("/size/", {"size": "1"})
    for name in ("sessionid", "csrftoken", "window", "size"):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict"), name
    assert client.cookies["sessionid"]["max-age"] == ""


def renewed(client: Client, number: str, seat: str, of: str | None = None) -> Client:
    """Log in again in place, from the page of somebody who had a seat."""
    headers = {**HTMX, "X-Staff": of or number, "X-Seat": seat}
    form = {"number": number, "password": PASSWORD}
    client.answer = client.post("/login/again/", form, headers=headers)  # type: ignore[attr-defined]
    return client


def seat_of(number: str, window: str = "") -> str:
    """Give what a page says of the seat of whoever has it open."""
    return f"{Assignment.objects.get(staff=number).id}:{window}"


def test_the_same_person_logs_in_in_place_and_keeps_seat_and_window(
    huanglong: Hall, clock: Clock
) -> None:
    open_account(huanglong.teller)
    client = renewed(Client(), huanglong.teller, seat_of(huanglong.teller, "2"))
    answer = client.answer  # type: ignore[attr-defined]
    assert answer.status_code == 200
    assert "已重新登录" in answer.content.decode()
    assert '"token"' in answer["HX-Trigger"]
    assert client.session["window"] == 2
    assert is_inside(client)


def test_somebody_else_goes_home(huanglong: Hall, clock: Clock) -> None:
    open_account(huanglong.reviewer)
    seat = seat_of(huanglong.teller, "1")
    client = renewed(Client(), huanglong.reviewer, seat, of=huanglong.teller)
    answer = client.answer  # type: ignore[attr-defined]
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/")
    assert not is_inside(client)


@pytest.mark.parametrize("window", ["9", "999", "", "x"])
def test_no_page_can_ask_for_a_window_that_is_none(
    huanglong: Hall, clock: Clock, window: str
) -> None:
    open_account(huanglong.teller)
    client = renewed(Client(), huanglong.teller, seat_of(huanglong.teller, window))
    assert "window" not in client.session
    assert not is_inside(client)


def test_nor_for_the_seat_of_somebody_else(huanglong: Hall, clock: Clock) -> None:
    open_account(huanglong.reviewer)
    client = renewed(Client(), huanglong.reviewer, seat_of(huanglong.director))
    assert "seat" not in client.session
    assert not is_inside(client)


def test_a_wrong_password_in_place_is_told_in_place(huanglong: Hall, clock: Clock) -> None:
    open_account(huanglong.teller)
    answer = Client().post(
        "/login/again/", {"number": huanglong.teller, "password": "not-it"}, headers=HTMX
    )
    assert answer.status_code == 422
    assert "工号或密码不对" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_session_says_nothing_but_seat_window_and_times(huanglong: Hall, come_in: ComeIn) -> None:
    client = come_in(huanglong.teller)
    client.get("/keys/")
    known = {"began", "seat", "window", "seen", "factor", "proof"}
    assert {name for name in list(client.session.keys()) if not name.startswith("_auth")} <= known
