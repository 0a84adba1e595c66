# ruff: noqa: S608 -- statements of our own, as an intruder might write them
"""Two who assign one person at the same moment, each to a post that excludes the other's."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from tests.halls import Hall, Huanglong
from tests.reliability.racing import Clients, LetGo, many_clients
from yichuang.domain.staff.actions import assign, enlist
from yichuang.domain.staff.exclusion import ONE_AT_A_TIME, RULE, TRIGGERS
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail import guards
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.cast import FOUNDER

HERE, ELSEWHERE, WHO = "610631", "610629", "61063188"
TERMS: dict[str, Any] = {
    "since": date(2026, 5, 1),
    "until": date(2026, 9, 1),
    "trained_until": date(2026, 9, 1),
}
RACES = 8
PATIENCE_SECONDS = 20
INSERT = (
    "INSERT INTO staff_assignment (id, staff_id, agency_id, post, since, until, trained_until,"
    " trained_by_founding, act_id) SELECT {id}, '" + WHO + "', agency_id, '{post}', since, until,"
    " trained_until, trained_by_founding, act_id FROM staff_assignment WHERE id = 1"
)
REFUSED = (sqlite3.IntegrityError, psycopg.errors.ExclusionViolation)


@pytest.fixture
def hall(own_database: str) -> Hall:
    """Give the hall, in a database of its own, with somebody new who holds no post yet."""
    hall = Huanglong()
    hall.do(enlist, HERE, WHO, "白小燕", by=FOUNDER)
    return hall


@pytest.fixture
def second() -> Iterator[ThreadPoolExecutor]:
    """Give the thread of whoever comes second."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


def opened(url: str) -> Any:
    """Open a connection of one's own, past the program; it begins no transaction by itself."""
    if connection.vendor == "sqlite":
        return sqlite3.connect(
            url.removeprefix("sqlite:///"),
            timeout=PATIENCE_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
    return psycopg.connect(url, autocommit=True)


def one_after_the_other(url: str, second: ThreadPoolExecutor, begin: str = "BEGIN") -> bool:
    """Let one write a teller and, before it commits, another a reviewer; say if the second waits.

    What the second meets is raised. Told how to begin, it has looked before the first wrote.
    """
    first, other = opened(url), opened(url)
    try:
        other.execute(begin)
        if begin != "BEGIN":
            other.execute("SELECT 1 FROM staff_staff").fetchall()
        first.execute("BEGIN")
        first.execute(INSERT.format(id=9001, post="teller"))
        writing = second.submit(other.execute, INSERT.format(id=9002, post="reviewer"))
        waits = is_waiting(writing)
        first.execute("COMMIT")
        writing.result(PATIENCE_SECONDS)
        other.execute("COMMIT")
        return waits
    finally:
        first.close()
        other.close()


def is_waiting(writing: "Future[Any]") -> bool:
    """Say whether something is still not done after a while."""
    try:
        writing.exception(0.5)
    except NotYet:
        return True
    return False


def posts_of_the_newcomer() -> set[str]:
    """Give the posts that stand written."""
    return set(Assignment.objects.filter(staff=WHO).values_list("post", flat=True))


@pytest.mark.clause("WQ-04")
def test_the_second_waits_for_the_first_and_is_refused(
    own_database: str, hall: Hall, second: ThreadPoolExecutor
) -> None:
    with pytest.raises(REFUSED) as told:
        one_after_the_other(own_database, second)
    diagnosis = getattr(told.value, "diag", None)
    assert RULE in (diagnosis.constraint_name if diagnosis else str(told.value))
    assert posts_of_the_newcomer() == {"teller"}


@pytest.mark.clause("WQ-04")
@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_nor_does_an_older_look_at_the_database_help(
    own_database: str, hall: Hall, second: ThreadPoolExecutor, level: str
) -> None:
    begin = f"BEGIN ISOLATION LEVEL {level}"
    if connection.vendor == "sqlite":
        begin = "BEGIN DEFERRED"  # It has one level only; who looked before must look again.
    refused = (psycopg.errors.SerializationFailure, sqlite3.OperationalError, *REFUSED)
    with pytest.raises(refused):
        one_after_the_other(own_database, second, begin)
    assert posts_of_the_newcomer() == {"teller"}


def test_without_the_person_s_row_being_written_first_both_get_in(
    own_database: str, hall: Hall, second: ThreadPoolExecutor
) -> None:
    """The control: on SQLite, whose writers wait for each other, without the trigger."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER staff_assignment_excludes_new")
    else:
        (trigger,) = TRIGGERS["postgresql"]
        guards.put_up([replace(trigger, does=trigger.does.replace(ONE_AT_A_TIME, ""))])
    waits = one_after_the_other(own_database, second)
    assert waits is (connection.vendor == "sqlite")
    assert posts_of_the_newcomer() == {"teller", "reviewer"}
    assert len(guards.missing()) == 1
    assert "trigger" in str(verify().faults[0])


@pytest.fixture
def clients(hall: Hall) -> Iterator[Clients]:
    """Give a room of clients."""
    with many_clients() as room:
        yield room


@pytest.mark.clause("WQ-04")
def test_of_two_agencies_that_both_found_a_person_free_one_is_refused_by_name(
    hall: Hall, clients: Clients
) -> None:
    for i in range(RACES):
        who = f"6106319{i}"
        hall.do(enlist, HERE, who, "白小燕", by=FOUNDER)
        posts = {HERE: Post.TELLER, ELSEWHERE: Post.REVIEWER, "222424": Post.AUDITOR}
        calls = [
            partial(assign, who, agency, post, at=hall.tick(), by=FOUNDER, request=uuid4(), **TERMS)
            for agency, post in posts.items()
        ]
        outcome = clients.race(calls, LetGo.WHERE_THEY_WRITE)
        assert (len(outcome.won), outcome.broken) == (1, [])
        assert set(outcome.names) == {"ExclusivePosts"}
        assert Assignment.objects.filter(staff=who).count() == 1
    assert verify().faults == []
