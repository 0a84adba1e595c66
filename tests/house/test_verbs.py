"""Every verb says who, when and under which request, and is one act written at once."""

import inspect

import pytest
from django.db import connection, transaction

from tests.halls import Huanglong
from tests.house.verb_scenarios import SCENARIOS
from tests.house.verbs import actions, exported, leads_to_an_act, verbs
from tests.house.writing import in_one_transaction, watched
from yichuang.domain.insured import actions as insured
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import next_serial
from yichuang.domain.trail.actions import Answer
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.verify import verify

VERBS = verbs()
LINES = {"journeys.note"}
"""A line answers no request of its own, so it makes its own key."""


def test_the_verbs_are_found_also_by_way_of_others() -> None:
    assert leads_to_an_act(journeys.sign), "by way of a private function of the same file"
    assert leads_to_an_act(journeys.file), "by way of the room below"
    assert not leads_to_an_act(insured.enrol), "a writer of the register leaves no line itself"


@pytest.mark.parametrize("name", sorted(set(VERBS) - LINES))
def test_a_verb_takes_by_at_and_request_by_name(name: str) -> None:
    parameters = inspect.signature(VERBS[name]).parameters
    for who_when_which in ("by", "at", "request"):
        assert parameters[who_when_which].kind is inspect.Parameter.KEYWORD_ONLY
        assert parameters[who_when_which].default is inspect.Parameter.empty


def test_what_gives_an_answer_is_a_verb_and_the_other_way_round() -> None:
    public = {name: f for module in actions() for name, f in exported(module).items()}
    answering = {n for n, f in public.items() if f.__annotations__.get("return") is Answer}
    assert answering - {"trail.perform"} == set(VERBS)


def test_every_verb_has_a_scenario() -> None:
    assert {name.split(",")[0] for name in SCENARIOS} == set(VERBS)


@pytest.mark.parametrize("name", list(SCENARIOS))
def test_a_verb_is_one_act_in_one_transaction(name: str, own_database: str) -> None:
    assert own_database
    call = SCENARIOS[name](Huanglong())
    before = Act.objects.count()
    with watched() as seen:
        answer = call()
    assert Act.objects.count() == before + 1
    assert Act.objects.filter(chain=answer.chain, n=answer.n, verb=answer.verb).count() == 1
    assert in_one_transaction(seen), [statement.sql for statement in seen if statement.writes]
    assert verify().faults == []


def write_twice() -> None:
    """Write to the database in two statements."""
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute("UPDATE staff_staff SET name = name")


def test_and_a_verb_that_writes_twice_would_be_seen(own_database: str) -> None:
    assert own_database
    with watched() as without_transaction:
        write_twice()
    with watched() as in_two_transactions:
        with transaction.atomic():
            write_twice()
        with transaction.atomic():
            write_twice()
    with watched() as half_outside:
        with transaction.atomic():
            write_twice()
        write_twice()
    with watched() as in_one, transaction.atomic():
        write_twice()
    assert not in_one_transaction(without_transaction)
    assert not in_one_transaction(in_two_transactions)
    assert not in_one_transaction(half_outside)
    assert in_one_transaction(in_one)


def test_reading_and_counting_are_not_counted_as_writing(huanglong: Huanglong) -> None:
    with watched() as seen:
        assert Act.objects.exists()
        next_serial("series of this test")
    assert len(seen) == 2
    assert not any(statement.writes for statement in seen)
