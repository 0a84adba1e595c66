"""The lines that the doorway leaves of every request that was refused or turned away."""

import logging
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from yichuang.domain.journeys.looks import Who, opened
from yichuang.domain.journeys.notes import Kind, note
from yichuang.doors.workbench.here import Here, find_here

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refused:
    """Why a request of somebody who is logged in did nothing."""

    kind: Kind
    code: str
    by: str


def mark(request: HttpRequest, kind: Kind, code: str) -> None:
    """Note on a request why it is refused; the first reason stands, nobody unknown is noted."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and not hasattr(request, "refused"):
        request.refused = Refused(kind, code, str(user.pk))  # type: ignore[attr-defined]


def leave(request: HttpRequest, status: int) -> None:
    """Leave the one line of a request, once it is answered.

    What was refused did nothing, so it is answered though the line can't be written: then standard
    error says so.
    """
    refused: Refused | None = getattr(request, "refused", None)
    looked = getattr(request, "looks", False) and status == 200  # noqa: PLR2004 -- it was shown
    if refused is None and not looked:
        return
    try:
        if refused is not None:
            said = {"code": refused.code, **_where(request)}
            note(refused.kind, by=refused.by, at=timezone.now(), said=said)
        else:
            number = request.resolver_match.kwargs["number"]  # type: ignore[union-attr]
            opened("case", number, who=who(request.here))  # type: ignore[attr-defined]
    except Exception:
        logger.exception("an audit line could not be written: %s", refused or "a look at a case")


def who(here: Here) -> Who:
    """Give who looks at something."""
    return Who(here.by, here.post, here.agency.code, here.at)


def _where(request: HttpRequest) -> dict[str, Any]:
    """Say at which page, for which verb and case, in which post; nothing of the form."""
    match = request.resolver_match
    here: Here | None = getattr(request, "here", None) or find_here(request)
    found = {
        "page": match.url_name if match else "",
        "method": request.method,
        "verb": match.kwargs.get("verb", "") if match else "",
        "case": match.kwargs.get("number", "") if match else "",
        "post": here.post.value if here else "",
        "agency": here.agency.code if here else "",
    }
    return {word: value for word, value in found.items() if value}
