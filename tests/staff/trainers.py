"""The ground of training: a trainer, courses in the three subjects, trainings with results."""

from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any

from tests.halls import Hall
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Assignment, Result, Subject
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer

FOUNDER = "0001"
YEARS: dict[str, Any] = {"since": date(2026, 1, 1), "until": date(2030, 1, 1)}
PASSED, FAILED, ABSENT = Result.PASSED, Result.FAILED, Result.ABSENT
EVERY_SUBJECT = tuple(subject.value for subject in Subject)
_numbers = count(1)


def somebody(hall: Hall, agency: str | None = None) -> str:
    """Enlist somebody who has no post yet."""
    number = f"8{next(_numbers):05d}"
    hall.do(staff.enlist, agency or hall.code, number, f"学员{number[-3:]}", by=FOUNDER)
    return number


def put_in_post(hall: Hall, number: str, post: Post, agency: str | None = None, **more: Any) -> int:
    """Assign somebody who was enlisted; trained for years unless it is said otherwise."""
    terms = {**YEARS, "trained_until": YEARS["until"], **more}
    hall.do(staff.assign, number, agency or hall.code, post, **terms, by=FOUNDER)
    return Assignment.objects.filter(staff=number).latest("id").id


def trainer(hall: Hall, agency: str | None = None) -> str:
    """Let a trainer come to an agency."""
    number = somebody(hall, agency)
    put_in_post(hall, number, Post.TRAINER, agency)
    return number


def course(
    hall: Hall, by: str, subject: Subject = Subject.POLICY, months: int = 12, **more: Any
) -> str:
    """Offer a course in a subject, and give its code."""
    code = f"K{next(_numbers)}"
    agency = Assignment.objects.get(staff=by).agency_id
    what = (code, f"{subject.label}课", subject, 8, months, "县局培训计划")
    hall.do(journeys.offer_course, agency, *what, by=by, **more)
    return code


def held(
    hall: Hall,
    by: str,
    subject: Subject = Subject.POLICY,
    months: int = 12,
    on: date | None = None,
) -> int:
    """Hold a training in a subject, today unless told otherwise, and give its number."""
    code, agency = course(hall, by, subject, months), Assignment.objects.get(staff=by).agency_id
    what = (code, on or hall.now.date(), "白延峰", "三楼会议室")
    return int(hall.do(journeys.hold_training, agency, *what, by=by).said["training"])


def record(hall: Hall, by: str, training: int, results: Mapping[str, Result]) -> Answer:
    """Record results as a trainer."""
    return hall.do(journeys.record_results, training, results, by=by)


def passes(
    hall: Hall, by: str, who: str, *, but: tuple[Subject, ...] = (), months: int = 12
) -> None:
    """Let somebody pass every subject but some, today."""
    for subject in Subject:
        if subject not in but:
            record(hall, by, held(hall, by, subject, months), {who: PASSED})


def trained_until(assignment: int) -> date:
    """Give until when an assignment is trained."""
    return Assignment.objects.get(id=assignment).trained_until
