"""The weeks before the demonstration: planned at any date, in order of time, work for everybody."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.doors.commands.empty_databases import ask, migrated_database, python
from yichuang.domain.kernel.numbers import LOCAL, local_day
from yichuang.doors.commands.demonstration import history
from yichuang.doors.commands.demonstration.hours import (
    DAILY_MINUTES,
    DAYS,
    Hours,
    completed,
    missing_years,
)
from yichuang.engines.workdays import Calendar

MOMENTS = {
    "a working morning": "2026-11-24T10:15",
    "lunch": "2026-11-24T12:40",
    "the evening": "2026-11-24T22:00",
    "before the doors open": "2026-11-24T07:00",
    "a Sunday": "2026-11-22T11:00",
    "a holiday": "2026-10-03T11:00",
    "after the Spring Festival": "2026-02-25T09:00",
    "a Saturday that is worked": "2026-10-10T09:30",
    "New Year's Day": "2027-01-01T12:00",
    "a year nobody packaged": "2027-02-20T15:00",
    "far ahead": "2031-05-03T15:00",
}
PACKAGED = Calendar.packaged()
SIX_DAYS = """
import django; django.setup()
from datetime import datetime
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration import history
now = datetime(2027, 2, 20, 15, tzinfo=LOCAL)
hours = history.planned(now, 6)
history.begin(hours, now)
history.tell(hours)
print(verify().faults)
"""


def at(moment: str) -> datetime:
    """Give a moment in the hall."""
    return datetime.fromisoformat(moment).replace(tzinfo=LOCAL)


def weeks(now: datetime) -> tuple[Hours, Calendar]:
    """Plan the weeks up to a moment, with the calendar they go by."""
    days = completed(PACKAGED, local_day(now))
    return Hours.until(now, days), days


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS.keys())
def test_four_weeks_of_working_days_end_at_the_moment_of_running(moment: str) -> None:
    now = at(moment)
    hours, days = weeks(now)
    assert len(hours.days) == DAYS
    assert all(days.is_workday(day) for day in hours.days)
    assert all(a < b for a, b in pairwise(hours.days))
    between = hours.days[-1] + timedelta(days=1)
    while between < local_day(now):
        assert not days.is_workday(between), "no working day was left out"
        between += timedelta(days=1)
    assert hours.end <= now
    assert hours.end.date() == hours.days[-1]
    assert hours.today >= local_day(now)
    assert days.is_workday(hours.today)
    assert hours.day_before < hours.today


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS.keys())
def test_nobody_works_at_noon_at_night_or_on_a_day_off(moment: str) -> None:
    hours, days = weeks(at(moment))
    for minute in range(0, DAYS * DAILY_MINUTES, 7):
        then = hours.at(minute)
        assert days.is_workday(then.date())
        assert time(8, 30) <= then.time() < time(12) or time(14) <= then.time() < time(17, 30)
        assert hours.minute(then) == minute, "there and back"
    assert hours.at(DAYS * DAILY_MINUTES) > hours.end


def test_a_calendar_of_its_own_is_entered_only_where_none_is_packaged() -> None:
    assert missing_years(PACKAGED, date(2025, 6, 1)) == []
    assert missing_years(PACKAGED, date(2026, 11, 22)) == [2027]
    assert missing_years(PACKAGED, date(2028, 1, 15)) == [2027, 2028, 2029]
    entered = completed(PACKAGED, date(2026, 11, 22))
    assert "演示日历，未经公布" in entered.source(2027).notice
    assert not entered.source(2027).verified
    assert entered.source(2026) == PACKAGED.source(2026)


def test_a_clock_that_is_wrong_is_told_apart(db: None) -> None:
    with pytest.raises(history.WrongClockError, match="1970-01-01"):
        history.planned(at("2026-01-20T10:00").replace(year=1970, day=1))


def test_six_days_go_by_in_a_year_that_nobody_packaged(
    tmp_path: Path, django_db_setup: str
) -> None:
    with migrated_database(tmp_path, django_db_setup) as url:
        told = python(url, "-c", SIX_DAYS, DJANGO_SETTINGS_MODULE="yichuang.project.settings")
        assert told.returncode == 0, told.stderr
        assert told.stderr == "", "no progress bar where there is no terminal"
        acts = ask(url, "SELECT min(at), max(at) FROM trail_act")
        assert [str(moment)[:10] for moment in acts[0]] == ["2027-02-11", "2027-02-19"]
        years = ask(url, "SELECT year, notice FROM catalogue_calendaryear ORDER BY year")
        assert years == [(y, f"演示日历，未经公布（{y}年）") for y in (2027, 2028)]
        assert ask(url, "SELECT count(*) FROM cases_case WHERE state = 'meeting'") != [(0,)]
        assert told.stdout == "[]\n", "verified"
