"""One person has one role in a case, for life; who stands down stays barred from every other."""

from itertools import combinations
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cases.ground import (
    REASON,
    also_in,
    carried_to,
    corrected,
    form_of,
    limited,
    newcomer,
    put_in_charge,
    refused,
    returned,
    state_of,
    stood_down,
)
from tests.halls import Hall, Huanglong, Luochuan
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.cases.actions.attendance import NobodyToStandDown
from yichuang.domain.cases.planning import ReasonNeeded
from yichuang.domain.cases.policy import OnePersonOneRole, SeatTaken
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.lifecycle import NotInThisState
from yichuang.domain.staff.posts import Post, exclude
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.verbs import VERBS

SEATS = {"huanglong": 5, "luochuan": 4, "wangqing": 4}
PAIRS = [(hall, *pair) for hall, seats in SEATS.items() for pair in combinations(range(seats), 2)]
WHY = "与申请人有亲属关系"


@pytest.fixture
def hall(request: pytest.FixtureRequest) -> Hall:
    """Give the hall that a line of the table names."""
    found: Hall = request.getfixturevalue(request.param)
    return found


def post_at(number: str, step: int) -> Post:
    """Give the post that a seat of a case is for."""
    return Post(standing(number).seat(step).post)


def acting(hall: Hall, number: str, by: str) -> None:
    """Do what the case waits for, as somebody."""
    if state_of(number) == "correction":
        corrected(hall, number, by=by)
        return
    stage = standing(number).stage()
    assert stage is not None
    hall.do(VERBS[stage["verb"]], number, by=by)


@pytest.mark.clause("SX-12", "WQ-04")
@pytest.mark.parametrize(("hall", "first", "second"), PAIRS, indirect=["hall"])
def test_who_had_an_earlier_seat_gets_no_later_one(hall: Hall, first: int, second: int) -> None:
    number = carried_to(hall, limited(hall), second)
    person = standing(number).seat(first).holder
    assert person is not None
    also_in(hall, person, post_at(number, second))
    with refused(OnePersonOneRole):
        acting(hall, number, by=person)
    if second > len(standing(number).seats) - 4:  # The first of the four signs, or nobody does.
        with refused(OnePersonOneRole):
            hall.do(journeys.return_to, number, 0, code="other", reason=REASON, by=person)
    another = also_in(hall, hall.guide, post_at(number, second))
    if post_at(number, second) == Post.DEPUTY_DIRECTOR:
        put_in_charge(hall, another)
    acting(hall, number, by=another)


@pytest.mark.clause("SX-12", "WQ-04")
@pytest.mark.parametrize(("hall", "first", "second"), PAIRS, indirect=["hall"])
def test_who_had_a_later_seat_gets_no_earlier_one(hall: Hall, first: int, second: int) -> None:
    number = carried_to(hall, limited(hall), SEATS[hall.__class__.__name__.lower()] - 1)
    returned(hall, number, first)
    stood_down(hall, number, first)
    person = standing(number).seat(second).holder
    assert person is not None
    also_in(hall, person, post_at(number, first))
    with refused(OnePersonOneRole):
        acting(hall, number, by=person)
    acting(hall, number, by=also_in(hall, hall.guide, post_at(number, first)))
    if exclude(post_at(number, first), post_at(number, second)):
        also_in(hall, person, post_at(number, second))  # They go back to where they were.
    hall.carry(number)
    assert verify().faults == []


@pytest.mark.clause("SX-11", "WQ-04")
def test_on_level_2_the_teller_does_not_review_what_he_accepted(huanglong: Huanglong) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    also_in(huanglong, huanglong.teller, Post.REVIEWER)
    with refused(OnePersonOneRole):
        huanglong.do(journeys.pass_on, number, by=huanglong.teller)
    with refused(OnePersonOneRole):
        huanglong.do(journeys.refuse, number, reason=REASON, by=huanglong.teller)


