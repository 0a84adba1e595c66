"""无人可办: open cases that wait at a seat which nobody can fill now; why, and what would mend it.

Asked of the same gate as the actions, for everybody who could come into question, from a few
reads in all. Such a case holds: nothing passes by itself.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection
from django.db.models import F, Q

from yichuang.domain.authority.policy import (
    COLUMNS,
    PLACE,
    AboveLimit,
    AbsentOnRecord,
    Found,
    NotGranted,
    NotYourPost,
    OutOfScope,
    TrainingLapsed,
    found_of,
    reach,
)
from yichuang.domain.cases.charge import NobodyInCharge, NotInCharge
from yichuang.domain.cases.linked import DecidedTheOriginal, who_sat
from yichuang.domain.cases.models import Case, Seat
from yichuang.domain.cases.own import OwnRecord
from yichuang.domain.cases.policy import OnePersonOneRole, SeatTaken, may
from yichuang.domain.cases.standing import Standing
from yichuang.domain.cases.states import OPEN
from yichuang.domain.cases.worklists import by_due
from yichuang.domain.catalogue.queries import profile_by_hash
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.models import Absence, Assignment, Relative
from yichuang.domain.trail.actions import Head
from yichuang.domain.trail.rows import stored

NOBODY = "nobody-in-the-post"
"""Why nobody can act where the post itself is empty; every other reason is a refusal's code."""

ANOTHER = "为该岗位另派一人（任职）"
REPLACE = "登记回避换人，由同岗位另一人接办"
REASONS: Mapping[str, tuple[str, str, str]] = {
    NOBODY: ("岗位无人任职", "为该岗位派人（任职）", REPLACE),
    NotYourPost.code: ("已不在该岗位", ANOTHER, REPLACE),
    AbsentOnRecord.code: ("缺勤", f"{ANOTHER}；本人返岗的，销假", f"指定受托人，或{REPLACE}"),
    TrainingLapsed.code: ("培训到期", "安排培训并登记结果", f"安排培训并登记结果，或{REPLACE}"),
    NotGranted.code: ("岗位未获授权", "办理授权登记", "办理授权登记"),
    AboveLimit.code: ("金额超过授权上限", "办理授权登记，调整上限", "办理授权登记，调整上限"),
    OutOfScope.code: ("不在岗位办理范围", f"调整科室业务或经办险种，或{ANOTHER}", REPLACE),
    OnePersonOneRole.code: ("在本件中已有其他席位", ANOTHER, REPLACE),
    NotInCharge.code: ("不分管这项业务", "由负责人调整分管业务，或指定受托人", REPLACE),
    NobodyInCharge.code: ("分管业务未登记", "由负责人登记分管业务", "由负责人登记分管业务"),
    OwnRecord.code: ("涉及本人或近亲属", ANOTHER, REPLACE),
    DecidedTheOriginal.code: ("办理过原办件", ANOTHER, REPLACE),
}
"""What a reason is called, and what mends it: where the seat is free, and where it is held."""


@dataclass(frozen=True)
class Obstacle:
    """Why one person can't act; of an empty post there is nobody to name."""

    staff: str
    code: str
    day: date | None = None
    """When an absence ends, or since when training has lapsed."""

    @property
    def title(self) -> str:
        """The reason in words."""
        return REASONS[self.code][0]


@dataclass(frozen=True)
class Vacancy:
    """A case that nobody can carry on, at which seat, and what keeps everybody from it."""

    case: Case
    seat: Seat
    obstacles: tuple[Obstacle, ...]

    @property
    def mends(self) -> tuple[str, ...]:
        """What would mend it, each way once."""
        held = 2 if self.seat.holder else 1
        return tuple(dict.fromkeys(REASONS[one.code][held] for one in self.obstacles))


Place = tuple[str, str]
"""A post at an agency."""


@dataclass(frozen=True)
class _People:
    """Who holds which post today, with the grants of it, who delegated to whom, who declared."""

    found: Mapping[Place, Mapping[str, Mapping[tuple[str | None, str | None], Found]]]
    delegated: Mapping[tuple[str, str, str], Mapping[str, int]]
    own: Mapping[str, frozenset[str]]
    sat: Mapping[str, frozenset[str]]
    """By the number of an original: who worked on it."""

    def of(self, person: str, case: Case, seat: Seat) -> Found | None:
        """Give what somebody holds for a seat, as the read before an act would find it."""
        theirs = self.found.get((seat.agency_id, seat.post), {}).get(person)
        if theirs is None:
            return None
        best = max(theirs.values(), key=reach)
        return theirs.get((case.item, seat.duty), replace(best, grant=None, limit_fen=None))


