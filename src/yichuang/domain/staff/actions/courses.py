"""Courses and when they are held (SX-14)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from yichuang.domain.kernel.numbers import local_day, next_serial
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.actions.agencies import Ask, founding, planned
from yichuang.domain.staff.models import Course, Subject, Training
from yichuang.domain.trail.actions import Answer, Plan, perform

MOST_HOURS, MOST_MONTHS = 200, 60
FARTHEST = timedelta(days=3 * 366)
"""How far from today a training may be: what is farther is a slip in the year."""


class CourseStands(Refusal):
    """There is a course under this code."""

    code = "course-stands"
    says = "已有这个编号的课程，请换用其他编号，或直接用已有的课程办班。"


class NoSuchCourse(Refusal):
    """No course was offered under this code."""

    code = "no-such-course"
    says = "没有编号为 {course} 的课程，请先登记课程，或核对编号。"


class WrongFigures(Refusal):
    """Hours or months of a course are none."""

    code = "wrong-course-figures"
    says = "学时应为 1 至 200 的整数，有效期应为 1 至 60 个月，请更正。"


class HeldAlready(Refusal):
    """The agency holds this course on this day already."""

    code = "held-already"
    says = "本机构这一天已有同一课程的培训班，请直接在该班登记结果，或更正日期。"


class DayTooFar(Refusal):
    """The day of a training is years away."""

    code = "training-day-too-far"
    says = "培训日期 {day} 离今天过远，请核对年份。"


ONE_CODE = {"staff_course_pkey": CourseStands}
HELD_ONCE = {"a_course_is_held_once_a_day_at_an_agency": HeldAlready}
VERBS = {
    "offer-course": "登记课程",
    "hold-training": "登记培训班",
    "record-results": "登记培训结果",
    "correct-result": "更正培训结果",
    "enlist": "登记人员",
    "assign": "任职",
    "end-assignment": "终止任职",
}
"""What the chain of an agency calls them, to tell who did what meanwhile."""


def offer_course(
    agency: str,
    code: str,
    title: str,
    subject: Subject,
    hours: int,
    valid_months: int,
    source: str,
    *,
    by: str,
    at: datetime,
    request: UUID,
    verified: bool = False,
    ask: Ask = founding,
) -> Answer:
    """Offer a course in one of the subjects; whoever passes is trained for `valid_months`."""
    values = {"code": code, "title": title, "subject": subject.value, "hours": hours}
    values |= {"valid_months": valid_months, "source": source, "verified": verified}

    def decide() -> Plan:
        plan = planned("offer-course", agency, Course, values, ask)
        if not (_within(hours, MOST_HOURS) and _within(valid_months, MOST_MONTHS)):
            raise WrongFigures
        return replace(plan, refusals=ONE_CODE, verbs=VERBS)

    return perform(decide, asked=["offer-course", agency, values], by=by, at=at, request=request)


def hold_training(
    agency: str,
    course: str,
    held_on: date,
    lecturer: str,
    place: str,
    *,
    by: str,
    at: datetime,
    request: UUID,
    ask: Ask = founding,
) -> Answer:
    """Hold a course at an agency on a day, past or to come."""
    values = {"course_id": course, "agency_id": agency, "held_on": held_on}
    values |= {"lecturer": lecturer, "place": place}

    def decide() -> Plan:
        numbered = {"id": next_serial("training"), **values}
        plan = planned("hold-training", agency, Training, numbered, ask)
        if not (course.isprintable() and Course.objects.filter(code=course).exists()):
            raise NoSuchCourse(course=shown(course))
        if abs(held_on - local_day(at)) > FARTHEST:
            raise DayTooFar(day=held_on)
        said = {**plan.said, "training": numbered["id"]}
        return replace(plan, said=said, refusals=HELD_ONCE, verbs=VERBS)

    return perform(decide, asked=["hold-training", values], by=by, at=at, request=request)


def _within(figure: object, most: int) -> bool:
    return type(figure) is int and 1 <= figure <= most
