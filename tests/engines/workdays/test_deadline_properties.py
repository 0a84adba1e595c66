from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.engines.workdays import (
    Calendar,
    Suspension,
    due_in_days,
    due_in_workdays,
    remaining,
    workdays_between,
)

CALENDAR = Calendar.packaged()

# Far enough from the last known year that no drawn period leaves it.
starts = st.dates(date(2004, 1, 1), date(2025, 6, 30))
limits = st.integers(1, 90)


@st.composite
def suspensions(draw: st.DrawFn) -> Suspension:
    first = draw(st.dates(date(2004, 1, 1), date(2025, 9, 30)))
    return Suspension(first, first + timedelta(days=draw(st.integers(0, 40))))


def due(start: date, workdays: int, *suspended: Suspension) -> date:
    due_on = due_in_workdays(start, workdays, CALENDAR, suspended).due_on
    assert due_on is not None
    return due_on


def near(start: date, offset: int, length: int) -> Suspension:
    first = start + timedelta(days=offset)
    return Suspension(first, first + timedelta(days=length))


@pytest.mark.clause("SX-07")
@given(starts, limits, suspensions())
def test_a_due_date_is_always_a_working_day_that_is_not_suspended(
    start: date, limit: int, suspended: Suspension
) -> None:
    for deadline in (
        due_in_workdays(start, limit, CALENDAR, [suspended]),
        due_in_days(start, limit, CALENDAR, [suspended]),
    ):
        assert deadline.due_on is not None
        assert deadline.due_on > start
        assert CALENDAR.is_workday(deadline.due_on)
        assert not suspended.covers(deadline.due_on)
        assert deadline.counted == limit


@pytest.mark.clause("SX-07")
@given(starts, limits)
def test_as_many_working_days_lie_between_as_the_limit_says(start: date, limit: int) -> None:
    due_on = due(start, limit)
    assert workdays_between(start, due_on, CALENDAR) == limit
    assert remaining(start, due_on, CALENDAR) == limit


@given(starts, limits)
def test_one_working_day_more_ends_on_the_next_working_day(start: date, limit: int) -> None:
    due_on, next_due_on = due(start, limit), due(start, limit + 1)
    assert due_on < next_due_on
    assert workdays_between(due_on, next_due_on, CALENDAR) == 1


@given(starts, st.integers(0, 40), limits)
def test_who_starts_later_is_never_due_earlier(start: date, wait: int, limit: int) -> None:
    later = start + timedelta(days=wait)
    assert due(start, limit) <= due(later, limit)
    first, second = (due_in_days(one, limit, CALENDAR).due_on for one in (start, later))
    assert first is not None
    assert second is not None
    assert first <= second


@pytest.mark.clause("SX-07")
@given(starts, limits, st.data())
def test_suspending_k_working_days_moves_the_due_date_by_exactly_k(
    start: date, limit: int, data: st.DataObject
) -> None:
    plain = due(start, limit)
    first = start + timedelta(days=data.draw(st.integers(1, (plain - start).days)))
    last = first + timedelta(days=data.draw(st.integers(0, 40)))
    k = workdays_between(first - timedelta(days=1), last, CALENDAR)
    moved = due(start, limit, Suspension(first, last))
    assert workdays_between(plain, moved, CALENDAR) == k


@pytest.mark.clause("SX-07")
@given(starts, limits, st.integers(0, 60), st.integers(0, 20), st.integers(0, 20))
def test_days_suspended_twice_are_suspended_once(
    start: date, limit: int, offset: int, length: int, shared: int
) -> None:
    one = near(start, offset, length)
    other = near(start, offset + min(shared, length), 20)
    assert other.ends_on is not None
    both = Suspension(one.starts_on, max(one.ends_on or other.ends_on, other.ends_on))
    assert due(start, limit, one, other) == due(start, limit, both)
    assert due(start, limit, other, one, one) == due(start, limit, both)


@given(starts, limits, suspensions(), suspensions())
def test_a_suspension_never_brings_the_due_date_forward(
    start: date, limit: int, one: Suspension, other: Suspension
) -> None:
    assert due(start, limit) <= due(start, limit, one) <= due(start, limit, one, other)


@given(starts, starts)
def test_days_left_are_negative_exactly_when_overdue(today: date, due_on: date) -> None:
    due_on = due(due_on, 1)
    left = remaining(today, due_on, CALENDAR)
    assert (left < 0) is (today > due_on)
    assert (left == 0) is (today == due_on)
