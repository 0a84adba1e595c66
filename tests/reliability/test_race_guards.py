"""What the races prove: with a guard taken out, more than one client wins."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.databases import drop
from tests.forms import EMPLOYER_PAPERS
from tests.reliability.crew import Crew, an_employer
from tests.reliability.racing import Clients, LetGo, many_clients
from yichuang.domain.cases.models import Claim
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.models import Counter
from yichuang.domain.trail import guards
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.verify import verify

ROW_AS_IT_WAS = re.compile(r"\w+\.\w+ IS (?:NOT DISTINCT FROM CAST\(%s AS [\w ]+\)|%s)")
MANY = 8


@pytest.fixture
def crew(own_database: str) -> Crew:
    """Give the people who race, in a database of their own."""
    return Crew()


@pytest.fixture
def clients(crew: Crew) -> Iterator[Clients]:
    """Give a room of clients."""
    with many_clients() as room:
        yield room


def unguarded(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """Let the statements of an act ask neither where the chain stands nor how the rows were."""
    sql = sql.replace(" AND n = %s AND ", " AND n >= %s AND ")
    return execute(ROW_AS_IT_WAS.sub(r"(\g<0> OR 1 = 1)", sql), *rest)


def count_by_hand(everybody_has_read: Barrier) -> int:
    """Count up as a program would that reads first and writes afterwards."""
    last = Counter.objects.get(key="by-hand").last
    everybody_has_read.wait()
    Counter.objects.filter(key="by-hand").update(last=last + 1)
    return last + 1


def test_without_the_number_of_acts_as_guard_more_than_one_signs(
    crew: Crew, clients: Clients
) -> None:
    number = crew.accept("employer-registration", an_employer(), EMPLOYER_PAPERS)
    crew.advance(number)
    drop(Act, "an_act_has_one_place_in_its_chain")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            guards.put_up()  # Its table was made anew.
            cursor.execute("DROP TRIGGER trail_act_no_replace")
    reviewers = (crew.reviewer, crew.second_reviewer)
    signs = [crew.call(journeys.sign, number, by=reviewers[i % 2]) for i in range(MANY)]
    outcome = clients.race(signs, LetGo.WHERE_THEY_WRITE, unguarded)
    assert len(outcome.won) > 1
    assert any(fault.where == f"case/{number} 第3笔" for fault in verify().faults)


def test_without_its_unique_index_more_than_one_claim_is_open(crew: Crew, clients: Clients) -> None:
    drop(Claim, "one_open_claim_of_a_kind_on_a_subject")
    item, form = "employer-registration", an_employer()
    accept = partial(crew.call, journeys.accept, crew.code, item, by=crew.teller)
    calls = [accept(form=form, materials=EMPLOYER_PAPERS) for _ in range(MANY)]
    outcome = clients.race(calls, LetGo.WHERE_THEY_WRITE)
    assert len(outcome.won) > 1
    assert Claim.objects.filter(open=True).count() == len(outcome.won)


def test_a_number_that_is_read_and_then_written_is_given_twice(
    crew: Crew, clients: Clients
) -> None:
    Counter.objects.create(key="by-hand", last=0)
    counting = [partial(count_by_hand, Barrier(MANY))] * MANY
    outcome = clients.race(counting, LetGo.AT_THE_START)
    assert outcome.broken == []
    assert len(set(outcome.won)) < MANY
