"""What the cast signs with: keys of their own, as everybody gets them at the first signature."""

from datetime import datetime

from yichuang.domain.authority.pens import Pen, Proof
from yichuang.domain.cases import payments
from yichuang.domain.cases.standing import Standing, screen_digest
from yichuang.domain.insured.models import Payable
from yichuang.doors.workbench.entrance.keys import new_signer, signer_of


def pen_of(staff: str, at: datetime, case: Standing | None = None) -> Pen:
    """Give the pen of somebody who just showed who they are, with a case on the screen."""
    signer = signer_of(staff) or new_signer(staff, at)
    shown = screen_digest(case) if case is not None else ""
    return Pen(Proof(staff, at, ("password", "totp")), signer, shown)


def payment_pen_of(staff: str, at: datetime, payable: Payable) -> Pen:
    """Give the pen of somebody who just showed who they are, with a payment on the screen."""
    signer = signer_of(staff) or new_signer(staff, at)
    return Pen(Proof(staff, at, ("password", "totp")), signer, payments.screen_digest(payable))
