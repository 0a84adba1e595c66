"""付款: the finance officers' pages: one prepares what is owed, another releases it, signed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.domain.cases import payments
from yichuang.domain.cases.actions.payments import VERBS, PaymentHeld
from yichuang.domain.cases.queries import standing
from yichuang.domain.insured.models import Payable
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys import looks
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.domain.trail.queries import acts_of
from yichuang.doors.workbench.acts import acted, exported, new_request, refused_with
from yichuang.doors.workbench.audit import lines as audit_lines
from yichuang.doors.workbench.doorway import door
from yichuang.doors.workbench.entrance.proofs import pen_for
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.rows.payments import (
    LISTS,
    Line,
    counted,
    day_in_capitals,
    grouped,
    listed,
    steps,
    total,
)
from yichuang.doors.workbench.turns import page_asked_for, telling
from yichuang.doors.workbench.views.proof import proving

FINANCE = frozenset({Post.FINANCE})
DEEDS = {"prepare": "prepare", "return": "release", "release": "release"}
"""Each deed with the list that its officer works through."""


@door("GET", posts=FINANCE)
def page(request: Request) -> HttpResponse:
    """Show what waits to be prepared, or to be released, or what was paid."""
    which = request.GET.get("list", "")
    which = which if which in LISTS else "prepare"
    lines = listed(which, request.here)
    figures, words = total(lines)
    counts = counted(request.here)
    context = {
        "here_at": f"{reverse('payments')}?list={which}",
        "which": which,
        "list_title": LISTS[which],
        "tabs": [(code, title, counts[code]) for code, title in LISTS.items()],
        "lines": lines,
        "first": next((x.payable.number for x in lines if _is_open(x, which, request)), None),
        "count": counts[which],
        "figures": figures,
        "words": words,
        "told": _told(request),
    }
    return render(request, "workbench/payments.html", context)


@door("GET", posts=FINANCE)
def one(request: Request, payment: str) -> HttpResponse:
    """Show one payment whole, to be compared with the papers; the look leaves its line."""
    payable, here = _found(request, payment), request.here
    looks.opened("case", payable.case_number, who=audit_lines.who(here))
    deed = _deed(payable)
    why_not = _why_not(payable, here.by)
    links = payments.holding(payable.case_number)
    context = {
        **_shown(payable),
        "steps": steps(payable),
        "links": links,
        "deed": deed,
        "verb": VERBS.get(f"{deed}-payment", ""),
        "why_not": why_not,
        "open_to_me": bool(deed) and not why_not,
        "returnable": deed == "release" and not links,
        "returned": payments.returned([payable.number]).get(payable.number, ""),
        "signs_now": deed == "release" and not why_not,
        "screen": payments.screen_digest(payable),
        "request_key": new_request(),
        "return_key": new_request(),
        **proving(request),
    }
    return render(request, "workbench/payment.html", context)


@door("GET", posts=FINANCE)
def sheet(request: Request, payment: str) -> HttpResponse:
    """Show the sheet of a payment, as it goes to the bank and into the accounts."""
    payable = _found(request, payment)
    exported(request, "付款单", 1, of=payable.number)
    at = payable.released_at
    on = local_day(at) if at is not None else request.here.on
    context = {**_shown(payable), "on": on, "on_in_capitals": day_in_capitals(on)}
    return render(request, "workbench/payment_sheet.html", context)


@door("POST", posts=FINANCE)
def act(request: Request, payment: str, deed: str) -> HttpResponse:
    """Prepare a payment, or release it; then go on to what else waits."""
    payable, here = _found(request, payment), request.here
    if deed not in DEEDS:
        return refused_with(request, "付款没有这个动作，请从付款页上选择。", status=400)

    def do(key: UUID) -> Answer:
        who: dict[str, Any] = {"by": here.by, "at": here.at, "request": key}
        if deed == "prepare":
            return journeys.prepare_payment(payable.number, **who)
        if deed == "return":
            reason = request.POST.get("reason", "")
            return journeys.return_payment(payable.number, reason=reason, **who)
        pen = pen_for(request, request.POST.get("screen", ""))
        return journeys.release_payment(payable.number, pen=pen, **who)

    onward = page_asked_for(request) or f"{reverse('payments')}?list={DEEDS[deed]}"
    return acted(request, do, telling(onward, payable.number))


def _is_open(line: Line, which: str, request: Request) -> bool:
    """Say whether this person may go on with a payment of a list."""
    own = which == "release" and line.payable.prepared_by == request.here.by
    return which != "paid" and not line.held and not own


def _found(request: Request, payment: str) -> Payable:
    """Find a payment of this agency; one of another looks like none at all."""
    try:
        payable = payments.payable_of(payment)
    except payments.NoSuchPayment as none:
        raise Http404(str(none)) from none
    if payable.agency != request.here.agency.code:
        raise Http404(str(payments.NoSuchPayment(number=payment)))
    return payable


def _shown(payable: Payable) -> dict[str, Any]:
    case = standing(payable.case_number)
    return {
        "payable": payable,
        "told_as": payments.screen(payable),
        "account": grouped(payable.account),
        "case_row": case.case,
        "item": case.rule.name,
    }


def _deed(payable: Payable) -> str:
    """Give what a payment waits for."""
    if payable.released_by is not None:
        return ""
    return "prepare" if payable.prepared_by is None else "release"


def _why_not(payable: Payable, by: str) -> str:
    """Say what stands in the way of this person here; the verb asks all of it again."""
    if payable.released_by is not None:
        return ""
    if links := payments.holding(payable.case_number):
        return str(PaymentHeld(case=payable.case_number, links="、".join(links)))
    if payable.prepared_by == by:
        return "这笔付款由您制单，须由另一名财务人员签付。"
    return ""


def _told(request: Request) -> dict[str, Any] | None:
    """Say what was done on the page before: as the trail has it."""
    number = request.GET.get("done", "")
    try:
        payable = payments.payable_of(number)
    except payments.NoSuchPayment:
        return None
    did = acts_of(payments.chain_of(payable.number)).filter(actor=request.here.by).last()
    return {"did": did, "verb": VERBS[did.verb], "number": number} if did is not None else None
