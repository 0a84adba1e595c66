"""counter."""

from django.http import HttpResponse
from django.shortcuts import render

from yichuang.doors.workbench.doorway import BUSINESS, door
from yichuang.doors.workbench.here import Request


@door("GET", posts=BUSINESS)
def desk(request: Request) -> HttpResponse:
    """Desk."""
    return render(request, "workbench/fault.html", {"title": "counter", "why": "desk"})


@door("POST", posts=BUSINESS)
def begin(request: Request) -> HttpResponse:
    """Begin."""
    return render(request, "workbench/fault.html", {"title": "counter", "why": "begin"})


@door("GET", posts=BUSINESS)
def mine(request: Request) -> HttpResponse:
    """Mine."""
    return render(request, "workbench/fault.html", {"title": "counter", "why": "mine"})
