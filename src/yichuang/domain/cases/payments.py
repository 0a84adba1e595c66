"""付款: what the register owes, as finance works it off: what waits, and what is signed."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from yichuang.domain.cases.linked import HOLDS
from yichuang.domain.cases.models import Case
from yichuang.domain.insured.models import Payable
from yichuang.domain.kernel.money import Fen, capitals, yuan
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.trail.canonical import canonical, digest_of
from yichuang.domain.trail.models import Act


class NoSuchPayment(Refusal):
    """No payable has this number."""

    code = "no-such-payment"
    says = "没有编号为“{number}”的待付款，请核对付款单上的编号。"


def chain_of(number: str) -> str:
    """Give the chain on which a payment is prepared and released."""
    return f"payment/{number}"


def payable_of(number: object) -> Payable:
    """Read what is owed under a number (NoSuchPayment)."""
    known = Payable.objects.filter(number=number).first() if may_be_number(number) else None
    if known is None:
        raise NoSuchPayment(number=shown(number))
    return known


def owed_by(agency: str) -> QuerySet[Payable]:
    """Give everything that an agency owes or owed, the longest owed first."""
    return Payable.objects.filter(agency=agency).order_by("since", "number")


def to_prepare(agency: str) -> QuerySet[Payable]:
    """Give what waits to be prepared (待制单)."""
    return owed_by(agency).filter(prepared_by=None)


def to_release(agency: str, by: str = "") -> QuerySet[Payable]:
    """Give what waits to be released (待签付), but nothing that this person prepared."""
    prepared = owed_by(agency).filter(~Q(prepared_by=None), released_by=None)
    return prepared.exclude(prepared_by=by)


def released(agency: str) -> QuerySet[Payable]:
    """Give what was paid, the latest first."""
    return owed_by(agency).filter(~Q(released_by=None)).order_by("-released_at", "number")


def owed_for(case_number: str) -> QuerySet[Payable]:
    """Give what is owed by a case."""
    return Payable.objects.filter(case_number=case_number).order_by("number")


def held(case_numbers: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give, of some cases, the corrections and objections that hold their payments."""
    links = Case.objects.filter(HOLDS, original__in=list(case_numbers))
    found: dict[str, tuple[str, ...]] = {}
    for original, number in links.order_by("number").values_list("original", "number"):
        found[str(original)] = (*found.get(str(original), ()), number)
    return found


def holding(case_number: str) -> tuple[str, ...]:
    """Give the corrections and objections that hold what a case left to be paid."""
    return held([case_number]).get(case_number, ())


def returned(numbers: Iterable[str]) -> dict[str, str]:
    """Give why some payments were returned, the last time: those that ever were."""
    chains = [chain_of(number) for number in numbers]
    acts = Act.objects.filter(chain__in=chains, verb="return-payment").order_by("chain", "n")
    return {act.chain_id.removeprefix(chain_of("")): reason_for(act) for act in acts}


def reason_for(act: Act) -> str:
    """Give the reason that an act says; empty: it says none."""
    return str(json.loads(act.content)["said"].get("reason", ""))


def screen(payable: Payable) -> dict[str, Any]:
    """Give what whoever releases a payment has on the screen: this is signed, and kept whole."""
    return {
        "number": payable.number,
        "case": payable.case_number,
        "kind": payable.kind,
        "payee": payable.payee,
        "citizen_id": payable.citizen_id,
        "account": payable.account,
        "amount_fen": payable.amount_fen,
        "amount": yuan(Fen(payable.amount_fen)),
        "capitals": f"人民币{capitals(Fen(payable.amount_fen))}",
        "agency": payable.agency,
        "since": payable.since,
        "prepared_by": payable.prepared_by,
    }


def screen_digest(payable: Payable) -> str:
    """Give the digest of the screen."""
    return digest_of(canonical(screen(payable)))
