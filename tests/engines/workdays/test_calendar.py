from datetime import date, datetime, timedelta

import chinese_calendar
import pytest

from yichuang.engines.workdays import Arrangement, Calendar, Source, UnknownYear

PACKAGED = Calendar.packaged()

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)

MISSED_BY_THE_PACKAGE = {date(2005, 12, 31)}
"""国办发明电〔2005〕35号 has this Saturday worked; chinesecalendar 1.11.0 leaves it out."""

NOTICES = {
    2024: (
        "01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-10 09-15..09-17 10-01..10-07",
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    2025: (
        "01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    2026: (
        (
            "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 "
            "06-19..06-21 09-25..09-27 10-01..10-07"
        ),
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}
"""The arrangements as the notices of these years print them: days off, weekend days worked."""


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def spelled_out(year: int, spans: str) -> set[date]:
    found: set[date] = set()
    for span in spans.split():
        first, _, last = span.partition("..")
        found.update(
            days(
                date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}")
            )
        )
    return found


def new_year(*off: date, year: int = 2027, work: tuple[date, ...] = ()) -> Arrangement:
    return Arrangement(year, Source("测试安排", verified=False), frozenset(off), frozenset(work))


def test_every_day_from_2004_to_2026_agrees_with_an_independent_calendar() -> None:
    differing = {
        day
        for day in days(FIRST, LAST)
        if PACKAGED.is_workday(day) != chinese_calendar.is_workday(day)
    }
    assert differing == MISSED_BY_THE_PACKAGE


@pytest.mark.clause("SX-07")
@pytest.mark.parametrize("year", sorted(NOTICES))
def test_every_day_of_a_verified_year_is_as_its_notice_says(year: int) -> None:
    off, work = (spelled_out(year, spans) for spans in NOTICES[year])
    for day in days(date(year, 1, 1), date(year, 12, 31)):
        expected = day in work or (day.weekday() < 5 and day not in off)
        assert PACKAGED.is_workday(day) is expected, day


@pytest.mark.parametrize(("year", "workdays"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_as_many_working_days_as_published(year: int, workdays: int) -> None:
    whole = days(date(year, 1, 1), date(year, 12, 31))
    assert sum(PACKAGED.is_workday(day) for day in whole) == workdays


@pytest.mark.clause("SX-07")
@pytest.mark.parametrize("day", [date(2026, 2, 14), date(2026, 2, 28), date(2026, 10, 10)])
def test_a_make_up_saturday_is_a_working_day(day: date) -> None:
    assert day.strftime("%a") == "Sat"
    assert PACKAGED.is_workday(day)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2018, 12, 29), True),
        (date(2018, 12, 31), False),
        (date(2011, 12, 31), True),
        (date(2022, 12, 31), False),
        (date(2005, 12, 31), True),
        (date(2007, 12, 31), False),
    ],
)
def test_a_notice_reaches_back_into_the_december_before_its_year(
    day: date, *, worked: bool
) -> None:
    assert PACKAGED.is_workday(day) is worked


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2015, 9, 3), False),
        (date(2015, 9, 6), True),
        (date(2019, 5, 3), False),
        (date(2019, 5, 5), True),
        (date(2020, 1, 31), False),
        (date(2020, 2, 1), False),
        (date(2020, 2, 3), True),
    ],
)
def test_what_was_changed_during_its_year_stands_as_changed(day: date, *, worked: bool) -> None:
    assert PACKAGED.is_workday(day) is worked
    assert PACKAGED.source(day.year).changed_by


def test_every_year_names_its_notice_and_only_compared_years_are_verified() -> None:
    for year in range(2004, 2027):
        source = PACKAGED.source(year)
        assert source.notice.startswith(f"国办发明电〔{year - 1}〕")
        assert source.issued_on is not None
        assert source.issued_on.year == year - 1
        assert source.verified is (year in NOTICES)


@pytest.mark.parametrize("year", [1, 2003, 2027, 9999])
def test_a_year_nobody_entered_is_refused_with_what_to_do(year: int) -> None:
    assert not PACKAGED.is_known(year)
    with pytest.raises(UnknownYear, match=f"{year} 年.*先.*录入日历") as refused:
        PACKAGED.is_workday(date(year, 6, 1))
    assert refused.value.year == year
    assert refused.value.code == "unknown-year"
    with pytest.raises(UnknownYear):
        PACKAGED.source(year)


