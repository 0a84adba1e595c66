from datetime import date, datetime

import pytest

from yichuang.engines.workdays import (
    LONGEST_LIMIT,
    Calendar,
    Deadline,
    Suspension,
    UnknownYear,
    due_in_days,
    due_in_workdays,
    remaining,
    workdays_between,
)

CALENDAR = Calendar.packaged()


def due(start: date, workdays: int, *suspensions: Suspension) -> date | None:
    return due_in_workdays(start, workdays, CALENDAR, suspensions).due_on


@pytest.mark.clause("SX-07")
@pytest.mark.parametrize(
    ("start", "workdays", "due_on"),
    [
        # Accepted on a Monday, one working day: Tuesday. The day of acceptance isn't counted.
        (date(2026, 11, 2), 1, date(2026, 11, 3)),
        # Accepted on a Friday: the weekend isn't counted.
        (date(2026, 11, 6), 1, date(2026, 11, 9)),
        (date(2026, 11, 6), 5, date(2026, 11, 13)),
        # Accepted on a day off: the first day counted is the next working day all the same.
        (date(2026, 11, 7), 1, date(2026, 11, 9)),
        (date(2026, 11, 8), 1, date(2026, 11, 9)),
    ],
)
def test_the_first_day_counted_is_the_next_working_day(
    start: date, workdays: int, due_on: date
) -> None:
    assert due_in_workdays(start, workdays, CALENDAR) == Deadline(due_on, workdays)


@pytest.mark.clause("SX-07")
@pytest.mark.parametrize(
    ("start", "workdays", "due_on"),
    [
        # From the 31st over the end of the month, into a February of 28 and one of 29 days.
        (date(2026, 3, 31), 3, date(2026, 4, 3)),
        (date(2025, 1, 27), 3, date(2025, 2, 7)),
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 1, date(2024, 3, 1)),
        (date(2026, 8, 31), 1, date(2026, 9, 1)),
        (date(2026, 10, 30), 1, date(2026, 11, 2)),
        # From December into January, over New Year's Day and its make-up Sunday of 4 January.
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
        (date(2025, 12, 31), 2, date(2026, 1, 5)),
        (date(2024, 12, 31), 1, date(2025, 1, 2)),
        (date(2018, 12, 28), 1, date(2018, 12, 29)),
        (date(2018, 12, 28), 2, date(2019, 1, 2)),
    ],
)
def test_month_ends_the_31st_and_january_are_counted_like_any_day(
    start: date, workdays: int, due_on: date
) -> None:
    assert due(start, workdays) == due_on


@pytest.mark.clause("SX-07")
@pytest.mark.parametrize(
    ("start", "workdays", "due_on"),
    [
        # Spring Festival 2026: 15 to 23 February off, Saturdays 14 and 28 February worked.
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 17), 1, date(2026, 2, 24)),
        (date(2026, 2, 24), 4, date(2026, 2, 28)),
        (date(2026, 2, 24), 5, date(2026, 3, 2)),
        # Spring Festival 2024: Sunday 4 February worked, 10 to 17 off, Sunday 18 worked.
        (date(2024, 2, 2), 1, date(2024, 2, 4)),
        (date(2024, 2, 9), 1, date(2024, 2, 18)),
        # Spring Festival 2020 as lengthened: Saturday 1 February is off, not worked.
        (date(2020, 1, 23), 1, date(2020, 2, 3)),
    ],
)
def test_spring_festival_isnt_counted_and_make_up_days_are(
    start: date, workdays: int, due_on: date
) -> None:
    assert due(start, workdays) == due_on


@pytest.mark.clause("SX-07")
def test_a_case_accepted_on_a_make_up_saturday_counts_from_the_next_working_day() -> None:
    assert due(date(2026, 10, 10), 1) == date(2026, 10, 12)


