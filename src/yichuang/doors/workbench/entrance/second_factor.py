"""The second factor (第二因素): a code of the moment from a device, or one of ten kept on paper.

The library counts, slows down guesses and lets each code work once. Codes on paper are kept as a
keyed digest, so that whoever reads the database reads none.
"""

from base64 import b32encode
from dataclasses import dataclass
from datetime import date
from math import ceil

import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from yichuang.domain.authority.models import Duty
from yichuang.domain.authority.queries import in_force
from yichuang.domain.catalogue.queries import NoEditionInForce, edition_in_force, profile_of
from yichuang.domain.staff.models import Agency, Assignment
from yichuang.domain.staff.posts import ADMINS, Post
from yichuang.doors.workbench.here import seats_of
from yichuang.doors.workbench.models import Account

SIGNING = frozenset(
    {
        *(Post.SPECIAL, Post.HANDLER, Post.REVIEWER, Post.DEPUTY_DIRECTOR, Post.DIRECTOR),
        *(Post.CITY_APPROVER, Post.CITY_CHIEF, Post.FINANCE, Post.AUDITOR),
    }
)
"""Posts that sign wherever they are; a teller does where limited business is handled there."""

DEVICE, PAPER = "验证器", "备用码"
ON_PAPER = 10
DIGITS = 6


@dataclass(frozen=True)
class Shown:
    """What the second factor was shown by."""

    how: str
    left: int
    """How many codes are left on paper."""


def must_have(staff: str, on: date) -> bool:
    """Say whether a person must have a second factor, by the posts held on a day."""
    if settings.SECOND_FACTOR == "everybody":
        return True
    return any(asked_of(held, on) for held in seats_of(staff, on))


def asked_of(held: Assignment, on: date) -> bool:
    """Say whether whoever holds an assignment must have a second factor."""
    post = Post(held.post)
    if settings.SECOND_FACTOR == "everybody" or post in ADMINS:
        return True
    if settings.SECOND_FACTOR == "admins":
        return False
    return post in SIGNING or (post is Post.TELLER and _handles_limited(held.agency, on))


def _handles_limited(agency: Agency, on: date) -> bool:
    try:
        profile = profile_of(edition_in_force(agency.profile, on))
    except NoEditionInForce:
        return True
    limited = [rule.code for rule in profile.items if rule.level == 1]
    granted = in_force(agency.code, on).filter(post=Post.TELLER, duty=Duty.HANDLE)
    return granted.filter(item__in=limited).exists()


def device_of(account: Account) -> TOTPDevice | None:
    """Give the device that a person shows codes of."""
    return TOTPDevice.objects.filter(user=account, confirmed=True).first()


def waiting(account: Account) -> TOTPDevice | None:
    """Give the device that waits to be confirmed by a code."""
    return TOTPDevice.objects.filter(user=account, confirmed=False).first()


def codes_left(account: Account) -> int:
    """Count the codes on paper that haven't been used."""
    left: int = StaticToken.objects.filter(device__user=account).count()
    return left


def offer(account: Account) -> None:
    """Make a new secret, which waits to be confirmed; one that waited before is no more."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=account, confirmed=False).delete()
        TOTPDevice.objects.create(user=account, name=DEVICE, confirmed=False)


def confirm(account: Account, code: str) -> list[str]:
    """Put the waiting device into force, if the code is its own, and give ten codes on paper.

    Stands in a transaction with the line of it. Gives nothing where the code was wrong.
    """
    device = waiting(account)
    if device is None or device_of(account) is not None or not _shows(account, device, code):
        return []
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    return new_codes(account)


def new_codes(account: Account) -> list[str]:
    """Make ten new codes on paper; those before are worth nothing."""
    StaticDevice.objects.filter(user=account).delete()
    device = StaticDevice.objects.create(user=account, name=PAPER)
    codes = [StaticToken.random_token() for _ in range(ON_PAPER)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=_kept(account, code)) for code in codes
    )
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def show(account: Account, typed: str) -> Shown | None:
    """Take a code of the device, or one on paper, which is then used up; None if it is neither."""
    code = "".join(typed.split()).replace("-", "").lower()[:20]
    if len(code) == DIGITS and code.isascii() and code.isdecimal():
        device = device_of(account)
        right = device is not None and _shows(account, device, code)
        return Shown(DEVICE, codes_left(account)) if right else None
    paper = StaticDevice.objects.filter(user=account).first()
    if paper is None or not verify_token(account, paper.persistent_id, _kept(account, code)):
        return None
    return Shown(PAPER, codes_left(account))


def wait(account: Account) -> int:
    """Give how many seconds the next try must wait, after wrong ones."""
    devices = [*TOTPDevice.objects.filter(user=account), *StaticDevice.objects.filter(user=account)]
    held = [one.verify_is_allowed() for one in devices]
    until = [told["locked_until"] for allowed, told in held if not allowed and told]
    now = timezone.now()
    return max((ceil((moment - now).total_seconds()) for moment in until), default=0)


def forget(account: Account) -> bool:
    """Take a person's devices and codes away; say whether there were any."""
    had = device_of(account) is not None
    TOTPDevice.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()
    return had


def secret_of(device: TOTPDevice) -> str:
    """Write the secret in groups of four, as it is typed into a device."""
    text = b32encode(device.bin_key).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def picture_of(device: TOTPDevice) -> SafeString:
    """Draw the secret as a QR code, in attributes that the strict policy lets through."""
    drawn = segno.make(device.config_url, error="m", micro=False)
    return mark_safe(drawn.svg_inline(scale=4, border=2))  # noqa: S308 -- made here


def _shows(account: Account, device: TOTPDevice, code: str) -> bool:
    return verify_token(account, device.persistent_id, code) is not None


def _kept(account: Account, code: str) -> str:
    digest = salted_hmac("yichuang recovery code", f"{account.pk} {code}", algorithm="sha256")
    return b32encode(digest.digest()).decode()[:16]


def who_have(staff: list[str]) -> set[str]:
    """Give those of some people who have a second factor."""
    found = TOTPDevice.objects.filter(user__in=staff, confirmed=True)
    return set(found.values_list("user_id", flat=True))
