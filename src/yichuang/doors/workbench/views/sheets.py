"""Sheets that the window prints: the receipt of an application."""

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from yichuang.domain.cases.application import BROUGHT
from yichuang.domain.cases.prospect import possible
from yichuang.doors.workbench.acts import new_request
from yichuang.doors.workbench.doorway import BUSINESS, door
from yichuang.doors.workbench.here import Request


@door("GET", posts=BUSINESS)
def receipt(request: Request, number: str) -> HttpResponse:
    """Show the receipt (受理回执单), and finish at once where nobody else must see the case."""
    case, here = request.case, request.here
    names = {material.code: material.name for material in case.rule.materials}
    context = {
        "case": case,
        "papers": [(names[code], BROUGHT[how], how) for code, how in case.materials.items()],
        "code": _code(number),
        "verbs": {p.verb for p in possible(case, here.by, here.on) if p.allowed},
        "request_key": new_request(),
    }
    return render(request, "workbench/receipt.html", context)


def _code(number: str) -> str:
    """Draw a number as a QR code: scanning it at any window opens the case."""
    drawn = segno.make(number, error="m", micro=False)
    return mark_safe(drawn.svg_inline(scale=3, border=1))  # noqa: S308 -- made here, of a number
