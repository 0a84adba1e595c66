"""The doorway before every address: nobody unknown comes in, every answer carries its guards."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.doors.workbench.addresses import Address, addresses
from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.entrance import HTMX
from tests.halls import Hall
from yichuang.doors.workbench.doorway import Doorway, door

EVERY = list(addresses())
OPEN = {"login", "login-again", "login-first", "text-size"}
"""The addresses that answer to whoever comes."""

GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")


def named(address: Address) -> str:
    return address.name


def guarded(answer: Any) -> None:
    """Assert the headers that every answer carries."""
    for name, value in GUARDS.items():
        assert answer.headers[name] == value, name
    policy = answer.headers["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";") if part.strip()} == POLICY
    assert "Server" not in answer.headers


def kept_nowhere(answer: Any) -> None:
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_four_addresses_are_open_to_anybody() -> None:
    assert {one.name for one in EVERY if one.door and not one.door.needs_login} == OPEN


@pytest.mark.parametrize("address", EVERY, ids=named)
def test_whoever_is_unknown_is_sent_to_the_login(db: None, address: Address) -> None:
    assert address.door is not None
    if address.name in OPEN:
        return
    client = Client()
    for method in METHODS:
        answer = client.generic(method, address.path)
        if method not in address.door.methods:
            assert answer.status_code == 405
        else:
            assert answer.status_code == 302
            back = address.path if method == "GET" else ""
            assert answer["Location"] == f"{reverse('login')}?next={back}"
        assert len(answer.content) == 0


@pytest.mark.parametrize("address", EVERY, ids=named)
def test_a_page_whose_session_ended_is_asked_for_the_password_in_place(
    db: None, address: Address
) -> None:
    assert address.door is not None
    if address.name in OPEN:
        return
    for method in address.door.methods:
        answer = Client().generic(method, address.path, headers={**HTMX, "X-Staff": "61063102"})
        assert (answer.status_code, answer["HX-Retarget"]) == (401, "#notice")
        text = answer.content.decode()
        assert "页面上填写的内容都还在" in text
        assert 'value="61063102"' in text
        assert "<html" not in text


@pytest.mark.parametrize("address", EVERY, ids=named)
def test_every_answer_carries_its_guards_and_is_kept_nowhere(
    huanglong: Hall, come_in: ComeIn, address: Address
) -> None:
    inside = come_in(huanglong.reviewer)
    inside.raise_request_exception = False
    for client in (Client(), inside):
        for method in ("GET", "POST", "PUT"):
            answer = client.generic(method, address.path)
            guarded(answer)
            kept_nowhere(answer)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nowhere/", 404), ("/static/none.js", 404), ("/login", 301), ("/%00/", 404)],
)
def test_so_do_faults_and_redirections(db: None, path: str, status: int) -> None:
    answer = Client().get(path)
    assert answer.status_code == status
    guarded(answer)
    kept_nowhere(answer)


def test_so_does_an_answer_to_another_host(db: None) -> None:
    answer = Client().get("/login/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    guarded(answer)
    kept_nowhere(answer)


def test_so_does_what_broke(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: HttpRequest) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("yichuang.doors.workbench.views.login._onward", broken)
    answer = Client(raise_request_exception=False).get("/login/")
    assert answer.status_code == 500
    assert "本次没有写入任何内容" in answer.content.decode()
    guarded(answer)
    kept_nowhere(answer)


def test_so_do_files_which_may_be_kept(db: None) -> None:
    for name in ("tokens.css", "desk.css", "keys.js", "desk.js", "window.svg"):
        assert Path(finders.find(f"workbench/{name}") or "").is_file()
        answer = Client().get(f"{settings.STATIC_URL}workbench/{name}")
        assert (answer.status_code, bool(answer.getvalue())) == (200, True)
        answer.close()
        guarded(answer)
        assert "public" in answer.headers["Cache-Control"]


def test_a_page_that_declares_nothing_is_closed_to_everybody(
    huanglong: Hall, come_in: ComeIn
) -> None:
    def undeclared(_: HttpRequest) -> HttpResponse:
        return HttpResponse("open")

    def refuse(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=500)

    request = RequestFactory().get("/")
    answer = Doorway(refuse).process_view(request, undeclared, (), {})
    assert answer is not None
    assert answer.status_code == 403
    assert "没有登记谁可以进入" in answer.content.decode()


def test_and_every_address_declares_something() -> None:
    assert [one.name for one in EVERY if one.door is None] == []


def test_a_post_that_a_page_is_not_for_is_told_for_whom_it_is(
    huanglong: Hall, come_in: ComeIn
) -> None:
    answer = come_in(huanglong.reviewer).get("/counter/")
    assert answer.status_code == 403
    assert "这个页面供以下岗位使用：综合业务" in answer.content.decode()
    short = come_in(huanglong.reviewer).get("/counter/", headers=HTMX)
    assert (short.status_code, short["HX-Retarget"]) == (403, "#notice")
    assert "<html" not in short.content.decode()


def test_a_form_without_its_token_is_refused_in_words(huanglong: Hall, come_in: ComeIn) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = come_in(huanglong.teller).cookies
    closed = [one for one in EVERY if one.door and "POST" in one.door.methods]
    assert len(closed) > 8
    for address in closed:
        answer = strict.post(address.path, {"number": huanglong.teller})
        assert answer.status_code == 403, address.name
        assert "页面已失效" in answer.content.decode()
        assert "CSRF" not in answer.content.decode()
        guarded(answer)
        kept_nowhere(answer)
        in_place = strict.post(address.path, headers=HTMX)
        assert (in_place.status_code, in_place["HX-Retarget"]) == (403, "#notice")


@pytest.mark.parametrize("number", ["%00", "%ED%A0%80", "x" * 3_000, "610631-20260309-0001-5", "."])
def test_a_case_that_is_none_is_not_found_whatever_it_is_called(
    huanglong: Hall, come_in: ComeIn, number: str
) -> None:
    client = come_in(huanglong.teller)
    for place in ("", "receipt/"):
        assert client.get(f"/cases/{number}/{place}").status_code == 404


def test_another_agency_s_case_looks_like_none(
    huanglong: Hall, wangqing: Hall, come_in: ComeIn
) -> None:
    number = wangqing.accept_employer()
    answer = come_in(huanglong.teller).get(f"/cases/{number}/")
    none = come_in(huanglong.teller).get("/cases/222424-20260309-9999-0/")
    assert (answer.status_code, none.status_code) == (404, 404)
    assert "白守田" not in answer.content.decode()


JUNK = ['"' + "\\000" * 32 + '"', "x" * 4_000, "../../etc/passwd", "%00" * 20, '"\\377\\376"', ""]


@pytest.mark.parametrize("cookie", JUNK)
def test_a_cookie_that_is_no_cookie_of_ours_is_nobody(db: None, cookie: str) -> None:
    client = Client()
    for name in ("sessionid", "csrftoken", "window", "size"):
        for path in ("/login/", "/keys/", "/nowhere/"):
            headers = {"cookie": f"{name}={cookie}"}
            assert client.get(path, headers=headers).status_code in {200, 302, 400, 404}
            assert client.post("/login/", {}, headers=headers).status_code in {400, 422}


def test_a_page_of_a_declared_door_takes_only_its_methods() -> None:
    @door("GET", posts=frozenset())
    def page(_: HttpRequest) -> HttpResponse:
        return HttpResponse()

    request = RequestFactory().post("/")
    answer = Doorway(lambda _: HttpResponse()).process_view(request, page, (), {})
    assert answer is not None
    assert answer.status_code == 405
