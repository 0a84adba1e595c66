"""Acts under delegation: only what is in the absent one's seats, only while it holds, seen by all.

Nobody gets a second seat by it, and what was signed before stays.
"""

import json
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError

from tests.cases.ground import (
    REASON,
    also_in,
    carried_to,
    corrected,
    limited,
    newcomer,
    refused,
    reported,
    returned,
    said_of,
    state_of,
    stood_down,
)
from tests.cases.test_one_role import run
from tests.cases.test_picture import texts
from tests.forms import EMPLOYER_PAPERS, employer_form
from tests.halls import Hall, Huanglong, pen
from tests.staff.absentees import DAY, away, back
from yichuang.domain.authority.policy import AbsentOnRecord
from yichuang.domain.cases.actions.decisions import decided
from yichuang.domain.cases.planning import permit
from yichuang.domain.cases.policy import OnePersonOneRole, SeatTaken
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.worklists import my_turn, waiting
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.queries import case_picture
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Absence, Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer, MandateEnded, perform
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify

DEPUTY, TELLER, HANDLER = Post.DEPUTY_DIRECTOR, Post.TELLER, Post.HANDLER
WQ = pytest.mark.clause("SX-12", "WQ-04")


def taken_by_the_deputy(hall: Hall) -> str:
    """Bring a case back to the deputy's seat, which the deputy has."""
    return returned(hall, carried_to(hall, limited(hall), 4), 3)


def accepted_by(hall: Hall) -> str:
    """Bring a case of level 2 to the counter, where its teller finishes it."""
    return hall.carry(hall.accept_person(hall.registered_employer()), "ready").case.number


@WQ
def test_the_delegate_takes_what_waits_in_the_absent_one_s_seat(huanglong: Huanglong) -> None:
    number, second = taken_by_the_deputy(huanglong), newcomer(huanglong, DEPUTY)
    with refused(SeatTaken):
        huanglong.do(journeys.sign, number, by=second)
    absence = away(huanglong, huanglong.deputy, DEPUTY, second)
    with refused(AbsentOnRecord):
        huanglong.do(journeys.sign, number, by=huanglong.deputy)
    huanglong.do(journeys.sign, number, by=second)
    said = said_of(acts_of(f"case/{number}").last().content)  # type: ignore[union-attr]
    assert said["delegation"] == {"absence": absence.id, "for": huanglong.deputy}
    seats = [(s.turn, s.holder, s.stands_down) for s in standing(number).seats if s.step == 3]
    assert seats == [(0, huanglong.deputy, True), (1, second, False)]
    back(huanglong, absence)
    returned(huanglong, number, 3)
    with refused(SeatTaken):  # After the return the seat stays with the delegate …
        huanglong.do(journeys.sign, number, by=huanglong.deputy)
    stood_down(huanglong, number, 3)
    for person in (huanglong.deputy, second):  # … and both names are barred.
        with refused(OnePersonOneRole):
            huanglong.do(journeys.sign, number, by=person)
    huanglong.do(journeys.sign, number, by=newcomer(huanglong, DEPUTY))
    huanglong.carry(number)
    assert verify().faults == []


@WQ
def test_everybody_sees_who_acted_for_whom(huanglong: Huanglong) -> None:
    number, second = taken_by_the_deputy(huanglong), newcomer(huanglong, DEPUTY)
    away(huanglong, huanglong.deputy, DEPUTY, second)
    huanglong.do(journeys.sign, number, by=second)
    lines = texts(case_picture(number))
    assert any(line.endswith("代 樊志明（缺勤） 签字") for line in lines), lines
    assert "代 樊志明（缺勤）" in lines, "in the box of the seat too"
    assert not any("已回避" in line for line in lines)
    stood_down(huanglong, number, 0)
    assert any("已回避" in line for line in texts(case_picture(number))), "the control"


@WQ
@pytest.mark.parametrize("what", ["finish", "correct"])
def test_the_counter_is_taken_over_too(huanglong: Huanglong, what: str) -> None:
    do: Callable[..., object]
    if what == "finish":
        number, after = accepted_by(huanglong), "done"
        do = partial(huanglong.do, journeys.finish, number)
    else:
        number = returned(huanglong, carried_to(huanglong, limited(huanglong), 2), 0)
        do, after = partial(corrected, huanglong, number, address="黄龙县石堡镇"), "handling"
    away(huanglong, huanglong.teller, TELLER, huanglong.second_teller)
    with refused(AbsentOnRecord):
        do(by=huanglong.teller)
    third = newcomer(huanglong, TELLER)
    with refused(SeatTaken):
        do(by=third)
    do(by=huanglong.second_teller)
    assert state_of(number) == after
    assert standing(number).seat(0).holder == huanglong.second_teller
    assert verify().faults == []


