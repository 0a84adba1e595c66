"""Every verb of a case: whose it is, a case that is ready for it, and how it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from tests.cases.ground import REASON, carried_to, promised_employer, reported, returned
from tests.cases.keyed import SETTLED, as_first, death, settling
from tests.cases.stopping import GROUND, WHY, delivery, proposed, stopped
from tests.forms import PROOF_PAPERS, minutes
from tests.halls import Hall, give_keys
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.actions import assign, enlist
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.doors.commands.demonstration.cast import FOUNDER, YEAR

COUNTY, CITY = "610631", "610600"
_numbers = count(1)

Prepare = Callable[[Hall], str]
Do = Callable[[Hall, str, str], Answer]


@dataclass(frozen=True)
class Deed:
    """A verb: to which post it belongs, a case ready for it, and how it is done."""

    verb: str
    post: Post
    prepare: Prepare
    do: Do
    held: bool = False
    """Somebody has the seat already, and only they may go on."""
    by_grant: bool = True
    """It asks for a grant on the item, not only for the post."""
    agency: str = COUNTY
    by_a_third: bool = False
    """The first of the post has had a part in the case, so that another does it."""

    def right(self, hall: Hall) -> str:
        """Give whoever may."""
        if self.by_a_third:
            return somebody(hall, self.post)
        if self.agency == CITY:
            return hall.chief if self.post == Post.CITY_CHIEF else hall.approver
        return hall.teller if self.post == Post.TELLER else hall.county.number(self.post)


def employer_at(step: int) -> Prepare:
    """Prepare an employer's registration (level 1) that stands at a step."""
    return lambda hall: carried_to(hall, promised_employer(hall), step)


def corrected(hall: Hall, number: str, by: str) -> Answer:
    case = standing(number)
    form = case.form.model_dump(mode="json")
    return hall.do(journeys.correct, number, form=form, materials=case.materials, by=by)


def accepted(hall: Hall, citizen: str, by: str) -> Answer:
    form = {"citizen_id": citizen, "purpose": "子女入学"}
    return hall.do(
        journeys.accept, hall.code, "insurance-proof", form=form, materials=PROOF_PAPERS, by=by
    )


def acted(verb: Callable[..., Answer], *args: object, **more: Any) -> Do:
    return lambda hall, number, by: hall.do(verb, number, *args, by=by, **more)


def person_for_review(hall: Hall) -> str:
    return hall.accept_person(hall.registered_employer())


def done_employer(hall: Hall) -> str:
    number = hall.accept_employer()
    hall.carry(number)
    return number


def reported_in(state: str) -> Prepare:
    """Prepare a case that the county has reported and that is in a state."""
    return lambda hall: reported(hall, state)


def concluded(hall: Hall, number: str, by: str) -> Answer:
    return hall.do(journeys.conclude, number, minutes=minutes(hall.now.date()), by=by)


def keyed_again(hall: Hall, number: str, by: str) -> Answer:
    return hall.do(journeys.rekey, number, fields=as_first(number), by=by)


def proposed_at(prepare: Prepare) -> Prepare:
    """Prepare a case for which somebody has proposed that its clock be stopped."""

    def ready(hall: Hall) -> str:
        number = prepare(hall)
        proposed(hall, number)
        return number

    return ready


def stopped_at(step: int) -> Prepare:
    """Prepare a case at a step whose clock stands still."""

    def ready(hall: Hall) -> str:
        number = employer_at(step)(hall)
        stopped(hall, number)
        return number

    return ready


def told_delivered(hall: Hall, number: str, by: str) -> Answer:
    return hall.do(journeys.deliver, number, **delivery(hall, "result"), by=by)


def somebody(
    hall: Hall,
    post: Post,
    *,
    agency: str = COUNTY,
    since: date = YEAR[0],
    until: date = YEAR[1],
    trained_until: date = YEAR[1],
) -> str:
    """Enlist somebody new and assign the post."""
    number = f"9{next(_numbers):05d}"
    hall.do(enlist, agency, number, "另一人", by=FOUNDER)
    give_keys([number], hall.now)
    period: dict[str, Any] = {"since": since, "until": until, "trained_until": trained_until}
    hall.do(assign, number, agency, post, by=FOUNDER, **period)
    return number


