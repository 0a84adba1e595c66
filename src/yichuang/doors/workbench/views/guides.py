"""Two pages about the window itself: its keys, and its look."""

from django.http import HttpResponse
from django.shortcuts import render

from yichuang.doors.workbench import tokens
from yichuang.doors.workbench.doorway import EVERYBODY, door
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.sheet_of_keys import EVERYWHERE, PARTS, caps


@door("GET", posts=EVERYBODY)
def keys(request: Request) -> HttpResponse:
    """Show every key by page and post, on one sheet to print."""
    parts = [(part.title, part.posts, caps(part)) for part in (EVERYWHERE, *PARTS)]
    return render(request, "workbench/keys.html", {"parts": parts})


@door("GET", posts=EVERYBODY)
def look(request: Request) -> HttpResponse:
    """Show every token and component of the look, with when to use it."""
    context = {"colours": tokens.colours(), "pairs": tokens.pairs(), "measures": tokens.measures()}
    return render(request, "workbench/look.html", context)
