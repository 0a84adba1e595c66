"""Between the password and the session (登录未完成): what is still to be shown or set.

Nobody is logged in here: every page but those few sees a stranger. What was shown so far stands
in the session and is worth nothing once the password is another, or after ten minutes.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from yichuang.domain.kernel.numbers import local_day
from yichuang.doors.workbench.entrance import passwords, second_factor
from yichuang.doors.workbench.models import Account

HALFWAY = "halfway"
LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Halfway:
    """How far somebody has come in."""

    staff: str
    proof: str
    """Changes with the password."""
    since: str
    onward: str
    shown: str = ""
    """What the second factor was shown by, once it was."""


def begin(request: HttpRequest, account: Account, onward: str) -> None:
    """Write down that a password was right; nothing of an earlier session goes on."""
    request.session.flush()
    since = timezone.now().isoformat()
    _keep(request, Halfway(account.pk, account.get_session_auth_hash(), since, onward))


def shown(request: HttpRequest, how: str) -> None:
    """Write down that the second factor was shown."""
    _keep(request, replace(_read(request), shown=how))


def renewed(request: HttpRequest, account: Account) -> None:
    """Go on after the password was changed on the way."""
    _keep(request, replace(_read(request), proof=account.get_session_auth_hash()))


def present(request: HttpRequest) -> Account | None:
    """Give whoever is on the way in, if the password still holds."""
    if HALFWAY not in request.session:
        return None
    half = _read(request)
    if timezone.now() - datetime.fromisoformat(half.since) > LASTS:
        return None
    account = Account.objects.filter(staff=half.staff, is_active=True).first()
    if account is None or not constant_time_compare(account.get_session_auth_hash(), half.proof):
        return None
    if half.shown and second_factor.device_of(account) is None:
        return None  # It was reset meanwhile.
    return account


def how_shown(request: HttpRequest) -> str:
    """Give what the second factor was shown by; nothing if it wasn't."""
    return _read(request).shown


def onward(request: HttpRequest) -> str:
    """Give the page that was asked for at the beginning."""
    return _read(request).onward


def step(request: HttpRequest, account: Account) -> str | None:
    """Name the page that comes next; None where the login is complete."""
    now = timezone.now()
    if not how_shown(request):
        if second_factor.device_of(account) is not None:
            return "login-code"
        if second_factor.must_have(account.pk, local_day(now)):
            return "login-enrol"
    return "login-password" if passwords.is_due(account, now) else None


def _read(request: HttpRequest) -> Halfway:
    return Halfway(**request.session[HALFWAY])


def _keep(request: HttpRequest, half: Halfway) -> None:
    request.session[HALFWAY] = asdict(half)
