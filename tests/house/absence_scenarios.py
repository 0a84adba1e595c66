"""A morning for every verb about who is away, and whose business one doesn't handle."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.cases.ground import newcomer
from tests.forms import new_citizen_id
from tests.halls import Hall
from tests.staff.absentees import DAY, PAPERS, away, declared
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Relation
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer

Call = Callable[[], Answer]
Verb = Callable[..., Answer]


def recording(verb: Verb) -> Callable[[Hall], Call]:
    """Record that the deputy is away, with a delegate."""

    def scenario(hall: Hall) -> Call:
        day = hall.now.date()
        terms: dict[str, Any] = {"since": day, "until": day + 5 * DAY, "by": hall.director}
        terms |= PAPERS | {"delegate": newcomer(hall, Post.DEPUTY_DIRECTOR)}
        return partial(hall.do, verb, hall.code, hall.deputy, Post.DEPUTY_DIRECTOR, **terms)

    return scenario


def ending(verb: Verb) -> Callable[[Hall], Call]:
    """Enter that the deputy is back."""

    def scenario(hall: Hall) -> Call:
        absence = away(hall, hall.deputy, Post.DEPUTY_DIRECTOR)
        return partial(hall.do, verb, absence.id, on=hall.now.date() + DAY, by=hall.deputy)

    return scenario


def declaring(verb: Verb) -> Callable[[Hall], Call]:
    """Declare a relative."""
    kind = Relation.SPOUSE
    return lambda h: partial(h.do, verb, new_citizen_id(), "高桂兰", kind, by=h.teller)


def withdrawing(verb: Verb) -> Callable[[Hall], Call]:
    """End a declaration, as the head."""

    def scenario(hall: Hall) -> Call:
        one = declared(hall, hall.teller, new_citizen_id())
        return partial(hall.do, verb, one.id, reason="号码填错", by=hall.director)

    return scenario


ABSENCE: dict[str, Callable[[Hall], Call]] = {
    "staff.record_absence": recording(staff.record_absence),
    "staff.end_absence": ending(staff.end_absence),
    "staff.declare_relative": declaring(staff.declare_relative),
    "staff.withdraw_declaration": withdrawing(staff.withdraw_declaration),
    "journeys.record_absence": recording(journeys.record_absence),
    "journeys.end_absence": ending(journeys.end_absence),
    "journeys.declare_relative": declaring(journeys.declare_relative),
    "journeys.withdraw_declaration": withdrawing(journeys.withdraw_declaration),
}
