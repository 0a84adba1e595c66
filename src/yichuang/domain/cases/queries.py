"""Reading cases."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from django.db import connection
from django.db.models import QuerySet

from yichuang.domain.authority.policy import JOIN, Found, reach
from yichuang.domain.cases.models import Case, Claim, Seat
from yichuang.domain.cases.standing import Standing
from yichuang.domain.cases.states import OPEN
from yichuang.domain.catalogue.queries import profile_by_hash
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.models import Agency
from yichuang.domain.trail.actions import Head
from yichuang.domain.trail.rows import columns, loaded, stored

_CASE, _SEAT = list(columns(Case)), list(columns(Seat))


class NoSuchCase(Refusal):
    """No case has this number."""

    code = "no-such-case"
    says = "没有编号为“{number}”的办件，请核对受理回执上的编号。"


def chain_of(number: str) -> str:
    """Give the chain that a case stands on."""
    return f"case/{number}"


def standing(number: str, *, by: str = "", on: date = date.min) -> Standing:
    """Read how a case stands, and what somebody may do in it on a day (NoSuchCase).

    One statement is one snapshot: the chain, the case, its seats, and for each seat the
    assignment and the grant that `by` has for it.
    """
    if not may_be_number(number):
        raise NoSuchCase(number=shown(number))
    day = stored(Case, "statutory_due_on", on)
    with connection.cursor() as cursor:
        cursor.execute(_read_sql(), [by, day, day, day, day, chain_of(number)])
        rows = cursor.fetchall()
    if not rows:
        raise NoSuchCase(number=shown(number))
    case = loaded(Case, rows[0][3 : 3 + len(_CASE)])
    seats: dict[tuple[int, int], Seat] = {}
    found: dict[tuple[int, int], list[Found]] = {}
    for row in rows:
        *values, assignment, trained_until, grant = row[3 + len(_CASE) :]
        seat = loaded(Seat, values)
        place = seats.setdefault((seat.step, seat.turn), seat)
        if assignment is not None:
            may = Found(assignment, trained_until, grant)
            found.setdefault((place.step, place.turn), []).append(may)
    n, head, content_hash = rows[0][:3]
    return Standing(
        case,
        Head(case.chain_id, n, head),
        tuple(seats.values()),
        profile_by_hash(content_hash),
        {place: max(several, key=reach) for place, several in found.items()},
    )


@cache
def _read_sql() -> str:
    case = ", ".join(f"c.{name}" for name in _CASE)
    seat = ", ".join(f"s.{name}" for name in _SEAT)
    return f"""SELECT h.n, h.head, e.content_hash, {case}, {seat}, a.id, a.trained_until, g.id
 FROM cases_case c JOIN trail_chain h ON h.key = c.chain_id
 JOIN catalogue_edition e ON e.key = c.edition_id
 JOIN cases_seat s ON s.case_id = c.chain_id
 {JOIN} WHERE c.chain_id = %s ORDER BY s.step, s.turn"""  # noqa: S608 -- names of our own columns


def agencies_above(agency: str) -> tuple[str, ...]:
    """Give the agencies above one, the nearest first: a county's city and province."""
    above = Agency.objects.filter(code=agency).values_list("parent_id", "parent__parent_id")
    return tuple(code for code in above.first() or () if code is not None)


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
