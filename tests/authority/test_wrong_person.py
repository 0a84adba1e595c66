"""Every verb itself refuses whoever may not do it, by name, and writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from tests.cases.ground import (
    REASON,
    also_in,
    carried_to,
    promised_employer,
    refused,
    reported,
    returned,
)
from tests.forms import CHANGE_PAPERS, PROOF_PAPERS, minutes
from tests.halls import Hall, Huanglong, Wangqing, give_keys
from yichuang.domain.authority.actions import withdraw
from yichuang.domain.authority.models import Grant
from yichuang.domain.authority.policy import NotGranted, NotYourPost, TrainingLapsed
from yichuang.domain.cases.policy import WHO, OnePersonOneRole, SeatTaken
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.actions import assign, end_assignment, enlist
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.doors.commands.demonstration.cast import FOUNDER, YEAR

COUNTY, CITY = "610631", "610600"
DAY = timedelta(days=1)
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

    def right(self, hall: Hall) -> str:
        """Give whoever may."""
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


why = {"reason": REASON}
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
}


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


def ended(hall: Hall, post: Post, agency: str) -> str:
    number = somebody(hall, post, agency=agency)
    assignment = Assignment.objects.get(staff=number)
    hall.do(end_assignment, assignment.id, on=hall.now.date(), by=FOUNDER)
    return number


def wrong_persons(hall: Hall, deed: Deed) -> dict[str, tuple[str, type[Refusal]]]:
    """Give everybody who may not, each with the refusal that they must meet."""
    today, post, agency = hall.now.date(), deed.post, deed.agency
    other_post = Post.REVIEWER if post != Post.REVIEWER else Post.DEPUTY_DIRECTOR
    wrong: dict[str, tuple[str, type[Refusal]]] = {
        "guide": (hall.guide, NotYourPost),
        "another post": (somebody(hall, other_post, agency=agency), NotYourPost),
        "another county": (somebody(hall, post, agency="610629"), NotYourPost),
        "the other of the two": (
            somebody(hall, post, agency=COUNTY if agency == CITY else CITY),
            NotYourPost,
        ),
        "the province": (somebody(hall, post, agency="610000"), NotYourPost),
        "ended": (ended(hall, post, agency), NotYourPost),
        "until today": (somebody(hall, post, agency=agency, until=today), NotYourPost),
        "from tomorrow": (somebody(hall, post, agency=agency, since=today + DAY), NotYourPost),
        "training lapsed": (
            somebody(hall, post, agency=agency, trained_until=today),
            TrainingLapsed,
        ),
        "administrator": (somebody(hall, Post.SYSTEM_ADMIN, agency=agency), NotYourPost),
        "nobody": ("00000000", NotYourPost),
    }
    if deed.held:
        wrong["a colleague of the same post"] = (somebody(hall, post, agency=agency), SeatTaken)
    return wrong


@pytest.mark.clause("SX-10", "SX-12", "SX-14")
@pytest.mark.parametrize("name", DEEDS)
def test_a_verb_refuses_everybody_but_whose_it_is(huanglong: Huanglong, name: str) -> None:
    deed = DEEDS[name]
    number = deed.prepare(huanglong)
    for what, (person, refusal) in wrong_persons(huanglong, deed).items():
        with refused(refusal) as told:
            deed.do(huanglong, number, person)
        assert told.value.code, what
    right = deed.right(huanglong)
    assert deed.do(huanglong, number, right).verb == deed.verb, "the control: who may, can"


@pytest.mark.clause("SX-10")
@pytest.mark.parametrize("name", [name for name, deed in DEEDS.items() if deed.by_grant])
def test_a_verb_is_refused_once_the_post_s_grant_is_withdrawn(
    huanglong: Huanglong, name: str
) -> None:
    deed = DEEDS[name]
    number = deed.prepare(huanglong)
    item = "insurance-proof" if deed.verb == "accept" else standing(number).case.item
    today = huanglong.now.date()
    for found in Grant.objects.filter(agency=deed.agency, post=deed.post, item=item):
        huanglong.do(withdraw, found.id, on=today, ground="岗位调整", by=FOUNDER)
    with refused(NotGranted):
        deed.do(huanglong, number, deed.right(huanglong))


@pytest.mark.parametrize(
    "name",
    [name for name, d in DEEDS.items() if d.by_grant and not d.held and d.verb != "accept"],
)
def test_whoever_has_a_role_in_the_case_gets_no_second_one(huanglong: Huanglong, name: str) -> None:
    deed = DEEDS[name]
    number = deed.prepare(huanglong)
    has_a_role = huanglong.teller if deed.post != Post.TELLER else huanglong.handler
    also_in(huanglong, has_a_role, deed.post, deed.agency)
    with refused(OnePersonOneRole):
        deed.do(huanglong, number, has_a_role)


@pytest.mark.clause("WQ-03")
def test_special_business_is_accepted_at_the_special_window_alone(wangqing: Wangqing) -> None:
    citizen = wangqing.registered_person()
    form = {"citizen_id": citizen, "new_name": "高瑰梅", "reason": "户籍更名"}
    for person in (wangqing.teller, wangqing.second_teller, wangqing.guide, wangqing.director):
        with refused(NotYourPost):
            wangqing.accept("basic-data-change", form, CHANGE_PAPERS, by=person)
    assert wangqing.accept("basic-data-change", form, CHANGE_PAPERS, by=wangqing.special)


def test_the_table_has_every_verb_of_a_case() -> None:
    assert {deed.verb for deed in DEEDS.values()} == {"accept", *WHO}
