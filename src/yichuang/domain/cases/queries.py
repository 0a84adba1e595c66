"""Reading cases."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from yichuang.domain.authority.policy import COLUMNS, JOIN, Found, found_of, reach
from yichuang.domain.cases.linked import SAT_THERE
from yichuang.domain.cases.models import Case, Claim, Delivery, Seat, Suspension
from yichuang.domain.cases.own import citizens, own_sql
from yichuang.domain.cases.standing import Standing
from yichuang.domain.cases.states import OPEN
from yichuang.domain.catalogue.queries import profile_by_hash
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.models import Agency, AgencyLevel
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Head
from yichuang.domain.trail.rows import columns, loaded, stored

_CASE, _SEAT, _STOP = list(columns(Case)), list(columns(Seat)), list(columns(Suspension))


class NoSuchCase(Refusal):
    """No case has this number."""

    code = "no-such-case"
    says = "没有编号为“{number}”的办件，请核对受理回执上的编号。"


def chain_of(number: str) -> str:
    """Give the chain that a case stands on."""
    return f"case/{number}"


def standing(number: str, *, by: str = "", on: date = date.min) -> Standing:
    """Read how a case stands, and what somebody may do in it on a day (NoSuchCase).

    One statement is one snapshot: the chain, the case, its seats, for each seat the assignment
    and the grant that `by` has for it, whose delegate `by` is, what `by` declared, whether `by`
    worked on the original, and what stops the clock.
    """
    rows = _rows(number, by, on) if may_be_number(number) else []
    if not rows:
        raise NoSuchCase(number=shown(number))
    case = loaded(Case, rows[0][3 : 3 + len(_CASE)])
    seats: dict[tuple[int, int], Seat] = {}
    found: dict[tuple[int, int], list[Found]] = {}
    delegated: dict[tuple[int, int], int] = {}
    for row in rows:
        values = row[3 + len(_CASE) :]
        seat = loaded(Seat, values[: len(_SEAT)])
        place = (seat.step, seat.turn)
        seats.setdefault(place, seat)
        _, _, delegation, *may = values[len(_SEAT) : -len(_STOP)]
        if (here := found_of(may)) is not None:
            found.setdefault(place, []).append(here)
        if delegation is not None:
            delegated[place] = delegation
    n, head, content_hash = rows[0][:3]
    own, sat_there = rows[0][3 + len(_CASE) + len(_SEAT) :][:2]
    stop = rows[0][-len(_STOP) :]
    return Standing(
        case,
        Head(case.chain_id, n, head),
        tuple(seats.values()),
        profile_by_hash(content_hash),
        {place: max(several, key=reach) for place, several in found.items()},
        delegated,
        citizens(own),
        loaded(Suspension, stop) if stop[0] is not None else None,
        bool(sat_there),
    )


def _rows(number: str, by: str, on: date) -> list[tuple[Any, ...]]:
    day = stored(Case, "statutory_due_on", on)
    days = [day, day]
    with connection.cursor() as cursor:
        asked = [by, by, by, *days, *days, *days, by, *days, chain_of(number)]
        cursor.execute(_read_sql(), asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


@cache
def _read_sql() -> str:
    case = ", ".join(f"c.{name}" for name in _CASE)
    seat = ", ".join(f"s.{name}" for name in _SEAT)
    stop = ", ".join(f"o.{name}" for name in _STOP)
    said = f"{own_sql()}, {SAT_THERE}"
    return f"""SELECT h.n, h.head, e.content_hash, {case}, {seat}, {said}, v.id, {COLUMNS}, {stop}
 FROM cases_case c JOIN trail_chain h ON h.key = c.chain_id
 JOIN catalogue_edition e ON e.key = c.edition_id
 JOIN cases_seat s ON s.case_id = c.chain_id
 LEFT JOIN cases_suspension o ON o.case_id = c.chain_id AND o.ended_by IS NULL
 {JOIN}
 LEFT JOIN staff_absence v ON v.staff_id = s.holder AND v.agency_id = s.agency_id
 AND v.post = s.post AND v.delegate_id = %s AND v.since <= %s AND v.until > %s
 WHERE c.chain_id = %s ORDER BY s.step, s.turn"""  # noqa: S608 -- names of our own columns


def agencies_above(agency: str) -> tuple[str, ...]:
    """Give the agencies above one, the nearest first: a county's city and province."""
    above = Agency.objects.filter(code=agency).values_list("parent_id", "parent__parent_id")
    return tuple(code for code in above.first() or () if code is not None)


def post_at_the_head(agency: str) -> Post:
    """Give the post that heads an agency: the director, or in a city its chief (处长)."""
    in_a_city = Agency.objects.filter(code=agency, level=AgencyLevel.CITY).exists()
    return Post.CITY_CHIEF if in_a_city else Post.DIRECTOR


def not_done_at_once(agency: str, on: date) -> QuerySet[Case]:
    """Give the instant cases accepted before the end of a day and still open (SX-11)."""
    return Case.objects.filter(
        agency=agency, timing="instant", state__in=OPEN, accepted_at__date__lte=on
    ).order_by("accepted_at")


def open_cases_on(subjects: Iterable[str]) -> QuerySet[Case]:
    """Give the open cases that hold one of these, as claims name them: citizen/6106…."""
    named = [subject for subject in subjects if may_be_number(subject)]
    held = Claim.objects.filter(subject__in=named, open=True)
    return Case.objects.filter(pk__in=held.values("case")).order_by("accepted_at")


def suspensions_of(chain: str) -> QuerySet[Suspension]:
    """Give everything that stopped the clock of a case, or was proposed to, in its order."""
    return Suspension.objects.filter(case=chain).order_by("n")


def deliveries_of(chain: str) -> QuerySet[Delivery]:
    """Give what was delivered of a case, in the order in which it was noted."""
    return Delivery.objects.filter(case=chain).order_by("n")


def linked_to(number: str) -> QuerySet[Case]:
    """Give the cases that correct a case or object to it, in the order of their acceptance."""
    known = number if may_be_number(number) else ""
    return Case.objects.filter(original=known).order_by("accepted_at", "number")
