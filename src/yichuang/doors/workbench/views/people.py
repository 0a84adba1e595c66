"""People: who sits where, which posts are empty, and how somebody comes into a post."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.domain.archives.queries import agencies_within
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.staff.models import Agency, Assignment, Department, Staff
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.doors.workbench.acts import new_request
from yichuang.doors.workbench.doorway import door
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.rows import staffing as staffing_rows
from yichuang.doors.workbench.staffing_forms import Reading
from yichuang.doors.workbench.views.agencies import (
    ACTS,
    LOOKS,
    entered,
    entering,
    of_the_tree,
    who,
)

LONGEST = 40


@door("GET", posts=LOOKS)
def page(request: Request) -> HttpResponse:
    """List the people of an agency by post, or whoever is looked for in the whole tree."""
    here = request.here
    asked = request.GET.get("q", "")[:LONGEST].strip()
    shown = of_the_tree(request, request.GET.get("agency") or here.agency.code)
    post = request.GET.get("post", "")
    post = post if post in Post.values else ""
    within = agencies_within(here.agency.code)
    lines = (
        staffing_rows.found(within, asked, here.on)
        if asked
        else staffing_rows.members(shown, post, here.on)
    )
    context = {
        "q": asked,
        "agency": shown,
        "post": post,
        "posts": Post,
        "agencies": [place.agency for place in staffing_rows.tree(here.agency, here.on)],
        "lines": lines,
        "people": len({line.staff.number for line in lines if line.staff}),
        "empty": sum(line.staff is None for line in lines),
        "long_terms": [] if asked else staffing_rows.long_terms(shown, here.profile, here.on),
        "high_risk": here.profile.high_risk,
        "acts": here.post in ACTS,
        "entered": entered(request, shown),
        "next_number": _next_number(shown),
        "request_key": new_request(),
    }
    return render(request, "workbench/people.html", context)


@door("GET", posts=LOOKS)
def person(request: Request, staff: str) -> HttpResponse:
    """Show somebody's posts, past and present; the administrator assigns and ends here."""
    here, shown = request.here, _person(request, staff)
    held = list(
        Assignment.objects.filter(staff=shown)
        .select_related("agency", "department", "act")
        .order_by("-until", "-since")
    )
    within = agencies_within(here.agency.code)
    standing = [a for a in held if a.until > here.on and a.agency_id in within]
    where = standing[0].agency_id if standing else here.agency.code
    place = of_the_tree(request, request.GET.get("agency") or where)
    context: dict[str, Any] = {
        "here_at": reverse("people"),
        "shown": shown,
        "held": held,
        "papers": staffing_rows.papers(held),
        "standing": standing,
        "place": place,
        "agencies": [p.agency for p in staffing_rows.tree(here.agency, here.on)],
        "acts": here.post in ACTS,
        "own": shown.number == here.by,
        "entered": entered(request, place),
        "request_key": new_request(),
    }
    if here.post in ACTS and shown.number != here.by:
        context |= {
            "departments": Department.objects.filter(agency=place).order_by("key"),
            "choices": staffing_rows.choices(shown.number, place, here.agency.code, here.on),
            "until": date(here.on.year + 3, here.on.month, 1),
        }
    return render(request, "workbench/person.html", context)


@door("POST", posts=ACTS)
def enlist(request: Request) -> HttpResponse:
    """Enlist a person at an agency of the tree."""
    form = Reading(request.POST, "enlist")
    agency = form.choice("agency", "机构", agencies_within(request.here.agency.code))
    number, name = form.words("number", "工号", 20), form.words("name", "姓名", 50)

    def do(key: UUID) -> Answer:
        return journeys.enlist(agency, number, name, **who(request), request=key)

    then = f"{reverse('people')}{{entered[number]}}/?agency={agency}&entered=1"
    return entering(request, form, do, then)


@door("POST", posts=ACTS)
def assign(request: Request, staff: str) -> HttpResponse:
    """Assign somebody to a post, on the ground of a paper."""
    shown, form = _person(request, staff), Reading(request.POST, "assign")
    agency = form.choice("agency", "机构", agencies_within(request.here.agency.code))
    post = form.post()
    rooms = Department.objects.filter(agency=agency).values_list("key", flat=True)
    room = form.perhaps("department", "科室", set(rooms))
    since, until = form.day("since", "起"), form.day("until", "止")
    paper = form.words("ground", "任职文件", 100)

    def do(key: UUID) -> Answer:
        period = {"since": since, "until": until, "department": room, "ground": paper}
        more: dict[str, Any] = {**period, **who(request), "request": key}
        return journeys.assign(shown.number, agency, post, **more)

    return entering(request, form, do, _back(shown, agency))


@door("POST", posts=ACTS)
def end(request: Request, staff: str) -> HttpResponse:
    """End an assignment of somebody else, on the ground of a paper."""
    shown, form = _person(request, staff), Reading(request.POST, "end")
    held = Assignment.objects.filter(staff=shown).values_list("id", "agency")
    theirs = {str(one): agency for one, agency in held}
    chosen = form.choice("assignment", "任职", theirs)
    on, paper = form.day("on", "终止日"), form.words("ground", "免职文件", 100)

    def do(key: UUID) -> Answer:
        more: dict[str, Any] = {"on": on, "ground": paper, **who(request), "request": key}
        return journeys.end_assignment(int(chosen), **more)

    return entering(request, form, do, _back(shown, theirs.get(chosen, "")))


def _person(request: Request, number: str) -> Staff:
    """Find a person of one's own tree; another looks like none at all."""
    theirs = staffing_rows.people_of(agencies_within(request.here.agency.code))
    found = theirs.filter(number=number[:20]).first() if may_be_number(number) else None
    if found is None:
        raise Http404
    return found


def _back(shown: Staff, agency: str) -> str:
    return f"{reverse('person', args=[shown.number])}?agency={agency}&entered=1"


def _next_number(agency: Agency) -> str:
    """Give the next staff number of an agency, as its numbers run."""
    known = Staff.objects.filter(number__startswith=agency.code).order_by("-number")
    last = known.values_list("number", flat=True).first()
    tail = last.removeprefix(agency.code) if last else ""
    return f"{agency.code}{int(tail or 0) + 1:02d}" if tail.isdecimal() or not tail else ""
