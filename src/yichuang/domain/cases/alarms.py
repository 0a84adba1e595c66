"""Who is to be told of a deadline, and when: the next in line, and the level above after that.

An alarm is asked of the clocks and holds only as long as they say so. What was told is kept
beside it as a reminder: a reminder without its alarm is moot, and nobody is shown it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yichuang.domain.cases.clocks import LIVE, RED, STEP, YELLOW, Clock, Timed, timed
from yichuang.domain.cases.models import Case, Reminder
from yichuang.domain.catalogue.queries import calendar, profile_of
from yichuang.domain.staff.models import Absence, Agency, AgencyLevel
from yichuang.domain.staff.posts import Post
from yichuang.engines.workdays import Calendar, UnknownYear, workdays_between

ESCALATED = "escalated"

KINDS = {YELLOW: "临期提醒", RED: "超期提醒", ESCALATED: "超期上报"}

Place = tuple[str, str]
"""An agency and a post of it."""

Heads = Mapping[str, tuple[Place, str | None]]
"""By agency: who heads it, and the agency above."""


@dataclass(frozen=True)
class Alarm:
    """That somebody is to be told of a clock: who has the case, or whoever stands above."""

    number: str
    clock: str
    due_on: date
    kind: str
    """yellow, red, or escalated."""
    place: Place
    staff: str | None = None
    """Who holds the case; none: the whole post."""

    @property
    def key(self) -> str:
        """What it is told once under, however often it is asked."""
        return "/".join((self.number, self.clock, self.due_on.isoformat(), self.kind, *self.place))


def heads() -> Heads:
    """Give who heads each agency, and which stands above it."""
    rows = Agency.objects.values_list("code", "level", "parent")
    chief, director = Post.CITY_CHIEF.value, Post.DIRECTOR.value
    return {
        code: ((code, chief if level == AgencyLevel.CITY else director), above)
        for code, level, above in rows
    }


def alarms(one: Timed, on: date, above: Heads, days: Calendar) -> list[Alarm]:
    """Give everybody who is to be told of an open case on a day."""
    return [
        alarm
        for clock in one.clocks
        if clock.tone and clock.due_on is not None
        for alarm in _of_a_clock(one, clock, clock.due_on, _late(clock, on, days), above)
    ]


def open_alarms(cases: QuerySet[Case], on: date) -> Iterator[Alarm]:
    """Give the alarms of the open cases of a query on a day."""
    above, days = heads(), calendar()
    for one in timed(cases, on):
        yield from alarms(one, on, above, days)


def untold(cases: QuerySet[Case], on: date) -> dict[str, list[Alarm]]:
    """Give the alarms that nobody was told of yet, by the number of the case."""
    found = list(open_alarms(cases, on))
    told = _told({alarm.number for alarm in found})
    missing: dict[str, list[Alarm]] = {}
    for alarm in found:
        if alarm.key not in told:
            missing.setdefault(alarm.number, []).append(alarm)
    return missing


def reminders_for(agency: str, post: str, by: str, on: date) -> list[tuple[Reminder, Alarm, Timed]]:
    """Give what a person was told of and what still holds, the earliest due first.

    Also what the person takes over from somebody away.
    """
    kept = Reminder.objects.filter(agency=agency, post=post, case__state__in=LIVE)
    told = {reminder.key: reminder for reminder in kept}
    chains = {reminder.case_id for reminder in told.values()}
    away = Absence.objects.filter(
        delegate=by, agency=agency, post=post, since__lte=on, until__gt=on
    )
    whose = {None, by, *away.values_list("staff", flat=True)}
    above, days = heads(), calendar()
    found = [
        (told[alarm.key], alarm, one)
        for one in timed(Case.objects.filter(chain__in=chains), on)
        for alarm in alarms(one, on, above, days)
        if alarm.key in told and alarm.staff in whose
    ]
    return sorted(found, key=lambda each: (each[1].due_on, each[1].number, each[1].kind))


def _told(numbers: set[str]) -> set[str]:
    keys: set[str] = set()
    several = sorted(numbers)
    for first in range(0, len(several), 500):
        some = Q(case__number__in=several[first : first + 500])
        keys.update(Reminder.objects.filter(some).values_list("key", flat=True))
    return keys


def _of_a_clock(
    one: Timed, clock: Clock, due_on: date, late: int | None, above: Heads
) -> Iterator[Alarm]:
    about, seat = (one.case.number, clock.kind, due_on), one.seat
    yield Alarm(*about, clock.tone, (seat.agency_id, seat.post), seat.holder)
    if clock.tone == RED:
        for place in _higher(one, clock, late, above):
            yield Alarm(*about, ESCALATED, place)


def _higher(one: Timed, clock: Clock, late: int | None, above: Heads) -> list[Place]:
    """Give who stands above a missed deadline, each once.

    A step: whoever heads the agency of the seat, and over the head the one above. A case: the
    head of the agency that accepted it and of the one where it is, and after the working days of
    the profile the one above that.
    """
    seat, warnings = one.seat, profile_of(one.case.edition).warnings
    here: Place = (seat.agency_id, seat.post)
    (head, parent), (accepted_by, _) = above[seat.agency_id], above[one.case.agency_id]
    over = above[parent][0] if parent is not None else None
    places = [head] if clock.kind == STEP else [accepted_by, head]
    patience = warnings.escalate_after_workdays if warnings else None
    waited = patience is not None and late is not None and late >= patience
    if over is not None and (here == head or (clock.kind != STEP and waited)):
        places.append(over)
    return [place for place in dict.fromkeys(places) if place != here]


def _late(clock: Clock, on: date, days: Calendar) -> int | None:
    """Count the working days since a deadline was missed; none where the calendar has a gap."""
    assert clock.due_on is not None  # noqa: S101 -- asked before
    try:
        return workdays_between(clock.due_on, on, days)
    except UnknownYear:
        return None
