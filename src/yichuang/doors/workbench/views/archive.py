"""The archive: what is filed, and what is done but waits for a paper."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.domain.archives.models import File
from yichuang.domain.archives.queries import (
    Wanted,
    agencies_within,
    contents_of,
    filed,
    missing_papers,
    unfiled,
)
from yichuang.domain.cases.models import Case
from yichuang.domain.catalogue.queries import profile_of
from yichuang.doors.workbench.doorway import BUSINESS, door
from yichuang.doors.workbench.here import Request

PAGE = 50
LONGEST = 60
MONTH = re.compile("(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Line:
    """One line of the archive list."""

    n: int
    case: Case
    item: str
    file: File | None
    held: int
    """How many papers the file holds."""
    missing: list[str]


@door("GET", "POST", posts=BUSINESS)
def page(request: Request) -> HttpResponse:
    """Show a page of the archive, or of what can't be filed yet; addresses hold no text."""
    asked = request.POST if request.method == "POST" else request.GET
    state = "unfiled" if asked.get("state") == "unfiled" else "filed"
    agencies = agencies_within(request.here.agency.code)
    wanted = _wanted(asked, request.POST.get("q", ""))
    filed_here, unfiled_here = filed(agencies, wanted), unfiled(agencies, wanted)
    counts = {"filed": filed_here.count(), "unfiled": unfiled_here.count()}
    last = max(1, -(-counts[state] // PAGE))
    at = min(_number(asked.get("page", "1")), last)
    found: QuerySet[Any] = filed_here if state == "filed" else unfiled_here
    before = (at - 1) * PAGE
    shown = found[before : before + PAGE]
    write: Callable[[int, Any], Line] = _of_file if state == "filed" else _of_case
    context = {
        "here_at": reverse("archive"),
        "state": state,
        "lines": [write(n, row) for n, row in enumerate(shown, start=before + 1)],
        "counts": counts,
        "count": counts[state],
        "wanted": wanted,
        "month": _month(asked.get("month", "")),
        "items": [(rule.code, rule.name) for rule in request.here.profile.items],
        "several": len(agencies) > 1,
        "at": at,
        "last": last,
        "before": at - 1,
        "after": at + 1 if at < last else 0,
        "other": "unfiled" if state == "filed" else "filed",
    }
    return render(request, "workbench/archive.html", context)


def _wanted(asked: Any, typed: str) -> Wanted:
    """Read what is looked for; what can't be read isn't asked."""
    text, item = typed[:LONGEST].strip(), asked.get("item", "")[:40].strip()
    month = _month(asked.get("month", ""))
    since = date.fromisoformat(f"{month}-01") if month else None
    return Wanted(
        text if text.isprintable() else "",
        item if item.isprintable() else "",
        since,
        (since + timedelta(days=31)).replace(day=1) if since else None,
    )


def _month(text: str) -> str:
    return text if MONTH.fullmatch(text) else ""


def _number(text: str) -> int:
    """Read the number of a page; what isn't one is the first."""
    plain = text.isascii() and text.isdecimal() and len(text) < 7  # noqa: PLR2004 -- a page
    return max(1, int(text)) if plain else 1


def _of_file(n: int, file: File) -> Line:
    return Line(n, file.case, _item(file.case), file, len(contents_of(file)), [])


def _of_case(n: int, case: Case) -> Line:
    return Line(n, case, _item(case), None, 0, missing_papers(case))


def _item(case: Case) -> str:
    rule = profile_of(case.edition).item(case.item)
    return rule.name if rule else case.item
