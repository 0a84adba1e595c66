from datetime import date, datetime

import pytest

from yichuang.engines.workdays import Arrangement, Calendar, Source, read_arrangements

SOURCE = Source("测试安排", verified=True)

NEW_YEAR = """
[2027]
notice = "测试安排"
verified = false
[2027.holidays]
"元旦" = { off = ["2026-12-31..01-02"], work = ["2026-12-27"] }
"春节" = { off = ["02-05..02-11"], work = ["02-13", "02-14"] }
"""


def arrangement(off: set[date], work: set[date]) -> Arrangement:
    return Arrangement(2027, SOURCE, frozenset(off), frozenset(work))


def test_a_year_is_entered_as_text_in_the_packaged_form() -> None:
    (year,) = read_arrangements(NEW_YEAR)
    calendar = Calendar.packaged().with_year(year)
    assert year.source == Source("测试安排", verified=False)
    assert not calendar.is_workday(date(2026, 12, 31))
    assert calendar.is_workday(date(2026, 12, 27))
    assert [calendar.is_workday(date(2027, 2, day)) for day in (4, 5, 11, 12)] == [
        True,
        False,
        False,
        True,
    ]
    assert calendar.is_workday(date(2027, 2, 14))


def test_only_a_plain_true_counts_as_verified() -> None:
    (year,) = read_arrangements(NEW_YEAR.replace("verified = false", 'verified = "yes"'))
    assert not year.source.verified


@pytest.mark.parametrize(
    ("wrong", "instead"),
    [
        ("02-05..02-11", "02-11..02-05"),
        ("02-05..02-11", "02-30"),
        ("02-05..02-11", "春节"),
        ('notice = "测试安排"', ""),
        ("verified = false", ""),
        ("verified = false", "verified = false\nissued_on = 2026"),
        ('["02-13", "02-14"]', "13"),
        ('["02-13", "02-14"]', "[13]"),
        ("work", "worked"),
        ("[2027]", "[2028]"),
        ("2027", "next"),
        ("=", ":"),
    ],
)
def test_a_year_written_wrongly_is_refused(wrong: str, instead: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_arrangements(NEW_YEAR.replace(wrong, instead))


def test_a_day_cannot_be_off_and_worked() -> None:
    with pytest.raises(ValueError, match="既写了放假又写了上班"):
        arrangement({date(2027, 1, 1), date(2027, 1, 2)}, {date(2027, 1, 2)})


def test_only_a_saturday_or_sunday_is_made_up() -> None:
    with pytest.raises(ValueError, match="不是周六、周日"):
        arrangement({date(2027, 1, 1)}, {date(2027, 1, 4)})


@pytest.mark.parametrize("stray", [date(2026, 11, 30), date(2028, 1, 1), date(2025, 12, 31)])
def test_a_notice_speaks_of_its_year_and_the_december_before(stray: date) -> None:
    with pytest.raises(ValueError, match="只写当年和上一年十二月"):
        arrangement({date(2027, 1, 1), stray}, set())


def test_weekends_alone_make_no_year() -> None:
    with pytest.raises(ValueError, match="没有放假日"):
        arrangement(set(), set())
    with pytest.raises(ValueError, match="没有放假日"):
        arrangement({date(2026, 12, 31)}, {date(2027, 1, 2)})


def test_a_moment_is_not_a_day_off() -> None:
    with pytest.raises(ValueError, match="应为日期"):
        arrangement({datetime(2027, 1, 1)}, set())  # noqa: DTZ001 -- the mistake under test
