"""缺勤与委托: who is away, from when until when, and who takes what waits for them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.doors.workbench.acts import new_request
from yichuang.doors.workbench.doorway import EVERYBODY, door
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.rows import absences as absence_rows
from yichuang.doors.workbench.staffing_forms import Reading
from yichuang.doors.workbench.views.agencies import entered, entering, who

ACTS = EVERYBODY - {Post.AUDIT_ADMIN}
TEXT_MAX = 100


@door("GET", posts=EVERYBODY)
def page(request: Request) -> HttpResponse:
    """List absences: to the head those of the agency, to others their own and delegated ones."""
    here = request.here
    lines, held = absence_rows.absence_lines(here), list(absence_rows.in_posts(here))
    head = absence_rows.is_head(here)
    own = [one for one in held if head or one.staff_id == here.by]
    shared = {one.post for one in own}
    asked = request.GET.get("end", "")
    context = {
        "here_at": reverse("absences"),
        "lines": lines,
        "head": head,
        "acts": here.post in ACTS,
        "choices": own,
        "delegates": [one for one in held if one.post in shared],
        "ending": next((x.absence for x in lines if x.ends and str(x.absence.id) == asked), None),
        "entered": entered(request, here.agency),
        "request_key": new_request(),
    }
    return render(request, "workbench/absences.html", context)


@door("POST", posts=ACTS)
def record(request: Request) -> HttpResponse:
    """Record an absence, one's own or as the head anybody's of the agency."""
    here, form = request.here, Reading(request.POST, "absence")
    held = {f"{one.staff_id}:{one.post}" for one in absence_rows.in_posts(here)}
    chosen = form.choice("holder", "缺勤人", held)
    since, until = form.day("since", "起"), form.day("until", "返岗日")
    reason = form.words("reason", "事由", TEXT_MAX)
    paper = form.words("paper", "书面依据", TEXT_MAX)
    delegate = form.perhaps("delegate", "受托人", {one.split(":")[0] for one in held})

    def do(key: UUID) -> Answer:
        staff, post = chosen.split(":")
        more: dict[str, Any] = {"since": since, "until": until, "reason": reason, "paper": paper}
        more |= {"delegate": delegate, **who(request), "request": key}
        return journeys.record_absence(here.agency.code, staff, Post(post), **more)

    return entering(request, form, do, f"{reverse('absences')}?entered=1")


@door("POST", posts=ACTS)
def end(request: Request) -> HttpResponse:
    """Enter that somebody is back early."""
    form = Reading(request.POST, "end")
    lines = absence_rows.absence_lines(request.here)
    chosen = form.choice("absence", "缺勤", {str(x.absence.id) for x in lines if x.ends})
    on = form.day("on", "返岗日")

    def do(key: UUID) -> Answer:
        return journeys.end_absence(int(chosen), on=on, **who(request), request=key)

    return entering(request, form, do, f"{reverse('absences')}?entered=1")
