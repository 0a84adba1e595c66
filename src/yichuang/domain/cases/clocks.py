"""Every clock of a case as it stands on a day: asked of the clock, and never stored.

One clock of the law and one that was promised run over the whole case, county and city; a third
runs for the step at which it stands. Papers that were promised have a clock of their own, which
also runs when the case is done: it keeps the file open. Nothing here depends on more than dates,
the calendar and the day that is asked about.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F, Q, QuerySet

from yichuang.domain.cases.models import Case, Seat, Suspension
from yichuang.domain.cases.states import OPEN
from yichuang.domain.catalogue.profile import Limit, Profile
from yichuang.domain.catalogue.queries import calendar, profile_of
from yichuang.domain.kernel.numbers import local_day
from yichuang.engines.workdays import (
    Calendar,
    Deadline,
    UnknownYear,
    due_in_days,
    due_in_workdays,
    remaining,
)
from yichuang.engines.workdays import Suspension as Span

YELLOW, RED = "yellow", "red"
INSTANT, PROMISED, STATUTORY, STEP = "instant", "promised", "statutory", "step"
PAPERS = "papers"
CHUNK = 500
"""Cases whose clocks are read at once."""


LIVE = (*OPEN, "done")
RUNS = Q(state__in=OPEN) | Q(state="done", materials__contains='"promised"')
"""Which cases have a clock that runs; of those that are done, whose papers may be missing."""


@dataclass(frozen=True)
class Clock:
    """One clock of a case (期限) on a day."""

    kind: str
    """instant, promised, statutory, step or papers."""
    limit: Limit | None
    """What it counts, with its source; instant business has the day on which it was accepted."""
    due_on: date | None
    """None while it is stopped, and where it can't be told."""
    left: int | None = None
    """Days left in the unit of the limit: 0 on the last day, negative when it is missed."""
    counted: int | None = None
    """Days of the limit that had gone by when it was stopped."""
    tone: str = ""
    """yellow, red, or none."""
    unknown_year: int | None = None
    """The year whose days off nobody entered, where the count runs into one."""
    untimed: bool = False
    """Whether the case came to its step before the time of it was kept."""
    stopped: bool = False


@dataclass(frozen=True)
class Timed:
    """A case whose clocks run, with the seat where it stands; the case's own clocks come first.

    Of one that is done only the clock of its missing papers runs.
    """

    case: Case
    seat: Seat
    clocks: tuple[Clock, ...]

    @property
    def tone(self) -> str:
        """The worst of its clocks."""
        tones = {clock.tone for clock in self.clocks}
        return next((tone for tone in (RED, YELLOW) if tone in tones), "")

    @property
    def due_on(self) -> date | None:
        """The earliest day on which anything of it is due; none while it is stopped."""
        return min((clock.due_on for clock in self.clocks if clock.due_on), default=None)


def clocks(
    case: Case, profile: Profile, spans: Sequence[Span], on: date, days: Calendar
) -> tuple[Clock, ...]:
    """Give the clocks of a case on a day; those of a case that is over say when it was due."""
    own = list(_of_the_case(case, profile))
    papers = [seen(one, on, days, _percent(profile)) for one in _of_papers(case, profile, days)]
    if case.state not in OPEN:
        return (*own, *papers)
    if case.timing != INSTANT and (step := _of_the_step(case, profile, spans, days)) is not None:
        own.append(step)
    if case.suspended_on is not None:
        return (*(_stopped(clock, case, spans, days) for clock in own), *papers)
    return (*(seen(clock, on, days, _percent(profile)) for clock in own), *papers)


def clocks_of(case: Case, profile: Profile, on: date) -> tuple[Clock, ...]:
    """Give the clocks of one case on a day."""
    spans = _spans([case]).get(case.chain_id, ()) if case.state in OPEN else ()
    return clocks(case, profile, spans, on, calendar())


def leading(case: Case, profile: Profile, on: date, days: Calendar) -> Clock | None:
    """Give the clock that a line of a list shows: the first of a case's own."""
    own = next(_of_the_case(case, profile), None)
    if own is None or case.state not in OPEN:
        return own
    if case.suspended_on is not None:
        return replace(own, due_on=None, stopped=True)
    return seen(own, on, days, _percent(profile))


def timed(cases: QuerySet[Case], on: date) -> list[Timed]:
    """Give the cases of a query whose clocks run, with their seats, from a few reads in all."""
    days = calendar()
    found: list[Timed] = []
    for several in _chunks(cases.filter(RUNS)):
        chains = [case.chain_id for case in several]
        here = Seat.objects.filter(case__in=chains, step=F("case__step"), stands_down=False)
        seats = {seat.case_id: seat for seat in here}
        spans = _spans(several)
        for case in several:
            stops = spans.get(case.chain_id, ())
            its = clocks(case, profile_of(case.edition), stops, on, days)
            if case.state not in OPEN:
                its = tuple(clock for clock in its if clock.kind == PAPERS)
            if its or case.state in OPEN:
                found.append(Timed(case, seats[case.chain_id], its))
    return found


