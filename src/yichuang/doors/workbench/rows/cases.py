"""Cases as lists show them: the item's name, how long is left, whose turn it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.domain.cases.clocks import Clock, leading
from yichuang.domain.cases.models import Case
from yichuang.domain.catalogue.queries import calendar, profile_of
from yichuang.domain.insured.search import names_of
from yichuang.doors.workbench.here import Here
from yichuang.doors.workbench.rows.clocks import left_of
from yichuang.engines.workdays import Calendar

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
    listed, days = list(cases), calendar()
    names = names_of(case.subject for case in listed)
    return [_line(case, here, names, days) for case in listed]


def _line(case: Case, here: Here, names: Mapping[str, str], days: Calendar) -> Line:
    profile = profile_of(case.edition)
    rule, clock = profile.item(case.item), leading(case, profile, here.on, days)
    left, tone = left_of(clock) if clock is not None else ("", "")
    whom = names.get(case.subject, "")
    holder: str | None = getattr(case, "held_by", None)
    instead = holder if holder and holder != here.by else ""
    name = rule.name if rule else case.item
    return Line(case, name, whom, _due_on(clock), left, tone, instead)


def _due_on(clock: Clock | None) -> date | None:
    return clock.due_on if clock is not None else None


def page_of(cases: Any, here: Here) -> dict[str, Any]:
    """Give a list page its lines, and how many there are in all."""
    found = list(cases[: SHOWN + 1])
    more = cases.count() if len(found) > SHOWN else len(found)
    return {"lines": lines(found[:SHOWN], here), "count": more, "shown": min(more, SHOWN)}
