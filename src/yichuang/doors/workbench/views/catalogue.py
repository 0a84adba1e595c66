"""catalogue."""

from django.http import HttpResponse
from django.shortcuts import render

from yichuang.doors.workbench.doorway import BUSINESS, door
from yichuang.doors.workbench.here import Request


@door("GET", posts=BUSINESS)
def editions(request: Request) -> HttpResponse:
    """Editions."""
    return render(request, "workbench/fault.html", {"title": "catalogue", "why": "editions"})


@door("GET", "POST", posts=BUSINESS)
def propose(request: Request) -> HttpResponse:
    """Propose."""
    return render(request, "workbench/fault.html", {"title": "catalogue", "why": "propose"})


@door("GET", posts=BUSINESS)
def edition(request: Request, profile: str, version: int) -> HttpResponse:
    """Edition."""
    return render(request, "workbench/fault.html", {"title": "catalogue", "why": "edition"})


@door("GET", posts=BUSINESS)
def as_toml(request: Request, profile: str, version: int) -> HttpResponse:
    """as_toml."""
    return render(request, "workbench/fault.html", {"title": "catalogue", "why": "as_toml"})


@door("POST", posts=BUSINESS)
def publish(request: Request, profile: str, version: int) -> HttpResponse:
    """Publish."""
    return render(request, "workbench/fault.html", {"title": "catalogue", "why": "publish"})


@door("GET", posts=BUSINESS)
def item(request: Request, profile: str, version: int, item: str) -> HttpResponse:
    """Item."""
    return render(request, "workbench/fault.html", {"title": "catalogue", "why": "item"})
