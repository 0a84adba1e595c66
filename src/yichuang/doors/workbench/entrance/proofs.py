"""Fresh proof of who signs (身份核验): password and second factor, kept for some minutes.

The proof stands in the session of whoever gave it, for the post they sit in, and nowhere else:
it is gone at logout, at a new login, with another post, and when its minutes are over. What can't
leave its line proves nothing.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from yichuang.domain.authority.pens import Pen, Proof
from yichuang.domain.journeys.notes import Kind, note
from yichuang.domain.staff.actions import KeyInForce, key_of
from yichuang.doors.workbench.entrance import entry, second_factor
from yichuang.doors.workbench.entrance.keys import new_signer, own_signer
from yichuang.doors.workbench.here import PROOF, SEAT, Request

PASSWORD = "password"  # noqa: S105 -- the name of a factor
FACTORS = {second_factor.DEVICE: "totp", second_factor.PAPER: "paper-code"}
FACTOR_NAMES = {PASSWORD: "密码", **{code: how for how, code in FACTORS.items()}}
"""What somebody showed, in the words of the hall."""

WRONG_PASSWORD = "密码不对，请重新输入。连续输错 5 次，该工号将锁定 15 分钟。"  # noqa: S105
WRONG_CODE = (
    "验证码不对。请输入验证器此刻显示的六位数字，每个数字只能用一次；没有设备时可用备用码。"
)
LOCKED = "输错次数过多，该工号已锁定 15 分钟，期间不能签字。请稍后再试，或联系安全管理员解除锁定。"
WAIT = "输错次数多了，请在 {seconds} 秒后再输入验证码。"
NO_FACTOR = "本岗位签字须有第二因素。请先在“我的账号”中启用验证器，再核验身份。"


def asks_code(request: Request) -> bool:
    """Say whether a second factor is asked for: whoever has one shows it, whatever the post."""
    held = second_factor.device_of(request.user) is not None
    return held or second_factor.asked_of(request.here.assignment, request.here.on)


def prove(request: Request, password: str, code: str = "") -> Proof | None:
    """Take a password, and a code where it is asked for; keep the proof if both are right.

    What was wrong says `why_not`; wrong tries count towards the lock as at the door. A first proof
    puts a key into force. Raises what ends in no line (entry.UNWRITTEN), and NotInAnyPost.
    """
    if not entry.is_own(request, password, Kind.PROOF_FAILED):
        locked = getattr(request, "axes_locked_out", False)
        request.proof_amiss = LOCKED if locked else WRONG_PASSWORD
        return None
    factors: tuple[str, ...] = (PASSWORD,)
    if asks_code(request):
        shown = _shown(request, code)
        if shown is None:
            return None
        factors += (FACTORS[shown.how],)
    by, at = request.here.by, timezone.now()
    proof = Proof(by, at, factors)
    if key_of(by) is None:
        with suppress(KeyInForce):  # Another window of the same person was first.
            new_signer(by, at)
    said = {**entry.whence(request), "factors": [FACTOR_NAMES[one] for one in factors]}
    note(Kind.PROOF_GIVEN, by=by, at=at, said=said)
    _keep(request, proof)
    return proof


def why_not(request: Request) -> str:
    """Say why the try of this request proved nothing, and what to do."""
    return getattr(request, "proof_amiss", WRONG_PASSWORD)


def amiss_at(request: Request) -> str:
    """Name the field that was amiss: the password, or the code after a right password."""
    return PASSWORD if why_not(request) in {WRONG_PASSWORD, LOCKED} else "code"


def proof_of(request: Request) -> Proof | None:
    """Give the proof of whoever is here, while it is fresh."""
    kept: dict[str, Any] | None = request.session.get(PROOF)
    if kept is None or kept["staff"] != request.here.by:
        return None
    if kept["seat"] != request.session.get(SEAT):
        return None
    at, factors = datetime.fromisoformat(kept["at"]), tuple(kept["factors"])
    proof = Proof(kept["staff"], at, factors)
    return proof if proof.at <= request.here.at <= fresh_until(proof) else None


def had_proof(request: Request) -> bool:
    """Say whether somebody gave a proof here before, which isn't fresh any more."""
    return PROOF in request.session and proof_of(request) is None


def fresh_until(proof: Proof) -> datetime:
    """Give the moment until which a proof is fresh."""
    return proof.at + timedelta(minutes=settings.PROOF_MINUTES)


def pen_for(request: Request, screen: str) -> Pen | None:
    """Give what whoever is here signs with, over a screen; None without a fresh proof.

    Whose pen it is says the session alone. Raises KeyNotKept.
    """
    proof = proof_of(request)
    signer = own_signer(request.here.by) if proof is not None else None
    return Pen(proof, signer, screen) if proof is not None and signer is not None else None


def forget(request: Request) -> None:
    """Let a proof be no more."""
    request.session.pop(PROOF, None)


def _shown(request: Request, code: str) -> second_factor.Shown | None:
    account = request.user
    if second_factor.device_of(account) is None:
        request.proof_amiss = NO_FACTOR
        return None
    if seconds := second_factor.wait(account):
        request.proof_amiss = WAIT.format(seconds=seconds)
        return None
    shown = second_factor.show(account, code)
    if shown is None:
        request.proof_amiss = WRONG_CODE
        entry.failed(request, account.pk, Kind.PROOF_FAILED, "factor")
    return shown


def _keep(request: Request, proof: Proof) -> None:
    request.session[PROOF] = {
        "staff": proof.staff,
        "at": proof.at.isoformat(),
        "factors": list(proof.factors),
        "seat": request.session.get(SEAT),
    }
