"""The ground of absences: somebody is away from a post, and somebody else takes what waits."""

from datetime import date, timedelta
from typing import Any

from tests.halls import Hall
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.models import Absence, Relation, Relative
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer

PAPERS: dict[str, Any] = {"reason": "年休假", "paper": "休假审批单〔2026〕3号"}
DAY = timedelta(days=1)


def recorded(hall: Hall, staff: str, post: Post, agency: str | None = None, **more: Any) -> Answer:
    """Let the head record that somebody is away for five days from today, unless said otherwise."""
    today = hall.now.date()
    terms: dict[str, Any] = {"since": today, "until": today + 5 * DAY, "by": hall.director}
    place = hall.code if agency is None else agency
    return hall.do(journeys.record_absence, place, staff, post, **(terms | PAPERS | more))


def away(hall: Hall, staff: str, post: Post, delegate: str | None = None, **more: Any) -> Absence:
    """Record the same, and give the row."""
    answer = recorded(hall, staff, post, delegate=delegate, **more)
    return Absence.objects.get(id=answer.said["entered"]["id"])


def back(hall: Hall, absence: Absence, on: date | None = None, by: str = "") -> Answer:
    """Let somebody be back, from today on unless it is said otherwise."""
    day = on or hall.now.date()
    return hall.do(journeys.end_absence, absence.id, on=day, by=by or hall.director)


def declared(
    hall: Hall, by: str, citizen: str, relation: Relation = Relation.SIBLING, name: str = "高桂兰"
) -> Relative:
    """Let somebody declare a relative, and give the row."""
    answer = hall.do(journeys.declare_relative, citizen, name, relation, by=by)
    return Relative.objects.get(id=answer.said["declaration"])
