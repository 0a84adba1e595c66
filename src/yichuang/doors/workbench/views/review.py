"""The reviewer's pages: what waits, what was reviewed today, and one case side by side."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yichuang.domain.authority.models import Duty
from yichuang.domain.cases.actions.decisions import is_signed
from yichuang.domain.cases.actions.keying import awaits_keying
from yichuang.domain.cases.standing import screen_digest
from yichuang.domain.cases.states import OPEN
from yichuang.domain.cases.worklists import decided_by, waiting
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench import dossier, marks
from yichuang.doors.workbench.doorway import door
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.rows.cases import page_of
from yichuang.doors.workbench.rows.clocks import dues
from yichuang.doors.workbench.turns import turn_of
from yichuang.doors.workbench.views.cases import acting

REVIEWERS = frozenset({Post.REVIEWER})


@door("GET", posts=REVIEWERS)
def queue(request: Request) -> HttpResponse:
    """Show what waits for review, the earliest due first."""
    here = request.here
    found = page_of(waiting(here.agency.code, [here.post], here.by, here.on), here)
    return render(request, "workbench/review.html", found | {"to": "case-review"})


@door("GET", posts=REVIEWERS)
def today(request: Request) -> HttpResponse:
    """Show what this person reviewed today."""
    here = request.here
    found = page_of(decided_by(here.by, here.on, ["pass", "sign", "refuse"]), here)
    return render(request, "workbench/review_today.html", found)


@door("GET", posts=REVIEWERS)
def page(request: Request, number: str) -> HttpResponse:
    """Show one case to review: what was brought, what is and what would be."""
    case, here = request.case, request.here
    if case.case.state not in OPEN:
        return redirect("case", number)
    if case.case.state == "settling" or (case.case.state == "review" and awaits_keying(case)):
        return redirect("case-keying", number)
    screen = screen_digest(case)  # Before the page: what changes meanwhile is never signed unseen.
    lines, brought, stage = dossier.differences(case), dossier.papers(case), case.stage()
    deeds = dossier.deeds(case)
    reviewing = stage is not None and case.seat(stage["step"]).duty == Duty.REVIEW
    verb = str(stage["verb"]) if stage is not None and reviewing else "pass"
    context = acting(request)
    context |= {
        "verb": verb,
        "screen": screen,
        "open_to_me": reviewing and verb in context["may"],
        "signs_now": is_signed(verb, case.case.level) and verb in context["may"],
        "why_not": _why_not(context, verb) if reviewing else "本件现在不在复核这一步。",
        "lines": lines,
        "papers": brought,
        "numbers": dossier.point_numbers(brought, lines),
        "fields": dossier.fields(case, beside=lines),
        "checks": dossier.checks(case),
        "follows": dossier.what_follows(case),
        "stops": dossier.stops(case),
        "deeds": deeds,
        "stood_in": dossier.stood_in(deeds),
        "marks_at": marks.by_step(marks.marks_of(case, deeds)),
        "dues": dues(case, here.on),
        "whom": dossier.whom(case),
        "turn": turn_of(number, here),
        "here_at": reverse("review"),
    }
    return render(request, "workbench/review_case.html", context)


def _why_not(context: dict[str, object], verb: str) -> str:
    may_not: list[tuple[str, str]] = context["may_not"]  # type: ignore[assignment]
    return next((says for known, says in may_not if known == verb), "")
