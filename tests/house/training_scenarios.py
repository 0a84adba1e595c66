"""A morning for every verb of whoever keeps the training."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from tests.halls import Hall
from tests.staff.trainers import EVERY_SUBJECT, FAILED, PASSED, course, held, record, trainer
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Attendance, Subject
from yichuang.domain.trail.actions import Answer

Call = Callable[[], Answer]
Verb = Callable[..., Answer]
RULES: Mapping[str, Any] = {"posts": ("teller", "special"), "subjects": EVERY_SUBJECT}


def offer(verb: Verb) -> Callable[[Hall], Call]:
    def scenario(hall: Hall) -> Call:
        what = ("ZC-2026", "新办法解读", Subject.POLICY, 8, 12, "县局培训计划")
        return partial(hall.do, verb, hall.code, *what, by=trainer(hall))

    return scenario


def hold(verb: Verb) -> Callable[[Hall], Call]:
    def scenario(hall: Hall) -> Call:
        by = trainer(hall)
        what = (course(hall, by), hall.now.date(), "白延峰", "三楼会议室")
        return partial(hall.do, verb, hall.code, *what, by=by)

    return scenario


def record_all(verb: Verb, **rules: Any) -> Callable[[Hall], Call]:
    def scenario(hall: Hall) -> Call:
        by = trainer(hall)
        results = {hall.teller: PASSED, hall.second_teller: FAILED}
        return partial(hall.do, verb, held(hall, by), results, by=by, **rules)

    return scenario


def correct(verb: Verb, **rules: Any) -> Callable[[Hall], Call]:
    def scenario(hall: Hall) -> Call:
        by = trainer(hall)
        record(hall, by, held(hall, by), {hall.teller: PASSED})
        result = Attendance.objects.get(staff=hall.teller).id
        return partial(hall.do, verb, result, FAILED, "试卷误评", by=trainer(hall), **rules)

    return scenario


TRAINING: dict[str, Callable[[Hall], Call]] = {
    "staff.offer_course": offer(staff.offer_course),
    "staff.hold_training": hold(staff.hold_training),
    "staff.record_results": record_all(staff.record_results, **RULES),
    "staff.correct_result": correct(staff.correct_result, **RULES),
    "journeys.offer_course": offer(journeys.offer_course),
    "journeys.hold_training": hold(journeys.hold_training),
    "journeys.record_results": record_all(journeys.record_results),
    "journeys.correct_result": correct(journeys.correct_result),
}
"""By room and verb."""
