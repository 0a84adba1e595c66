"""What a newcomer finds after the demonstration: weeks in order of time, work at every post."""

from collections import defaultdict
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection

from tests.doors.commands.empty_databases import ask
from yichuang.domain.kernel.numbers import LOCAL, local_day
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import COUNTIES, office
from yichuang.doors.commands.demonstration.hours import DAYS, Hours, completed
from yichuang.engines.workdays import Calendar

SHAANXI = [hall.code for hall in COUNTIES if hall.profile == "shaanxi"]
LEVEL_ONE = {"handling", "review", "deputy", "director", "correction"}


def waiting(url: str) -> dict[tuple[str, int], set[str]]:
    """Give the states in which cases of a hall and a level stand."""
    found = defaultdict(set)
    rows = ask(url, "SELECT DISTINCT agency_id, level, state FROM cases_case")
    for agency, level, state in rows:
        found[agency, level].add(state)
    return found


def in_order_of_writing(url: str) -> list[tuple[Any, ...]]:
    """Give every act as the database got it: its moment, chain and place there."""
    # Each act is a transaction or a savepoint of its own, whose number says when it came.
    if connection.vendor == "sqlite":
        return ask(url, "SELECT at, chain_id, n FROM trail_act ORDER BY rowid")
    order = "SELECT at, chain_id, n FROM trail_act ORDER BY CAST(CAST(xmin AS text) AS bigint)"
    return ask(url, order)


def backwards(acts: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Give every act that was written after a later one."""
    return [after for before, after in pairwise(acts) if after[0] < before[0]]


def test_all_acts_were_written_in_order_of_time(demonstration: tuple[str, str]) -> None:
    acts = in_order_of_writing(demonstration[0])
    assert len(acts) > 3000
    assert backwards(acts) == []
    assert backwards([acts[-1], *acts[:-1]]) != [], "another order would be seen"


def test_so_were_those_of_every_chain(demonstration: tuple[str, str]) -> None:
    acts = ask(demonstration[0], "SELECT at, chain_id, n FROM trail_act ORDER BY chain_id, n")
    chains = defaultdict(list)
    for act in acts:
        chains[act[1]].append(act)
    assert [late for chain in chains.values() for late in backwards(chain)] == []
    assert all([act[2] for act in c] == list(range(1, len(c) + 1)) for c in chains.values())


@pytest.mark.parametrize("hall", [hall.code for hall in COUNTIES])
def test_work_waits_at_every_post_of_a_hall(demonstration: tuple[str, str], hall: str) -> None:
    stands = waiting(demonstration[0])
    assert stands[hall, 1] >= LEVEL_ONE
    assert stands[hall, 2] >= {"review", "ready", "correction", "done", "filed"}
    assert stands[hall, 3] >= {"ready", "filed"}


@pytest.mark.clause("SX-12")
def test_work_waits_at_the_cities(demonstration: tuple[str, str]) -> None:
    stands = waiting(demonstration[0])
    assert {office(hall).parent for hall in SHAANXI} == {"610600", "610700"}
    for hall in SHAANXI:
        assert stands[hall, 1] >= {"reported", "city-review", "meeting"}


def test_every_teller_has_cases_to_finish_and_to_correct(demonstration: tuple[str, str]) -> None:
    rows = ask(
        demonstration[0],
        "SELECT DISTINCT s.holder, c.state FROM cases_case c"
        " JOIN cases_seat s ON s.case_id = c.chain_id AND s.step = 0"
        " WHERE c.state IN ('ready', 'correction') AND s.post = 'teller'",
    )
    tellers = {number for hall in COUNTIES for number in hall.numbers(Post.TELLER)}
    assert set(rows) == {(one, state) for one in tellers for state in ("ready", "correction")}


def test_something_is_due_today_in_every_hall_and_something_overdue(
    demonstration: tuple[str, str],
) -> None:
    now = datetime.now(LOCAL)
    today = Hours.until(now, completed(Calendar.packaged(), local_day(now))).today
    rows = ask(
        demonstration[0],
        "SELECT agency_id, CAST(coalesce(promised_due_on, statutory_due_on) AS text)"
        " FROM cases_case WHERE step IS NOT NULL AND state <> 'done'"
        " AND coalesce(promised_due_on, statutory_due_on) IS NOT NULL",
    )
    due = [(hall, date.fromisoformat(day)) for hall, day in rows]
    assert {hall for hall, day in due if day == today} >= {hall.code for hall in COUNTIES}
    assert [hall for hall, day in due if day < today]


def test_some_files_wait_for_a_promised_paper(demonstration: tuple[str, str]) -> None:
    rows = ask(
        demonstration[0],
        "SELECT DISTINCT agency_id FROM cases_case WHERE state = 'done'"
        " AND materials LIKE '%promised%' AND supplied = '{}'",
    )
    assert {hall for (hall,) in rows} == {hall.code for hall in COUNTIES}


def test_a_second_catalogue_waits_for_a_second_person(demonstration: tuple[str, str]) -> None:
    rows = ask(demonstration[0], "SELECT key, proposed_by, published_by FROM catalogue_edition")
    assert ("shaanxi/2", office("610000").number(Post.DEPUTY_DIRECTOR), None) in rows


def test_the_weeks_had_everything_that_happens_in_a_hall(demonstration: tuple[str, str]) -> None:
    verbs = {verb for (verb,) in ask(demonstration[0], "SELECT DISTINCT verb FROM trail_act")}
    assert verbs >= {"accept", "pass", "sign", "finish", "file", "return", "correct", "refuse"}
    assert verbs >= {"withdraw", "supply", "hold", "receive", "approve", "refer", "conclude"}
    days = ask(
        demonstration[0],
        "SELECT agency_id, count(*) FROM cases_case GROUP BY agency_id",
    )
    assert len(days) == len(COUNTIES)
    assert all(8 * DAYS - 10 <= many <= 16 * DAYS for _, many in days)
    assert ask(demonstration[0], "SELECT count(*) FROM trail_chain WHERE key = 'house'") == [(1,)]
