"""What a person signs with (签字): a fresh proof of identity, a key of their own, and the words.

A door turns password and second factor into a `Proof` once and keeps it for a short time; with
the person's signer it makes a `Pen`, which is handed to the verb. The verb says what is signed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.actions.keys import key_of
from yichuang.domain.staff.models import SigningKey
from yichuang.domain.trail.canonical import canonical, digest_of
from yichuang.domain.trail.statements import Condition
from yichuang.engines.signing import Signer, UnsealableError, fingerprint, signs

TAG = "yichuang signature 1"
"""Stands before what is signed, and names its form; another form gets another tag."""

FRESH = timedelta(minutes=15)
"""How long a proof of identity is fresh; a door may ask for less, and never for more."""


class ProofNeeded(Refusal):
    """A signature asks for a fresh proof of identity."""

    code = "proof-needed"
    says = "签字前须核验本人身份。请输入密码（和验证码）核验后再签。"


class ProofTooOld(Refusal):
    """The proof of identity is too old, or from the future."""

    code = "proof-too-old"
    says = "上次核验身份已超过 {minutes} 分钟。请重新核验本人身份后再签。"


class NotYourOwnKey(Refusal):
    """The key isn't the one that the person has in force."""

    code = "not-your-own-key"
    says = "所用密钥不是您（{by}）启用中的签名密钥。请启用自己的密钥后再签。"


class SignatureAmiss(Refusal):
    """The signature that was made doesn't hold over what is signed."""

    code = "signature-amiss"
    says = "签名与所签内容不符，本次没有写入任何内容。请重新打开页面再签；仍不行的，更换密钥。"


@dataclass(frozen=True)
class Proof:
    """That somebody showed who they are (身份核验): whose, when, by what; in which session."""

    staff: str
    at: datetime
    factors: tuple[str, ...]
    """Such as password, totp, paper-code."""
    session: str | None = None
    """The signing session in which it serves."""

    def said(self) -> dict[str, Any]:
        """Give the proof as the trail keeps it."""
        return {"at": self.at, "factors": list(self.factors), "session": self.session}


@dataclass(frozen=True)
class Pen:
    """What a person signs with, and the digest of what they had on the screen."""

    proof: Proof
    signer: Signer
    screen: str = ""


@dataclass(frozen=True)
class Signed:
    """A signature that was made: as the trail keeps it, and what must hold when it is written."""

    said: dict[str, Any]
    holds: Condition


_KEY_HOLDS = """EXISTS (SELECT 1 FROM staff_signingkey k WHERE k.fingerprint = %s
 AND k.staff_id = %s AND k.ended_at IS NULL)"""


def message_of(statement: Mapping[str, Any]) -> bytes:
    """Give the bytes that are signed."""
    return f"{TAG}\n{canonical(statement)}".encode()


def signed(pen: object, statement: Mapping[str, Any], *, by: str, at: datetime) -> Signed:
    """Sign a statement as somebody (ProofNeeded, ProofTooOld, NotYourOwnKey, SignatureAmiss)."""
    if not isinstance(pen, Pen):
        raise ProofNeeded
    must_be_fresh(pen.proof, by=by, at=at)
    key = _own_key(pen.signer, by, at)
    statement = {**statement, "proof": digest_said(pen.proof.said())}
    message = message_of(statement)
    try:
        value = pen.signer.sign(message)
    except UnsealableError as wrong:
        raise SignatureAmiss from wrong
    if not signs(key.algorithm, key.public, message, value):
        raise SignatureAmiss
    said = {
        "tag": TAG,
        "algorithm": key.algorithm,
        "key": key.fingerprint,
        "statement": statement,
        "value": value,
        "proof": pen.proof.said(),
    }
    return Signed(said, Condition(_KEY_HOLDS, (key.fingerprint, by)))


def must_be_fresh(proof: object, *, by: str, at: datetime) -> Proof:
    """Take a proof of identity that somebody gave just now (ProofNeeded, ProofTooOld)."""
    if not isinstance(proof, Proof) or proof.staff != by or not proof.factors:
        raise ProofNeeded
    if not timedelta(0) <= at - proof.at <= FRESH:
        raise ProofTooOld(minutes=FRESH // timedelta(minutes=1))
    return proof


def digest_said(said: Mapping[str, Any]) -> str:
    """Give the digest of what is said with a signature: ticks, minutes, a decision."""
    return digest_of(canonical(said))


def _own_key(signer: Signer, by: str, at: datetime) -> SigningKey:
    key = key_of(by)
    if key is None or key.since > at:
        raise NotYourOwnKey(by=by)
    if key.fingerprint != fingerprint(signer.algorithm, signer.public):
        raise NotYourOwnKey(by=by)
    return key
