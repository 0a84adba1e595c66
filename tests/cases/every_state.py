"""Cases in every state of the table, and every verb on a case, done by the right person."""

from collections.abc import Callable

from tests.cases.ground import (
    REASON,
    carried_to,
    corrected,
    counter,
    form_of,
    limited,
    own,
    promised_person,
    reported,
    returned,
    state_of,
    stood_down,
    the_file_may_follow,
    withdrawn,
)
from tests.cases.keyed import SETTLED, as_first, settling
from tests.cases.stopping import BACK, delivered, proposed, resumed, second, stopped
from tests.forms import BIRTH_PAPERS, minutes
from tests.halls import Hall
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import office
from yichuang.doors.commands.demonstration.verbs import VERBS


def proof(hall: Hall) -> str:
    """Accept a case of level 3."""
    return hall.accept_proof(hall.registered_person())


def returned_from(number: str, hall: Hall) -> str:
    """Return a case from its second seat on to the counter."""
    return returned(hall, hall.carry(number, "review").case.number, 0)


def ended(hall: Hall, state: str) -> str:
    """Bring a case of level 3 to an end."""
    number = proof(hall)
    if state == "filed":
        hall.carry(number)
    verb = {"refused": "refuse", "withdrawn": "withdraw", "filed": "file"}[state]
    DO[verb](hall, number)
    return number


def signing(hall: Hall, state: str) -> str:
    """Accept a case of level 1 that knows a state."""
    if state not in {"audit", "enforcement"}:
        return limited(hall)
    the_file_may_follow(hall)
    return own(hall)


def _signed_until(hall: Hall, state: str) -> str:
    """Carry a case of level 1 on until it waits in a state."""
    return hall.carry(signing(hall, state), state).case.number


def brought(hall: Hall, state: str) -> list[str]:
    """Bring cases into a state: one for each level that knows it."""
    match state:
        case "ready":
            return [proof(hall), hall.carry(promised_person(hall), state).case.number]
        case "review" | "done":
            both = (promised_person(hall), limited(hall))
            return [hall.carry(number, state).case.number for number in both]
        case "correction":
            both = (promised_person(hall), limited(hall))
            return [returned_from(number, hall) for number in both]
        case "handling" | "deputy" | "director" | "audit" | "enforcement" | "settling":
            keyed = state == "settling"
            return [settling(hall) if keyed else _signed_until(hall, state)]
        case "reported" | "city-review" | "meeting":
            papers = {**BIRTH_PAPERS, "personnel-file": "promised"}
            the_file_may_follow(hall)
            return [reported(hall, state, papers)]
    return [ended(hall, state)]


def supplied(hall: Hall, number: str) -> object:
    """Supply what was promised, if anything was."""
    papers = standing(number).materials
    code = next((code for code, how in papers.items() if how == "promised"), "id-card")
    return hall.do(journeys.supply, number, code, "original", by=counter(hall, number))


def decided(verb: str) -> Callable[[Hall, str], object]:
    """Let whoever the case waits for decide by a verb."""
    return lambda hall, number: hall.do(VERBS[verb], number, by=turn(hall, number))


def turn(hall: Hall, number: str) -> str:
    """Give whose turn it is; in a case that is over, the director asks."""
    return hall.whose_turn(number) if standing(number).case.step is not None else hall.director


def filed(hall: Hall, number: str) -> object:
    """File a case, with its papers together."""
    if "promised" in standing(number).materials.values() and state_of(number) == "done":
        supplied(hall, number)
    return hall.do(journeys.file, number, by=counter(hall, number))


def left(hall: Hall, number: str) -> object:
    """Let the counter stand down; in the agency's own case, where it has signed, who returned."""
    case = standing(number)
    step = case.case.step
    if step is None or case.seat(0).decision is None:
        return stood_down(hall, number, 0)
    carried_to(hall, corrected(hall, returned(hall, number, 0)), step)
    at_home = case.seat(step).agency_id == hall.code
    above = office(hall.city).number(Post.CITY_CHIEF)
    return stood_down(hall, number, step, by=hall.director if at_home else above)


def confirmed(hall: Hall, number: str) -> object:
    """Let a stop of the clock be proposed, and confirmed by a second person."""
    by = second(hall, number, proposed(hall, number, by=turn(hall, number)))
    return hall.do(journeys.confirm_suspension, number, by=by)


def resumed_by_the_second(hall: Hall, number: str) -> object:
    """Let whoever confirmed the stop of a clock start it again; of a case that is over, anybody."""
    over = standing(number).case.step is None
    return resumed(hall, number, by=hall.deputy if over else stopped(hall, number))


DO: dict[str, Callable[[Hall, str], object]] = {
    "rekey": lambda hall, n: hall.do(journeys.rekey, n, fields=as_first(n), by=turn(hall, n)),
    "settle": lambda hall, n: hall.do(journeys.settle, n, **SETTLED, by=turn(hall, n)),
    "pass": decided("pass"),
    "sign": decided("sign"),
    "finish": decided("finish"),
    "receive": decided("receive"),
    "approve": decided("approve"),
    "refer": lambda hall, n: hall.do(journeys.refer, n, reason=REASON, by=turn(hall, n)),
    "conclude": lambda hall, n: hall.do(
        journeys.conclude, n, minutes=minutes(hall.now.date()), by=turn(hall, n)
    ),
    "recall": lambda hall, n: hall.do(journeys.recall, n, reason=REASON, by=hall.director),
    "return": lambda hall, n: hall.do(journeys.return_to, n, 0, **BACK, by=turn(hall, n)),
    "correct": lambda hall, n: hall.do(
        journeys.correct, n, form=form_of(n), materials=standing(n).materials, by=counter(hall, n)
    ),
    "refuse": lambda hall, n: hall.do(journeys.refuse, n, reason=REASON, by=turn(hall, n)),
    "withdraw": withdrawn,
    "stand-down": left,
    "hold": lambda hall, n: hall.do(journeys.hold, n, reason=REASON, by=counter(hall, n)),
    "suspend": lambda hall, n: proposed(hall, n, by=turn(hall, n)),
    "confirm-suspension": confirmed,
    "resume": resumed_by_the_second,
    "deliver": delivered,
    "supply": supplied,
    "file": filed,
}
"""Every verb on a case, done by the right person."""