why = {"reason": REASON}
proposal: dict[str, Any] = {"ground": GROUND, "reason": WHY}
APPROVER, CHIEF = Post.CITY_APPROVER, Post.CITY_CHIEF
AT_THE_CITY: dict[str, Any] = {"agency": CITY, "held": True}
DEEDS = {
    "accept": Deed("accept", Post.TELLER, lambda hall: hall.registered_person(), accepted),
    "sign as handler": Deed("sign", Post.HANDLER, employer_at(1), acted(journeys.sign)),
    "sign as reviewer": Deed("sign", Post.REVIEWER, employer_at(2), acted(journeys.sign)),
    "sign as deputy": Deed("sign", Post.DEPUTY_DIRECTOR, employer_at(3), acted(journeys.sign)),
    "sign as director": Deed("sign", Post.DIRECTOR, employer_at(4), acted(journeys.sign)),
    "pass": Deed("pass", Post.REVIEWER, person_for_review, acted(journeys.pass_on)),
    "finish": Deed(
        "finish",
        Post.TELLER,
        lambda hall: carried_to(hall, person_for_review(hall), 0),
        acted(journeys.finish),
        held=True,
    ),
    "return": Deed(
        "return", Post.REVIEWER, employer_at(2), acted(journeys.return_to, 0, code="other", **why)
    ),
    "correct": Deed(
        "correct",
        Post.TELLER,
        lambda hall: returned(hall, employer_at(2)(hall), 0),
        corrected,
        held=True,
    ),
    "refuse": Deed("refuse", Post.DIRECTOR, employer_at(4), acted(journeys.refuse, **why)),
    "withdraw": Deed("withdraw", Post.TELLER, employer_at(2), acted(journeys.withdraw, **why)),
    "stand-down": Deed(
        "stand-down",
        Post.DIRECTOR,
        person_for_review,
        acted(journeys.stand_down, 0, **why),
        by_grant=False,
    ),
    "hold": Deed("hold", Post.TELLER, employer_at(2), acted(journeys.hold, **why), held=True),
    "supply": Deed(
        "supply",
        Post.TELLER,
        employer_at(2),
        acted(journeys.supply, "authorisation", "original"),
        held=True,
    ),
    "file": Deed("file", Post.TELLER, done_employer, acted(journeys.file), held=True),
    "recall": Deed(
        "recall", Post.DIRECTOR, reported_in("reported"), acted(journeys.recall, **why), held=True
    ),
    "receive": Deed(
        "receive", APPROVER, reported_in("reported"), acted(journeys.receive), agency=CITY
    ),
    "approve": Deed(
        "approve", APPROVER, reported_in("city-review"), acted(journeys.approve), **AT_THE_CITY
    ),
    "refer": Deed(
        "refer", APPROVER, reported_in("city-review"), acted(journeys.refer, **why), **AT_THE_CITY
    ),
    "return by the approver": Deed(
        "return",
        APPROVER,
        reported_in("city-review"),
        acted(journeys.return_to, 0, code="other", **why),
        **AT_THE_CITY,
    ),
    "refuse by the approver": Deed(
        "refuse", APPROVER, reported_in("city-review"), acted(journeys.refuse, **why), **AT_THE_CITY
    ),
    "conclude": Deed("conclude", CHIEF, reported_in("meeting"), concluded, agency=CITY),
    "return by the chief": Deed(
        "return",
        CHIEF,
        reported_in("meeting"),
        acted(journeys.return_to, 5, code="other", **why),
        agency=CITY,
    ),
    "refuse by the chief": Deed(
        "refuse", CHIEF, reported_in("meeting"), acted(journeys.refuse, **why), agency=CITY
    ),
    "stand-down of the approver": Deed(
        "stand-down",
        CHIEF,
        reported_in("city-review"),
        acted(journeys.stand_down, 5, **why),
        by_grant=False,
        agency=CITY,
    ),
    "rekey": Deed(
        "rekey", Post.REVIEWER, lambda hall: carried_to(hall, death(hall), 2), keyed_again
    ),
    "settle": Deed(
        "settle", Post.REVIEWER, settling, acted(journeys.settle, **SETTLED), by_a_third=True
    ),
    "suspend": Deed("suspend", Post.HANDLER, employer_at(1), acted(journeys.suspend, **proposal)),
    "confirm-suspension": Deed(
        "confirm-suspension",
        Post.DEPUTY_DIRECTOR,
        proposed_at(employer_at(1)),
        acted(journeys.confirm_suspension),
        by_grant=False,
    ),
    "confirm what a deputy proposed": Deed(
        "confirm-suspension",
        Post.DIRECTOR,
        proposed_at(employer_at(3)),
        acted(journeys.confirm_suspension),
        by_grant=False,
    ),
    "confirm at the city": Deed(
        "confirm-suspension",
        CHIEF,
        proposed_at(reported_in("city-review")),
        acted(journeys.confirm_suspension),
        by_grant=False,
        agency=CITY,
    ),
    "resume": Deed(
        "resume",
        Post.DEPUTY_DIRECTOR,
        stopped_at(1),
        acted(journeys.resume, **why),
        by_grant=False,
    ),
    "resume what a deputy proposed": Deed(
        "resume", Post.DIRECTOR, stopped_at(3), acted(journeys.resume, **why), by_grant=False
    ),
    "deliver": Deed("deliver", Post.TELLER, done_employer, told_delivered),
}
