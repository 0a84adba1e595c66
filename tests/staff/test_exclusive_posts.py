# ruff: noqa: S608 -- statements of our own, as an intruder might write them
"""Nobody holds two posts at a time that exclude each other, by an act or past all acts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from itertools import count, product
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.halls import Hall, Huanglong
from tests.trail.intruder import past_the_guards
from yichuang.domain.staff.actions import (
    ExclusivePosts,
    InPostAlready,
    assign,
    end_assignment,
    enlist,
)
from yichuang.domain.staff.exclusion import RULE
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import ADMINS, BUSINESS, EXCLUSIVE, Group, Post
from yichuang.domain.trail.constraints import broken_by
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.cast import FOUNDER

HERE, ELSEWHERE, WHO = "610631", "610629", "61063188"
SPRING, SUMMER, AUTUMN = date(2026, 5, 1), date(2026, 7, 1), date(2026, 9, 1)
DAY = timedelta(days=1)
FOUR_GROUPS = {
    Group.OPERATION: {"guide", "teller", "special", "handler", "reviewer", "archivist"},
    Group.FINANCE: {"finance"},
    Group.DATA: {"data"},
    Group.AUDIT: {"auditor"},
}
"""The groups as the rule-book has them: of two groups nobody holds a post at a time."""

_ids = count(9000)
Attempt = Callable[[], object]


@pytest.fixture
def hall(huanglong: Huanglong) -> Hall:
    """Give the hall, with somebody new in it who holds no post yet."""
    huanglong.do(enlist, HERE, WHO, "白小燕", by=FOUNDER)
    return huanglong


def gets(
    hall: Hall, post: Post, since: date = SPRING, until: date = AUTUMN, agency: str = HERE
) -> int:
    """Assign the newcomer to a post, and give the assignment's number."""
    terms: dict[str, Any] = {"since": since, "until": until, "trained_until": until}
    answer = hall.do(assign, WHO, agency, post, by=FOUNDER, **terms)
    return int(answer.said["entered"]["id"])


def written(post: str, since: date = SPRING, until: date = AUTUMN, agency: str = HERE) -> int:
    """Write an assignment of the newcomer with plain SQL, and give its number."""
    act, id_ = Assignment.objects.values_list("act_id", flat=True)[0], next(_ids)
    act_id = act.hex if connection.vendor == "sqlite" else act
    run(
        "INSERT INTO staff_assignment (id, staff_id, agency_id, post, since, until, trained_until,"
        " trained_by_founding, act_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        *(id_, WHO, agency, post, f"{since}", f"{until}", f"{until}", False, act_id),
    )
    return id_


