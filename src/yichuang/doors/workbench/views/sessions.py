"""会话: the sessions in force of the people kept here; one of them, or all of a person, can end."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import Refusal
from yichuang.doors.workbench.acts import refused, went
from yichuang.doors.workbench.doorway import door
from yichuang.doors.workbench.entrance import acts as account_acts
from yichuang.doors.workbench.entrance import entry, sessions
from yichuang.doors.workbench.entrance.people import kept_by
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.models import OpenSession
from yichuang.doors.workbench.views.accounts import KEEPERS, NOT_WRITTEN, found, order_of
from yichuang.doors.workbench.views.faults import fault

MOST = 200
TOLD = {"end": "会话已结束。"}


@door("GET", posts=KEEPERS)
def page(request: Request) -> HttpResponse:
    """List the sessions in force."""
    people = kept_by(request.here.agency.code, request.here.on).values_list("number", flat=True)
    running = sessions.running(people)
    count = running.count()
    context = {
        "sessions": running[:MOST],
        "count": count,
        "most": MOST if count > MOST else 0,
        "this": sessions.key_of(request),
        "told": TOLD.get(request.GET.get("told", ""), ""),
    }
    return render(request, "workbench/sessions.html", context)


@door("POST", posts=KEEPERS)
def end(request: Request) -> HttpResponse:
    """End the sessions that were chosen, or all of a person, with a reason."""
    staff, keys = request.POST.get("staff", ""), request.POST.getlist("key")[:MOST]
    then = reverse("account", args=[found(request, staff).number]) if staff else reverse("sessions")
    try:
        order = order_of(request)
        if staff:
            account_acts.end_sessions(staff, order)
        else:
            account_acts.end_chosen(_kept(request, keys), order)
    except Refusal as refusal:
        return refused(request, refusal)
    except entry.UNWRITTEN:
        return fault(request, 409, "没有办成", NOT_WRITTEN)
    return went(request, f"{then}?told=end")


def _kept(request: Request, keys: list[str]) -> list[OpenSession]:
    """Give those of some sessions whose people's accounts are kept here."""
    people = kept_by(request.here.agency.code, request.here.on).values("number")
    known = [key for key in keys if may_be_number(key)]
    return list(OpenSession.objects.filter(key__in=known, staff__in=people))
