"""The password at the door: who comes in, what the others are told, and when it is locked."""

import pytest
from axes.models import AccessAttempt
from django.test import Client

from tests.doors.workbench.conftest import Clock
from tests.doors.workbench.entrance import (
    HTMX,
    PASSWORD,
    logged_in,
    open_account,
    try_password,
    words,
)
from tests.halls import Hall

pytestmark = pytest.mark.usefixtures("clock")

WRONG = "工号或密码不对"
LOCKED = "已锁定 15 分钟"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "evil",
    "login",
    "http:evil.example",
    " //evil.example",
    "\t//evil.example",
    "https:/evil.example",
    "//127.0.0.1@evil.example/",
]


def test_who_holds_one_post_without_a_window_is_at_work_at_once(huanglong: Hall) -> None:
    open_account(huanglong.reviewer)
    client = Client()
    assert try_password(client, huanglong.reviewer)["Location"] == "/"
    assert client.get("/")["Location"] == "/review/"


def test_who_may_sit_at_several_windows_chooses_and_goes_on_to_the_page(huanglong: Hall) -> None:
    open_account(huanglong.teller)
    client = Client()
    asked = try_password(client, huanglong.teller, next="/find/?q=a&b=1")
    assert asked["Location"] == "/seat/?next=/find/%3Fq%3Da%26b%3D1"
    page = client.get(asked["Location"])
    seats = [seat for seat, _, _ in page.context["choices"]]
    assert len(seats) > 1
    taken = client.post("/seat/", {"seat": seats[1], "next": page.context["next"]})
    assert taken["Location"] == "/find/?q=a&b=1"


def test_this_machine_s_window_is_remembered(huanglong: Hall) -> None:
    open_account(huanglong.teller)
    client = Client()
    try_password(client, huanglong.teller)
    seats = [seat for seat, _, _ in client.get("/seat/").context["choices"]]
    client.post("/seat/", {"seat": seats[1]})
    client.post("/logout/")
    assert try_password(client, huanglong.teller)["Location"] == "/"
    assert client.session["window"] == int(seats[1].partition(":")[2])


def test_a_seat_that_is_somebody_else_s_is_not_taken(huanglong: Hall) -> None:
    client = logged_in(huanglong.teller)
    for seat in ("1:1", "0:", "", "x", "9" * 400, "1:\x00", "-1:"):
        assert client.post("/seat/", {"seat": seat}).status_code in {200, 422}
        assert "seat" not in client.session


def test_passwords_are_kept_as_argon2_only(huanglong: Hall) -> None:
    account = open_account(huanglong.teller)
    assert account.password.startswith("argon2$argon2id$")


def test_wrong_password_unknown_number_and_closed_account_are_answered_alike(
    huanglong: Hall,
) -> None:
    open_account(huanglong.teller)
    closed = open_account(huanglong.reviewer)
    closed.is_active = False
    closed.save()
    answers = {
        huanglong.teller: try_password(Client(), huanglong.teller, "not-this-one"),
        "99999999": try_password(Client(), "99999999", PASSWORD),
        huanglong.reviewer: try_password(Client(), huanglong.reviewer, PASSWORD),
        huanglong.director: try_password(Client(), huanglong.director, PASSWORD),
    }
    said = {words(answer).replace(number, "") for number, answer in answers.items()}
    assert len(said) == 1
    assert WRONG in said.pop()
    assert {answer.status_code for answer in answers.values()} == {422}


def test_the_fifth_wrong_password_locks_the_number_and_the_right_one_does_not_help(
    huanglong: Hall,
) -> None:
    open_account(huanglong.teller)
    for _ in range(4):
        assert WRONG in words(try_password(Client(), huanglong.teller, "not-this-one"))
    fifth = try_password(Client(), huanglong.teller, "not-this-one")
    right = try_password(Client(), huanglong.teller)
    for answer in (fifth, right):
        assert answer.status_code == 429
        assert LOCKED in words(answer)
    again = Client().post(
        "/login/again/", {"number": huanglong.teller, "password": PASSWORD}, headers=HTMX
    )
    assert again.status_code == 429
    assert LOCKED in words(again)


def test_a_number_that_does_not_exist_is_locked_just_the_same(huanglong: Hall) -> None:
    answers = [try_password(Client(), "99999999") for _ in range(5)]
    assert LOCKED in words(answers[-1])


def test_the_lock_is_the_number_s_alone_and_ends_after_a_quarter_of_an_hour(
    huanglong: Hall, clock: Clock
) -> None:
    open_account(huanglong.teller)
    open_account(huanglong.reviewer)
    for _ in range(5):
        try_password(Client(), huanglong.teller, "not-this-one")
    assert try_password(Client(), huanglong.reviewer).status_code == 302
    clock.pass_by(minutes=14)
    # Guesses at a locked number don't lock it for longer than the page said.
    assert try_password(Client(), huanglong.teller).status_code == 429
    clock.pass_by(minutes=1, seconds=1)
    assert try_password(Client(), huanglong.teller).status_code == 302


