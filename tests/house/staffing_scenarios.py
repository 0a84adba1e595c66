"""A morning for every verb of the system administrator, of what an agency changes, the calendar."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from tests.halls import Hall
from tests.staff.administrators import administrator
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Assignment, Mode
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.doors.commands.management.commands.calendar import EXAMPLE

Call = Callable[[], Answer]
PAPER = {"ground": "黄人社发〔2026〕3号"}
BOTH = ["pension", "unemployment"]


def as_admin(verb: Callable[..., Answer], *args: Any, **more: Any) -> Callable[[Hall], Call]:
    """Do a verb as the system administrator of the hall's agency."""

    def scenario(hall: Hall) -> Call:
        return partial(hall.do, verb, *args, by=administrator(hall, hall.code), **more)

    return scenario


def enter_calendar(hall: Hall) -> Call:
    return partial(hall.do, journeys.enter_calendar, EXAMPLE, by="61000001")


def establish(hall: Hall) -> Call:
    by = administrator(hall, hall.city)
    new: dict[str, Any] = {"mode": Mode.UNIVERSAL, "insurances": ["pension"]}
    name = "宜川县养老保险经办中心"
    return partial(hall.do, journeys.establish_below, hall.city, "610630", name, **new, by=by)


def end_assignment(hall: Hall) -> Call:
    held = Assignment.objects.get(staff=hall.guide).id
    return as_admin(journeys.end_assignment, held, on=date(2026, 6, 1), **PAPER)(hall)


def assign(hall: Hall) -> Call:
    period: dict[str, Any] = {"since": date(2026, 4, 1), "until": date(2027, 1, 1)}
    post = Post.ARCHIVIST
    return as_admin(journeys.assign, hall.guide, hall.code, post, **period, **PAPER)(hall)


STAFFING: dict[str, Callable[[Hall], Call]] = {
    "journeys.enter_calendar": enter_calendar,
    "staff.set_business": lambda h: partial(
        h.do, staff.set_business, f"{h.code}-01", ["参保登记"], by="0001"
    ),
    "staff.set_insurances": lambda h: partial(h.do, staff.set_insurances, h.code, BOTH, by="0001"),
    "journeys.establish_below": establish,
    "journeys.open_department": as_admin(
        journeys.open_department, "610631", 7, "登记科", business=["参保登记"]
    ),
    "journeys.set_business": as_admin(journeys.set_business, "610631-01", ["参保登记"]),
    "journeys.open_window": as_admin(journeys.open_window, "610631", 7, Post.TELLER),
    "journeys.set_insurances": as_admin(journeys.set_insurances, "610631", BOTH),
    "journeys.enlist": as_admin(journeys.enlist, "610631", "61063177", "苗秀英"),
    "journeys.assign": assign,
    "journeys.end_assignment": end_assignment,
}
