"""Words in which a stop of the clock and a delivery are told."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.halls import Hall
from yichuang.domain.cases.models import Suspension
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.states import CITY
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.posts import Post

GROUND, WHY = "waiting-for-evidence", "等待劳动能力鉴定结论"
ARRIVED = "鉴定结论已送达"
BACK: dict[str, Any] = {"code": "other", "reason": "请核对后再报"}


returned_for_other = partial(journeys.return_to, code="other")


def proposed(hall: Hall, number: str, by: str = "", ground: str = GROUND) -> str:
    """Let whoever has the case propose that its clock be stopped; give who proposed it."""
    by = by or hall.whose_turn(number)
    hall.do(journeys.suspend, number, ground=ground, reason=WHY, by=by)
    return by


def second(hall: Hall, number: str, proposer: str) -> str:
    """Give the second person: the deputy, the director for a deputy, at the city its chief."""
    if standing(number).case.state in CITY:
        return hall.chief if proposer != hall.chief else hall.second_chief
    return hall.director if proposer == hall.county.number(Post.DEPUTY_DIRECTOR) else hall.deputy


def stopped(hall: Hall, number: str) -> str:
    """Let the clock of a case be stopped by two persons; give the second."""
    by = second(hall, number, proposed(hall, number))
    hall.do(journeys.confirm_suspension, number, by=by)
    return by


def resumed(hall: Hall, number: str, by: str) -> object:
    """Let the second person start the clock again, or decline what was proposed."""
    return hall.do(journeys.resume, number, reason=ARRIVED, by=by)


def stop_of(number: str) -> Suspension:
    """Give the last stop of a case's clock."""
    return Suspension.objects.filter(case=f"case/{number}").order_by("n")[::-1][0]


def delivery(hall: Hall, paper: str, **changed: Any) -> dict[str, Any]:
    """Give what is told of a delivery today."""
    told = {"paper": paper, "way": "post", "receiver": "白守田", "delivered_on": hall.now.date()}
    return {**told, "note": "XA 61063100 9 CN", **changed}


def delivered(hall: Hall, number: str, **changed: Any) -> object:
    """Let a teller note that the paper of a case reached the client."""
    paper = "refusal" if standing(number).case.state == "refused" else "result"
    told = delivery(hall, paper, **changed)
    return hall.do(
        journeys.deliver, number, **told, by=hall.counter_for(standing(number).case.item)
    )


def course(hall: Hall) -> dict[str, Callable[[Any], object]]:
    """Give the verbs beside the way of a case, by whoever may, for any number."""
    told = delivery(hall, "result")
    why: dict[str, Any] = {"ground": GROUND, "reason": WHY}
    return {
        "suspend": lambda n: hall.do(journeys.suspend, n, **why, by=hall.reviewer),
        "confirm-suspension": lambda n: hall.do(journeys.confirm_suspension, n, by=hall.deputy),
        "resume": lambda n: hall.do(journeys.resume, n, reason=WHY, by=hall.deputy),
        "deliver": lambda n: hall.do(journeys.deliver, n, **told, by=hall.teller),
    }
