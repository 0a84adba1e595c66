"""What waits, waits: without the client, and without anybody who could decide."""

from datetime import date, timedelta

import pytest

from tests.cases.ground import carried_to, limited, newcomer, promised_person, refused, state_of
from tests.halls import Huanglong, Luochuan
from yichuang.domain.authority.actions import withdraw
from yichuang.domain.authority.models import Grant
from yichuang.domain.authority.policy import NotGranted, NotYourPost, TrainingLapsed
from yichuang.domain.cases.planning import ReasonNeeded
from yichuang.domain.cases.policy import SeatTaken
from yichuang.domain.cases.queries import not_done_at_once, standing
from yichuang.domain.insured.models import Person
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.actions import assign, end_assignment
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify

TODAY, TOMORROW = date(2026, 3, 9), date(2026, 3, 10)
LEFT = "复核人员外出，申请人持受理回执先行离开"


def listed(on: date) -> list[str]:
    """Give what Huanglong has to answer for as not done at once."""
    return [case.number for case in not_done_at_once("610631", on)]


@pytest.mark.clause("SX-11")
def test_the_client_leaves_with_the_receipt_and_the_case_stays_instant(
    huanglong: Huanglong,
) -> None:
    number = promised_person(huanglong)
    before = standing(number).case
    huanglong.do(journeys.hold, number, reason=LEFT, by=huanglong.teller)
    after = standing(number).case
    assert after.held_at == huanglong.now
    assert (after.state, after.step) == ("review", 1)
    assert after.timing == "instant"
    assert after.route == before.route
    assert after.statutory_due_on == before.statutory_due_on


@pytest.mark.clause("SX-11")
def test_what_was_not_done_at_once_is_listed_until_it_is_done(huanglong: Huanglong) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    assert listed(TODAY) == [number]
    huanglong.do(journeys.hold, number, reason=LEFT, by=huanglong.teller)
    assert listed(TODAY) == [number], "on hold is no excuse"
    huanglong.now += timedelta(days=1)
    assert listed(TODAY) == listed(TOMORROW) == [number]
    assert listed(TODAY - timedelta(days=1)) == []
    huanglong.carry(number)
    assert listed(TODAY) == listed(TOMORROW) == []


def test_limited_business_is_never_listed_as_not_done_at_once(huanglong: Huanglong) -> None:
    limited(huanglong)
    assert listed(TOMORROW) == []


def test_the_last_minute_of_the_day_still_belongs_to_it(huanglong: Huanglong) -> None:
    employer = huanglong.registered_employer()
    huanglong.now = huanglong.now.replace(hour=23, minute=58)
    last = huanglong.accept_person(employer)
    first = huanglong.accept_person(employer)
    assert standing(first).case.accepted_at.astimezone(huanglong.now.tzinfo).date() == TOMORROW
    assert listed(TODAY) == [last]
    assert listed(TOMORROW) == [last, first]


def test_a_held_case_goes_on_as_any_other(huanglong: Huanglong) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    huanglong.do(journeys.hold, number, reason=LEFT, by=huanglong.teller)
    huanglong.do(journeys.hold, number, reason=LEFT, by=huanglong.teller)
    huanglong.carry(number)
    huanglong.do(journeys.file, number, by=huanglong.teller)
    assert [act.verb for act in acts_of(f"case/{number}")] == [
        "accept",
        "hold",
        "hold",
        "pass",
        "finish",
        "file",
    ]
    assert verify().faults == []


def test_only_the_teller_who_accepted_notes_that_the_client_left(huanglong: Huanglong) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    with refused(SeatTaken):
        huanglong.do(journeys.hold, number, reason=LEFT, by=huanglong.second_teller)
    with refused(NotYourPost):
        huanglong.do(journeys.hold, number, reason=LEFT, by=huanglong.reviewer)
    with refused(ReasonNeeded):
        huanglong.do(journeys.hold, number, reason=" ", by=huanglong.teller)


def ended(hall: Huanglong, staff: str) -> None:
    """End every assignment of a person as of today."""
    for assignment in Assignment.objects.filter(staff=staff):
        hall.do(end_assignment, assignment.id, on=TODAY, by="0001")


@pytest.mark.clause("SX-12")
def test_a_seat_that_nobody_can_fill_holds_the_case(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 3)
    ended(huanglong, huanglong.deputy)
    everybody = (
        huanglong.teller,
        huanglong.second_teller,
        huanglong.handler,
        huanglong.reviewer,
        huanglong.deputy,
        huanglong.director,
        Luochuan().deputy,
        "0001",
    )
    for days in (0, 30, 200):
        huanglong.now += timedelta(days=days)
        for person in everybody:
            with refused(NotYourPost):
                huanglong.do(journeys.sign, number, by=person)
    assert state_of(number) == "deputy"


def test_it_goes_on_as_soon_as_somebody_has_the_post(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 3)
    ended(huanglong, huanglong.deputy)
    new = newcomer(huanglong, Post.DEPUTY_DIRECTOR)
    huanglong.do(journeys.sign, number, by=new)
    assert state_of(number) == "director"
    assert standing(number).seat(3).holder == new


@pytest.mark.clause("SX-11")
def test_without_a_reviewer_level_2_never_passes_by_itself(huanglong: Huanglong) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    ended(huanglong, huanglong.reviewer)
    for person in (huanglong.teller, huanglong.reviewer, huanglong.director):
        with refused(NotYourPost):
            huanglong.do(journeys.pass_on, number, by=person)
    assert state_of(number) == "review"
    assert Person.objects.count() == 0
    assert listed(TODAY) == [number]


@pytest.mark.clause("SX-14")
def test_who_is_no_longer_trained_does_not_fill_the_seat(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 3)
    ended(huanglong, huanglong.deputy)
    untrained = newcomer(huanglong, Post.GUIDE)
    huanglong.do(
        assign,
        untrained,
        huanglong.code,
        Post.DEPUTY_DIRECTOR,
        since=TODAY,
        until=date(2027, 1, 1),
        trained_until=TODAY,
        by="0001",
    )
    with refused(TrainingLapsed):
        huanglong.do(journeys.sign, number, by=untrained)


def test_a_post_without_the_grant_does_not_fill_the_seat(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 3)
    for granted in Grant.objects.filter(agency=huanglong.code, post=Post.DEPUTY_DIRECTOR):
        huanglong.do(withdraw, granted.id, on=TODAY, ground="收回授权", by="0001")
    with refused(NotGranted):
        huanglong.do(journeys.sign, number, by=huanglong.deputy)
    assert state_of(number) == "deputy"