def run(sql: str, *values: Any) -> None:
    """Run a statement past the program, as somebody with a database console might."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == 1


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back whatever happens here."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def refused_by_the_database(attempt: Attempt) -> bool:
    """Say whether the database refuses, and if so that it is by this rule."""
    rule = ""
    try:
        with transaction.atomic():
            attempt()
    except IntegrityError as error:
        rule = broken_by(error) or "nothing"
    assert rule in {"", RULE}
    return rule == RULE


def refused_by_the_act(attempt: Attempt) -> bool:
    """Say whether an act is refused because posts exclude each other."""
    try:
        attempt()
    except ExclusivePosts:
        return True
    return False


@pytest.mark.clause("WQ-04")
def test_teller_and_reviewer_are_never_one_person_and_administrators_are_nobody_else() -> None:
    assert {(Post.REVIEWER, post) for post in BUSINESS} <= EXCLUSIVE
    assert {(Post.REVIEWER, Post.TELLER), (Post.TELLER, Post.REVIEWER)} <= EXCLUSIVE
    others = {(one, other) for one in ADMINS for other in Post if one != other}
    assert others <= EXCLUSIVE
    for one, other in product(FOUR_GROUPS, FOUR_GROUPS):
        pairs = set(product(map(Post, FOUR_GROUPS[one]), map(Post, FOUR_GROUPS[other])))
        assert one == other or pairs <= EXCLUSIVE
    assert {(other, one) for one, other in EXCLUSIVE} == EXCLUSIVE
    assert not any(one == other for one, other in EXCLUSIVE)


@pytest.mark.clause("WQ-04")
def test_every_pair_of_posts_is_assigned_or_refused_as_it_must_be(hall: Hall) -> None:
    for one in Post:
        with taken_back():
            gets(hall, one)
            for other in set(Post) - {one}:
                with taken_back():
                    refused = refused_by_the_act(partial(gets, hall, other))
                    assert refused is ((one, other) in EXCLUSIVE), (one, other)
            with pytest.raises(InPostAlready):
                gets(hall, one)


MOVED = "UPDATE staff_assignment SET post = %s WHERE id = %s"


@pytest.mark.clause("WQ-04")
def test_every_pair_of_posts_is_written_or_refused_by_the_database(hall: Hall) -> None:
    for one in Post:
        with taken_back():
            first = written(one)
            free = written("nothing", SPRING + DAY)
            for other in set(Post) - {one}:
                excludes = (one, other) in EXCLUSIVE
                attempts: list[Attempt] = [
                    partial(written, other, agency=ELSEWHERE),
                    partial(run, MOVED, other, free),
                ]
                for attempt in attempts:
                    with taken_back():
                        assert refused_by_the_database(attempt) is excludes, (one, other)
            assert Assignment.objects.filter(id=first).exists()


TELLER, REVIEWER = Post.TELLER, Post.REVIEWER
PERIODS: list[tuple[date, date, bool]] = [
    (SPRING - 30 * DAY, SPRING, False),
    (SUMMER, AUTUMN, False),
    (SPRING - 30 * DAY, SPRING + DAY, True),
    (SUMMER - DAY, AUTUMN, True),
    (SPRING, SUMMER, True),
    (SPRING + DAY, SUMMER - DAY, True),
    (SPRING - DAY, SUMMER + DAY, True),
]
"""Periods beside one from spring until summer, and whether they share a day with it."""


@pytest.mark.clause("WQ-04")
@pytest.mark.parametrize(("since", "until", "shares_a_day"), PERIODS)
def test_only_days_in_common_count_and_touching_periods_have_none(
    hall: Hall, *, since: date, until: date, shares_a_day: bool
) -> None:
    gets(hall, TELLER, SPRING, SUMMER)
    with taken_back():
        assert refused_by_the_act(lambda: gets(hall, REVIEWER, since, until)) is shares_a_day
    assert refused_by_the_database(lambda: written(REVIEWER, since, until)) is shares_a_day


def test_what_ended_on_its_first_day_keeps_nobody_from_anything(hall: Hall) -> None:
    held = gets(hall, TELLER)
    hall.do(end_assignment, held, on=SPRING, by=FOUNDER)
    again = gets(hall, TELLER)
    hall.do(end_assignment, again, on=SPRING, by=FOUNDER)
    gets(hall, REVIEWER)
    assert refused_by_the_database(lambda: written(TELLER, SUMMER, SUMMER)) is False
    assert Assignment.objects.filter(staff=WHO, post=TELLER).count() == 3


@pytest.mark.clause("WQ-04")
def test_a_post_held_elsewhere_counts_and_the_refusal_says_which_and_until_when(
    hall: Hall,
) -> None:
    gets(hall, TELLER, SPRING, SUMMER, agency=ELSEWHERE)
    with pytest.raises(ExclusivePosts) as told:
        gets(hall, REVIEWER)
    for word in (WHO, "洛川县", "综合业务", "2026-07-01", "复核", "先终止"):
        assert word in str(told.value)
    assert told.value.code == "exclusive-posts"
    gets(hall, REVIEWER, SUMMER)
    assert verify().faults == []


def test_in_one_post_a_person_is_once_at_a_time_at_an_agency(hall: Hall) -> None:
    gets(hall, TELLER, SPRING, SUMMER)
    for since, until, shares_a_day in PERIODS:
        with taken_back():
            if shares_a_day:
                with pytest.raises(InPostAlready, match=r"2026-05-01.*2026-07-01"):
                    gets(hall, TELLER, since, until)
            else:
                gets(hall, TELLER, since, until)
    gets(hall, TELLER, SPRING, SUMMER, agency=ELSEWHERE)


@pytest.mark.clause("WQ-04")
def test_moving_a_row_onto_another_person_or_other_days_is_refused(hall: Hall) -> None:
    teller = gets(hall, TELLER, SPRING, SUMMER)
    reviewer = gets(hall, REVIEWER, SUMMER, AUTUMN)
    stranger = Assignment.objects.get(staff=hall.reviewer).id
    for change, row, refused in (
        (f"until = '{SUMMER + DAY}'", teller, True),
        (f"since = '{SUMMER - DAY}'", reviewer, True),
        (f"staff_id = '{WHO}'", stranger, True),
        (f"id = 9977, staff_id = '{WHO}'", stranger, True),
        (f"until = '{SUMMER - DAY}'", teller, False),
        (f"since = '{SUMMER + DAY}'", reviewer, False),
        ("trained_until = '2030-01-01'", teller, False),
    ):
        with taken_back():
            statement = f"UPDATE staff_assignment SET {change} WHERE id = {row}"
            assert refused_by_the_database(partial(run, statement)) is refused, change


COLUMNS = "agency_id, since, until, trained_until, trained_by_founding, act_id"
COPY = (
    "INSERT{way} INTO {schema}staff_assignment (id, staff_id, post, " + COLUMNS + ") "
    "SELECT {id}, staff_id, '{post}', " + COLUMNS + " FROM {schema}staff_assignment "
    "WHERE staff_id = '" + WHO + "' AND post = 'teller'"
)
"""Gives the newcomer, who is a teller, another post for the same days."""


def copied(post: str, id_: int, way: str = "", schema: str = "") -> str:
    """Write the statement that gives the newcomer a post, in a way of one's own."""
    return COPY.format(post=post, id=id_, way=way, schema=schema)


