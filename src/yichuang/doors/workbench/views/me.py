"""我的账号: what a person's own account is, and what they change about it themselves."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yichuang.domain.authority.pens import ProofNeeded
from yichuang.domain.cases.planning import ReasonNeeded
from yichuang.domain.staff.actions import NoKeyInForce, key_of
from yichuang.doors.workbench.acts import refused, refused_with, went
from yichuang.doors.workbench.doorway import EVERYBODY, INSIDE, door
from yichuang.doors.workbench.entrance import acts as account_acts
from yichuang.doors.workbench.entrance import entry, locks, passwords, second_factor, sessions
from yichuang.doors.workbench.entrance.keys import change_signer
from yichuang.doors.workbench.entrance.proofs import proof_of
from yichuang.doors.workbench.here import Request, seats_of
from yichuang.doors.workbench.views.login import LOCKED
from yichuang.doors.workbench.views.proof import proving

NOT_OWN = "密码不对，请重新输入现在的密码。"
WRONG_CODE = "验证码不对。请输入验证器此刻显示的六位数字，每个数字只能用一次。"
TOLD = {
    "password": "密码已更换，其他会话都已结束。",
    "ended": "该会话已结束。",
    "key": "原签名密钥已停用，新密钥已启用；用原密钥签的仍然有效。",
}


@door("GET", posts=EVERYBODY)
def page(request: Request) -> HttpResponse:
    """Show one's own account."""
    account, here = request.user, request.here
    set_at = account.password_set_at
    context = {
        "account": account,
        "held": seats_of(account.pk, here.on),
        "age": (here.at - set_at).days if set_at else None,
        "due": passwords.is_due(account, here.at),
        "device": second_factor.device_of(account),
        "must": second_factor.must_have(account.pk, here.on),
        "left": second_factor.codes_left(account),
        "sessions": sessions.running([account.pk]),
        "this": sessions.key_of(request),
        "locked": locks.locked([account.pk]).get(account.pk, ""),
        "told": TOLD.get(request.GET.get("told", ""), ""),
        "signing_key": key_of(account.pk),
        "may_sign": here.post in INSIDE,
        **proving(request),
    }
    return render(request, "workbench/me.html", context)


@door("GET", "POST", posts=EVERYBODY)
def password(request: Request) -> HttpResponse:
    """Change one's password; the old one is asked, and every other session ends."""
    account = request.user
    if request.method == "GET":
        return _ask_password(request, [], 200)
    new, again = request.POST.get("new", ""), request.POST.get("again", "")
    if not entry.is_own(request, request.POST.get("password", "")):
        return _ask_password(request, [NOT_OWN, *passwords.faults_of(new, again, account)], 422)
    order = entry.order_of(request, account)
    faults, status = entry.wrong_with(
        lambda: account_acts.change_password(account, new, again, order)
    )
    if faults:
        return _ask_password(request, faults, status)
    entry.stay(request, account)
    return redirect("/me/?told=password")


@door("GET", "POST", posts=EVERYBODY)
def factor(request: Request) -> HttpResponse:
    """Switch a second factor on: a secret for the device, confirmed by a code of it."""
    account = request.user
    device = second_factor.waiting(account)
    if device is None or second_factor.device_of(account) is not None:
        return redirect("me")
    wrong, status = "", 200
    if request.method == "POST":
        try:
            order = entry.order_of(request, account)
            made = account_acts.enrol(account, request.POST.get("code", "")[:20].strip(), order)
        except entry.UNWRITTEN:
            return refused_with(request, entry.NOT_WRITTEN, status=409)
        if made:
            entry.shown(request)
            return _codes(request, made)
        wrong, status = _wrong(request), 422
    picture, secret = second_factor.picture_of(device), second_factor.secret_of(device)
    context: dict[str, Any] = {"picture": picture, "secret": secret, "wrong": wrong}
    return render(request, "workbench/me_factor.html", context, status=status)


@door("POST", posts=EVERYBODY)
def act(request: Request, deed: str) -> HttpResponse:
    """Begin a second factor, make the codes on paper anew, or end a session of one's own."""
    try:
        return OWN_ACTS.get(deed, _unknown)(request)
    except (account_acts.SessionGone, ProofNeeded, ReasonNeeded, NoKeyInForce) as refusal:
        return refused(request, refusal)
    except entry.UNWRITTEN:
        return refused_with(request, entry.NOT_WRITTEN, status=409)


def _offer(request: Request) -> HttpResponse:
    if second_factor.device_of(request.user) is not None:
        return refused_with(request, "第二因素已经启用。更换设备请联系安全管理员重置。")
    if not entry.is_own(request, request.POST.get("password", "")):
        return refused_with(request, LOCKED if _is_locked(request) else NOT_OWN)
    second_factor.offer(request.user)
    return went(request, "/me/factor/")


def _renew(request: Request) -> HttpResponse:
    if second_factor.device_of(request.user) is None:
        return refused_with(request, "还没有启用第二因素，请先启用。")
    if second_factor.wait(request.user):
        return refused_with(request, _wrong(request), status=429)
    typed = request.POST.get("code", "")[:20].strip()
    shown = second_factor.show(request.user, typed) if typed.isdecimal() else None
    if shown is None:
        return refused_with(request, _wrong(request))
    return _codes(request, account_acts.renew_codes(request.user, _order(request)))


def _end(request: Request) -> HttpResponse:
    key = request.POST.get("key", "")[:64] or "-"
    account_acts.end_sessions(request.user.pk, _order(request), key)
    return went(request, "/me/?told=ended")


def _unknown(request: Request) -> HttpResponse:
    return refused_with(request, "没有这项操作，请从页面上的按钮办理。", status=400)


def _change_key(request: Request) -> HttpResponse:
    """End one's own key for a new one: who asks for it has just shown who they are."""
    if proof_of(request) is None:
        raise ProofNeeded
    change_signer(request.here.by, request.POST.get("reason", ""), request.here.at)
    return went(request, "/me/?told=key")


OWN_ACTS = {"factor": _offer, "codes": _renew, "end": _end, "key": _change_key}


def _order(request: Request) -> account_acts.Order:
    return entry.order_of(request, request.user)


def _is_locked(request: Request) -> bool:
    return bool(getattr(request, "axes_locked_out", False))


def _wrong(request: Request) -> str:
    seconds = second_factor.wait(request.user)
    return WRONG_CODE + (f"请在 {seconds} 秒后再输入。" if seconds else "")


def _codes(request: Request, codes: list[str]) -> HttpResponse:
    at = timezone.now()
    return render(request, "workbench/me_codes.html", {"codes": codes, "at": at})


def _ask_password(request: Request, faults: list[str], status: int) -> HttpResponse:
    context = {"faults": faults, "rules": passwords.rules()}
    return render(request, "workbench/me_password.html", context, status=status)
