"""Who sits at the city: one person one role over both agencies, and who may replace whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.cases.ground import (
    REASON,
    also_in,
    corrected,
    form_of,
    nothing_written,
    referred,
    refused,
    reported,
    returned,
    state_of,
    stood_down,
    the_file_may_follow,
)
from tests.forms import BIRTH_PAPERS, minutes
from tests.halls import Hall, Huanglong, Luochuan
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.cases.actions.decisions import NotWhatWasShown
from yichuang.domain.cases.policy import NotTheLastSigner, OnePersonOneRole, OwnSeat, SeatTaken
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import brief_digest
from yichuang.domain.insured.models import Person
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.lifecycle import NotInThisState
from yichuang.domain.staff.actions import assign
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.verify import verify

pytestmark = pytest.mark.clause("SX-12")


def born(number: str) -> str:
    """Give the date of birth that the register has of whoever the case is about."""
    case = standing(number)
    old, new = form_of(number)["citizen_id"], form_of(number)["new_citizen_id"]
    assert case.case.agency_id.startswith("61")
    return f"{Person.objects.get(citizen_id__in=[old, new]).born_on}"


def a_while(hall: Hall) -> dict[str, Any]:
    """Give the terms of an assignment that holds from today."""
    until = hall.now.date() + timedelta(days=90)
    return {"since": hall.now.date(), "until": until, "trained_until": until}


def test_nobody_of_the_county_sits_at_the_city_in_the_same_case(huanglong: Huanglong) -> None:
    number = reported(huanglong)
    year = a_while(huanglong)
    for person in (huanglong.teller, huanglong.handler, huanglong.reviewer, huanglong.director):
        huanglong.do(assign, person, "610600", Post.CITY_APPROVER, **year, by="0001")
        with refused(OnePersonOneRole):
            huanglong.do(journeys.receive, number, by=person)


def test_nor_anybody_of_the_city_in_the_county(huanglong: Huanglong) -> None:
    number = returned(huanglong, reported(huanglong, "city-review"), 4)
    stood_down(huanglong, number, 4)
    also_in(huanglong, huanglong.approver, Post.DIRECTOR)
    with refused(OnePersonOneRole):
        huanglong.do(journeys.sign, number, by=huanglong.approver)
    also_in(huanglong, huanglong.approver, Post.TELLER)
    with refused(OnePersonOneRole):
        huanglong.do(journeys.withdraw, number, reason=REASON, by=huanglong.approver)


def test_who_referred_a_case_does_not_conclude_it(huanglong: Huanglong) -> None:
    number = reported(huanglong, "meeting")
    year = a_while(huanglong)
    who = huanglong.approver
    huanglong.do(assign, who, "610600", Post.CITY_CHIEF, **year, by="0001")
    with refused(OnePersonOneRole):
        held = minutes(huanglong.now.date())
        huanglong.do(journeys.conclude, number, minutes=held, by=who)


def test_whoever_receives_keeps_the_approver_s_seat(huanglong: Huanglong) -> None:
    number = reported(huanglong)
    huanglong.do(journeys.receive, number, by=huanglong.second_approver)
    with refused(SeatTaken):
        huanglong.do(journeys.approve, number, by=huanglong.approver)
    for verb in (journeys.refer, journeys.refuse):
        with refused(SeatTaken):
            huanglong.do(verb, number, reason=REASON, by=huanglong.approver)
    huanglong.do(journeys.approve, number, by=huanglong.second_approver)


def test_at_the_city_the_chief_lets_stand_down_and_never_from_the_own_seat(
    huanglong: Huanglong,
) -> None:
    number = reported(huanglong, "city-review")
    with refused(NotYourPost):
        stood_down(huanglong, number, 5, by=huanglong.director)
    with refused(NotYourPost):
        stood_down(huanglong, number, 0, by=huanglong.chief)
    stood_down(huanglong, number, 5, by=huanglong.chief)
    with refused(OnePersonOneRole):
        huanglong.do(journeys.approve, number, by=huanglong.approver)
    huanglong.do(journeys.refer, number, reason=REASON, by=huanglong.second_approver)
    returned(huanglong, number, 4)
    with refused(OwnSeat):
        stood_down(huanglong, number, 6, by=huanglong.chief)
    stood_down(huanglong, number, 6, by=huanglong.second_chief)
    huanglong.advance(number)
    with refused(OnePersonOneRole):
        held = minutes(huanglong.now.date())
        huanglong.do(journeys.conclude, number, minutes=held, by=huanglong.chief)
    assert verify().faults == []


def test_the_director_of_a_case_that_is_reported_does_not_refuse_it(huanglong: Huanglong) -> None:
    number = huanglong.with_city().accept_reported()
    huanglong.carry(number, "director")
    with refused(NotTheLastSigner):
        huanglong.do(journeys.refuse, number, reason=REASON, by=huanglong.director)


@pytest.mark.parametrize(("state", "who"), [("city-review", "approver"), ("meeting", "chief")])
def test_the_city_refuses_in_writing(huanglong: Huanglong, state: str, who: str) -> None:
    number = reported(huanglong, state)
    huanglong.do(journeys.refuse, number, reason="档案无此记载", by=getattr(huanglong, who))
    assert state_of(number) == "refused"
    assert born(number) == "1990-03-15"
    assert verify().faults == []


def approve(hall: Huanglong, number: str, brief: str) -> None:
    hall.do(journeys.approve, number, brief=brief, by=hall.approver)


def conclude(hall: Huanglong, number: str, brief: str) -> None:
    held = minutes(hall.now.date())
    hall.do(journeys.conclude, number, brief=brief, minutes=held, by=hall.chief)


@pytest.mark.parametrize(("state", "decide"), [("city-review", approve), ("meeting", conclude)])
def test_the_city_signs_what_was_on_its_screen(
    huanglong: Huanglong, state: str, decide: Callable[[Huanglong, str, str], None]
) -> None:
    number = reported(huanglong, state)
    on_the_screen = brief_digest(standing(number))
    returned(huanglong, number, 0)
    corrected(huanglong, number, reason="档案记载，已核")
    huanglong.carry(number, state)
    with refused(NotWhatWasShown):
        decide(huanglong, number, on_the_screen)
    decide(huanglong, number, brief_digest(standing(number)))


def test_while_it_is_with_the_city_the_counter_supplies_and_the_clock_stays(
    luochuan: Luochuan,
) -> None:
    the_file_may_follow(luochuan)
    number = reported(luochuan, papers={**BIRTH_PAPERS, "personnel-file": "promised"})
    due = standing(number).case.statutory_due_on
    luochuan.do(journeys.hold, number, reason="已持回执离开", by=luochuan.teller)
    luochuan.advance(number)
    luochuan.do(journeys.supply, number, "personnel-file", "copy", by=luochuan.teller)
    luochuan.carry(number)
    assert standing(number).case.statutory_due_on == due
    assert standing(number).materials["personnel-file"] == "copy"
    luochuan.do(journeys.file, number, by=luochuan.teller)
    assert verify().faults == []


def test_without_anybody_at_the_city_it_holds_and_nothing_passes_by_itself(
    huanglong: Huanglong,
) -> None:
    number = huanglong.accept_reported()
    huanglong.carry(number, "reported")
    with nothing_written():
        for person in (huanglong.director, huanglong.teller, "0001"):
            with pytest.raises(NotYourPost):
                huanglong.do(journeys.receive, number, by=person)
    assert state_of(number) == "reported"


def test_a_referred_case_is_not_approved_beside_the_meeting(huanglong: Huanglong) -> None:
    number = reported(huanglong, "city-review")
    referred(huanglong, number)
    with refused(NotInThisState):
        huanglong.do(journeys.approve, number, by=huanglong.approver)
