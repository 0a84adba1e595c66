"""双岗录入 at the window: the second keys without seeing the first, the third settles."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yichuang.domain.cases.actions.keying import CHOICES, awaits_keying, differing, key_fields
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.doors.workbench import dossier
from yichuang.doors.workbench.acts import acted
from yichuang.doors.workbench.doorway import door
from yichuang.doors.workbench.fields import drawn, typed_in
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.turns import then
from yichuang.doors.workbench.views.cases import acting

REVIEWERS = frozenset({Post.REVIEWER})


@door("GET", "POST", posts=REVIEWERS)
def page(request: Request, number: str) -> HttpResponse:
    """Show what is to be keyed again, or what two keyed differently; take what was found."""
    case = request.case
    if case.case.state == "settling":
        return _settled(request, number) if request.method == "POST" else _settling(request)
    if request.method == "POST":
        return _keyed(request, number)
    if case.case.state != "review" or not awaits_keying(case):
        return redirect("case-review", number)
    context = acting(request)
    context |= {
        "open_to_me": "rekey" in context["may"],
        "why_not": dict(context["may_not"]).get("rekey", ""),
        "asked": [f for f in drawn(case.item.form, {}) if f.name in key_fields(case)],
        "papers": dossier.papers(case),
    }
    return render(request, "workbench/keying.html", context)


def _keyed(request: Request, number: str) -> HttpResponse:
    here, asked = request.here, key_fields(request.case)
    typed = typed_in(request.case.item.form, request.POST)
    fields = {name: typed[name] for name in asked}

    def do(key: UUID) -> Answer:
        return journeys.rekey(number, fields=fields, by=here.by, at=here.at, request=key)

    onward = reverse("case-review", args=[number])
    return acted(request, do, f"{onward}?done={number}")


def _settling(request: Request) -> HttpResponse:
    case = request.case
    context = acting(request)
    context |= {
        "open_to_me": "settle" in context["may"],
        "why_not": dict(context["may_not"]).get("settle", ""),
        "differing": differing(case),
        "choices": CHOICES,
        "papers": dossier.papers(case),
        "fields": dossier.fields(case),
    }
    return render(request, "workbench/settling.html", context)


def _settled(request: Request, number: str) -> HttpResponse:
    here, sent = request.here, request.POST
    named = {name.removeprefix("choice-") for name in sent if name.startswith("choice-")}
    choices = {name: sent[f"choice-{name}"] for name in sorted(named)}
    reason = sent.get("reason", "")

    def do(key: UUID) -> Answer:
        return journeys.settle(
            number, choices=choices, reason=reason, by=here.by, at=here.at, request=key
        )

    return acted(request, do, then(request, "settle"))
