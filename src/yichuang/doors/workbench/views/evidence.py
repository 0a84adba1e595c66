"""A case that leaves the house with its proof, and the program that checks it anywhere."""

from inspect import getsource

from django.http import HttpResponse

from yichuang import checker
from yichuang.domain.journeys.proofs import proof_text
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench.acts import exported
from yichuang.doors.workbench.doorway import CITY, door
from yichuang.doors.workbench.here import Request

EXPORTERS = CITY | {Post.ARCHIVIST, Post.AUDITOR, Post.DEPUTY_DIRECTOR, Post.DIRECTOR}
"""Who answers for a case to others: a proof holds everything, whole numbers included."""


@door("GET", posts=EXPORTERS)
def export(request: Request, number: str) -> HttpResponse:
    """Give a case with its proof as a file; first the line of who took it."""
    exported(request, "办件证明", 1, of=number)
    text = proof_text(number, at=request.here.at)
    return _file(text, "application/json", f"proof-{number}.json")


@door("GET", posts=EXPORTERS)
def program(_: Request) -> HttpResponse:
    """Give the checker, one file that needs nothing but Python."""
    return _file(getsource(checker), "text/x-python; charset=utf-8", "yichuang-checker.py")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
