"""The calendar is entered where the notice is known, and limits are counted by it."""

from datetime import date, datetime, time, timedelta

import chinese_calendar
import pytest

from tests.halls import Hall, Huanglong
from yichuang.domain.cases.deadlines import YearNotEntered
from yichuang.domain.cases.models import Case
from yichuang.domain.cases.queries import standing
from yichuang.domain.catalogue.actions import change_day, enter_year
from yichuang.domain.catalogue.actions.calendar import NoticeNeeded, UnreadableArrangement
from yichuang.domain.catalogue.models import CalendarDay, CalendarYear
from yichuang.domain.catalogue.queries import calendar
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.cast import FOUNDER

# As a notice might say it; the real one for 2027 isn't out yet.
YEAR_2027 = """
[2027]
notice = "国办发明电〔2026〕假设号"
issued_on = 2026-11-05
url = ""
verified = false
[2027.holidays]
"元旦" = { off = ["2026-12-31", "01-01..01-02"], work = ["2026-12-26", "01-03"] }
"春节" = { off = ["02-05..02-11"] }
"""
DAY = timedelta(days=1)


def on(hall: Hall, day: date) -> Hall:
    """Let it be the morning of a day."""
    hall.now = datetime.combine(day, time(9), tzinfo=LOCAL)
    return hall


def limits(hall: Hall, accepted_on: date) -> tuple[date | None, date | None]:
    """Accept an employer on a day and give the statutory and the promised last day."""
    number = on(hall, accepted_on).accept_employer(established_on="2020-01-01")
    case = standing(number).case
    return case.statutory_due_on, case.promised_due_on


def by_hand(accepted_on: date) -> tuple[date, date]:
    """Count both limits by another calendar: 15 calendar days, and 5 working days."""
    statutory = accepted_on + 15 * DAY
    while not chinese_calendar.is_workday(statutory):
        statutory += DAY
    promised, left = accepted_on, 5
    while left:
        promised += DAY
        left -= chinese_calendar.is_workday(promised)
    return statutory, promised


AROUND_HOLIDAYS = [
    date(2026, month, day)
    for month, days in {
        1: (1, 2, 3, 4, 30, 31),
        2: (6, 8, 13, 14, 22, 23, 28),
        4: (3, 6, 20, 30),
        5: (5, 8, 9),
        9: (10, 19, 20, 24, 30),
        10: (7, 9, 10),
        12: (15, 16),
    }.items()
    for day in days
]
EVERY_NINTH_DAY = [date(2026, 1, 1) + n * DAY for n in range(0, 349, 9)]


@pytest.mark.clause("SX-07")
def test_both_limits_of_an_employer_s_registration_agree_with_a_count_by_hand(
    huanglong: Hall,
) -> None:
    days = sorted({*AROUND_HOLIDAYS, *EVERY_NINTH_DAY})
    assert {day: limits(huanglong, day) for day in days} == {day: by_hand(day) for day in days}


@pytest.mark.clause("SX-07")
def test_level_1_has_a_deadline_and_instant_business_may_have_one_by_law(huanglong: Hall) -> None:
    accepted = on(huanglong, date(2026, 3, 9))
    person = accepted.accept_person(accepted.registered_employer())
    case = standing(person).case
    assert case.timing == "instant"
    assert (case.statutory_due_on, case.promised_due_on) == (date(2026, 3, 23), None)


def test_nothing_is_accepted_whose_limit_runs_into_a_year_that_nobody_entered(
    huanglong: Hall,
) -> None:
    with pytest.raises(YearNotEntered, match="2027") as refused:
        limits(huanglong, date(2026, 12, 28))
    assert refused.value.code == "year-not-entered"
    assert Case.objects.count() == 0
    huanglong.do(enter_year, YEAR_2027, by=FOUNDER)
    # Twenty-eighth, five working days on: 29, 30, 3 January (worked), 4, 5; fifteen days: the 12th.
    assert limits(huanglong, date(2026, 12, 28)) == (date(2027, 1, 12), date(2027, 1, 5))


