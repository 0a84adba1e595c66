"""signing."""

from django.http import HttpResponse
from django.shortcuts import render

from yichuang.doors.workbench.doorway import BUSINESS, door
from yichuang.doors.workbench.here import Request


@door("GET", posts=BUSINESS)
def queue(request: Request) -> HttpResponse:
    """Queue."""
    return render(request, "workbench/fault.html", {"title": "signing", "why": "queue"})


@door("GET", posts=BUSINESS)
def today(request: Request) -> HttpResponse:
    """Today."""
    return render(request, "workbench/fault.html", {"title": "signing", "why": "today"})


@door("GET", posts=BUSINESS)
def page(request: Request, number: str) -> HttpResponse:
    """Page."""
    return render(request, "workbench/fault.html", {"title": "signing", "why": "page"})
