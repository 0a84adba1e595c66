"""On the way in: the first password, the second factor, a password that is too old."""

import json
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse

from yichuang.domain.journeys.notes import Kind
from yichuang.doors.workbench.doorway import halfway_door, open_door
from yichuang.doors.workbench.entrance import acts as account_acts
from yichuang.doors.workbench.entrance import entry, halfway, passwords, seats, second_factor
from yichuang.doors.workbench.here import staff_on_page
from yichuang.doors.workbench.models import Account
from yichuang.doors.workbench.views.faults import fault

WRONG_CODE = (
    "验证码不对。请输入验证器此刻显示的六位数字，每个数字只能用一次；没有设备时可用备用码。"
)
WAIT = "输错次数多了，请在 {seconds} 秒后再输入。"


@open_door("GET", "POST")
def first(request: HttpRequest) -> HttpResponse:
    """Let somebody with a one-time code set a password of their own."""
    if request.method == "GET":
        return _ask(request, "first", [], 200)
    number = request.POST.get("number", "").strip()[:20]
    new, again = request.POST.get("new", ""), request.POST.get("again", "")
    faults, status = passwords.faults_of(new, again, Account(staff_id=number)), 422
    account = None if faults else entry.by_code(request)
    if account is not None:
        code, order = request.POST.get("code", ""), entry.order_of(request, account)
        faults, status = entry.wrong_with(
            lambda: account_acts.set_first_password(account, code, new, order)
        )
    elif not faults:
        faults = [entry.WRONG_CODE]
    if faults or account is None:
        return _ask(request, "first", faults, status)
    halfway.begin(request, account, "")
    return go_on(request, account)


@halfway_door("GET", "POST")
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of whoever has one."""
    account = _account(request)
    if halfway.how_shown(request) and request.method == "POST":
        return go_on(request, account)
    if halfway.step(request, account) != "login-code":
        return redirect("login")
    if request.method == "GET":
        return render(request, "workbench/login_code.html")
    shown, wrong = _shown(request, account)
    if shown is None:
        page = "login_again_code" if _is_in_place(request) else "login_code"
        return render(request, f"workbench/{page}.html", {"wrong": wrong}, status=422)
    halfway.shown(request, shown.how)
    on_paper = shown.how == second_factor.PAPER
    if on_paper and not _is_in_place(request):
        context = {"left": shown.left, "of": "login-code"}
        return render(request, "workbench/login_codes.html", context)
    left = shown.left if on_paper else None
    return go_on(request, account, in_place=_is_in_place(request), left=left)


def _shown(request: HttpRequest, account: Account) -> tuple[second_factor.Shown | None, str]:
    """Take a code, or say what is wrong with it; whoever guessed waits."""
    if seconds := second_factor.wait(account):
        return None, WAIT.format(seconds=seconds)
    shown = second_factor.show(account, request.POST.get("code", ""))
    if shown is None:
        entry.failed(request, account.pk, Kind.LOGIN_FAILED, "factor")
    return shown, WRONG_CODE


@halfway_door("GET", "POST")
def enrol(request: HttpRequest) -> HttpResponse:
    """Let whoever must have a second factor put one into force."""
    account = _account(request)
    if halfway.how_shown(request):
        if request.method == "POST":
            return go_on(request, account)
        return render(request, "workbench/login_codes.html", {"of": "login-enrol"})
    device = second_factor.waiting(account)
    if device is None or halfway.step(request, account) != "login-enrol":
        return redirect("login")
    wrong, status = "", 200
    if request.method == "POST":
        try:
            order = entry.order_of(request, account)
            made = account_acts.enrol(account, request.POST.get("code", "")[:20].strip(), order)
        except entry.UNWRITTEN:
            return fault(request, 409, "没有启用", entry.NOT_WRITTEN)
        if made:
            halfway.shown(request, second_factor.DEVICE)
            context = {"codes": made, "of": "login-enrol", "account": account}
            return render(request, "workbench/login_codes.html", context)
        seconds = second_factor.wait(account)
        wrong, status = WRONG_CODE + (WAIT.format(seconds=seconds) if seconds else ""), 422
    picture, secret = second_factor.picture_of(device), second_factor.secret_of(device)
    context = {"picture": picture, "secret": secret, "wrong": wrong, "account": account}
    return render(request, "workbench/login_enrol.html", context, status=status)


@halfway_door("GET", "POST")
def password(request: HttpRequest) -> HttpResponse:
    """Let somebody whose password is too old set a new one before anything else."""
    account = _account(request)
    if halfway.step(request, account) != "login-password":
        return redirect("login")
    if request.method == "GET":
        return _ask(request, "password", [], 200)
    new, again = request.POST.get("new", ""), request.POST.get("again", "")
    order = entry.order_of(request, account)
    faults, status = entry.wrong_with(
        lambda: account_acts.change_password(account, new, again, order)
    )
    if faults:
        return _ask(request, "password", faults, status)
    halfway.renewed(request, account)
    return go_on(request, account)


def go_on(
    request: HttpRequest, account: Account, *, in_place: bool = False, left: int | None = None
) -> HttpResponse:
    """Go to what is still missing, or come in where nothing is."""
    step = halfway.step(request, account)
    if step is None:
        return _come_in(request, account, in_place=in_place, left=left)
    if step == "login-enrol":
        # A new secret each time: one that somebody saw who knew an earlier password is worth none.
        second_factor.offer(account)
    if not in_place:
        return redirect(step)
    if step == "login-code":
        return render(request, "workbench/login_again_code.html")
    return HttpResponse(status=204, headers={"HX-Redirect": reverse(step)})


def _come_in(
    request: HttpRequest, account: Account, *, in_place: bool, left: int | None
) -> HttpResponse:
    onward = halfway.onward(request)
    if not entry.begin(request, account, halfway.how_shown(request)):
        return fault(request, 409, "不能登录", entry.NOT_WRITTEN)
    if in_place:
        return _renewed(request, account, left)
    if seats.sit_down(request):
        return redirect(onward or "home")
    return redirect(f"{reverse('seat')}?next={quote(onward)}")


def _renewed(request: HttpRequest, account: Account, left: int | None) -> HttpResponse:
    """Let the page go on that somebody logged in on; somebody else's page isn't theirs."""
    if staff_on_page(request) != account.pk:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("home")})
    kept = seats.chosen(seats.seats(request), request.headers.get("X-Seat", ""))
    if kept is not None:
        seats.take(request, kept)
    told = "已重新登录，内容都在，请继续。"
    if left is not None:
        told += f"备用码还剩 {left} 个。"
    response = render(request, "workbench/told.html", {"told": told})
    response.headers["HX-Trigger"] = json.dumps({"renewed": {"token": get_token(request)}})
    return response


def _account(request: HttpRequest) -> Account:
    account = halfway.present(request)
    assert account is not None  # noqa: S101 -- the doorway asked
    return account


def _is_in_place(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _ask(request: HttpRequest, page: str, faults: list[str], status: int) -> HttpResponse:
    context = {
        "faults": faults,
        "rules": passwords.rules(),
        "number": request.POST.get("number", "")[:20],
    }
    return render(request, f"workbench/login_{page}.html", context, status=status)