@pytest.mark.clause("SX-07")
@pytest.mark.parametrize(
    ("first", "last", "due_on"),
    [
        # A limit of five working days from Monday 2 November 2026 ends on Monday 9 November.
        # Both ends of a suspension are suspended days.
        (date(2026, 11, 4), date(2026, 11, 4), date(2026, 11, 10)),
        (date(2026, 11, 4), date(2026, 11, 5), date(2026, 11, 11)),
        # The last day may itself be suspended.
        (date(2026, 11, 9), date(2026, 11, 9), date(2026, 11, 10)),
        # A weekend in it takes nothing away.
        (date(2026, 11, 7), date(2026, 11, 8), date(2026, 11, 9)),
        (date(2026, 11, 6), date(2026, 11, 9), date(2026, 11, 11)),
        # Before the first day counted, or after the last, it changes nothing.
        (date(2026, 10, 20), date(2026, 11, 2), date(2026, 11, 9)),
        (date(2026, 11, 10), date(2026, 12, 31), date(2026, 11, 9)),
    ],
)
def test_suspended_working_days_are_not_counted(first: date, last: date, due_on: date) -> None:
    deadline = due_in_workdays(date(2026, 11, 2), 5, CALENDAR, [Suspension(first, last)])
    assert deadline == Deadline(due_on, 5)


@pytest.mark.clause("SX-07")
def test_any_number_of_suspensions_and_what_they_share_is_suspended_once() -> None:
    early = Suspension(date(2026, 11, 3), date(2026, 11, 5))
    inside = Suspension(date(2026, 11, 4), date(2026, 11, 4))
    late = Suspension(date(2026, 11, 5), date(2026, 11, 6))
    assert due(date(2026, 11, 2), 5, late, inside, early, early) == date(2026, 11, 13)


@pytest.mark.clause("SX-07")
def test_under_an_open_suspension_there_is_no_due_date_and_elapsed_days_stay_visible() -> None:
    held = Suspension(date(2026, 11, 5))
    assert due_in_workdays(date(2026, 11, 2), 5, CALENDAR, [held]) == Deadline(None, 2)
    over = Suspension(date(2026, 11, 5), date(2026, 11, 6))
    assert due(date(2026, 11, 2), 5, over, held) is None


@pytest.mark.clause("SX-07")
def test_a_suspension_opened_after_the_last_day_gives_no_more_time() -> None:
    assert due(date(2026, 11, 2), 5, Suspension(date(2026, 11, 10))) == date(2026, 11, 9)


@pytest.mark.clause("SX-07")
def test_a_deadline_that_runs_into_an_unknown_year_is_refused() -> None:
    assert due(date(2026, 12, 30), 1) == date(2026, 12, 31)
    with pytest.raises(UnknownYear) as refused:
        due(date(2026, 12, 30), 2)
    assert refused.value.year == 2027
    with pytest.raises(UnknownYear):
        due(date(2026, 12, 1), 5, Suspension(date(2026, 12, 3), date(2027, 1, 8)))
    with pytest.raises(UnknownYear):
        due_in_days(date(2026, 12, 20), 30, CALENDAR)


def test_the_day_of_acceptance_itself_needs_no_calendar() -> None:
    assert due(date(2003, 12, 31), 1) == date(2004, 1, 2)


@pytest.mark.parametrize("start", [date.max, date(9999, 12, 30)])
def test_the_end_of_all_dates_is_an_unknown_year_too(start: date) -> None:
    with pytest.raises(UnknownYear):
        due(start, 1)
    with pytest.raises(UnknownYear):
        due_in_days(start, 1, CALENDAR)
    with pytest.raises(UnknownYear):
        due(date(2026, 11, 2), 1, Suspension(date(2026, 11, 2), date.max))


@pytest.mark.parametrize(
    ("start", "days", "due_on"),
    [
        # The day of the start isn't counted; days off in between are.
        (date(2026, 11, 2), 1, date(2026, 11, 3)),
        (date(2026, 11, 2), 15, date(2026, 11, 17)),
        (date(2026, 1, 31), 31, date(2026, 3, 3)),
        # The last day is a weekend or a holiday: the period ends on the next working day.
        (date(2026, 11, 2), 5, date(2026, 11, 9)),
        (date(2026, 9, 21), 10, date(2026, 10, 8)),
        (date(2026, 1, 31), 15, date(2026, 2, 24)),
        # The last day is a make-up Saturday, and that is worked.
        (date(2026, 10, 1), 9, date(2026, 10, 10)),
    ],
)
def test_calendar_days_end_on_a_working_day(start: date, days: int, due_on: date) -> None:
    assert due_in_days(start, days, CALENDAR) == Deadline(due_on, days)