def ways_past(other: int) -> Iterator[str]:
    """Give ways to write an exclusive post that might get past a trigger; `other` is a row."""
    yield copied("reviewer", 9977)
    yield f"{copied('reviewer', 9977)} ON CONFLICT DO NOTHING"
    yield f"{copied('guide', other)} ON CONFLICT (id) DO UPDATE SET staff_id = '{WHO}'"
    if connection.vendor == "sqlite":
        for way in ("REPLACE", "IGNORE", "ROLLBACK", "FAIL"):
            yield copied("reviewer", 9977, way=f" OR {way}")
        yield copied("reviewer", other, way=" OR REPLACE")
        yield f"UPDATE OR REPLACE staff_assignment SET staff_id = '{WHO}' WHERE id = {other}"
        return
    yield f"WITH w AS ({copied('archivist', 9977)} RETURNING 1) {copied('finance', 9978)}"
    yield (
        f"MERGE INTO staff_assignment a USING staff_staff s ON s.number = a.staff_id "
        f"AND a.id = {other} WHEN MATCHED THEN UPDATE SET staff_id = '{WHO}'"
    )
    for table in ("staff_assignment", "staff_staff"):
        run_anything(f"CREATE TEMP TABLE {table} (LIKE public.{table})")
    run_anything("INSERT INTO pg_temp.staff_staff SELECT * FROM public.staff_staff")
    yield copied("reviewer", 9979, schema="public.")
    run_anything("DROP TABLE pg_temp.staff_assignment, pg_temp.staff_staff")


def run_anything(sql: str) -> None:
    """Run a statement, however many rows it touches."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.clause("WQ-04")
def test_no_way_of_writing_gets_past_the_rule(hall: Hall) -> None:
    gets(hall, TELLER)
    other = Assignment.objects.get(staff=hall.reviewer).id
    for sql in ways_past(other):
        assert refused_by_the_database(partial(run, sql)), sql
    written("handler")


def test_what_came_to_exclude_each_other_can_be_ended_but_not_made_longer(hall: Hall) -> None:
    """Posts may come to exclude each other when somebody holds both."""
    with past_the_guards():
        for post in (TELLER, REVIEWER):
            written(post)
    longer = f"UPDATE staff_assignment SET until = '{AUTUMN + DAY}' WHERE staff_id = '{WHO}'"
    assert refused_by_the_database(lambda: run_anything(longer))
    run_anything(longer.replace(f"{AUTUMN + DAY}", f"{SUMMER}"))
    assert set(Assignment.objects.filter(staff=WHO).values_list("until", flat=True)) == {SUMMER}
