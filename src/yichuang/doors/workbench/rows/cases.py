"""Cases as lists show them: the item's name, how long is left, whose turn it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.domain.cases.models import Case
from yichuang.domain.catalogue.queries import profile_of
from yichuang.domain.insured.search import names_of
from yichuang.doors.workbench.here import Here

SHOWN = 200
"""No list shows more at once; what is more is counted."""


@dataclass(frozen=True)
class Line:
    """One line of a list."""

    case: Case
    item: str
    whom: str
    """The name of a person whose case goes by the citizen id."""
    due_on: date | None
    left: str
    tone: str
    """ok, warn or stop; the words beside it say the same."""
    instead: str = ""
    """The staff number of whoever is away, where the case waits by delegation."""


def lines(cases: Iterable[Case], here: Here) -> list[Line]:
    """Write the lines of a list of cases, in their order."""
    listed = list(cases)
    names = names_of(case.subject for case in listed)
    return [_line(case, here, names) for case in listed]


def _line(case: Case, here: Here, names: Mapping[str, str]) -> Line:
    rule = profile_of(case.edition).item(case.item)
    due_on: date | None = getattr(case, "due_on", None)
    left, tone = time_left(due_on, here.on)
    whom = names.get(case.subject, "")
    holder: str | None = getattr(case, "held_by", None)
    instead = holder if holder and holder != here.by else ""
    return Line(case, rule.name if rule else case.item, whom, due_on, left, tone, instead)


def time_left(due_on: date | None, on: date) -> tuple[str, str]:
    """Say how long is left until a day, with the tone of it."""
    if due_on is None:
        return "", ""
    days = (due_on - on).days
    if days < 0:
        return f"超期 {-days} 日", "stop"
    if days == 0:
        return "今日到期", "warn"
    return f"剩 {days} 日", "warn" if days == 1 else "ok"


def page_of(cases: Any, here: Here) -> dict[str, Any]:
    """Give a list page its lines, and how many there are in all."""
    found = list(cases[: SHOWN + 1])
    more = cases.count() if len(found) > SHOWN else len(found)
    return {"lines": lines(found[:SHOWN], here), "count": more, "shown": min(more, SHOWN)}
