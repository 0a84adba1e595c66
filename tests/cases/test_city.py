"""What the county reports the city decides: who approves signs, after a meeting the chief does."""

from typing import Any

import pytest

from tests.cases.ground import (
    corrected,
    form_of,
    refused,
    reported,
    returned,
    said_of,
    state_of,
)
from tests.forms import BIRTH_PAPERS, minutes, new_citizen_id
from tests.halls import Huanglong, Wangqing
from yichuang.domain.cases.actions.returns import MustBeReported
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import brief_digest
from yichuang.domain.insured.models import Person
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify

pytestmark = pytest.mark.clause("SX-12")


def verbs_of(number: str) -> list[str]:
    """Give the verbs of a case in their order."""
    return [act.verb for act in acts_of(f"case/{number}")]


def born(number: str) -> str:
    """Give the date of birth that the register has of whoever the case is about."""
    case = standing(number)
    old, new = form_of(number)["citizen_id"], form_of(number)["new_citizen_id"]
    assert case.case.agency_id.startswith("61")
    return f"{Person.objects.get(citizen_id__in=[old, new]).born_on}"


@pytest.mark.parametrize("county", ["huanglong", "luochuan"])
def test_who_approves_signs_and_the_county_s_register_has_it(
    request: pytest.FixtureRequest, county: str
) -> None:
    hall = request.getfixturevalue(county)
    number = reported(hall)
    case = standing(number)
    signed = [seat.signed for seat in case.seats if seat.signed]
    assert signed == [brief_digest(case)] * 4, "all four county signatures stand"
    assert born(number) == "1990-03-15"
    hall.carry(number)
    case = standing(number)
    approver = next(seat for seat in case.seats if seat.post == "city-approver")
    assert verbs_of(number) == ["accept", *["sign"] * 4, "receive", "approve"]
    assert (approver.agency_id, approver.holder) == ("610600", hall.approver)
    assert (approver.decision, approver.signed) == ("approve", brief_digest(case))
    assert born(number) == "1988-08-08"
    person = Person.objects.select_related("act").latest("number")
    assert (person.number[1:7], person.act.chain_id) == (hall.code, f"case/{number}")
    hall.do(journeys.file, number, by=hall.teller)
    assert verify().faults == []


def test_after_the_office_meeting_the_chief_signs_and_its_minutes_are_kept(
    huanglong: Huanglong,
) -> None:
    number = reported(huanglong, "meeting")
    approver = standing(number).seat(5)
    assert (approver.decision, approver.signed) == ("refer", None), "a referral is no signature"
    held = minutes(huanglong.now.date())
    huanglong.do(journeys.conclude, number, minutes=held, by=huanglong.chief)
    case = standing(number)
    assert case.case.state == "done"
    assert (case.seat(6).holder, case.seat(6).signed) == (huanglong.chief, brief_digest(case))
    last = acts_of(f"case/{number}").last()
    assert last is not None
    assert said_of(last.content)["minutes"] == held
    assert born(number) == "1988-08-08"
    assert verify().faults == []


@pytest.mark.parametrize("changed", [{"new_name": "高瑰梅", "new_citizen_id": None}, {}])
def test_only_a_change_of_the_date_of_birth_is_reported(
    huanglong: Huanglong, changed: dict[str, Any]
) -> None:
    same_day = changed or {"new_citizen_id": new_citizen_id("19900315")}
    number = huanglong.with_city().accept_change(huanglong.registered_person(), **same_day)
    assert huanglong.carry(number).case.state == "done"
    assert "receive" not in verbs_of(number)


def test_wangqing_s_paper_reports_nothing(wangqing: Wangqing) -> None:
    number = wangqing.accept_reported()
    assert {seat.agency_id for seat in standing(number).seats} == {"222424"}
    assert wangqing.carry(number).case.state == "done"


def test_the_route_says_why_the_city_decides(huanglong: Huanglong) -> None:
    told = [reason["source"] for reason in standing(reported(huanglong)).route["reasons"]]
    assert told[-2:] == ["本目录约定（更正出生日期报市处审批）", "SX-12"]


def test_a_case_is_not_corrected_into_one_that_should_be_reported(huanglong: Huanglong) -> None:
    """Else whoever is returned a change of name would get a change of birth past the city."""
    number = huanglong.accept_change(huanglong.registered_person())
    huanglong.carry(number, "review")
    returned(huanglong, number, 0)
    form = form_of(number, new_name=None, new_citizen_id=new_citizen_id("19880808"))
    with refused(MustBeReported):
        huanglong.do(
            journeys.correct, number, form=form, materials=BIRTH_PAPERS, by=huanglong.teller
        )
    corrected(huanglong, number, reason="户籍更名，已核")
    assert huanglong.carry(number).case.state == "done"


def test_what_is_reported_stays_reported_whatever_is_corrected(huanglong: Huanglong) -> None:
    number = returned(huanglong, reported(huanglong, "city-review"), 0)
    corrected(huanglong, number, new_name="高瑰梅", new_citizen_id=None)
    assert state_of(huanglong.carry(number, "city-review").case.number) == "city-review"
    assert huanglong.carry(number).case.state == "done"