def run(statement: str, params: list[Any]) -> None:
    """Run a statement past the program, as somebody with a database console might."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        assert cursor.rowcount == 1


@pytest.mark.clause("SX-12")
@pytest.mark.parametrize(("hall", "first", "second"), PAIRS, indirect=["hall"])
def test_the_database_itself_gives_nobody_two_seats(hall: Hall, first: int, second: int) -> None:
    number = limited(hall)
    case = hall.carry(number).case.chain_id
    one, other = (standing(number).seat(step) for step in (first, second))
    update = "UPDATE cases_seat SET holder = %s WHERE case_id = %s AND step = %s"
    for seat, name in ((one, other.holder), (other, one.holder)):
        with pytest.raises(IntegrityError):
            run(update, [name, case, seat.step])
        with pytest.raises(IntegrityError):
            run(
                "INSERT INTO cases_seat (case_id, step, turn, post, agency_id, duty, holder,"
                " stands_down) VALUES (%s, %s, 1, %s, %s, %s, %s, %s)",
                [case, seat.step, seat.post, hall.code, seat.duty, name, True],
            )


def test_a_name_that_is_not_in_the_case_the_constraint_lets_through(huanglong: Huanglong) -> None:
    """What only the constraint stops, it stops; any other name is for `verify` to find."""
    number = limited(huanglong)
    case = huanglong.carry(number).case.chain_id
    run("UPDATE cases_seat SET holder = 'X' WHERE case_id = %s AND step = 2", [case])
    assert verify().faults != []


@pytest.mark.clause("SX-12")
def test_who_stood_down_is_replaced_and_barred_from_every_role(huanglong: Huanglong) -> None:
    number = stood_down(huanglong, limited(huanglong), 0)
    for step in (1, 2, 3, 4):
        also_in(huanglong, huanglong.teller, post_at(number, step))
        with refused(OnePersonOneRole):
            huanglong.do(journeys.sign, number, by=huanglong.teller)
        if step < 4:
            huanglong.advance(number)
    returned(huanglong, number, 0)
    also_in(huanglong, huanglong.teller, Post.TELLER)
    with refused(OnePersonOneRole):
        corrected(huanglong, number, by=huanglong.teller)
    corrected(huanglong, number, by=huanglong.second_teller)
    assert [(s.step, s.turn, s.holder, s.stands_down) for s in standing(number).seats[:2]] == [
        (0, 0, huanglong.teller, True),
        (0, 1, huanglong.second_teller, False),
    ]
    assert verify().faults == []


def test_a_seat_may_be_passed_on_more_than_once(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 2)
    returned(huanglong, number, 1)
    third = newcomer(huanglong, Post.HANDLER)
    stood_down(huanglong, number, 1)
    huanglong.do(journeys.sign, number, by=third)
    returned(huanglong, number, 1)
    stood_down(huanglong, number, 1)
    for person in (huanglong.handler, third):
        with refused(OnePersonOneRole):
            huanglong.do(journeys.sign, number, by=person)
    huanglong.do(journeys.sign, number, by=newcomer(huanglong, Post.HANDLER))
    huanglong.carry(number)
    assert verify().faults == []


@pytest.mark.clause("SX-11")
def test_another_teller_goes_on_where_the_first_stood_down(huanglong: Huanglong) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    returned(huanglong, number, 0)
    stood_down(huanglong, number, 0)
    corrected(huanglong, number, by=huanglong.second_teller)
    huanglong.advance(number)
    with refused(SeatTaken):
        huanglong.do(journeys.finish, number, by=huanglong.teller)
    huanglong.do(journeys.finish, number, by=huanglong.second_teller)
    huanglong.do(journeys.file, number, by=huanglong.second_teller)
    assert state_of(number) == "filed"


@pytest.mark.parametrize("item", ["proof", "employer"])
def test_a_done_case_is_filed_by_who_took_the_counter_over(huanglong: Huanglong, item: str) -> None:
    if item == "proof":
        number = huanglong.accept_proof(huanglong.registered_person())
    else:
        number = limited(huanglong)
        huanglong.do(journeys.supply, number, "authorisation", "copy", by=huanglong.teller)
    huanglong.carry(number)
    stood_down(huanglong, number, 0)
    with refused(OnePersonOneRole):
        huanglong.do(journeys.file, number, by=huanglong.teller)
    huanglong.do(journeys.file, number, by=huanglong.second_teller)
    assert verify().faults == []


def test_the_head_may_stand_down_too(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 4)
    returned(huanglong, number, 3)
    stood_down(huanglong, number, 4)
    huanglong.advance(number)
    with refused(OnePersonOneRole):
        huanglong.do(journeys.sign, number, by=huanglong.director)
    huanglong.do(journeys.sign, number, by=newcomer(huanglong, Post.DIRECTOR))
    assert state_of(number) == "done"


def test_only_the_head_of_the_agency_enters_it(huanglong: Huanglong) -> None:
    number = limited(huanglong)
    others = (huanglong.teller, huanglong.reviewer, huanglong.deputy, Luochuan().director, "0001")
    for person in others:
        with refused(NotYourPost):
            huanglong.do(journeys.stand_down, number, 0, reason=WHY, by=person)
    with refused(ReasonNeeded):
        huanglong.do(journeys.stand_down, number, 0, reason="", by=huanglong.director)
    stood_down(huanglong, number, 0)


@pytest.mark.parametrize(
    "step", [1, 2, 3, 4, 5, 10**9, 10**30, -1, True, False, None, "0", 0.0, [0]], ids=repr
)
def test_where_nobody_sits_or_has_decided_there_is_nobody_to_stand_down(
    huanglong: Huanglong, step: Any
) -> None:
    number = carried_to(huanglong, limited(huanglong), 2)
    with refused(NobodyToStandDown):
        huanglong.do(journeys.stand_down, number, step, reason=WHY, by=huanglong.director)


def test_an_empty_seat_is_not_stood_down_again(huanglong: Huanglong) -> None:
    number = stood_down(huanglong, limited(huanglong), 0)
    with refused(NobodyToStandDown):
        stood_down(huanglong, number, 0)


def test_in_a_done_case_only_the_counter_is_still_passed_on(huanglong: Huanglong) -> None:
    number = limited(huanglong)
    huanglong.carry(number)
    for step in (1, 2, 3, 4):
        with refused(NobodyToStandDown):
            stood_down(huanglong, number, step)


def test_nobody_stands_down_from_a_case_that_is_over(huanglong: Huanglong) -> None:
    number = limited(huanglong)
    huanglong.do(journeys.withdraw, number, reason="申请人撤回", by=huanglong.teller)
    with refused(NotInThisState):
        stood_down(huanglong, number, 0)
    with refused(NotInThisState):
        form, papers = form_of(number), standing(number).materials
        huanglong.do(
            journeys.correct, number, form=form, materials=papers, by=huanglong.second_teller
        )