def test_a_notice_may_move_days_of_the_december_before(huanglong: Hall) -> None:
    assert limits(huanglong, date(2026, 12, 16)) == (date(2026, 12, 31), date(2026, 12, 23))
    huanglong.do(enter_year, YEAR_2027, by=FOUNDER)
    assert limits(huanglong, date(2026, 12, 16)) == (date(2027, 1, 3), date(2026, 12, 23))


def test_a_year_that_was_entered_is_kept_with_its_notice_and_can_be_corrected(
    huanglong: Hall,
) -> None:
    huanglong.do(enter_year, YEAR_2027, by=FOUNDER)
    corrected = YEAR_2027.replace("假设号", "更正号").replace("02-05..02-11", "02-05..02-12")
    huanglong.do(enter_year, corrected, by=FOUNDER)
    year = CalendarYear.objects.get(year=2027)
    assert (year.notice, year.content) == ("国办发明电〔2026〕更正号", corrected)
    assert not calendar().is_workday(date(2027, 2, 12))
    first, second = acts_of("calendar")
    assert (first.verb, second.verb) == ("enter-year", "enter-year")
    assert YEAR_2027.splitlines()[2] not in second.content
    assert verify().faults == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "一个年度"),
        ("不是 TOML", "line 1"),
        (YEAR_2027 + YEAR_2027.replace("2027", "2028").replace("2026", "2027"), "一个年度"),
        (YEAR_2027.replace("notice", "document"), "2027"),
        (YEAR_2027.replace('"国办发明电〔2026〕假设号"', '""'), "文号"),
        (YEAR_2027.replace('"国办发明电〔2026〕假设号"', "5"), "文号"),
        (YEAR_2027.replace("假设号", "号" * 100), "文号"),
        (YEAR_2027.replace("02-05..02-11", "02-11..02-05"), "颠倒"),
        (YEAR_2027.replace("02-05..02-11", "02-30"), "2027|day"),
        (YEAR_2027.replace("春节", "e\u0301"), "NFC"),
        ("2027 = 1", "2027"),
    ],
    ids=range(11),
)
def test_what_is_no_arrangement_of_one_year_is_refused(
    huanglong: Hall, text: str, named: str
) -> None:
    with pytest.raises(UnreadableArrangement, match=named):
        huanglong.do(enter_year, text, by=FOUNDER)
    assert CalendarYear.objects.count() == 0


def test_a_single_day_is_changed_on_the_ground_of_a_notice(huanglong: Hall) -> None:
    monday, saturday = date(2026, 3, 16), date(2026, 3, 14)
    start = date(2026, 3, 9)
    _, usual = limits(huanglong, start)
    before = standing(huanglong.accept_employer()).case.number
    huanglong.do(change_day, monday, working=False, notice="黄政发〔2026〕1号", by=FOUNDER)
    _, later = limits(huanglong, start)
    huanglong.do(change_day, saturday, working=True, notice="黄政发〔2026〕1号", by=FOUNDER)
    _, sooner = limits(huanglong, start)
    huanglong.do(change_day, saturday, working=False, notice="黄政发〔2026〕2号", by=FOUNDER)
    _, again = limits(huanglong, start)
    assert [usual, later, sooner, again] == [monday, monday + DAY, saturday, monday + DAY]
    assert standing(before).case.promised_due_on == usual, "a case keeps the limit it was given"
    assert CalendarDay.objects.get(day=saturday).notice == "黄政发〔2026〕2号"
    assert verify().faults == []


@pytest.mark.parametrize("notice", ["", "  ", "号" * 101, "\0", 5])
def test_no_day_is_changed_without_a_notice(huanglong: Hall, notice: str) -> None:
    with pytest.raises(NoticeNeeded):
        huanglong.do(change_day, date(2026, 3, 16), working=False, notice=notice, by=FOUNDER)
    assert CalendarDay.objects.count() == 0


def test_a_single_day_does_not_make_its_year_known(huanglong: Huanglong) -> None:
    huanglong.do(change_day, date(2027, 1, 4), working=True, notice="黄政发〔2026〕9号", by=FOUNDER)
    with pytest.raises(YearNotEntered):
        limits(huanglong, date(2026, 12, 28))
