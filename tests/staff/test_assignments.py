"""A person holds a post at an agency for a period: `since` included, `until` not."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.halls import Hall, Huanglong
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.staff.actions import (
    InPostAlready,
    NoSuchAssignment,
    NoSuchDepartment,
    NoSuchStaff,
    PeriodReversed,
    assign,
    end_assignment,
    enlist,
)
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.staff.queries import assigned
from yichuang.domain.trail.constraints import broken_by
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.cast import FOUNDER

BEGINS, ENDS = date(2026, 5, 11), date(2026, 5, 15)
NEWCOMER = "61063150"
DAY = timedelta(days=1)


@pytest.fixture
def newcomer(huanglong: Hall) -> Assignment:
    """Give the assignment of a teller who helps out for four days in May."""
    huanglong.do(enlist, "610631", NEWCOMER, "白小燕", by=FOUNDER)
    assign_newcomer(huanglong)
    return Assignment.objects.get(staff=NEWCOMER)


def assign_newcomer(
    hall: Hall,
    *,
    staff: str = NEWCOMER,
    since: date = BEGINS,
    until: date = ENDS,
    department: str | None = None,
) -> None:
    hall.do(
        assign,
        staff,
        "610631",
        Post.TELLER,
        since=since,
        until=until,
        trained_until=date(2027, 1, 1),
        department=department,
        by=FOUNDER,
    )


def may_accept(hall: Hall, on: date, clock: time = time(10)) -> bool:
    """Ask the action itself: an empty application is found faulty only by who may accept one."""
    hall.now = datetime.combine(on, clock, tzinfo=LOCAL) - timedelta(minutes=1)
    try:
        hall.do(journeys.accept, "610631", "insurance-proof", form={}, materials={}, by=NEWCOMER)
    except Mistakes:
        return True
    except NotYourPost:
        return False
    raise AssertionError


def test_a_post_is_held_from_the_first_day_until_before_the_last(
    huanglong: Huanglong, newcomer: Assignment
) -> None:
    days = [BEGINS - DAY, BEGINS, ENDS - DAY, ENDS]
    assert [may_accept(huanglong, day) for day in days] == [False, True, True, False]
    for day in days:
        held = assigned("610631", Post.TELLER, day).filter(staff=NEWCOMER).exists()
        assert held is (BEGINS <= day < ENDS)


def test_days_are_those_of_the_hall(huanglong: Huanglong, newcomer: Assignment) -> None:
    assert not may_accept(huanglong, BEGINS - DAY, time(23, 59))
    assert may_accept(huanglong, BEGINS, time(0))
    assert may_accept(huanglong, ENDS - DAY, time(23, 59))
    assert not may_accept(huanglong, ENDS, time(0))


def test_an_ended_assignment_holds_no_more_from_that_day(
    huanglong: Huanglong, newcomer: Assignment
) -> None:
    huanglong.do(end_assignment, newcomer.id, on=BEGINS + DAY, by=FOUNDER)
    assert may_accept(huanglong, BEGINS)
    assert not may_accept(huanglong, BEGINS + DAY)
    assert verify().faults == []


def test_one_that_ends_before_it_began_never_holds(
    huanglong: Huanglong, newcomer: Assignment
) -> None:
    huanglong.do(end_assignment, newcomer.id, on=BEGINS - 30 * DAY, by=FOUNDER)
    newcomer.refresh_from_db()
    assert newcomer.since == newcomer.until
    assert not any(may_accept(huanglong, BEGINS + n * DAY) for n in range(-2, 6))


def test_a_person_comes_back_under_another_assignment(
    huanglong: Huanglong, newcomer: Assignment
) -> None:
    huanglong.do(end_assignment, newcomer.id, on=BEGINS + DAY, by=FOUNDER)
    assign_newcomer(huanglong, since=BEGINS + 3 * DAY, until=ENDS)
    held = [may_accept(huanglong, BEGINS + n * DAY) for n in range(5)]
    assert held == [True, False, False, True, False]


@pytest.mark.parametrize("until", [BEGINS, BEGINS - DAY])
def test_an_assignment_begins_before_it_ends(
    huanglong: Hall, newcomer: Assignment, until: date
) -> None:
    with pytest.raises(PeriodReversed):
        assign_newcomer(huanglong, since=BEGINS, until=until)


def test_the_database_refuses_a_reversed_period_too(newcomer: Assignment) -> None:
    with (
        pytest.raises(IntegrityError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE staff_assignment SET until = %s WHERE id = %s",
            [str(BEGINS - DAY), newcomer.id],
        )
    assert broken_by(refused.value) == "an_assignment_begins_before_it_ends"


def test_the_same_assignment_from_the_same_day_stands_once(
    huanglong: Hall, newcomer: Assignment
) -> None:
    with pytest.raises(InPostAlready):
        assign_newcomer(huanglong, until=ENDS + DAY)
    assert Assignment.objects.filter(staff=NEWCOMER).count() == 1


def test_nobody_is_assigned_who_was_not_enlisted(huanglong: Hall) -> None:
    with pytest.raises(NoSuchStaff, match="61063151"):
        assign_newcomer(huanglong, staff="61063151")


@pytest.mark.parametrize("department", ["610631-77", "610629-01"])
def test_an_assignment_names_a_department_of_its_own_agency(
    huanglong: Hall, newcomer: Assignment, department: str
) -> None:
    assign_newcomer(huanglong, since=ENDS, until=ENDS + DAY, department="610631-01")
    with pytest.raises(NoSuchDepartment, match=department):
        assign_newcomer(huanglong, since=ENDS + DAY, until=ENDS + 2 * DAY, department=department)


def test_only_an_assignment_that_holds_can_be_ended(huanglong: Hall, newcomer: Assignment) -> None:
    with pytest.raises(NoSuchAssignment):
        huanglong.do(end_assignment, 10**9, on=BEGINS, by=FOUNDER)
    with pytest.raises(NoSuchAssignment):
        huanglong.do(end_assignment, newcomer.id, on=ENDS, by=FOUNDER)
    huanglong.do(end_assignment, newcomer.id, on=BEGINS, by=FOUNDER)
    with pytest.raises(NoSuchAssignment):
        huanglong.do(end_assignment, newcomer.id, on=BEGINS, by=FOUNDER)