def test_a_weekend_of_an_unknown_year_is_not_guessed_either() -> None:
    with pytest.raises(UnknownYear):
        PACKAGED.is_workday(date(2027, 1, 2))


def test_the_packaged_calendar_is_read_once() -> None:
    assert Calendar.packaged() is PACKAGED


@pytest.mark.parametrize("worked", [True, False])
def test_the_agencys_own_day_wins_and_leaves_the_packaged_calendar_alone(*, worked: bool) -> None:
    day, holiday, make_up = date(2026, 11, 23), date(2026, 10, 1), date(2026, 10, 10)
    own = PACKAGED.with_overrides({day: worked, holiday: worked, make_up: worked})
    assert [own.is_workday(one) for one in (day, holiday, make_up)] == [worked] * 3
    packaged = [PACKAGED.is_workday(one) for one in (day, holiday, make_up)]
    assert packaged == [True, False, True]


def test_own_days_entered_later_win_over_those_entered_before() -> None:
    first, second = date(2026, 11, 23), date(2026, 11, 24)
    own = PACKAGED.with_overrides({first: False, second: False}).with_overrides({first: True})
    assert own.is_workday(first)
    assert not own.is_workday(second)


def test_single_days_do_not_make_their_year_known() -> None:
    own = PACKAGED.with_overrides({date(2027, 1, 1): False})
    assert not own.is_known(2027)
    with pytest.raises(UnknownYear):
        own.is_workday(date(2027, 1, 1))


def test_a_year_entered_later_is_known_from_then_on() -> None:
    own = PACKAGED.with_year(new_year(date(2027, 1, 1), work=(date(2027, 1, 9),)))
    assert own.is_known(2027)
    assert not own.is_workday(date(2027, 1, 1))
    assert own.is_workday(date(2027, 1, 9))
    assert own.is_workday(date(2027, 1, 4))
    assert not PACKAGED.is_known(2027)


def test_a_year_entered_later_may_move_the_december_before_it() -> None:
    eve = date(2026, 12, 31)
    own = PACKAGED.with_year(new_year(eve, date(2027, 1, 1), work=(date(2026, 12, 27),)))
    assert PACKAGED.is_workday(eve)
    assert not own.is_workday(eve)
    assert own.is_workday(date(2026, 12, 27))


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_two_notices_on_one_december_day_the_later_years_wins(*, newest_first: bool) -> None:
    sunday = date(2026, 12, 27)
    earlier = new_year(date(2026, 1, 1), year=2026, work=(sunday,))
    later = new_year(sunday, date(2027, 1, 1))
    calendar = Calendar((later, earlier) if newest_first else (earlier, later))
    assert not calendar.is_workday(sunday)


def test_a_corrected_year_replaces_the_one_before_and_own_days_stay_on_top() -> None:
    friday, monday = date(2027, 1, 1), date(2027, 1, 4)
    own = PACKAGED.with_overrides({friday: True}).with_year(new_year(friday, monday))
    corrected = own.with_year(new_year(friday))
    assert not own.is_workday(monday)
    assert corrected.is_workday(monday)
    assert corrected.is_workday(friday)


def test_two_arrangements_for_one_year_are_refused() -> None:
    with pytest.raises(ValueError, match="两份"):
        Calendar((new_year(date(2027, 1, 1)), new_year(date(2027, 1, 1))))


@pytest.mark.parametrize("moment", [datetime(2026, 1, 1), "2026-01-01", None])  # noqa: DTZ001 -- the mistake under test
def test_a_moment_is_not_a_day(moment: date) -> None:
    with pytest.raises(ValueError, match="应为日期"):
        PACKAGED.is_workday(moment)
    with pytest.raises(ValueError, match="应为日期"):
        PACKAGED.with_overrides({moment: True})


def test_an_own_day_is_worked_or_off_and_nothing_else() -> None:
    with pytest.raises(ValueError, match="上班"):
        PACKAGED.with_overrides({date(2026, 1, 1): 1})  # type: ignore[dict-item]