def seen(clock: Clock, on: date, days: Calendar, percent: int) -> Clock:
    """Say how a clock stands on a day: how much is left, and its tone."""
    if clock.due_on is None:
        return clock
    try:
        left = _left(clock, on, days)
    except UnknownYear as unknown:
        late = RED if on > clock.due_on else ""
        return replace(clock, tone=late, unknown_year=unknown.year)
    if left < 0:
        return replace(clock, left=left, tone=RED)
    # Instant business is due on its own day: that is no warning before it.
    near = clock.limit is not None and left <= clock.limit.days * percent // 100
    return replace(clock, left=left, tone=YELLOW if near else "")


def _percent(profile: Profile) -> int:
    return profile.warnings.yellow_percent if profile.warnings else 0


def _left(clock: Clock, on: date, days: Calendar) -> int:
    assert clock.due_on is not None  # noqa: S101 -- asked before
    if clock.limit is not None and clock.limit.unit == "workdays":
        return remaining(on, clock.due_on, days)
    return (clock.due_on - on).days


def _of_the_case(case: Case, profile: Profile) -> Iterator[Clock]:
    if case.timing == INSTANT:
        yield Clock(INSTANT, None, local_day(case.accepted_at))
    rule = profile.item(case.item)
    if rule is not None and rule.promised is not None and case.promised_due_on is not None:
        yield Clock(PROMISED, rule.promised, case.promised_due_on)
    if rule is not None and rule.statutory is not None and case.statutory_due_on is not None:
        yield Clock(STATUTORY, rule.statutory, case.statutory_due_on)


def _of_the_step(
    case: Case, profile: Profile, spans: Sequence[Span], days: Calendar
) -> Clock | None:
    limit = next((one for one in profile.step_limits if one.state == case.state), None)
    if limit is None:
        return None
    if case.step_since is None:
        return Clock(STEP, limit, None, untimed=True)
    try:
        due = counted(limit, local_day(case.step_since), spans, days)
    except UnknownYear as unknown:
        return Clock(STEP, limit, None, unknown_year=unknown.year)
    return Clock(STEP, limit, due.due_on)


def _of_papers(case: Case, profile: Profile, days: Calendar) -> Iterator[Clock]:
    """Give the clock of the papers that were promised and aren't here; nothing stops it."""
    limit = profile.promised_papers
    if limit is None or case.state not in LIVE or not missing_papers(case):
        return
    try:
        due = counted(limit, local_day(case.accepted_at), (), days)
    except UnknownYear as unknown:
        yield Clock(PAPERS, limit, None, unknown_year=unknown.year)
    else:
        yield Clock(PAPERS, limit, due.due_on)


def missing_papers(case: Case) -> list[str]:
    """Give the papers that were promised and haven't come, by their codes."""
    brought = {**json.loads(case.materials), **json.loads(case.supplied)}
    return [code for code, how in brought.items() if how == "promised"]


def counted(limit: Limit, start: date, spans: Sequence[Span], days: Calendar) -> Deadline:
    """Count a limit from a day, past everything that stopped it (UnknownYear)."""
    count = due_in_workdays if limit.unit == "workdays" else due_in_days
    return count(start, limit.days, days, spans)


def _stopped(clock: Clock, case: Case, spans: Sequence[Span], days: Calendar) -> Clock:
    """Give a clock that stands still: how much of its limit had gone by."""
    since = case.step_since if clock.kind == STEP else case.accepted_at
    still = replace(clock, due_on=None, stopped=True)
    if clock.limit is None or since is None:
        return still
    try:
        return replace(still, counted=counted(clock.limit, local_day(since), spans, days).counted)
    except UnknownYear as unknown:
        return replace(still, unknown_year=unknown.year)


def _spans(cases: Iterable[Case]) -> dict[str, tuple[Span, ...]]:
    """Give what stopped each case: confirmed suspensions, both their days included."""
    found: dict[str, tuple[Span, ...]] = {}
    chains = [case.chain_id for case in cases]
    rows = Suspension.objects.filter(case__in=chains).exclude(starts_on=None).order_by("n")
    for chain, starts_on, ends_on in rows.values_list("case", "starts_on", "ends_on"):
        assert starts_on is not None  # noqa: S101 -- the query has seen to it
        found[chain] = (*found.get(chain, ()), Span(starts_on, ends_on))
    return found


_LONG = ("form", "route", "second_keying", "edition__content")
"""What isn't needed to tell the time, and is long."""


def _chunks(cases: QuerySet[Case]) -> Iterator[list[Case]]:
    """Go through the cases of a query some hundred at a time, in the order of their chains."""
    lean = cases.select_related("edition", "agency").defer(*_LONG).order_by("pk")
    after = ""
    while several := list(lean.filter(chain__gt=after)[:CHUNK]):
        yield several
        after = several[-1].chain_id
