"""When a number is locked (锁定): by guesses from one address, or by many from several.

Five wrong passwords for a number from one address lock it there for a quarter of an hour: whoever
guesses at somebody's number locks themselves out, and the person comes in from their own machine.
Only when twenty-five were spread over several addresses is the number locked everywhere.
Sessions in force go on either way.
"""

from collections.abc import Collection

from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

HERE, EVERYWHERE = "部分地址锁定", "锁定"


def counted_by(
    request: HttpRequest, credentials: dict[str, str] | None = None
) -> list[str | list[str]]:
    """Say by what the wrong passwords for a number are counted at the moment."""
    number = get_client_username(request, credentials)
    if _wrong([number]).get(number, [0])[0] >= settings.LOCKED_EVERYWHERE_AFTER:
        return ["username"]
    return [["username", "ip_address"]]


def locked(numbers: Collection[str]) -> dict[str, str]:
    """Say which numbers are locked now, and how far."""
    found = {}
    for number, (everywhere, most) in _wrong(numbers).items():
        if everywhere >= settings.LOCKED_EVERYWHERE_AFTER:
            found[number] = EVERYWHERE
        elif most >= settings.AXES_FAILURE_LIMIT:
            found[number] = HERE
    return found


def _wrong(numbers: Collection[str | None]) -> dict[str, list[int]]:
    """Count the wrong passwords that still count, in all and from the busiest address."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    counted = AccessAttempt.objects.filter(username__in=numbers, attempt_time__gte=since)
    found: dict[str, list[int]] = {}
    rows = counted.values("username", "ip_address").annotate(n=Sum("failures_since_start"))
    for row in rows.order_by():
        sums = found.setdefault(str(row["username"]), [0, 0])
        sums[0] += row["n"]
        sums[1] = max(sums[1], row["n"])
    return found
