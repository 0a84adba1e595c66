"""How long somebody has been in a high-risk post, and who comes near the limit."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.halls import Hall, Huanglong
from yichuang.domain.staff.actions import assign, end_assignment, enlist
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.staff.queries import Tenure, near_limit, tenure
from yichuang.domain.trail.rows import stored
from yichuang.doors.commands.demonstration.cast import FOUNDER

HERE, ELSEWHERE, WHO = "610631", "610629", "61063188"
POSTS = [Post.SPECIAL, Post.HANDLER]
TODAY, DAY = date(2026, 3, 9), timedelta(days=1)
BREAK = 90
_ids = count(9000)

Period = tuple[date, date]


@pytest.fixture
def hall(huanglong: Huanglong) -> Hall:
    """Give the hall, with somebody new in it who holds no post yet."""
    huanglong.do(enlist, HERE, WHO, "白小燕", by=FOUNDER)
    return huanglong


def was(hall: Hall, since: date, until: date, post: Post = Post.SPECIAL, agency: str = HERE) -> int:
    """Assign the newcomer to a post for a period."""
    terms: dict[str, Any] = {"since": since, "until": until, "trained_until": until}
    answer = hall.do(assign, WHO, agency, post, by=FOUNDER, **terms)
    return int(answer.said["entered"]["id"])


def months(on: date = TODAY) -> int:
    """Give the whole months that the newcomer has been in such a post on a day."""
    return tenure(WHO, POSTS, on, break_days=BREAK).months


def near(on: date, agency: str = HERE) -> list[str]:
    """Give who comes within half a year of five."""
    found = near_limit(agency, POSTS, on, break_days=BREAK, years=5, warn_months=6)
    return [one.staff for one in found if one.staff == WHO]


@pytest.mark.clause("SX-13")
def test_five_years_are_full_on_the_day_of_the_fifth_year(hall: Hall) -> None:
    was(hall, date(2021, 3, 9), date(2030, 1, 1))
    assert [months(TODAY - DAY), months(TODAY), months(TODAY + DAY)] == [59, 60, 60]
    found = tenure(WHO, POSTS, TODAY, break_days=BREAK)
    assert found == Tenure(WHO, date(2021, 3, 9), 60)
    assert found.reaches(5) == TODAY


@pytest.mark.clause("SX-13")
def test_who_comes_near_the_limit_is_warned_of_where_they_are_now(hall: Hall) -> None:
    was(hall, date(2021, 3, 9), date(2026, 9, 9))
    begins = date(2025, 9, 9)
    days = [begins - DAY, begins, TODAY, date(2026, 9, 8), date(2026, 9, 9)]
    assert [near(day) for day in days] == [[], [WHO], [WHO], [WHO], []]
    assert near(TODAY, ELSEWHERE) == []
    was(hall, date(2026, 3, 1), date(2027, 1, 1), Post.HANDLER, ELSEWHERE)
    assert near(TODAY, ELSEWHERE) == near(TODAY) == [WHO]


def test_periods_add_up_wherever_and_overlapping_days_count_once(hall: Hall) -> None:
    was(hall, date(2024, 1, 1), date(2025, 1, 1))
    was(hall, date(2024, 7, 1), date(2025, 7, 1), Post.HANDLER, ELSEWHERE)
    was(hall, date(2025, 7, 1), date(2027, 1, 1))
    assert months(date(2026, 1, 1)) == 24


def test_a_short_break_is_not_counted_and_a_longer_one_begins_anew(hall: Hall) -> None:
    first = was(hall, date(2024, 1, 1), date(2026, 1, 1))
    was(hall, date(2026, 1, 1), date(2027, 1, 1), Post.GUIDE)
    last = date(2026, 1, 1) + BREAK * DAY
    assert [months(date(2026, 1, 1)), months(last), months(last + DAY)] == [24, 24, 0]
    was(hall, last, date(2027, 1, 1))
    assert months(date(2026, 6, 1)) == 26
    hall.do(end_assignment, first, on=date(2025, 12, 31), by=FOUNDER)
    assert months(date(2026, 6, 1)) == 2


def test_another_post_and_what_is_still_to_come_count_for_nothing(hall: Hall) -> None:
    was(hall, date(2020, 1, 1), date(2027, 1, 1), Post.GUIDE)
    was(hall, TODAY, date(2027, 1, 1))
    assert months() == 0
    assert months(TODAY + 31 * DAY) == 1


# The reckoning against one that goes day by day.


def by_days(periods: list[Period], on: date) -> int:
    """Walk back from a day and count, until a break is too long."""
    counted, gap, day = 0, 0, on - DAY
    while gap <= BREAK:
        inside = any(since <= day < until for since, until in periods)
        counted, gap = (counted + 1, 0) if inside else (counted, gap + 1)
        day -= DAY
    return counted


def by_months(since: date, until: date) -> int:
    """Go on from a day month by month, as long as the same day, or the last, is reached."""
    passed = 0
    while True:
        year, month = since.year + (since.month + passed) // 12, (since.month + passed) % 12 + 1
        if date(year, month, min(since.day, monthrange(year, month)[1])) > until:
            return passed
        passed += 1


DAYS = st.integers(-900, 200)
PERIODS = st.lists(st.tuples(DAYS, st.integers(0, 400)), max_size=6, unique_by=lambda p: p[0])


def written(since: date, until: date) -> None:
    """Write a period with plain SQL: as many overlap as one likes."""
    act = stored(Assignment, "act_id", Assignment.objects.values_list("act_id", flat=True)[0])
    id_ = next(_ids)
    period = (f"{since}", f"{until}", f"{until}")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO staff_assignment (id, staff_id, agency_id, post, since, until,"
            " trained_until, trained_by_founding, act_id)"
            " VALUES (%s, %s, '610631', %s, %s, %s, %s, %s, %s)",
            [id_, WHO, POSTS[id_ % 2].value, *period, False, act],
        )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@example([(-800, 300), (-800 + 300 + BREAK, 300), (-20, 50)])
@example([(-800, 300), (-800 + 300 + BREAK + 1, 300)])
@given(PERIODS)
def test_it_is_what_counting_day_by_day_gives(hall: Hall, drawn: list[tuple[int, int]]) -> None:
    periods = [(TODAY + n * DAY, TODAY + (n + length) * DAY) for n, length in drawn]
    with transaction.atomic():
        for since, until in periods:
            written(since, until)
        found = tenure(WHO, POSTS, TODAY, break_days=BREAK)
        days = by_days(periods, TODAY)
        assert (TODAY - found.began).days == days
        assert found.months == by_months(found.began, TODAY)
        transaction.set_rollback(True)
