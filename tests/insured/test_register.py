"""Every row of the register points to the act that changed it, and stands only once."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.halls import Hall
from yichuang.domain.insured.models import Employer, Enrolment, Person, Proof, Revision
from yichuang.domain.trail.constraints import broken_by
from yichuang.domain.trail.models import Registered
from yichuang.domain.trail.rows import columns
from yichuang.domain.trail.verify import verify

REGISTER: tuple[type[Registered], ...] = (Employer, Person, Enrolment, Proof, Revision)


@pytest.fixture
def filled(huanglong: Hall) -> Hall:
    """Give a hall whose register has an employer, a person, a change of name and a proof."""
    citizen = huanglong.registered_person()
    huanglong.carry(huanglong.accept_change(citizen))
    huanglong.carry(huanglong.accept_proof(citizen))
    return huanglong


def left_by(row: Registered) -> dict[str, Any]:
    """Give what the act that a row points to left in that row."""
    rows = json.loads(row.act.content)["rows"]
    table = type(row)._meta.db_table  # noqa: SLF001 -- Django's own name for a table
    (values,) = (after for name, key, after in rows if (name, key) == (table, [row.pk]))
    return dict(values)


def test_every_row_points_to_the_act_that_changed_it_last(filled: Hall) -> None:
    for model in REGISTER:
        rows = model._default_manager.select_related("act")  # noqa: SLF001 -- typed manager
        assert rows
        for row in rows:
            assert left_by(row)["act_id"] == str(row.act_id)
            assert row.act.verb in {"sign", "finish"}, "only what makes a case done has an effect"


def test_a_changed_row_points_to_the_change(filled: Hall) -> None:
    person = Person.objects.select_related("act").get()
    searched = {"initials": "ggm", "other_initials": None}
    left = {"name": "高瑰梅", **searched, "version": 2, "act_id": str(person.act_id)}
    assert left_by(person) == left
    enrolment = Enrolment.objects.select_related("act").get()
    assert enrolment.act.chain_id != person.act.chain_id
    assert set(left_by(enrolment)) == set(columns(Enrolment))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE insured_person SET act_id = (SELECT act_id FROM insured_employer)",
        "UPDATE insured_person SET name = '高桂梅'",
        "UPDATE insured_enrolment SET until = '2026-03'",
        "UPDATE insured_revision SET believed_at = '2026-01-01 00:00:00' WHERE version = 2",
        "DELETE FROM insured_proof",
    ],
)
def test_a_row_that_its_act_does_not_explain_is_found(filled: Hall, change: str) -> None:
    assert verify().faults == []
    with connection.cursor() as cursor:
        cursor.execute(change)
    (fault,) = verify().faults
    assert fault.where.split()[0] == change.replace("DELETE FROM", "UPDATE").split()[1]


SECOND_ENROLMENT = """
INSERT INTO insured_enrolment
 (number, person_id, employer_id, insurance, since, until, employed_on, version, act_id)
SELECT 'G-second', person_id, employer_id, {insurance}, since, {until}, employed_on, 1, act_id
  FROM insured_enrolment
"""


def test_the_database_refuses_two_open_enrolments(filled: Hall) -> None:
    def enrol_again(*, insurance: str = "insurance", until: str = "until") -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SECOND_ENROLMENT.format(insurance=insurance, until=until))

    with pytest.raises(IntegrityError) as refused:
        enrol_again()
    assert broken_by(refused.value) == "one_open_enrolment_in_an_insurance"
    for control in ({"until": "'2026-03'"}, {"insurance": "'unemployment'"}):
        enrol_again(**control)
        Enrolment.objects.filter(number="G-second").delete()


@pytest.mark.parametrize(
    ("table", "own", "constraint"),
    [
        ("insured_employer", "number", "an_employer_is_registered_once"),
        ("insured_person", "number", "a_citizen_is_registered_once"),
    ],
)
def test_the_database_refuses_whoever_is_registered_already(
    filled: Hall, table: str, own: str, constraint: str
) -> None:
    model = next(model for model in REGISTER if model._meta.db_table == table)  # noqa: SLF001
    names = [name for name in columns(model) if name != own]
    copied = f"INSERT INTO {table} ({own}, {', '.join(names)}) SELECT 'X-second', "
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        copy(f"{copied}{', '.join(names)} FROM {table}")
    assert broken_by(refused.value) == constraint


def copy(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
