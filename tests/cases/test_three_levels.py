"""The route follows from the level of risk, and nobody can shorten it."""

from collections.abc import Callable

import pytest

from tests.halls import Huanglong, Luochuan, Wangqing
from yichuang.domain.cases.policy import NotTheVerbHere
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.insured.models import Employer, Person, Proof
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import Answer
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify


def verbs_of(number: str) -> list[str]:
    """Give the verbs of a case in their order."""
    return [act.verb for act in acts_of(f"case/{number}")]


@pytest.mark.clause("SX-11")
def test_level_3_is_finished_on_the_spot_by_the_teller(huanglong: Huanglong) -> None:
    citizen = huanglong.registered_person()
    number = huanglong.accept_proof(citizen)
    assert standing(number).case.state == "ready"
    huanglong.carry(number)
    assert verbs_of(number) == ["accept", "finish"]
    assert Proof.objects.get().person.citizen_id == citizen


@pytest.mark.clause("SX-11")
def test_level_2_is_reviewed_and_then_finished_by_who_accepted(huanglong: Huanglong) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    assert standing(number).case.state == "review"
    passed = huanglong.advance(number)
    assert passed.case.state == "ready"
    assert Person.objects.count() == 0, "review has no effect yet"
    done = huanglong.advance(number)
    assert done.case.state == "done"
    assert Person.objects.count() == 1
    assert done.seat(0).holder == huanglong.teller


@pytest.mark.clause("SX-11", "SX-12")
def test_level_1_is_signed_by_handler_reviewer_deputy_and_director(huanglong: Huanglong) -> None:
    number = huanglong.accept_employer()
    signers = []
    while standing(number).case.state != "done":
        signers.append(huanglong.whose_turn(number))
        assert Employer.objects.count() == 0
        huanglong.advance(number)
    assert signers == [
        huanglong.handler,
        huanglong.reviewer,
        huanglong.deputy,
        huanglong.director,
    ]
    assert Employer.objects.count() == 1


@pytest.mark.clause("SX-10", "SX-12")
def test_where_tellers_are_granted_the_item_the_teller_is_the_handler(luochuan: Luochuan) -> None:
    number = luochuan.accept_employer()
    case = standing(number)
    assert (case.case.state, case.case.step) == ("handling", 0)
    luochuan.carry(number)
    assert verbs_of(number) == ["accept", "sign", "sign", "sign", "sign"]


@pytest.mark.clause("WQ-03")
def test_in_wangqing_the_special_window_accepts_and_signs_first(wangqing: Wangqing) -> None:
    number = wangqing.accept_change(wangqing.registered_person())
    assert standing(number).seat(0).holder == wangqing.special
    done = wangqing.carry(number)
    assert [seat.post for seat in done.seats] == [
        "special",
        "reviewer",
        "deputy-director",
        "director",
    ]


@pytest.mark.clause("SX-11")
@pytest.mark.parametrize("verb", [journeys.finish, journeys.sign], ids=["finish", "sign"])
def test_what_waits_for_review_is_neither_finished_nor_signed(
    huanglong: Huanglong, verb: Callable[..., Answer]
) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    for person in (huanglong.teller, huanglong.reviewer, huanglong.director):
        with pytest.raises(Refusal):
            huanglong.do(verb, number, by=person)
    assert standing(number).case.state == "review"
    assert Person.objects.count() == 0


@pytest.mark.clause("SX-11")
def test_what_must_be_signed_is_not_passed(huanglong: Huanglong) -> None:
    number = huanglong.accept_employer()
    huanglong.advance(number)
    with pytest.raises(NotTheVerbHere):
        huanglong.do(journeys.pass_on, number, by=huanglong.reviewer)
    assert standing(number).case.state == "review"


def test_everything_that_was_done_is_explained(huanglong: Huanglong) -> None:
    citizen = huanglong.registered_person()
    number = huanglong.accept_change(citizen)
    huanglong.carry(number)
    huanglong.do(journeys.file, number, by=huanglong.teller)
    assert standing(number).case.state == "filed"
    assert verify().faults == []


def test_every_state_and_verb_of_the_table_has_a_name() -> None:
    for (state, verb), targets in LIFECYCLE.moves.items():
        assert verb in LIFECYCLE.verbs
        assert {state, *targets} <= set(LIFECYCLE.states)
