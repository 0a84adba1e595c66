"""Reading cases."""

from datetime import date

from django.db.models import QuerySet

from yichuang.domain.cases.models import Case
from yichuang.domain.cases.standing import Standing
from yichuang.domain.cases.states import OPEN
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import Head


class NoSuchCase(Refusal):
    """No case has this number."""

    code = "no-such-case"
    says = "没有编号为“{number}”的办件，请核对受理回执上的编号。"


def chain_of(number: str) -> str:
    """Give the chain that a case stands on."""
    return f"case/{number}"


def standing(number: str) -> Standing:
    """Read how a case stands (NoSuchCase).

    The chain is read first: seats that changed after it make the guarded write fail.
    """
    case = (
        Case.objects.select_related("chain", "edition").filter(chain=chain_of(number)[:60]).first()
    )
    if case is None:
        raise NoSuchCase(number=number[:40])
    head = Head(case.chain.key, case.chain.n, case.chain.head)
    return Standing(case, head, tuple(case.seats.order_by("step", "turn")))


def waiting_at(agency: str, state: str) -> QuerySet[Case]:
    """Give the cases of an agency that wait in a state, those due first before the others."""
    return Case.objects.filter(agency=agency, state=state).order_by(
        "statutory_due_on", "accepted_at"
    )


def not_done_at_once(agency: str, on: date) -> QuerySet[Case]:
    """Give the instant cases accepted before the end of a day and still open (SX-11)."""
    return Case.objects.filter(
        agency=agency, timing="instant", state__in=OPEN, accepted_at__date__lte=on
    ).order_by("accepted_at")
