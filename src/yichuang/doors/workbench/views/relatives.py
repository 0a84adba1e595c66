"""回避申报: whose business one doesn't handle, declared by oneself, ended by the head."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.models import Relation
from yichuang.domain.trail.actions import Answer
from yichuang.doors.workbench.acts import new_request
from yichuang.doors.workbench.doorway import EVERYBODY, door
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.rows import absences as absence_rows
from yichuang.doors.workbench.staffing_forms import Reading
from yichuang.doors.workbench.views.absences import ACTS
from yichuang.doors.workbench.views.agencies import entering, who

TOLD = {"declared": "已记入：回避申报。", "ended": "已记入：终止回避申报。"}


@door("GET", posts=EVERYBODY)
def page(request: Request) -> HttpResponse:
    """Show one's own declarations, and to a head those of the people."""
    here, asked = request.here, request.GET.get("end", "")
    below = list(absence_rows.declarations_below(here))
    standing = [one for one in below if one.ended_on is None]
    context = {
        "here_at": reverse("relatives"),
        "own": absence_rows.declarations(here),
        "below": below,
        "head": absence_rows.is_head(here),
        "acts": here.post in ACTS,
        "relations": Relation.choices,
        "ending": next((one for one in standing if str(one.id) == asked), None),
        "told": TOLD.get(request.GET.get("told", ""), ""),
        "request_key": new_request(),
    }
    return render(request, "workbench/relatives.html", context)


@door("POST", posts=ACTS)
def declare(request: Request) -> HttpResponse:
    """Declare somebody, or oneself."""
    form = Reading(request.POST, "relative")
    relation = form.choice("relation", "关系", Relation.values)
    name = form.words("name", "姓名", 50)
    citizen = form.words("citizen_id", "公民身份号码", 18)

    def do(key: UUID) -> Answer:
        what = (citizen, name, Relation(relation))
        return journeys.declare_relative(*what, **who(request), request=key)

    return entering(request, form, do, f"{reverse('relatives')}?told=declared")


@door("POST", posts=ACTS)
def end(request: Request) -> HttpResponse:
    """End somebody else's declaration, with a reason."""
    form = Reading(request.POST, "end")
    below = absence_rows.declarations_below(request.here).filter(ended_on=None)
    chosen = form.choice("declaration", "申报", {str(one.id) for one in below})
    reason = form.words("reason", "理由", 200)

    def do(key: UUID) -> Answer:
        more = {**who(request), "request": key}
        return journeys.withdraw_declaration(int(chosen), reason=reason, **more)

    return entering(request, form, do, f"{reverse('relatives')}?told=ended")