@WQ
def test_at_the_city_an_approver_s_delegate_approves(huanglong: Huanglong) -> None:
    number = reported(huanglong, "city-review")
    holder = standing(number).seat(5).holder
    other = {huanglong.approver: huanglong.second_approver}.get(str(holder), huanglong.approver)
    city = {"agency": huanglong.city, "by": huanglong.chief}
    away(huanglong, str(holder), Post.CITY_APPROVER, other, **city)
    huanglong.do(journeys.approve, number, by=other)
    assert state_of(number) == "done"
    assert verify().faults == []


@WQ
def test_who_has_or_had_another_seat_takes_none_by_delegation(huanglong: Huanglong) -> None:
    number = returned(huanglong, carried_to(huanglong, limited(huanglong), 4), 1)
    also_in(huanglong, huanglong.teller, HANDLER)
    absence = away(huanglong, huanglong.handler, HANDLER, huanglong.teller)
    with refused(OnePersonOneRole):
        huanglong.do(journeys.sign, number, by=huanglong.teller)
    stood_down(huanglong, number, 0)
    with refused(OnePersonOneRole):
        huanglong.do(journeys.sign, number, by=huanglong.teller)
    assert number not in numbers(
        waiting(huanglong.code, [HANDLER], huanglong.teller, huanglong.now.date())
    )
    # Past the program the database says the same.
    row = "INSERT INTO cases_seat (case_id, step, turn, post, agency_id, duty, holder, stands_down)"
    seat = standing(number).seat(1)
    values = [seat.case_id, seat.post, seat.agency_id, seat.duty, huanglong.teller, True]
    with pytest.raises(IntegrityError):
        run(f"{row} VALUES (%s, 1, 1, %s, %s, %s, %s, %s)", values)
    back(huanglong, absence)
    huanglong.do(journeys.sign, number, by=huanglong.handler)  # Nothing was taken from them.
    assert verify().faults == []


@WQ
def test_what_was_decided_before_stays_and_a_free_seat_is_nobody_s(huanglong: Huanglong) -> None:
    number, second = carried_to(huanglong, limited(huanglong), 4), newcomer(huanglong, DEPUTY)
    fresh = carried_to(huanglong, limited(huanglong), 3)
    away(huanglong, huanglong.deputy, DEPUTY, second)
    before = standing(number).seat(3)
    huanglong.do(journeys.sign, fresh, by=second)
    said = said_of(acts_of(f"case/{fresh}").last().content)  # type: ignore[union-attr]
    assert "delegation" not in said, "the seat stood free: the deputy's own post carries it"
    huanglong.carry(number)
    after = standing(number).seat(3)
    assert before.signed
    assert (after.holder, after.signed) == (huanglong.deputy, before.signed)


@WQ
def test_what_the_absent_director_decided_no_delegate_takes_back(huanglong: Huanglong) -> None:
    number, second = reported(huanglong), newcomer(huanglong, Post.DIRECTOR)
    away(huanglong, huanglong.director, Post.DIRECTOR, second)
    with refused(SeatTaken):
        huanglong.do(journeys.recall, number, reason=REASON, by=second)
    with refused(AbsentOnRecord):
        huanglong.do(journeys.recall, number, reason=REASON, by=huanglong.director)


def test_away_one_neither_accepts_nor_heads_the_agency(huanglong: Huanglong) -> None:
    away(huanglong, huanglong.teller, TELLER)
    with refused(AbsentOnRecord):
        huanglong.accept("employer-registration", employer_form(), EMPLOYER_PAPERS)
    number = huanglong.accept(
        "employer-registration", employer_form(), EMPLOYER_PAPERS, by=huanglong.second_teller
    )
    away(huanglong, huanglong.director, Post.DIRECTOR)
    with refused(AbsentOnRecord):
        stood_down(huanglong, number, 0)


def test_before_it_begins_and_after_it_ends_it_is_nothing(huanglong: Huanglong) -> None:
    number, second = taken_by_the_deputy(huanglong), newcomer(huanglong, DEPUTY)
    today = huanglong.now.date()
    away(huanglong, huanglong.deputy, DEPUTY, second, since=today + DAY, until=today + 2 * DAY)
    with refused(SeatTaken):
        huanglong.do(journeys.sign, number, by=second)
    huanglong.now += 2 * DAY
    with refused(SeatTaken):
        huanglong.do(journeys.sign, number, by=second)
    huanglong.do(journeys.sign, number, by=huanglong.deputy)
    assert verify().faults == []


