"""One-time codes (一次性登录码): for a first login, or for whoever has no password any more.

Whoever issues one never learns a password; whoever uses one sets a password of their own.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest
from django.utils import timezone

from yichuang.doors.workbench.models import Account, OneTimeCode

HOLDS = timedelta(hours=72)
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what looks alike: i, l, o, 0, 1."""


class ByOneTimeCode(ModelBackend):
    """Knows a person by a one-time code, at as much work whether there is one or not."""

    def authenticate(  # type: ignore[override]
        self, _: HttpRequest | None, *, username: str, secret: str
    ) -> Account | None:
        """Give the account whose code it is; the code isn't used up by that."""
        held = standing(username, timezone.now())
        if held is None:
            make_password(cleaned(secret))
            return None
        return held.account if check_password(cleaned(secret), held.hashed) else None

    def get_user(self, _: Any) -> None:
        """Give nobody: no session is kept under a one-time code."""
        return


def standing(staff: str, at: datetime) -> OneTimeCode | None:
    """Give the code of a person that can still be used."""
    found = OneTimeCode.objects.filter(account=staff, ends_at__gt=at, account__is_active=True)
    return found.select_related("account").first()


def issue(account: Account, at: datetime) -> str:
    """Make a new code for a person; one from before is worth nothing."""
    code = "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(3))
    kept = {"hashed": make_password(cleaned(code)), "ends_at": at + HOLDS}
    OneTimeCode.objects.update_or_create(account=account, defaults=kept)
    return code


def use_up(account: Account, code: str, at: datetime) -> bool:
    """Take a code away, and say whether it was still there: of two windows one is told yes."""
    held = standing(account.pk, at)
    if held is None or not check_password(cleaned(code), held.hashed):
        return False
    return OneTimeCode.objects.filter(pk=held.pk, hashed=held.hashed).delete()[0] == 1


def cleaned(typed: str) -> str:
    """Read a code as it was typed: whether in capitals, with spaces or dashes or without."""
    return "".join(sign for sign in typed.casefold() if sign.isalnum())[:40]
