"""People's signing keys as the site keeps them: sealed, and opened for one signature at a time."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.actions import key_of
from yichuang.domain.trail.actions import Answer
from yichuang.doors.workbench.models import SealedKey
from yichuang.engines.signing import (
    ED25519,
    SealedSigner,
    UnsealableError,
    fingerprint,
    new_key,
    seal,
    unseal,
)


class KeyNotKept(Refusal):
    """The key in force isn't one whose private part this site can open."""

    code = "key-not-kept"
    says = (
        "您启用中的签名密钥不在本系统保管，或已不能打开，无法在此签字。请在“我的账号”中更换密钥。"
    )


def signer_of(staff: str) -> SealedSigner | None:
    """Give what a person signs with: the key in force, if the site keeps its private part."""
    key = key_of(staff)
    kept = SealedKey.objects.filter(fingerprint=key.fingerprint).first() if key else None
    if key is None or kept is None:
        return None
    return SealedSigner(key.algorithm, key.public, kept.sealed, staff, settings.SIGNING_KEY)


def own_signer(staff: str) -> SealedSigner | None:
    """Give what a person signs with, or nothing where no key is in force (KeyNotKept)."""
    signer = signer_of(staff)
    if signer is None:
        if key_of(staff) is not None:
            raise KeyNotKept
        return None
    try:
        unseal(signer.sealed, signer.owner, signer.master)
    except UnsealableError as amiss:
        raise KeyNotKept from amiss
    return signer


def new_signer(
    staff: str, at: datetime, enter: Callable[..., Answer] = journeys.register_key
) -> SealedSigner:
    """Make a key for a person and put it into force (KeyInForce, NotInAnyPost)."""
    private, public = new_key(ED25519)
    sealed = seal(private, staff, settings.SIGNING_KEY)
    name = fingerprint(ED25519, public.hex())
    with transaction.atomic():
        enter(ED25519, public.hex(), by=staff, at=at, request=uuid4())
        SealedKey.objects.create(fingerprint=name, staff_id=staff, sealed=sealed)
    return SealedSigner(ED25519, public.hex(), sealed, staff, settings.SIGNING_KEY)


def change_signer(staff: str, reason: str, at: datetime) -> SealedSigner:
    """End somebody's own key and put a new one into force, both or neither (ReasonNeeded)."""
    with transaction.atomic():
        journeys.end_key(staff, reason=reason, by=staff, at=at, request=uuid4())
        return new_signer(staff, at)
