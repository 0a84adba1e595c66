"""find."""

from django.http import HttpResponse
from django.shortcuts import render

from yichuang.doors.workbench.doorway import BUSINESS, door
from yichuang.doors.workbench.here import Request


@door("GET", posts=BUSINESS)
def page(request: Request) -> HttpResponse:
    """Page."""
    return render(request, "workbench/fault.html", {"title": "find", "why": "page"})


@door("GET", posts=BUSINESS)
def card(request: Request, kind: str, register: str) -> HttpResponse:
    """Card."""
    return render(request, "workbench/fault.html", {"title": "find", "why": "card"})
