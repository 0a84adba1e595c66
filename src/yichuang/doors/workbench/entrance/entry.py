"""Knowing who comes (身份鉴别): by password or one-time code; every try leaves a line.

The same words and about the same work for a number that nobody has. What can't leave its line
lets nobody in.
"""

from collections.abc import Callable
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate, login, update_session_auth_hash
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from yichuang.domain.journeys.notes import NOBODY, Kind, note
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.models import Staff
from yichuang.doors.workbench.entrance import passwords, sessions
from yichuang.doors.workbench.entrance.acts import CodeGone, Order
from yichuang.doors.workbench.here import BEGAN, FACTOR
from yichuang.doors.workbench.models import Account

LONGEST_NUMBER, LONGEST_SECRET = 20, 200
UNWRITTEN = (Refusal, DatabaseError)
"""What a line that can't be written ends in."""

WRONG_CODE = "工号或登录码不对，或登录码已使用、已过期。请核对后再输入，或联系安全管理员重新发放。"
NOT_WRITTEN = "此刻不能留下登录记录，所以不能登录。请稍后再试；仍不行时请告知审计管理员。"


def by_password(request: HttpRequest) -> Account | None:
    """Give the account whose number and password were sent."""
    return _known(request, "password", request.POST.get("password", ""))


def by_code(request: HttpRequest) -> Account | None:
    """Give the account whose number and one-time code were sent; the code isn't used up."""
    return _known(request, "secret", request.POST.get("code", ""))


def is_own(request: HttpRequest, password: str, failing: Kind = Kind.LOGIN_FAILED) -> bool:
    """Ask for the password again of whoever is logged in; wrong ones are counted as at the door."""
    number = str(request.user.pk)
    return bool(password) and _tried(request, number, "password", password, failing) is not None


def _known(request: HttpRequest, kind: str, secret: str) -> Account | None:
    number = request.POST.get("number", "").strip()
    if not may_be_number(number) or not number or len(number) > LONGEST_NUMBER:
        return None
    return _tried(request, number, kind, secret)


def _tried(
    request: HttpRequest, number: str, kind: str, secret: str, failing: Kind = Kind.LOGIN_FAILED
) -> Account | None:
    if "\0" in secret:
        return None
    shut = AxesProxyHandler.is_locked(request, {"username": number})
    found = authenticate(request, username=number, **{kind: secret[:LONGEST_SECRET]})
    if found is None and not shut:
        locked = getattr(request, "axes_locked_out", False)
        failed(request, number, Kind.LOCKED_OUT if locked else failing, kind)
    assert found is None or isinstance(found, Account)  # noqa: S101 -- there is no other user
    return found


def failed(request: HttpRequest, number: str, kind: Kind, step: str) -> None:
    """Leave the line of a try that failed; a number that nobody has isn't written down."""
    by = number if Staff.objects.filter(number=number).exists() else NOBODY
    said = {**whence(request), "step": STEPS[step]}
    try:
        note(kind, by=by, at=timezone.now(), said=said)
    except UNWRITTEN:
        return


STEPS = {"password": "密码", "secret": "一次性登录码", "factor": "第二因素"}


def begin(request: HttpRequest, account: Account, factor: str) -> bool:
    """Begin a session, if the line of it can be written; say whether it began."""
    at = timezone.now()
    said = {**whence(request), "factor": factor}
    leave(request)
    try:
        note(Kind.LOGIN, by=account.pk, at=at, said=said)
    except UNWRITTEN:
        return False
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    request.session[BEGAN] = at.isoformat()
    request.session[FACTOR] = bool(factor)
    sessions.remember(request, account.pk)
    return True


def leave(request: HttpRequest) -> None:
    """End whatever session there is; nothing of it goes on, whoever it was."""
    sessions.forget(request)
    request.session.flush()


def wrong_with(do: Callable[[], None]) -> tuple[list[str], int]:
    """Set a password, or give what is wrong with it and the number of that answer."""
    try:
        do()
    except passwords.Unfit as unfit:
        return unfit.faults, 422
    except CodeGone:
        return [WRONG_CODE], 422
    except UNWRITTEN:
        return [NOT_WRITTEN], 409
    return [], 200


def order_of(request: HttpRequest, account: Account) -> Order:
    """Give the order of somebody for their own account."""
    return Order(account.pk, timezone.now(), whence(request))


def whence(request: HttpRequest) -> dict[str, Any]:
    """Say where somebody comes from, as a line has it."""
    return {
        "address": sessions.address_of(request) or "",
        "browser": sessions.browser_of(request),
    }


def stay(request: HttpRequest, account: Account) -> None:
    """Let this session go on after its person's password was changed, under a new key."""
    update_session_auth_hash(request, account)
    sessions.remember(request, account.pk)


def shown(request: HttpRequest) -> None:
    """Write down that a second factor was shown in this session."""
    request.session[FACTOR] = True
