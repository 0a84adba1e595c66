"""A morning for every verb of signing sessions, and for the times at which they are held."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.halls import Hall
from yichuang.domain.authority.pens import Proof
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer

Call = Callable[[], Answer]
HOURS = ["16:00", "16:30"]


def open_session(hall: Hall) -> Call:
    more: dict[str, Any] = {"proof": Proof(hall.deputy, hall.now, ("password",))}
    place = (hall.code, Post.DEPUTY_DIRECTOR.value)
    return partial(hall.do, journeys.open_session, *place, **more, by=hall.deputy)


def close_session(hall: Hall) -> Call:
    number = hall.accept_employer()
    session = open_session(hall)().said["session"]
    why = {f"case/{number}": ("not-confirmed", "本次没有确认，未签。")}
    return partial(hall.do, journeys.close_session, session, [*why], why, by=hall.deputy)


SESSIONS: dict[str, Callable[[Hall], Call]] = {
    "cases.open_session": open_session,
    "cases.close_session": close_session,
    "staff.set_signing_hours": lambda h: partial(
        h.do, staff.set_signing_hours, h.code, HOURS, by="0001"
    ),
    "journeys.set_signing_hours": lambda h: partial(
        h.do, journeys.set_signing_hours, h.code, HOURS, by=h.director
    ),
}
