"""Mornings on which what is owed is prepared and released by the finance officers."""

from collections.abc import Callable
from functools import partial

from tests.cases.paying import owed, payment_pen, prepared
from tests.halls import Hall
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.trail.actions import Answer

Call = Callable[[], Answer]


def prepare(hall: Hall) -> Call:
    payable, _ = owed(hall)
    return partial(hall.do, journeys.prepare_payment, payable.number, by=hall.finance)


def release(hall: Hall) -> Call:
    payable, _ = owed(hall)
    hall.do(journeys.prepare_payment, payable.number, by=hall.finance)
    pen = payment_pen(hall, payable.number, hall.second_finance)
    return partial(
        hall.do, journeys.release_payment, payable.number, pen=pen, by=hall.second_finance
    )


def put_back(hall: Hall) -> Call:
    number = prepared(hall)
    why = "账号与存折不符"
    return partial(hall.do, journeys.return_payment, number, reason=why, by=hall.second_finance)


PAYMENTS: dict[str, Callable[[Hall], Call]] = {
    "cases.prepare_payment": prepare,
    "cases.release_payment": release,
    "cases.return_payment": put_back,
}
