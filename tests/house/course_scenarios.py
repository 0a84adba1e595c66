"""Mornings on which a clock stops and runs on, a refusal is signed, a paper is delivered."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from tests.cases.stopping import ARRIVED, GROUND, WHY, delivery, proposed, stopped
from tests.halls import Hall
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.trail.actions import Answer

Call = Callable[[], Answer]


def suspend(hall: Hall) -> Call:
    number = hall.accept_employer()
    by = hall.whose_turn(number)
    return partial(hall.do, journeys.suspend, number, ground=GROUND, reason=WHY, by=by)


def confirm_suspension(hall: Hall) -> Call:
    number = hall.accept_employer()
    proposed(hall, number)
    return partial(hall.do, journeys.confirm_suspension, number, by=hall.deputy)


def decline_suspension(hall: Hall) -> Call:
    number = hall.accept_employer()
    proposed(hall, number)
    return partial(hall.do, journeys.resume, number, reason=WHY, by=hall.deputy)


def resume(hall: Hall) -> Call:
    number = hall.accept_employer()
    by = stopped(hall, number)
    return partial(hall.do, journeys.resume, number, reason=ARRIVED, by=by)


def withdraw_while_suspended(hall: Hall) -> Call:
    number = hall.accept_employer()
    stopped(hall, number)
    return partial(hall.do, journeys.withdraw, number, reason=WHY, by=hall.teller)


def refuse_at_level_1(hall: Hall) -> Call:
    number = hall.carry(hall.accept_employer(), to="director").case.number
    return partial(hall.do, journeys.refuse, number, reason="材料不实", by=hall.director)


def deliver(hall: Hall) -> Call:
    number = hall.accept_employer()
    hall.carry(number)
    told = delivery(hall, "result")
    return partial(hall.do, journeys.deliver, number, **told, by=hall.teller)


def remind(hall: Hall) -> Call:
    number = hall.accept_employer()
    hall.now += timedelta(days=30)
    return partial(hall.do, journeys.remind, number, by="keeper")


COURSE: dict[str, Callable[[Hall], Call]] = {
    "cases.suspend": suspend,
    "cases.confirm_suspension": confirm_suspension,
    "cases.resume": resume,
    "cases.resume, declining": decline_suspension,
    "cases.withdraw, while suspended": withdraw_while_suspended,
    "cases.refuse, signed": refuse_at_level_1,
    "cases.deliver": deliver,
    "cases.remind": remind,
}
