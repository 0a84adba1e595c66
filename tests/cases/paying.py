"""What is owed to a family, and the pens of those who pay it."""

from typing import Any

from tests.halls import Hall
from yichuang.domain.authority.pens import Pen, Proof
from yichuang.domain.cases.payments import payable_of, screen_digest
from yichuang.domain.insured.models import Payable
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.trail.actions import Answer
from yichuang.doors.workbench.entrance.keys import signer_of


def owed(hall: Hall) -> tuple[Payable, Payable]:
    """Let somebody have died in service; give what the family is owed: funeral and grant."""
    number = hall.accept_death(hall.registered_person())
    hall.carry(number)
    funeral, grant = Payable.objects.filter(case_number=number).order_by("number")
    return funeral, grant


def payment_pen(hall: Hall, number: str, by: str) -> Pen:
    """Give what somebody signs with who has a payment on the screen and showed who they are."""
    signer = signer_of(by)
    assert signer is not None
    return Pen(Proof(by, hall.now, ("password", "totp")), signer, screen_digest(payable_of(number)))


def prepared(hall: Hall) -> str:
    """Give the number of a payment that one finance officer prepared."""
    number = owed(hall)[0].number
    hall.do(journeys.prepare_payment, number, by=hall.finance)
    return number


def release(hall: Hall, number: str, by: str, **instead: object) -> Answer:
    """Release a payment as somebody, signed over what it is now unless it says otherwise."""
    made: dict[str, Any] = {"pen": payment_pen(hall, number, by)} | instead
    return hall.do(journeys.release_payment, number, **made, by=by)
