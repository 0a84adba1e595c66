"""drafts."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from yichuang.doors.workbench.doorway import BUSINESS, door
from yichuang.doors.workbench.here import Request


@door("GET", "POST", posts=BUSINESS)
def page(request: Request, key: UUID) -> HttpResponse:
    """Page."""
    return render(request, "workbench/fault.html", {"title": "drafts", "why": "page"})


@door("POST", posts=BUSINESS)
def identify(request: Request, key: UUID) -> HttpResponse:
    """Identify."""
    return render(request, "workbench/fault.html", {"title": "drafts", "why": "identify"})


@door("POST", posts=BUSINESS)
def submit(request: Request, key: UUID) -> HttpResponse:
    """Submit."""
    return render(request, "workbench/fault.html", {"title": "drafts", "why": "submit"})


@door("GET", posts=BUSINESS)
def notice(request: Request, key: UUID) -> HttpResponse:
    """Notice."""
    return render(request, "workbench/fault.html", {"title": "drafts", "why": "notice"})


@door("POST", posts=BUSINESS)
def discard(request: Request, key: UUID) -> HttpResponse:
    """Discard."""
    return render(request, "workbench/fault.html", {"title": "drafts", "why": "discard"})


@door("POST", posts=BUSINESS)
def correct(request: Request, number: str) -> HttpResponse:
    """Correct."""
    return render(request, "workbench/fault.html", {"title": "drafts", "why": "correct"})
