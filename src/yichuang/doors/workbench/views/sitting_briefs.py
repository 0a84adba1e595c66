"""集中签批, one brief after another: what was really on the screen is noted when it is served."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yichuang.domain.authority.models import Duty
from yichuang.domain.cases import payments
from yichuang.domain.cases.collective import asked_for
from yichuang.domain.cases.sessions import SITTING
from yichuang.domain.cases.standing import brief_digest, screen_digest
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench import dossier, sittings
from yichuang.doors.workbench.acts import new_request, refused_with, went
from yichuang.doors.workbench.doorway import door
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.rows.clocks import dues
from yichuang.doors.workbench.rows.signing import is_payment
from yichuang.doors.workbench.views.cases import acting

PAYS = frozenset({Post.FINANCE})
CASES = SITTING - PAYS
NOT_NOW = "本件现在不等待您签字。"
MINUTES = "本件金额须附集体会审纪要。请在单件页面填写纪要后签批。"
NONE_OPEN = (
    "您没有开始中的集中签批，这一次没有再签任何一件。刚才已确认过的，结果见“集中签批”页的往次清单；"
    "要再签，请从该页开始。"
)


@door("GET", posts=CASES)
def case(request: Request, number: str) -> HttpResponse:
    """Show the brief of one case; that it was on the screen is written down here."""
    session, standing = sittings.mine(request.here), request.case
    if session is None:
        return redirect("sitting")
    # First the digests: what changes before the page is made is refused, and never signed unseen.
    brief, screen = brief_digest(standing), screen_digest(standing)
    context = acting(request)
    stage = standing.stage()
    verb = str(stage["verb"]) if stage is not None else ""
    ticks = stage is not None and standing.seat(stage["step"]).duty == Duty.REVIEW
    minutes = asked_for(standing) is not None
    open_to_me = verb in {"sign", "approve"} & context["may"] and not ticks and not minutes
    seen = None
    if open_to_me:
        seen = sittings.saw(session.key, number, brief, screen, request.here.at)
    lines, deeds = dossier.differences(standing), dossier.deeds(standing)
    context |= _turn(request, number) | {
        "may": context["may"] & {"return"},
        "signs_here": False,
        "verb": verb,
        "open_to_me": open_to_me,
        "why_not": MINUTES if minutes else dict(context["may_not"]).get(verb, NOT_NOW),
        "seen": seen,
        "amount_fen": standing.item.amount(standing.form),
        "differences": lines,
        "fields": dossier.fields(standing, beside=lines),
        "papers": dossier.papers(standing),
        "checks": dossier.checks(standing),
        "stops": dossier.stops(standing),
        "deeds": deeds,
        "stood_in": dossier.stood_in(deeds),
        "dues": dues(standing, request.here.on),
        "whom": dossier.whom(standing),
        "follows": dossier.what_follows(standing),
    }
    return render(request, "workbench/sitting_case.html", context)


@door("GET", posts=PAYS)
def released(request: Request, payment: str) -> HttpResponse:
    """Show one payment as it will be signed; that it was on the screen is written down here."""
    here, session = request.here, sittings.mine(request.here)
    try:
        owed = payments.payable_of(payment)
    except payments.NoSuchPayment as none:
        raise Http404(str(none)) from none
    if owed.agency != here.agency.code:
        raise Http404
    if session is None:
        return redirect("sitting")
    shown = payments.screen_digest(owed)
    open_to_me = payments.to_release(here.agency.code, here.by).filter(number=payment).exists()
    seen = None
    if open_to_me:
        seen = sittings.saw(session.key, payment, shown, shown, here.at)
    context = _turn(request, payment) | {
        "owed": owed,
        "seen": seen,
        "open_to_me": open_to_me,
        "may": {"return"} if open_to_me else set(),
        "return_key": new_request(),
    }
    return render(request, "workbench/sitting_payment.html", context)


@door("POST", posts=SITTING)
def choose(request: Request) -> HttpResponse:
    """Leave one thing out of the session, or take it in again, and go on."""
    session, number = sittings.mine(request.here), request.POST.get("of", "")
    if session is None:
        return refused_with(request, NONE_OPEN, status=409)
    if may_be_number(number):
        sittings.choose(session.key, number)
    return went(request, _turn(request, number)["onward"])


def brief_at(number: str) -> str:
    """Give the address of the brief of a case or a payment."""
    page = "sitting-payment" if is_payment(number) else "sitting-case"
    return reverse(page, args=[number])


def _turn(request: Request, number: str) -> dict[str, Any]:
    """Give where a brief stands in the list that was shown, and where its keys lead."""
    order: list[str] = request.session.get(sittings.ORDER, [])
    at = order.index(number) if number in order else -1
    after = order[at + 1] if at + 1 < len(order) else None
    return {
        "position": at + 1,
        "total": len(order),
        "before": brief_at(order[at - 1]) if at > 0 else None,
        "onward": brief_at(after) if after else reverse("sitting-summary"),
        "last": after is None,
        "here_at": reverse("sitting"),
    }
