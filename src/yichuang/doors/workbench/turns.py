"""Whose turn after this one: the list that a person works through, and where to go on."""

import re
from dataclasses import dataclass

from django.urls import reverse

from yichuang.domain.cases.models import Case
from yichuang.domain.cases.worklists import waiting
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench.doorway import SIGNERS
from yichuang.doors.workbench.here import Here, Request
from yichuang.doors.workbench.rows.cases import SHOWN

DECISIONS = frozenset(
    {"settle", "pass", "sign", "approve", "refer", "conclude", "return", "refuse", "recall"}
)
"""Verbs after which whoever decides goes on to the next case of the list."""

OURS = re.compile("/(?!/)[A-Za-z0-9/_.?=&%-]{0,300}")


@dataclass(frozen=True)
class Turn:
    """Where a case stands in the list of whoever looks at it; after the last comes the first."""

    position: int
    total: int
    before: str | None
    after: str | None


def pages_of(here: Here) -> tuple[str, str] | None:
    """Give the names of a post's list and of the page it decides on; None: it has no list."""
    if here.post == Post.REVIEWER:
        return "review", "case-review"
    return ("signing", "case-signing") if here.post in SIGNERS else None


def turn_of(number: str, here: Here) -> Turn:
    """Find a case in the list of whoever looks at it; position 0: it isn't in it."""
    numbers = _numbers(here) if pages_of(here) else []
    if number not in numbers:
        return Turn(0, len(numbers), None, numbers[0] if numbers else None)
    at = numbers.index(number)
    others = [*numbers[at + 1 :], *numbers[:at]]
    before, after = (others[-1], others[0]) if others else (None, None)
    return Turn(at + 1, len(numbers), before, after)


def then(request: Request, verb: str) -> str:
    """Give the address to go on to after an act, with what was done to be told there."""
    row = request.case.case
    return telling(page_asked_for(request) or _after(row, verb, request.here), row.number)


def page_asked_for(request: Request) -> str:
    """Give the page that a form asks to go on to, if it is one of ours."""
    asked = request.POST.get("next", "")
    return asked if OURS.fullmatch(asked) else ""


def telling(to: str, number: str) -> str:
    """Give the address of a page that tells what was just done to something."""
    return f"{to}{'&' if '?' in to else '?'}done={number}"


def _after(row: Case, verb: str, here: Here) -> str:
    pages = pages_of(here)
    if pages is None or verb not in DECISIONS:
        return reverse("case", args=[row.number])
    numbers = _numbers(here)
    at = numbers.index(row.number) if row.number in numbers else -1
    others = [*numbers[at + 1 :], *numbers[: max(at, 0)]]
    return reverse(pages[1], args=[others[0]]) if others else reverse(pages[0])


def _numbers(here: Here) -> list[str]:
    queue = waiting(here.agency.code, [here.post], here.by, here.on)
    return list(queue.values_list("number", flat=True)[:SHOWN])
