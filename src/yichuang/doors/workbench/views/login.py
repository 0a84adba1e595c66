"""Coming in and going out: the password, the post, the window."""

import json
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from yichuang.domain.kernel.numbers import local_day, may_be_number
from yichuang.domain.staff.models import Assignment, Window
from yichuang.doors.workbench.doorway import EVERYBODY, door, open_door, seatless_door
from yichuang.doors.workbench.frame import SIZES, home
from yichuang.doors.workbench.here import (
    BEGAN,
    SEAT,
    WINDOW,
    Request,
    find_here,
    seats_of,
    staff_on_page,
    windows_of,
)
from yichuang.doors.workbench.models import Account

WRONG = "工号或密码不对，请重新输入。连续输错 5 次，该工号将锁定 15 分钟。"
KEPT_COOKIE: dict[str, Any] = {
    "max_age": 365 * 24 * 3600,
    "httponly": True,
    "samesite": "Strict",
    "secure": settings.SESSION_COOKIE_SECURE,
}
"""What stays with a machine: its window, its size of text."""

Seat = tuple[str, Assignment, Window | None]
"""What the choice of a seat is called, the post, and the window where it sits."""


@open_door("GET", "POST")
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for number and password; the post follows."""
    onward = _onward(request)
    if request.method == "GET":
        return render(request, "workbench/login.html", {"next": onward})
    account = _account(request)
    if account is None:
        if getattr(request, "axes_locked_out", False):
            return locked_out(request, None)
        context = {"next": onward, "wrong": WRONG, "number": request.POST.get("number", "")[:20]}
        return render(request, "workbench/login.html", context, status=422)
    _begin(request, account)
    if _sit_down(request):
        return redirect(onward or "home")
    return redirect(f"{reverse('seat')}?next={quote(onward)}")


@open_door("POST")
def log_in_again(request: HttpRequest) -> HttpResponse:
    """Ask again on a page whose session ended; what stands on the page stays."""
    account = _account(request)
    if account is None:
        if getattr(request, "axes_locked_out", False):
            return locked_out(request, None)
        context = {"wrong": WRONG, "staff": staff_on_page(request)}
        return render(request, "workbench/login_again.html", context, status=422)
    _begin(request, account)
    if staff_on_page(request) != account.pk:
        # Somebody else sat down: the page isn't theirs.
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("home")})
    kept = _chosen(_seats(request), request.headers.get("X-Seat", ""))
    if kept is not None:
        _take(request, kept)
    response = render(request, "workbench/told.html", {"told": "已重新登录，内容都在，请继续。"})
    response.headers["HX-Trigger"] = json.dumps({"renewed": {"token": get_token(request)}})
    return response


def locked_out(request: HttpRequest, _: Any, *__: Any, **___: Any) -> HttpResponse:
    """Say that too many wrong passwords locked this number for a while."""
    why = "输错次数过多，该工号已锁定 15 分钟。请稍后再试，或联系安全管理员。"
    if getattr(request, "htmx", False):
        context = {"wrong": why, "staff": staff_on_page(request)}
        return render(request, "workbench/login_again.html", context, status=429)
    return render(request, "workbench/login.html", {"wrong": why}, status=429)


@seatless_door("POST")
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("login")


@seatless_door("GET", "POST")
def seat(request: HttpRequest) -> HttpResponse:
    """Take up a post, and the window where one sits."""
    choices = _seats(request)
    taken = request.POST.get("seat", "") if request.method == "POST" else ""
    chosen = _chosen(choices, taken)
    if chosen is None:
        context = {"choices": choices, "next": _onward(request), "name": request.user}
        return render(request, "workbench/seat.html", context, status=422 if taken else 200)
    _take(request, chosen)
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


def _account(request: HttpRequest) -> Account | None:
    number = request.POST.get("number", "").strip()
    password = request.POST.get("password", "")
    if not may_be_number(number) or not number or len(number) > 20 or "\0" in password:  # noqa: PLR2004
        return None
    return authenticate(request, username=number, password=password[:200])


def _begin(request: HttpRequest, account: Account) -> None:
    # Nothing of an earlier session goes on, whoever it was.
    request.session.flush()
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    request.session[BEGAN] = timezone.now().isoformat()


def _seats(request: HttpRequest) -> list[Seat]:
    """Give the seats that whoever is logged in may take up today."""
    seats: list[Seat] = []
    for held in seats_of(str(request.user.pk), local_day(timezone.now())):
        windows = windows_of(held)
        seats += [(f"{held.id}:{window.number}", held, window) for window in windows]
        seats += [] if windows else [(f"{held.id}:", held, None)]
    return seats


def _chosen(seats: list[Seat], name: str) -> Seat | None:
    return next((seat for seat in seats if seat[0] == name), None)


def _take(request: HttpRequest, seat: Seat) -> None:
    _, held, window = seat
    request.session[SEAT], request.session[WINDOW] = held.id, window.number if window else None


def _sit_down(request: HttpRequest) -> bool:
    """Take up the only post there is, at the only window or the one of this machine."""
    held = seats_of(str(request.user.pk), local_day(timezone.now()))
    if len(held) != 1:
        return False
    windows = windows_of(held[0])
    here = request.get_signed_cookie("window", "")
    window = next((w for w in windows if w.key == here), windows[0] if len(windows) == 1 else None)
    if windows and window is None:
        return False
    request.session[SEAT] = held[0].id
    request.session[WINDOW] = window.number if window else None
    return find_here(request) is not None


def _onward(request: HttpRequest) -> str:
    """Give the page to go on to, if it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours else ""
