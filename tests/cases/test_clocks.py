"""Deadlines of a case and of its step: asked of dates, the calendar and the day, no more."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.domain.cases.clocks import Clock, clocks, counted, seen
from yichuang.domain.cases.models import Case
from yichuang.domain.catalogue.profile import Limit, Profile, read_profile
from yichuang.engines.workdays import Calendar, Suspension

CALENDAR = Calendar.packaged()
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
WORKED = [day for day in DAYS if CALENDAR.is_workday(day)]
SHAANXI = read_profile(
    files("yichuang.domain.catalogue.profiles").joinpath("shaanxi.toml").read_text("utf-8")
)
PERCENT = 20
days = st.dates(FIRST, LAST)


def limit_of(workdays: int) -> Limit:
    return Limit(days=workdays, unit="workdays", source="本目录约定", verified=False)


def left_by_hand(on: date, due_on: date) -> int:
    """Count the working days after one day up to another from a plain list of all of them."""
    return bisect_right(WORKED, due_on) - bisect_right(WORKED, on)


@pytest.mark.clause("SX-07")
def test_on_every_day_of_the_official_calendar_a_clock_says_what_a_plain_count_says() -> None:
    for workdays in (1, 5):
        limit = limit_of(workdays)
        for start in DAYS[:-30]:
            due_on = counted(limit, start, (), CALENDAR).due_on
            assert due_on == WORKED[bisect_right(WORKED, start) + workdays - 1], start
            for on in (due_on - timedelta(days=1), due_on, due_on + timedelta(days=1)):
                clock = seen(Clock("step", limit, due_on), on, CALENDAR, PERCENT)
                near = left_by_hand(on, due_on) <= workdays * PERCENT // 100
                assert clock.tone == ("red" if on > due_on else "yellow" if near else ""), on


@pytest.mark.clause("SX-07")
@pytest.mark.parametrize("limit", [15, 20])
def test_longer_limits_end_on_the_day_of_a_plain_count_whatever_the_day_they_begin(
    limit: int,
) -> None:
    in_days = Limit(days=limit, unit="days", source="本目录约定", verified=False)
    for start in DAYS[:-45]:
        due_on = counted(limit_of(limit), start, (), CALENDAR).due_on
        assert due_on == WORKED[bisect_right(WORKED, start) + limit - 1], start
        last = start + timedelta(days=limit)
        due_on = counted(in_days, start, (), CALENDAR).due_on
        assert due_on == WORKED[bisect_left(WORKED, last)], "a day off ends on the next worked day"


@pytest.mark.clause("SX-07")
@given(st.dates(FIRST, date(2026, 6, 1)), st.integers(1, 15), st.lists(days, max_size=4), st.data())
def test_however_often_it_was_stopped_only_days_that_ran_are_counted(
    start: date, workdays: int, stops: list[date], data: st.DataObject
) -> None:
    spans = [Suspension(day, day + timedelta(days=data.draw(st.integers(0, 9)))) for day in stops]
    ran = [day for day in WORKED if day > start and not any(s.covers(day) for s in spans)]
    assert counted(limit_of(workdays), start, spans, CALENDAR).due_on == ran[workdays - 1]


@given(days, days, st.integers(1, 30), st.sampled_from(["workdays", "days"]))
def test_a_tone_goes_by_dates_and_the_calendar_alone_and_never_back(
    on: date, due_on: date, limit: int, unit: str
) -> None:
    of = limit_of(limit).model_copy(update={"unit": unit})
    tones = [
        seen(Clock(kind, of, due_on), day, CALENDAR, PERCENT).tone
        for kind in ("promised", "statutory", "step")
        for day in (on, min(on + timedelta(days=1), LAST))
    ]
    assert tones[:2] == tones[2:4] == tones[4:], "whichever clock it is"
    worse = ["", "yellow", "red"]
    assert worse.index(tones[0]) <= worse.index(tones[1])
    assert (tones[0] == "red") is (on > due_on)


MADE_UP = {
    "a month's end": (date(2026, 1, 30), 1, date(2026, 2, 2)),
    "the 31st": (date(2025, 12, 31), 1, date(2026, 1, 4)),  # a make-up Sunday after New Year
    "Spring Festival": (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a make-up Saturday before it
    "and all of it between": (date(2026, 2, 14), 1, date(2026, 2, 24)),
    "a leap day": (date(2024, 2, 28), 1, date(2024, 2, 29)),
}


@pytest.mark.parametrize("name", MADE_UP)
def test_an_awkward_day_is_counted_as_the_notice_says(name: str) -> None:
    start, workdays, due_on = MADE_UP[name]
    assert counted(limit_of(workdays), start, (), CALENDAR).due_on == due_on


def case_of(**told: object) -> Case:
    """Give a case that was accepted on the morning of 9 March 2026, as told otherwise."""
    at = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)
    values: dict[str, object] = {
        "item": "employer-registration",
        "timing": "limited",
        "state": "handling",
        "accepted_at": at,
        "step_since": at,
        "promised_due_on": date(2026, 3, 16),
        "statutory_due_on": date(2026, 3, 24),
        "suspended_on": None,
        "materials": "{}",
        "supplied": "{}",
    }
    return Case(**{**values, **told})


def told(case: Case, on: date, spans: tuple[Suspension, ...] = ()) -> Iterator[tuple[object, ...]]:
    for clock in clocks(case, SHAANXI, spans, on, CALENDAR):
        yield clock.kind, clock.due_on, clock.left, clock.tone


def test_each_clock_warns_for_itself() -> None:
    assert list(told(case_of(), date(2026, 3, 13))) == [
        ("promised", date(2026, 3, 16), 1, "yellow"),
        ("statutory", date(2026, 3, 24), 11, ""),
        ("step", date(2026, 3, 10), -3, "red"),
    ]


def test_instant_business_is_due_on_the_day_it_was_accepted_and_red_on_the_next() -> None:
    case = case_of(timing="instant", promised_due_on=None, statutory_due_on=None)
    assert list(told(case, date(2026, 3, 9))) == [("instant", date(2026, 3, 9), 0, "")]
    assert list(told(case, date(2026, 3, 10))) == [("instant", date(2026, 3, 9), -1, "red")]


@pytest.mark.clause("SX-07")
def test_while_it_is_stopped_no_clock_warns_and_what_had_gone_by_stays_to_be_seen() -> None:
    case = case_of(suspended_on=date(2026, 3, 12))
    stops = (Suspension(date(2026, 3, 12)),)
    found = clocks(case, SHAANXI, stops, date(2026, 6, 1), CALENDAR)
    assert {(clock.due_on, clock.tone, clock.stopped) for clock in found} == {(None, "", True)}
    assert [clock.counted for clock in found] == [2, 2, 1]


def test_what_can_t_be_told_is_said_and_breaks_nothing() -> None:
    before = clocks(case_of(step_since=None), SHAANXI, (), date(2026, 3, 13), CALENDAR)[-1]
    assert (before.untimed, before.due_on, before.tone) == (True, None, "")
    late = datetime(2027, 12, 31, 2, 0, tzinfo=UTC)
    nobody_entered = clocks(
        case_of(step_since=late, promised_due_on=date(2028, 1, 10)),
        SHAANXI,
        (),
        date(2027, 12, 31),
        CALENDAR.with_overrides({}),
    )
    assert {clock.unknown_year for clock in nobody_entered} & {2027, 2028}
    assert nobody_entered[0].tone == ""
    assert nobody_entered[-1].due_on is None


def test_an_older_catalogue_without_these_figures_still_says_when_it_is_too_late() -> None:
    older = SHAANXI.model_copy(update={"step_limits": (), "warnings": None})
    assert isinstance(older, Profile)
    on_the_last, after = date(2026, 3, 16), date(2026, 3, 17)
    assert [c.tone for c in clocks(case_of(), older, (), on_the_last, CALENDAR)] == ["yellow", ""]
    assert [c.tone for c in clocks(case_of(), older, (), after, CALENDAR)] == ["red", ""]
