"""Asking for a grant, and letting everybody sign it: words for the register's rule-book."""

from datetime import date
from typing import Any

from tests.halls import Hall
from yichuang.domain.authority.models import Grant
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import Standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import office

INSTANT = "全部即时业务"
GROUND = "县局局长办公会纪要〔2026〕3号"
UNTIL = date(2026, 12, 1)


def request_for(hall: Hall, **changed: Any) -> dict[str, Any]:
    """Give the form by which the handling of a limited item is asked for, for the tellers."""
    form = {
        "kind": "授权",
        "post": "综合业务",
        "item": "单位参保登记",
        "duty": "受理并经办",
        "since": f"{hall.now.date()}",
        "until": f"{UNTIL}",
        "ground": GROUND,
    }
    return {**form, **changed}


def ask(hall: Hall, *, by: str | None = None, **changed: Any) -> str:
    """Ask for a grant as the deputy in charge, and give the case's number."""
    form = request_for(hall, **changed)
    answer = hall.do(journeys.ask_to_authorise, hall.code, form, by=by or hall.deputy)
    return str(answer.said["number"])


def ask_to_switch(hall: Hall, mode: str, *, by: str | None = None) -> str:
    """Ask for another mode, and give the case's number."""
    form = {"mode": mode, "ground": GROUND}
    answer = hall.do(journeys.ask_to_switch, hall.code, form, by=by or hall.deputy)
    return str(answer.said["number"])


def signer(number: str) -> str:
    """Give the staff number of whoever an internal case waits for."""
    case = standing(number)
    assert case.case.step is not None
    seat = case.seat(case.case.step)
    return seat.holder or office(seat.agency_id).number(Post(seat.post))


def sign(hall: Hall, number: str, to: str = "done") -> Standing:
    """Let whoever is next sign, until the case is in a state."""
    while standing(number).case.state != to:
        hall.do(journeys.sign, number, by=signer(number))
    return standing(number)


def authorise(hall: Hall, **changed: Any) -> str:
    """Ask for a grant and let all four sign it."""
    number = ask(hall, **changed)
    sign(hall, number)
    return number


def held(hall: Hall, post: Post = Post.TELLER, **asked: Any) -> list[Grant]:
    """Give the lines of a post that hold on the day in the hall."""
    on = hall.now.date()
    lines = Grant.objects.filter(agency=hall.code, post=post, since__lte=on, until__gt=on)
    return list(lines.filter(**asked).order_by("id"))