def test_the_right_password_lets_the_count_begin_anew(huanglong: Hall) -> None:
    open_account(huanglong.teller)
    for _ in range(2):
        for _ in range(4):
            try_password(Client(), huanglong.teller, "not-this-one")
        assert try_password(Client(), huanglong.teller).status_code == 302


def test_no_password_is_written_down_by_the_lock(huanglong: Hall) -> None:
    open_account(huanglong.teller)
    try_password(Client(), huanglong.teller, "a-secret-typed-wrong")
    rows = [str(list(row)) for row in AccessAttempt.objects.values_list()]
    assert rows
    assert "a-secret-typed-wrong" not in "".join(rows)


def test_nobody_is_sent_elsewhere_after_the_login(huanglong: Hall) -> None:
    open_account(huanglong.reviewer)
    for elsewhere in ELSEWHERE[:2]:
        came = try_password(Client(), huanglong.reviewer, next=elsewhere)
        assert (came.status_code, came["Location"]) == (302, "/")


def test_nor_after_a_choice_of_seat(huanglong: Hall) -> None:
    client = logged_in(huanglong.teller)
    for elsewhere in ELSEWHERE:
        page = client.get("/seat/", {"next": elsewhere})
        assert page.context["next"] == ""
        seat = page.context["choices"][0][0]
        assert client.post("/seat/", {"seat": seat, "next": elsewhere})["Location"] == "/"


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nor_after_a_choice_of_size(huanglong: Hall, elsewhere: str) -> None:
    assert Client().get("/login/", {"next": elsewhere}).context["next"] == ""
    assert Client().post("/size/", {"size": "3", "next": elsewhere})["Location"] == "/"


@pytest.mark.parametrize(
    "number", ["\x00", "6" * 21, "6" * 1_000_000, "张", "' OR 1=1 --", "", "６"]
)
def test_what_is_no_number_is_answered_as_a_wrong_one(huanglong: Hall, number: str) -> None:
    answer = try_password(Client(), number)
    assert answer.status_code == 422
    assert WRONG in words(answer)


@pytest.mark.parametrize(
    "password", ["\x00", "密" * 300_000, "x" * 1_000_000, "", PASSWORD + "\x00"]
)
def test_what_is_no_password_is_answered_as_a_wrong_one(huanglong: Hall, password: str) -> None:
    open_account(huanglong.teller)
    answer = try_password(Client(), huanglong.teller, password)
    assert answer.status_code == 422
    assert WRONG in words(answer)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"number=%ED%A0%80&password=%ED%B0%80&next=%00"),
        ("application/x-www-form-urlencoded", b"number=" + b"6" * 3_000_000),
        ("application/x-www-form-urlencoded", b"a=1&" * 2_000),
        ("application/x-www-form-urlencoded; charset=utf-7", b"number=+AGE-"),
        ("multipart/form-data; boundary=x", b"--x\r\nno end"),
        ("multipart/form-data", b""),
        ("application/json", b'{"number": "\\ud800"}'),
        ("text/plain", b"\xff\xfe\x00"),
    ],
)
def test_what_cannot_be_read_is_no_fault_of_ours(huanglong: Hall, kind: str, body: bytes) -> None:
    client = Client(raise_request_exception=False)
    answer = client.post("/login/", body, content_type=kind)
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("size", ["4", "", "x", "\x00", "1" * 4_000, '"\\000"'])
def test_a_size_of_text_that_is_none_changes_nothing(huanglong: Hall, size: str) -> None:
    client = Client()
    assert "size" not in client.post("/size/", {"size": size}).cookies
    client.cookies["size"] = size
    assert 'data-size="2"' in words(client.get("/login/"))


def test_a_size_of_text_stays_with_the_machine(huanglong: Hall) -> None:
    client = Client()
    chosen = client.post("/size/", {"size": "3"}).cookies["size"]
    assert (chosen["httponly"], chosen["samesite"]) == (True, "Strict")
    assert 'data-size="3"' in words(client.get("/login/"))


def test_the_clock_of_the_hall_is_the_one_of_its_people(huanglong: Hall, clock: Clock) -> None:
    open_account(huanglong.reviewer)
    clock.pass_by(days=400)
    client = Client()
    assert try_password(client, huanglong.reviewer)["Location"] == "/seat/?next="
    assert "今天没有任何岗位的任职" in words(client.get("/seat/"))
