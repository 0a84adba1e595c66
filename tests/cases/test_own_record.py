"""Nobody handles a case about themselves or a declared relative, by whatever verb."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from tests.cases.ground import (
    REASON,
    carried_to,
    corrected,
    form_of,
    refused,
    reported,
    returned,
)
from tests.cases.keyed import SETTLED, as_first, death, settling
from tests.cases.stopping import GROUND, delivery, proposed
from tests.forms import PERSON_PAPERS, minutes, new_citizen_id, person_form
from tests.halls import Hall, Huanglong, pen
from tests.staff.absentees import declared
from yichuang.domain.cases.actions.decisions import decided
from yichuang.domain.cases.own import OwnRecord, concerned
from yichuang.domain.cases.planning import permit
from yichuang.domain.cases.policy import WHO
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.worklists import my_turn, waiting
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.models import Relation, Relative
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer, MandateEnded, perform
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify

Prepare = Callable[[Hall], str]
Do = Callable[..., object]


def in_review(hall: Hall) -> str:
    papers = {**PERSON_PAPERS, "labour-contract": "promised"}
    return hall.accept("person-registration", person_form(hall.registered_employer()), papers)


def changing(step: int) -> Prepare:
    return lambda hall: carried_to(hall, hall.accept_change(hall.registered_person()), step)


def proved(hall: Hall) -> str:
    return hall.carry(hall.accept_proof(hall.registered_person())).case.number


def sent_back(hall: Hall) -> str:
    return returned(hall, in_review(hall), 0)


def with_the_city(state: str) -> Prepare:
    return lambda hall: reported(hall, state)


def by(verb: Callable[..., Answer], *args: Any, **more: Any) -> Do:
    return lambda hall, number, who: hall.do(verb, number, *args, by=who, **more)


def stopping(hall: Hall) -> str:
    """Give a person's case whose clock the reviewer would have stopped."""
    number = in_review(hall)
    proposed(hall, number)
    return number


def third_at_hand(hall: Hall) -> str:
    """Let two key a case differently; the third is known to the hall."""
    number = settling(hall)
    hall.third = hall.whose_turn(number)  # type: ignore[attr-defined]
    return number


def concluding(hall: Hall, number: str, who: str) -> object:
    return hall.do(journeys.conclude, number, minutes=minutes(hall.now.date()), by=who)


DEEDS: dict[str, tuple[Prepare, str, Do]] = {
    "pass": (in_review, "reviewer", by(journeys.pass_on)),
    "sign": (changing(1), "handler", by(journeys.sign)),
    "sign, review": (changing(2), "reviewer", by(journeys.sign)),
    "sign, deputy": (changing(3), "deputy", by(journeys.sign)),
    "sign, director": (changing(4), "director", by(journeys.sign)),
    "finish": (lambda h: carried_to(h, in_review(h), 0), "teller", by(journeys.finish)),
    "return": (changing(2), "reviewer", by(journeys.return_to, 0, code="other", reason=REASON)),
    "correct": (sent_back, "teller", lambda h, number, who: corrected(h, number, by=who)),
    "refuse": (in_review, "reviewer", by(journeys.refuse, reason=REASON)),
    "withdraw": (in_review, "second_teller", by(journeys.withdraw, reason=REASON)),
    "stand-down": (in_review, "director", by(journeys.stand_down, 0, reason=REASON)),
    "stand-down, city": (
        with_the_city("city-review"),
        "chief",
        by(journeys.stand_down, 5, reason=REASON),
    ),
    "hold": (in_review, "teller", by(journeys.hold, reason=REASON)),
    "rekey": (
        lambda h: carried_to(h, death(h), 2),
        "reviewer",
        lambda h, n, who: h.do(journeys.rekey, n, fields=as_first(n), by=who),
    ),
    "settle": (third_at_hand, "third", by(journeys.settle, **SETTLED)),
    "suspend": (in_review, "reviewer", by(journeys.suspend, ground=GROUND, reason=REASON)),
    "confirm-suspension": (stopping, "deputy", by(journeys.confirm_suspension)),
    "resume": (stopping, "deputy", by(journeys.resume, reason=REASON)),
    "deliver": (
        proved,
        "teller",
        lambda h, n, who: h.do(journeys.deliver, n, **delivery(h, "result"), by=who),
    ),
    "supply": (in_review, "teller", by(journeys.supply, "labour-contract", "copy")),
    "file": (proved, "teller", by(journeys.file)),
    "receive": (with_the_city("reported"), "approver", by(journeys.receive)),
    "approve": (with_the_city("city-review"), "approver", by(journeys.approve)),
    "refer": (with_the_city("city-review"), "approver", by(journeys.refer, reason=REASON)),
    "conclude": (with_the_city("meeting"), "chief", concluding),
    "recall": (with_the_city("reported"), "director", by(journeys.recall, reason=REASON)),
}


