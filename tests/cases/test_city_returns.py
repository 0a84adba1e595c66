"""The city returns, the county recalls, and a case comes back to whoever returned it."""

from typing import Any

import pytest

from tests.cases.ground import (
    REASON,
    also_in,
    corrected,
    refused,
    reported,
    returned,
    signers_until_done,
    state_of,
)
from tests.halls import Huanglong
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.cases.actions.returns import NoSuchEarlierStep
from yichuang.domain.cases.policy import SeatTaken
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import brief_digest
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.lifecycle import NotInThisState
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify

pytestmark = pytest.mark.clause("SX-12")


def verbs_of(number: str) -> list[str]:
    """Give the verbs of a case in their order."""
    return [act.verb for act in acts_of(f"case/{number}")]


@pytest.mark.parametrize("to", range(5))
def test_returned_by_the_city_unchanged_it_comes_back_to_who_returned_it(
    huanglong: Huanglong, to: int
) -> None:
    number = returned(huanglong, reported(huanglong, "city-review"), to)
    assert (state_of(number) == "correction") == (to == 0)
    if to == 0:
        corrected(huanglong, number)
    again = [to] if to else []
    assert signers_until_done(huanglong, number) == [*again, 5]
    assert verbs_of(number).count("receive") == 1, "it needn't be received again"
    assert verify().faults == []


@pytest.mark.parametrize("state", ["city-review", "meeting"])
def test_corrected_with_a_change_the_county_signs_again_and_it_comes_back(
    huanglong: Huanglong, state: str
) -> None:
    number = returned(huanglong, reported(huanglong, state), 0)
    corrected(huanglong, number, reason="档案记载，已核")
    returner = 5 if state == "city-review" else 6
    assert signers_until_done(huanglong, number) == [1, 2, 3, 4, returner]
    case = standing(number)
    signed = {seat.signed for seat in case.seats if seat.decision in {"sign", "approve"}}
    assert signed == {brief_digest(case)}
    assert verify().faults == []


def test_the_meeting_may_give_it_back_to_the_approver(huanglong: Huanglong) -> None:
    number = returned(huanglong, reported(huanglong, "meeting"), 5)
    assert (state_of(number), standing(number).seat(5).decision) == ("city-review", None)
    huanglong.do(journeys.approve, number, by=huanglong.approver)
    assert state_of(number) == "done"
    assert verify().faults == []


@pytest.mark.parametrize("step", [5, 6, 7, -1, True, None, "0", 10**30], ids=repr)
def test_the_city_returns_to_the_county_only(huanglong: Huanglong, step: Any) -> None:
    number = reported(huanglong, "city-review")
    with refused(NoSuchEarlierStep):
        huanglong.do(
            journeys.return_to, number, step, code="other", reason=REASON, by=huanglong.approver
        )


def test_the_county_recalls_until_the_city_has_received(huanglong: Huanglong) -> None:
    number = reported(huanglong)
    for person in (huanglong.deputy, huanglong.approver, huanglong.chief, huanglong.teller):
        with refused(NotYourPost):
            huanglong.do(journeys.recall, number, reason=REASON, by=person)
    another = also_in(huanglong, huanglong.guide, Post.DIRECTOR)
    with refused(SeatTaken):
        huanglong.do(journeys.recall, number, reason=REASON, by=another)
    huanglong.do(journeys.recall, number, reason=REASON, by=huanglong.director)
    director = standing(number).seat(4)
    assert (state_of(number), standing(number).case.step) == ("director", 4)
    assert (director.holder, director.decision, director.signed) == (
        huanglong.director,
        None,
        None,
    )
    assert [standing(number).seat(step).decision for step in (1, 2, 3)] == ["sign"] * 3
    huanglong.advance(number)
    huanglong.advance(number)
    assert state_of(number) == "city-review"
    with refused(NotInThisState):
        huanglong.do(journeys.recall, number, reason=REASON, by=huanglong.director)
    assert verify().faults == []