def test_calendar_days_are_suspended_by_the_day() -> None:
    start, weekend = date(2026, 11, 2), Suspension(date(2026, 11, 7), date(2026, 11, 8))
    assert due_in_days(start, 8, CALENDAR).due_on == date(2026, 11, 10)
    assert due_in_days(start, 8, CALENDAR, [weekend]).due_on == date(2026, 11, 12)
    held = Suspension(date(2026, 11, 5))
    assert due_in_days(start, 8, CALENDAR, [held]) == Deadline(None, 2)


def test_a_period_waiting_for_its_working_day_can_still_be_suspended() -> None:
    start, monday = date(2026, 11, 2), date(2026, 11, 9)
    suspended = [Suspension(monday, monday)]
    assert due_in_days(start, 5, CALENDAR, suspended) == Deadline(date(2026, 11, 10), 5)


@pytest.mark.clause("SX-07")
@pytest.mark.parametrize(
    ("today", "left"),
    [
        # Due on Friday 13 November 2026.
        (date(2026, 11, 6), 5),
        (date(2026, 11, 7), 5),
        (date(2026, 11, 9), 4),
        (date(2026, 11, 12), 1),
        (date(2026, 11, 13), 0),
        # Overdue from the Saturday on; the weekend goes with the Monday after it.
        (date(2026, 11, 14), -1),
        (date(2026, 11, 15), -1),
        (date(2026, 11, 16), -1),
        (date(2026, 11, 17), -2),
    ],
)
def test_days_left_are_asked_of_the_clock(today: date, left: int) -> None:
    assert remaining(today, date(2026, 11, 13), CALENDAR) == left


def test_days_left_count_make_up_days_and_refuse_unknown_years() -> None:
    assert remaining(date(2026, 2, 13), date(2026, 2, 24), CALENDAR) == 2
    with pytest.raises(UnknownYear):
        remaining(date(2026, 12, 30), date(2027, 1, 5), CALENDAR)
    with pytest.raises(UnknownYear):
        remaining(date(2027, 1, 5), date(2026, 12, 30), CALENDAR)


def test_working_days_between_two_days_have_a_sign() -> None:
    friday, tuesday = date(2026, 11, 6), date(2026, 11, 10)
    assert workdays_between(friday, tuesday, CALENDAR) == 2
    assert workdays_between(tuesday, friday, CALENDAR) == -2
    assert workdays_between(friday, friday, CALENDAR) == 0


@pytest.mark.parametrize("limit", [0, -1, -(10**30), LONGEST_LIMIT + 1, 10**30, True, 1.0, "5"])
def test_a_limit_is_a_whole_number_of_days_in_reason(limit: int) -> None:
    with pytest.raises(ValueError, match="时限应"):
        due_in_workdays(date(2026, 11, 2), limit, CALENDAR)
    with pytest.raises(ValueError, match="时限应"):
        due_in_days(date(2026, 11, 2), limit, CALENDAR)


def test_a_suspension_runs_forwards() -> None:
    with pytest.raises(ValueError, match="颠倒"):
        Suspension(date(2026, 11, 5), date(2026, 11, 4))


@pytest.mark.parametrize("moment", [datetime(2026, 11, 2), "2026-11-02", None])  # noqa: DTZ001 -- the mistake under test
def test_a_period_starts_on_a_day_not_at_a_moment(moment: date) -> None:
    with pytest.raises(ValueError, match="应为日期"):
        due_in_workdays(moment, 1, CALENDAR)
    with pytest.raises(ValueError, match="应为日期"):
        Suspension(moment)
    with pytest.raises(ValueError, match="应为日期"):
        remaining(moment, date(2026, 11, 2), CALENDAR)