def vacancies(agencies: Collection[str], on: date) -> list[Vacancy]:
    """Give the open cases of some agencies, and at their seats, that nobody can act on now.

    The earliest due first.
    """
    at_a_seat = Q(seats__agency__in=agencies, seats__step=F("step"), seats__stands_down=False)
    cases = Case.objects.filter(Q(agency__in=agencies) | at_a_seat, state__in=OPEN)
    cases = cases.filter(suspended_on=None).distinct()
    waiting = list(
        by_due(cases).select_related("edition", "agency").prefetch_related("seats__agency")
    )
    seats = [_seat(case) for case in waiting]
    sat = who_sat({case.original for case in waiting if case.original})
    people = _people({seat.agency_id for seat in seats}, sat, on)
    held = [_asked(case, seat, people, on) for case, seat in zip(waiting, seats, strict=True)]
    return [one for one in held if one is not None]


def _seat(case: Case) -> Seat:
    return next(s for s in case.seats.all() if s.step == case.step and not s.stands_down)


def _asked(case: Case, seat: Seat, people: _People, on: date) -> Vacancy | None:
    """Ask everybody in question; None where somebody can act."""
    there = list(people.found.get((seat.agency_id, seat.post), {}))
    asked = [seat.holder, *there] if seat.holder and seat.holder not in there else there
    standing = _standing(case)
    obstacles: list[Obstacle] = []
    for person in asked:
        refusal = _refused(standing, seat, person, people, on)
        if refusal is None:
            return None
        # Of a seat that is held, its holder and their delegate tell why not; others never may.
        if not isinstance(refusal, SeatTaken):
            day = refusal.facts.get("day")
            obstacles.append(Obstacle(person, refusal.code, day if isinstance(day, date) else None))
    return Vacancy(case, seat, tuple(obstacles) or (Obstacle("", NOBODY),))


def _standing(case: Case) -> Standing:
    seats = tuple(sorted(case.seats.all(), key=lambda s: (s.step, s.turn)))
    profile = profile_by_hash(case.edition.content_hash)
    return Standing(case, Head(case.chain_id), seats, profile, {}, {}, frozenset())


def _refused(
    standing: Standing, seat: Seat, person: str, people: _People, on: date
) -> Refusal | None:
    place, stage = (seat.step, seat.turn), standing.stage()
    found = people.of(person, standing.case, seat)
    by_whom = people.delegated.get((seat.agency_id, seat.post, seat.holder or ""), {})
    asked = replace(
        standing,
        found={} if found is None else {place: found},
        delegated={place: by_whom[person]} if person in by_whom else {},
        own=people.own.get(person, frozenset()),
        sat_there=person in people.sat.get(standing.case.original or "", frozenset()),
    )
    if seat.holder and person != seat.holder and person not in by_whom:
        return SeatTaken(holder=seat.holder)
    try:
        may(str(stage["verb"]) if stage else "correct", asked, person, on)
    except Refusal as refusal:
        return refusal
    return None


def _people(agencies: Collection[str], sat: Mapping[str, frozenset[str]], on: date) -> _People:
    found: dict[Place, dict[str, dict[tuple[str | None, str | None], Found]]] = {}
    for agency, post, person, item, duty, here in _assigned(agencies, on):
        theirs = found.setdefault((agency, post), {}).setdefault(person, {})
        theirs[item, duty] = max(theirs.get((item, duty), here), here, key=reach)
    delegated: dict[tuple[str, str, str], dict[str, int]] = {}
    away = Absence.objects.filter(agency__in=agencies, since__lte=on, until__gt=on)
    for one in away.exclude(delegate=None):
        key = (one.agency_id, one.post, one.staff_id)
        delegated.setdefault(key, {})[str(one.delegate_id)] = one.id
    own: dict[str, frozenset[str]] = {}
    for staff, citizen in Relative.objects.filter(ended_on=None).values_list("staff", "citizen_id"):
        own[staff] = own.get(staff, frozenset()) | {citizen}
    return _People(found, delegated, own, sat)


Row = tuple[str, str, str, str | None, str | None, Found]


def _assigned(agencies: Collection[str], on: date) -> Iterator[Row]:
    """Give who holds which post today, once for each grant of the post."""
    if not agencies:
        return
    marks, day = ", ".join("%s" for _ in agencies), stored(Assignment, "since", on)
    sql = f"""SELECT a.agency_id, a.post, a.staff_id, g.item, g.duty, {COLUMNS}
 FROM staff_assignment a {PLACE}
 LEFT JOIN authority_grant g ON g.agency_id = a.agency_id AND g.post = a.post
 AND g.since <= %s AND g.until > %s
 WHERE a.agency_id IN ({marks}) AND a.since <= %s AND a.until > %s
 ORDER BY a.id"""  # noqa: S608 -- names of our own columns
    with connection.cursor() as cursor:
        cursor.execute(sql, [*[day] * 4, *agencies, day, day])
        for row in cursor.fetchall():
            here = found_of(row[5:])
            if here is not None:
                yield (*row[:5], here)
