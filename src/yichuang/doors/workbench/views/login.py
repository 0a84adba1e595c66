"""Coming in and going out: the password, the post, the window."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from yichuang.domain.journeys.notes import Kind, note
from yichuang.doors.workbench.doorway import EVERYBODY, door, open_door, seatless_door
from yichuang.doors.workbench.entrance import entry, halfway, seats, sessions
from yichuang.doors.workbench.frame import SIZES, home
from yichuang.doors.workbench.here import Request, staff_on_page
from yichuang.doors.workbench.views.faults import fault
from yichuang.doors.workbench.views.halfway import go_on

WRONG = "工号或密码不对，请重新输入。连续输错 5 次，该工号将锁定 15 分钟。"
LOCKED = "输错次数过多，该工号已锁定 15 分钟。请稍后再试，或联系安全管理员解除锁定。"
KEPT_COOKIE: dict[str, Any] = {
    "max_age": 365 * 24 * 3600,
    "httponly": True,
    "samesite": "Strict",
    "secure": settings.SESSION_COOKIE_SECURE,
}
"""What stays with a machine: its window, its size of text."""


@open_door("GET", "POST")
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for number and password; a second factor, and the post, follow."""
    onward = _onward(request)
    if request.method == "GET":
        return render(request, "workbench/login.html", {"next": onward})
    account = entry.by_password(request)
    if account is None:
        if getattr(request, "axes_locked_out", False):
            return locked_out(request, None)
        context = {"next": onward, "wrong": WRONG, "number": request.POST.get("number", "")[:20]}
        return render(request, "workbench/login.html", context, status=422)
    halfway.begin(request, account, onward)
    return go_on(request, account)


@open_door("POST")
def log_in_again(request: HttpRequest) -> HttpResponse:
    """Ask again on a page whose session ended; what stands on the page stays."""
    account = entry.by_password(request)
    if account is None:
        if getattr(request, "axes_locked_out", False):
            return locked_out(request, None)
        context = {"wrong": WRONG, "staff": staff_on_page(request)}
        return render(request, "workbench/login_again.html", context, status=422)
    halfway.begin(request, account, "")
    return go_on(request, account, in_place=True)


def locked_out(request: HttpRequest, _: Any, *__: Any, **___: Any) -> HttpResponse:
    """Say that too many wrong passwords locked this number for a while."""
    if request.user.is_authenticated:
        return fault(request, 429, "已锁定", LOCKED)
    if getattr(request, "htmx", False):
        context = {"wrong": LOCKED, "staff": staff_on_page(request)}
        return render(request, "workbench/login_again.html", context, status=429)
    return render(request, "workbench/login.html", {"wrong": LOCKED}, status=429)


@seatless_door("POST")
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session, also where the line of it can't be written."""
    said = entry.whence(request)
    with suppress(*entry.UNWRITTEN):
        note(Kind.LOGOUT, by=str(request.user.pk), at=timezone.now(), said=said)
    sessions.forget(request)
    logout(request)
    return redirect("login")


@seatless_door("GET", "POST")
def seat(request: HttpRequest) -> HttpResponse:
    """Take up a post, and the window where one sits."""
    choices = seats.seats(request)
    taken = request.POST.get("seat", "") if request.method == "POST" else ""
    chosen = seats.chosen(choices, taken)
    if chosen is None:
        context = {"choices": choices, "next": _onward(request), "name": request.user}
        return render(request, "workbench/seat.html", context, status=422 if taken else 200)
    seats.take(request, chosen)
    response = redirect(_onward(request) or "home")
    window = chosen[2]
    if window:
        response.set_signed_cookie("window", window.key, **KEPT_COOKIE)
    return response


@door("GET", posts=EVERYBODY)
def go_home(request: Request) -> HttpResponse:
    """Go where the post begins its day."""
    return redirect(home(request.here))


@open_door("POST")
def text_size(request: HttpRequest) -> HttpResponse:
    """Choose one of three sizes of text; it stays with this machine."""
    size = request.POST.get("size", "")
    response = redirect(_onward(request) or "home")
    if size in SIZES:
        response.set_cookie("size", size, **KEPT_COOKIE)
    return response


def _onward(request: HttpRequest) -> str:
    """Give the page to go on to, if it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours else ""