def signed_while(hall: Hall, number: str, by: str, meanwhile: Callable[[], object]) -> Answer:
    """Read and decide a signature, let something else happen, and only then write it."""
    request, at = uuid4(), hall.tick()
    plan = decided(permit(number, "sign", by=by, at=at), request, pen=pen(number, by, at))
    meanwhile()
    return perform(lambda: plan, asked=["sign", number], by=by, at=at, request=request)


@WQ
@pytest.mark.parametrize("who", ["delegate", "holder"])
def test_a_delegation_or_presence_that_ends_in_the_middle_carries_nothing(
    huanglong: Huanglong, who: str
) -> None:
    number, second = taken_by_the_deputy(huanglong), newcomer(huanglong, DEPUTY)
    other = newcomer(huanglong, DEPUTY)
    if who == "delegate":
        absence = away(huanglong, huanglong.deputy, DEPUTY, second)
        by = second
        ends: Callable[[], object] = partial(back, huanglong, absence)
    else:
        by = huanglong.deputy
        ends = partial(away, huanglong, by, DEPUTY, second)
    acts = acts_of(f"case/{number}").count()
    with pytest.raises(MandateEnded):
        signed_while(huanglong, number, by, ends)
    assert acts_of(f"case/{number}").count() == acts
    assert standing(number).seat(3).turn == 0
    if who == "delegate":
        back(huanglong, away(huanglong, other, DEPUTY))
        away(huanglong, huanglong.deputy, DEPUTY, second)
    signed_while(huanglong, number, second, lambda: None)  # The control.
    assert verify().faults == []


def test_a_delegate_who_leaves_the_post_is_no_delegate(huanglong: Huanglong) -> None:
    number, second = taken_by_the_deputy(huanglong), newcomer(huanglong, DEPUTY)
    away(huanglong, huanglong.deputy, DEPUTY, second)
    held = Assignment.objects.get(staff=second)
    leave = partial(huanglong.do, staff.end_assignment, held.id, on=huanglong.now.date(), by="0001")
    with pytest.raises(MandateEnded):
        signed_while(huanglong, number, second, leave)


def numbers(cases: object) -> list[str]:
    return [case.number for case in cases]  # type: ignore[attr-defined]


def whose(cases: Any) -> list[tuple[str, str]]:
    return [(case.number, case.held_by) for case in cases]


@WQ
def test_lists_offer_the_delegate_what_waits_and_say_whose_it_is(huanglong: Huanglong) -> None:
    number, second = taken_by_the_deputy(huanglong), newcomer(huanglong, DEPUTY)
    finishing = accepted_by(huanglong)
    on = huanglong.now.date()
    ask = partial(waiting, huanglong.code, [DEPUTY], second)
    counter = partial(my_turn, huanglong.second_teller)
    assert (numbers(ask(on)), numbers(counter(on))) == ([], [])
    away(huanglong, huanglong.deputy, DEPUTY, second)
    away(huanglong, huanglong.teller, TELLER, huanglong.second_teller)
    assert whose(ask(on)) == [(number, huanglong.deputy)]
    assert whose(counter(on)) == [(finishing, huanglong.teller)]
    assert numbers(ask(on + 5 * DAY)) == [], "it ends by itself"
    huanglong.do(journeys.sign, number, by=second)
    huanglong.do(journeys.finish, finishing, by=huanglong.second_teller)
    assert (numbers(ask(on)), numbers(counter(on))) == ([], [])


@WQ
def test_the_act_says_by_which_mandate_and_verify_finds_a_forged_delegation(
    huanglong: Huanglong,
) -> None:
    number, second = taken_by_the_deputy(huanglong), newcomer(huanglong, DEPUTY)
    absence = away(huanglong, huanglong.deputy, DEPUTY, second)
    huanglong.do(journeys.sign, number, by=second)
    act = Act.objects.filter(chain=f"case/{number}").latest("n")
    assert act.mandate == Assignment.objects.get(staff=second).id, "their own post, not the other's"
    assert json.loads(act.content)["grant"] is not None
    assert verify().faults == []
    Absence.objects.filter(id=absence.id).update(delegate_id=huanglong.guide)
    assert verify().faults != []
