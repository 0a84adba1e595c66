"""sheets."""

from django.http import HttpResponse
from django.shortcuts import render

from yichuang.doors.workbench.doorway import BUSINESS, door
from yichuang.doors.workbench.here import Request


@door("GET", posts=BUSINESS)
def receipt(request: Request, number: str) -> HttpResponse:
    """Receipt."""
    return render(request, "workbench/fault.html", {"title": "sheets", "why": "receipt"})


@door("GET", posts=BUSINESS)
def keys(request: Request) -> HttpResponse:
    """Keys."""
    return render(request, "workbench/fault.html", {"title": "sheets", "why": "keys"})


@door("GET", posts=BUSINESS)
def look(request: Request) -> HttpResponse:
    """Look."""
    return render(request, "workbench/fault.html", {"title": "sheets", "why": "look"})
