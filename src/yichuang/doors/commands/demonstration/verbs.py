"""What a stage of a case asks for, done with what whoever decides has on the screen."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.domain.cases.collective import asked_for
from yichuang.domain.cases.points import asked_of
from yichuang.domain.cases.standing import Standing, brief_digest
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.doors.commands.demonstration.agencies import office
from yichuang.doors.commands.demonstration.pens import pen_of

REFERRED = "出生日期变动较大，且档案有两处涂改，提请办公会研究"


VERBS: dict[str, Callable[..., Answer]] = {
    "finish": journeys.finish,
    "pass": journeys.pass_on,
    "sign": journeys.sign,
    "receive": journeys.receive,
    "approve": journeys.approve,
    "refer": journeys.refer,
    "conclude": journeys.conclude,
}


def decide(case: Standing, verb: str = "", *, by: str, at: datetime, request: UUID) -> Answer:
    """Do what the stage of a case asks for, or another verb that it allows."""
    stage = case.stage()
    assert stage is not None  # noqa: S101 -- it is in progress and not being corrected
    asked = verb or str(stage["verb"])
    more: dict[str, Any] = {}
    if asked in {"pass", "sign", "approve", "conclude"}:
        more["brief"] = brief_digest(case)
    if asked in {"sign", "approve", "conclude"}:
        more["pen"] = pen_of(by, at, case)
    if asked in {"pass", "sign"}:
        more["ticked"] = _ticked(case)
    if asked == "conclude":
        more["minutes"] = minutes_of(case, at)
    elif asked in {"sign", "approve"} and asked_for(case) is not None:
        more["minutes"] = review_of(case, at)
    if asked == "refer":
        more["reason"] = REFERRED
    return VERBS[asked](case.case.number, **more, by=by, at=at, request=request)


def _ticked(case: Standing) -> list[str]:
    """Give the points that the seat must have looked at: a reviewer all of them."""
    assert case.case.step is not None  # noqa: S101 -- it is in progress
    return [point.code for point in asked_of(case, case.seat(case.case.step))]


def minutes_of(case: Standing, at: datetime) -> dict[str, Any]:
    """Write the minutes of the city's office meeting, held on the day."""
    assert case.case.step is not None  # noqa: S101 -- it is in progress
    city = office(case.seat(case.case.step).agency_id)
    day = local_day(at)
    present = [*city.people[Post.CITY_CHIEF], *city.people[Post.CITY_APPROVER]]
    return {
        "number": f"办公会纪要〔{day.year}〕{day:%m%d}号",
        "held_on": day,
        "present": present,
        "decision": f"同意{case.case.number}号办件按档案认定的出生日期更正。",
    }


def review_of(case: Standing, at: datetime) -> dict[str, Any]:
    """Write the minutes of the collective review of an amount above the limit, held on the day."""
    here = office(case.case.agency_id)
    day = local_day(at)
    posts = (Post.DIRECTOR, Post.DEPUTY_DIRECTOR, Post.AUDITOR, Post.FINANCE)
    return {
        "number": f"集体会审纪要〔{day.year}〕{day:%m%d}号",
        "held_on": day,
        "present": [name for post in posts for name in here.people[post]],
        "decision": f"{case.case.number}号办件金额超过限额，经集体会审，同意按核定金额支付。",
    }
