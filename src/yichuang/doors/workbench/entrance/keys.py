"""People's signing keys as the site keeps them: sealed, and opened for one signature at a time."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from yichuang.domain.staff.actions import key_of, register_key
from yichuang.doors.workbench.models import SealedKey
from yichuang.engines.signing import ED25519, SealedSigner, fingerprint, new_key, seal


def signer_of(staff: str) -> SealedSigner | None:
    """Give what a person signs with: the key in force, if the site keeps its private part."""
    key = key_of(staff)
    kept = SealedKey.objects.filter(fingerprint=key.fingerprint).first() if key else None
    if key is None or kept is None:
        return None
    return SealedSigner(key.algorithm, key.public, kept.sealed, staff, settings.SIGNING_KEY)


def new_signer(staff: str, at: datetime) -> SealedSigner:
    """Make a key for a person and put it into force (KeyInForce)."""
    private, public = new_key(ED25519)
    sealed = seal(private, staff, settings.SIGNING_KEY)
    name = fingerprint(ED25519, public.hex())
    with transaction.atomic():
        register_key(ED25519, public.hex(), by=staff, at=at, request=uuid4())
        SealedKey.objects.create(fingerprint=name, staff_id=staff, sealed=sealed)
    return SealedSigner(ED25519, public.hex(), sealed, staff, settings.SIGNING_KEY)
