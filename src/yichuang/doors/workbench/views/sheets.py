"""Sheets that the window prints: the receipt of an application."""

import segno
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from yichuang.domain.cases.application import BROUGHT
from yichuang.domain.cases.prospect import possible
from yichuang.domain.kernel.numbers import local_day
from yichuang.doors.workbench import dossier
from yichuang.doors.workbench.acts import new_request
from yichuang.doors.workbench.doorway import BUSINESS, door
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.rows import course
from yichuang.doors.workbench.rows.clocks import dues


@door("GET", posts=BUSINESS)
def receipt(request: Request, number: str) -> HttpResponse:
    """Show the receipt (受理回执单), and finish at once where nobody else must see the case."""
    case, here = request.case, request.here
    names = {material.code: material.name for material in case.rule.materials}
    context = {
        "case": case,
        "papers_due": next((due.on for due in dues(case, here.on) if due.of_papers), None),
        "papers": [(names[code], BROUGHT[how], how) for code, how in case.materials.items()],
        "code": _code(number),
        "verbs": {p.verb for p in possible(case, here.by, here.on) if p.allowed},
        "request_key": new_request(),
    }
    return render(request, "workbench/receipt.html", context)


@door("GET", posts=BUSINESS)
def decision(request: Request, number: str) -> HttpResponse:
    """Show the letter that ends a case: why it was refused, or what was done; ways to appeal."""
    case = request.case
    told = course.delivery(case)
    if not told["letter"]:
        return redirect("case", number)
    deeds = dossier.deeds(case)
    ended = next(deed for deed in deeds if deed.said.get("state") in {"done", "refused"})
    context = {
        "case": case,
        "row": case.case,
        "rule": case.rule,
        "whom": dossier.whom(case),
        "fields": dossier.fields(case),
        "results": dossier.results(deeds),
        "accepted_on": local_day(case.case.accepted_at),
        "appeals": course.appeals(case),
        "decided_by": ended.act.actor,
        "reason": ended.said.get("reason", ""),
        "against": ended.said.get("against", []),
        **told,
    }
    return render(request, "workbench/decision.html", context)


def _code(number: str) -> str:
    """Draw a number as a QR code: scanning it at any window opens the case."""
    drawn = segno.make(number, error="m", micro=False)
    return mark_safe(drawn.svg_inline(scale=3, border=1))  # noqa: S308 -- made here, of a number
