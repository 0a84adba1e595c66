"""cases."""

from django.http import HttpResponse
from django.shortcuts import render

from yichuang.doors.workbench.doorway import BUSINESS, door
from yichuang.doors.workbench.here import Request


@door("GET", posts=BUSINESS)
def page(request: Request, number: str) -> HttpResponse:
    """Page."""
    return render(request, "workbench/fault.html", {"title": "cases", "why": "page"})


@door("POST", posts=BUSINESS)
def act(request: Request, number: str, verb: str) -> HttpResponse:
    """Act."""
    return render(request, "workbench/fault.html", {"title": "cases", "why": "act"})
