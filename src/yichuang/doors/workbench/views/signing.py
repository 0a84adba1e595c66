"""The signers' pages: what waits for a signature, what was signed today, one case on one page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yichuang.domain.authority.models import Duty
from yichuang.domain.cases.actions.decisions import is_signed
from yichuang.domain.cases.collective import asked_for
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.sessions import SITTING, hours_of
from yichuang.domain.cases.standing import Standing, screen_digest
from yichuang.domain.cases.states import OPEN
from yichuang.domain.cases.worklists import decided_by, in_state, to_confirm, waiting
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Act
from yichuang.doors.workbench import dossier, marks
from yichuang.doors.workbench.doorway import CITY, COUNTER, SIGNERS, door
from yichuang.doors.workbench.frame import WAITING
from yichuang.doors.workbench.here import Here, Request
from yichuang.doors.workbench.links import links_of
from yichuang.doors.workbench.rows.cases import SHOWN, Line, lines, page_of
from yichuang.doors.workbench.rows.clocks import dues
from yichuang.doors.workbench.turns import turn_of
from yichuang.doors.workbench.views.cases import acting

SIGNED = ("sign", "approve", "conclude", "refer", "refuse")
VERBS = ("sign", "receive", "approve", "conclude", "finish", "pass")
"""What a stage may ask of a signer, as the primary key of the page."""

CITY_GROUPS = {"reported": "待接收", "city-review": "待审批", "meeting": "待上会"}
CONFIRMING = frozenset({Post.DEPUTY_DIRECTOR, Post.DIRECTOR, Post.CITY_CHIEF})
OWN_CASES = "本机构事项"
CHECKED = 20
"""So many cases of a list are checked against the register; the others when they are opened."""


@dataclass(frozen=True)
class Waiting:
    """A line of the list, and why it needs a second look."""

    line: Line
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Group:
    """Lines under one heading."""

    title: str
    rows: list[Waiting] = field(default_factory=list)


@door("GET", posts=SIGNERS)
def queue(request: Request) -> HttpResponse:
    """Show what waits for this signer: first what needs attention, then by item."""
    here = request.here
    cases = waiting(here.agency.code, [here.post], here.by, here.on).select_related(
        "edition", "agency"
    )
    rows = _noted(lines(cases[:SHOWN], here), here)
    groups = _groups(rows, here)
    first = next((w.line.case.number for group in groups for w in group.rows), None)
    context: dict[str, Any] = {
        "groups": groups,
        "list_title": WAITING.get(here.post, "待我签"),
        "count": cases.count() if len(rows) == SHOWN else len(rows),
        "shown": len(rows),
        "by_agency": here.post in CITY | {Post.SECURITY_ADMIN},
        "first": first,
        "hours": hours_of(here.agency),
        "sits": here.post in SITTING,
    }
    if first:
        context |= _brief(standing(first, by=here.by, on=here.on), here.on)
    if here.post in CONFIRMING:
        context["to_confirm"] = lines(
            to_confirm(here.agency.code, here.post, here.by, here.on)[:SHOWN], here
        )
    if here.post == Post.DIRECTOR:
        context["reported"] = lines(in_state([here.agency.code], ["reported"])[:SHOWN], here)
    return render(request, "workbench/signing.html", context)


@door("GET", posts=SIGNERS)
def today(request: Request) -> HttpResponse:
    """Show what this person signed today."""
    here = request.here
    return render(
        request,
        "workbench/signing_today.html",
        page_of(decided_by(here.by, here.on, SIGNED), here),
    )


@door("GET", posts=SIGNERS | COUNTER)
def page(request: Request, number: str) -> HttpResponse:
    """Show one case on one page, to sign, to return, or to refuse."""
    case, here = request.case, request.here
    if request.GET.get("part") == "brief":
        return render(request, "workbench/_brief.html", _brief(case, here.on))
    if case.case.state not in OPEN:
        return redirect("case", number)
    stage = case.stage()
    # First the digest: what changes before the page is made is refused, and never signed unseen.
    context = acting(request) | {"screen": screen_digest(case)} | _brief(case, here.on)
    verb = str(stage["verb"]) if stage is not None else ""
    why = dict(context["may_not"])
    open_to_me = verb in context["may"] and verb in VERBS
    examines = stage is not None and case.seat(stage["step"]).duty == Duty.REVIEW
    papers = dossier.papers(case)
    points = dossier.point_numbers(papers, context["differences"])
    context |= {
        "verb": verb,
        "open_to_me": open_to_me,
        **_minutes(case, verb),
        "signs_now": open_to_me and is_signed(verb, case.case.level),
        "numbers": points if examines and open_to_me else None,
        "why_not": why.get(verb, "本件现在没有等待签批的一步。"),
        "papers": papers,
        "fields": dossier.fields(case, beside=context["differences"]),
        "reasons_of_route": case.route["reasons"],
        "follows": dossier.what_follows(case),
        "turn": turn_of(number, here),
        "here_at": reverse("signing"),
    }
    return render(request, "workbench/signing_case.html", context)


def _minutes(case: Standing, verb: str) -> dict[str, Any]:
    """Give whose minutes go with the signature, if any do; and the amount that asks for them."""
    if verb == "conclude":
        return {"minutes_title": "办公会纪要", "exceeded": None}
    exceeded = asked_for(case)
    return {"minutes_title": "集体会审纪要" if exceeded else "", "exceeded": exceeded}


def _brief(case: Any, on: date) -> dict[str, Any]:
    deeds = dossier.deeds(case)
    return {
        "open_to_me": False,
        "case": case,
        "row": case.case,
        "rule": case.rule,
        "whom": dossier.whom(case),
        "differences": dossier.differences(case),
        "checks": dossier.checks(case),
        "stops": dossier.stops(case),
        "deeds": deeds,
        "stood_in": dossier.stood_in(deeds),
        "marks_at": marks.by_step(marks.marks_of(case, deeds)),
        "dues": dues(case, on),
        "links": links_of(case),
    }


def _noted(found: list[Line], here: Here) -> list[Waiting]:
    chains = [line.case.pk for line in found]
    returned = Counter(
        Act.objects.filter(chain__in=chains, verb="return").values_list("chain", flat=True)
    )
    return [
        Waiting(line, tuple(_notes(line, returned[line.case.pk], here, asked=i < CHECKED)))
        for i, line in enumerate(found)
    ]


def _notes(line: Line, returned: int, here: Here, *, asked: bool) -> Iterable[tuple[str, str]]:
    if line.due_on is not None and line.due_on <= here.on:
        yield line.tone, line.left
    if returned:
        yield "warn", f"退回过 {returned} 次"
    if not asked:
        return
    case = standing(line.case.number)
    if dossier.is_broken(case):
        yield "stop", "核对未通过"
    if asked_for(case) is not None:
        yield "warn", "须附集体会审纪要"


def _groups(rows: list[Waiting], here: Here) -> list[Group]:
    groups: dict[str, Group] = {}
    if here.post in CITY:
        groups = {state: Group(title) for state, title in CITY_GROUPS.items()}
        for waits in rows:
            groups.setdefault(waits.line.case.state, Group(OWN_CASES)).rows.append(waits)
    else:
        groups["attention"] = Group("需要留意")
        for waits in rows:
            key = "attention" if waits.notes else waits.line.case.item
            groups.setdefault(key, Group(waits.line.item)).rows.append(waits)
    return [group for group in groups.values() if group.rows]