def citizen_of(number: str) -> str:
    """Give a citizen whose number stands in a case."""
    return min(concerned(standing(number).form))


def test_the_table_has_every_verb() -> None:
    assert {verb.split(",")[0] for verb in DEEDS} == set(WHO)


@pytest.mark.parametrize("verb", DEEDS)
def test_no_verb_is_done_by_who_is_concerned(huanglong: Huanglong, verb: str) -> None:
    prepare, post, do = DEEDS[verb]
    number = prepare(huanglong)
    who = str(getattr(huanglong, post))
    one = declared(huanglong, who, citizen_of(number))
    with refused(OwnRecord):
        do(huanglong, number, who)
    # The control: once the declaration is ended, nothing else stood in the way.
    head = huanglong.with_city().second_chief if post in {"director", "chief"} else ""
    ends: dict[str, Any] = {"reason": "号码填错", "by": head or huanglong.director}
    if post == "approver":
        ends["by"] = huanglong.chief
    huanglong.do(journeys.withdraw_declaration, one.id, **ends)
    do(huanglong, number, who)
    assert verify().faults == []


def test_nobody_accepts_their_own_nor_a_relative_s(huanglong: Huanglong) -> None:
    citizen = huanglong.registered_person()
    declared(huanglong, huanglong.teller, citizen, Relation.SELF)
    for ask in (huanglong.accept_proof, huanglong.accept_change):
        with refused(OwnRecord):
            ask(citizen)
    form = {"citizen_id": citizen, "purpose": "子女入学"}
    papers = {"id-card": "original"}
    huanglong.accept("insurance-proof", form, papers, by=huanglong.second_teller)
    huanglong.accept_proof(huanglong.registered_person())


@pytest.mark.parametrize("field", ["citizen_id", "new_citizen_id"])
def test_whatever_field_a_citizen_s_number_stands_in(huanglong: Huanglong, field: str) -> None:
    number = huanglong.with_city().accept_reported()
    declared(huanglong, huanglong.handler, form_of(number)[field])
    with refused(OwnRecord):
        huanglong.do(journeys.sign, number, by=huanglong.handler)


def test_the_new_form_of_a_correction_counts_too(huanglong: Huanglong) -> None:
    number, mine = sent_back(huanglong), new_citizen_id()
    declared(huanglong, huanglong.teller, mine)
    with refused(OwnRecord):
        corrected(huanglong, number, by=huanglong.teller, citizen_id=mine)
    corrected(huanglong, number, by=huanglong.teller, citizen_id=new_citizen_id())


def signed_while(hall: Hall, number: str, who: str, meanwhile: Callable[[], object]) -> Answer:
    """Read and decide a signature, let something else happen, and only then write it."""
    request, at = uuid4(), hall.tick()
    plan = decided(permit(number, "sign", by=who, at=at), request, pen=pen(number, who, at))
    meanwhile()
    return perform(lambda: plan, asked=["sign", number], by=who, at=at, request=request)


def test_what_is_declared_in_the_middle_of_an_act_stops_it(huanglong: Huanglong) -> None:
    number, who = changing(3)(huanglong), huanglong.deputy
    acts = acts_of(f"case/{number}").count()
    declare = partial(declared, huanglong, who, citizen_of(number))
    with pytest.raises(MandateEnded):
        signed_while(huanglong, number, who, declare)
    assert acts_of(f"case/{number}").count() == acts
    Relative.objects.update(ended_on=huanglong.now.date())
    signed_while(huanglong, number, who, partial(declared, huanglong, who, new_citizen_id()))


def test_lists_do_not_offer_such_cases(huanglong: Huanglong) -> None:
    mine, other = in_review(huanglong), in_review(huanglong)
    back, on = sent_back(huanglong), huanglong.now.date()
    listed = partial(waiting, huanglong.code, [Post.REVIEWER], huanglong.reviewer, on)
    assert {case.number for case in listed()} == {mine, other}
    declared(huanglong, huanglong.reviewer, citizen_of(mine))
    assert {case.number for case in listed()} == {other}
    assert [case.number for case in my_turn(huanglong.teller, on)] == [back]
    declared(huanglong, huanglong.teller, citizen_of(back))
    assert list(my_turn(huanglong.teller, on)) == []
