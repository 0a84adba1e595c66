"""The register's writers take the act, plan its rows, and write nothing themselves."""

import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from tests.halls import Huanglong
from tests.house.verbs import exported, leads_to_an_act
from tests.house.writing import COUNTER, Statement, watched
from yichuang.domain.archives import actions as archives
from yichuang.domain.archives.models import File
from yichuang.domain.cases.queries import standing
from yichuang.domain.insured import actions as insured
from yichuang.domain.insured.actions import Entry, Owed, Planned
from yichuang.domain.insured.models import Employer, Enrolment, Payable, Person
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.rows import New

ACT = Entry(
    UUID(int=7),
    datetime(2026, 3, 9, 3, 0, tzinfo=UTC),
    "610631",
    "61063102",
    "610631-20260309-0001-5",
)
DAY = date(2026, 3, 9)

WRITERS: dict[str, Callable[[], Planned]] = {
    "register_employer": lambda: insured.register_employer({"name": "果业公司"}, act=ACT),
    "register_person": lambda: insured.register_person({"name": "高桂梅"}, act=ACT),
    "enrol": lambda: insured.enrol(
        "R1", "D1", insurance="pension", since="2026-03", employed_on=DAY, act=ACT
    ),
    "change_person": lambda: insured.change_person(
        Person(number="R1", name="高桂梅", version=1), {"name": "高瑰梅"}, act=ACT
    ),
    "change_employer": lambda: insured.change_employer(
        Employer(number="D1", name="果业公司", version=1), {"name": "果品公司"}, act=ACT
    ),
    "change_enrolment": lambda: insured.change_enrolment(
        Enrolment(number="G1", since="2026-03", version=1), {"since": "2026-02"}, act=ACT
    ),
    "owe": lambda: insured.owe(
        Owed("抚恤金", "高建国", "610631198801100017", "6222020200012345670", 894060), act=ACT
    ),
    "prepare": lambda: insured.prepare(Payable(number="F1", version=1), act=ACT),
    "put_back": lambda: insured.put_back(Payable(number="F1", version=2), act=ACT),
    "release": lambda: insured.release(Payable(number="F1", version=2), act=ACT),
    "issue_proof": lambda: insured.issue_proof(
        "R1", purpose="子女入学", text="兹证明", issued_on=DAY, act=ACT
    ),
}
"""Every writer of the register, called once."""


def only_counts(seen: list[Statement]) -> bool:
    """Whether nothing was run but the counter of numbers."""
    return all(COUNTER in statement.sql for statement in seen)


def test_every_writer_of_the_register_is_called_here() -> None:
    assert {name.split(".")[1] for name in exported(insured)} == set(WRITERS)


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_writer_takes_the_act_and_is_no_verb(name: str) -> None:
    writer = getattr(insured, name)
    act = inspect.signature(writer).parameters["act"]
    assert (act.kind, act.annotation) == (inspect.Parameter.KEYWORD_ONLY, Entry)
    assert not leads_to_an_act(writer)


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_writer_plans_rows_and_runs_nothing_but_the_counter(name: str, db: None) -> None:
    with watched() as seen:
        planned = WRITERS[name]()
    assert planned.rows
    assert only_counts(seen), [statement.sql for statement in seen]


def test_the_maker_of_files_plans_a_row_and_runs_nothing(huanglong: Huanglong) -> None:
    number = huanglong.accept_employer()
    case = huanglong.carry(number)
    with watched() as seen:
        row = archives.file_of(case, on=DAY)
    assert isinstance(row, New)
    assert row.model is File
    assert not any(statement.writes for statement in seen)


def test_what_a_writer_planned_points_to_the_act_that_wrote_it(huanglong: Huanglong) -> None:
    huanglong.registered_person()
    person = Person.objects.get()
    assert person.act == Act.objects.get(verb="finish")
    assert person.number in person.act.content


def test_and_a_writer_that_wrote_would_be_seen(huanglong: Huanglong) -> None:
    number = huanglong.accept_employer()
    with watched() as seen:
        standing(number)
    assert not only_counts(seen)
