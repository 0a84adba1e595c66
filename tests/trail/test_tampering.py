# ruff: noqa: SLF001 -- a model says of itself in _meta what is tested here
# ruff: noqa: S608 -- names come from the models, values are always bound
"""A change made past the guards, in the middle of a chain, is found and named."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models

from tests.halls import Huanglong
from tests.house.catalogue_scenarios import change_day, enter_year
from tests.house.verb_scenarios import SCENARIOS
from tests.trail.intruder import faults_after
from yichuang.domain.authority.actions import check_register
from yichuang.domain.insured.models import Person
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.models import SigningKey
from yichuang.domain.trail.canonical import link_digest
from yichuang.domain.trail.models import Act, Kept
from yichuang.domain.trail.rows import columns, key_columns, stored
from yichuang.domain.trail.verify import verify

EDIT = "UPDATE trail_act SET {column} = %s WHERE chain_id = %s AND n = %s"
KEPT = [model for model in apps.get_models() if issubclass(model, Kept)]
OTHER: dict[str, Any] = {
    "request": UUID(int=7),
    "chain_id": "agency/610631",
    "n": 99,
    "verb": "finish",
    "actor": "61063199",
    "mandate": 999,
    "at": datetime.fromisoformat("2026-03-09T03:00:00.000001Z"),
    "content": "{}",
    "prev": "0" * 64,
    "digest": "0" * 64,
}
"""For every column of an act a value that it doesn't have."""
REFUSED = {
    "staff_agency.level",
    "staff_agency.parent_id",
    "staff_agency.mode",
    "cases_case.state",
    "cases_case.step",
    "cases_seat.decision",
    "cases_suspension.starts_on",
    "staff_attendance.result",
}
"""Where any other value breaks a rule of the table."""


@pytest.fixture
def filed(huanglong: Huanglong) -> str:
    """Give the chain of a filed case of six acts, where every kind of row has its first."""
    enter_year(huanglong)()
    change_day(huanglong)()
    citizen = huanglong.registered_person()
    huanglong.carry(huanglong.accept_proof(citizen))
    number = huanglong.accept_change(citizen)
    huanglong.carry(number)
    huanglong.do(journeys.file, number, by=huanglong.teller)
    for verb in ("resume", "deliver", "remind", "open_session", "release_payment"):
        SCENARIOS[f"cases.{verb}"](huanglong)()
    for verb in ("record_results", "declare_relative", "record_absence"):
        SCENARIOS[f"journeys.{verb}"](huanglong)()
    year = huanglong.now.year
    huanglong.do(check_register, huanglong.code, year, "与授权文件核对一致", by=huanglong.auditor)
    return f"case/{number}"


def naming(place: str, faults: list[str]) -> list[str]:
    """Give the faults that name a place."""
    return [fault for fault in faults if fault.startswith(place)]


def test_an_untouched_trail_has_no_fault(filed: str) -> None:
    verified = verify()
    assert verified.faults == []
    assert verified.acts == Act.objects.count()
    assert verified.rows == sum(model._default_manager.count() for model in KEPT)


def test_every_column_of_an_act_has_another_value_here() -> None:
    assert set(OTHER) == set(columns(Act))


@pytest.mark.parametrize("column", sorted(set(OTHER) - {"chain_id", "n"}))
def test_an_act_rewritten_in_the_middle_is_named(column: str, filed: str) -> None:
    value = stored(Act, column, OTHER[column])
    assert naming(f"{filed} 第3笔", faults_after((EDIT.format(column=column), value, filed, 3)))


def test_an_act_hung_on_another_chain_is_missed_in_its_own(filed: str) -> None:
    faults = faults_after(
        ("UPDATE trail_act SET chain_id = 'house', n = 9 WHERE chain_id = %s AND n = 3", filed)
    )
    assert naming(f"{filed} 第4笔: 前一笔是第2笔", faults)
    assert naming("house 第9笔", faults)


def test_an_act_removed_from_the_middle_is_missed(filed: str) -> None:
    faults = faults_after(("DELETE FROM trail_act WHERE chain_id = %s AND n = 3", filed))
    assert naming(f"{filed} 第4笔: 前一笔是第2笔，中间有缺失或调换", faults)
    assert naming(f"{filed} 第4笔: 与前一笔不相接", faults)


def test_two_acts_exchanged_are_both_named(filed: str) -> None:
    place = "UPDATE trail_act SET n = %s WHERE chain_id = %s AND n = %s"
    faults = faults_after((place, 99, filed, 2), (place, 2, filed, 3), (place, 3, filed, 99))
    assert naming(f"{filed} 第2笔", faults)
    assert naming(f"{filed} 第3笔", faults)


def test_an_act_rewritten_with_its_digest_does_not_join_the_next(filed: str) -> None:
    act = Act.objects.get(chain=filed, n=3)
    content = act.content.replace(act.actor, "61063199")
    both = (EDIT.format(column="content"), EDIT.format(column="digest"))
    values = (content, link_digest(act.prev, content))
    faults = faults_after(*((sql, v, filed, 3) for sql, v in zip(both, values, strict=True)))
    assert naming(f"{filed} 第4笔: 与前一笔不相接", faults)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE trail_chain SET n = n + 1 WHERE key = %s",
        "UPDATE trail_chain SET n = n - 1 WHERE key = %s",
        "UPDATE trail_chain SET head = 'forged' WHERE key = %s",
        "DELETE FROM trail_chain WHERE key = %s",
        "DELETE FROM trail_act WHERE chain_id = %s AND n = 6",
    ],
)
def test_a_chain_that_says_other_than_its_acts_is_named(change: str, filed: str) -> None:
    assert naming(f"{filed}: ", faults_after((change, filed)))


def test_a_chain_without_any_act_is_named(filed: str) -> None:
    invented = "INSERT INTO trail_chain (key, n, head) VALUES ('case/invented', 1, 'x')"
    assert naming("case/invented: 链没有任何一笔", faults_after((invented,)))


def test_a_row_that_no_act_explains_is_named(filed: str) -> None:
    person = Person.objects.all()[0]
    names = list(columns(Person))
    taken = ", ".join({"number": "'R1'", "citizen_id": "'1'"}.get(n, n) for n in names)
    copy = f"INSERT INTO insured_person ({', '.join(names)}) SELECT {taken} FROM insured_person"
    copy += " LIMIT 1"
    faults = faults_after((copy,))
    assert faults == ["insured_person R1: 没有任何留痕说明这一行"]
    assert person.number != "R1"


def test_a_row_removed_is_missed_whatever_it_is_of(filed: str) -> None:
    for model in KEPT:
        table, rows = model._meta.db_table, model._default_manager.count()
        faults = faults_after((f"DELETE FROM {table}",))
        assert rows, f"no {table} stands here to be removed"
        missed = naming(table, faults)
        assert len(missed) == rows
        assert all(fault.endswith("留痕中有，登记中没有") for fault in missed)
        # Without its key no signature holds either.
        others = set(faults) - set(missed)
        assert all("签名所用的密钥没有登记" in fault for fault in others), others
        assert bool(others) == (model is SigningKey)


def other_than(value: Any, kind: str) -> Any:
    """Give another value of the same kind."""
    match value:
        case None:
            empty = {"DateTimeField": OTHER["at"], "DateField": date(2026, 3, 9)}
            return empty.get(kind, "1")
        case bool():
            return not value
        case int():
            return value + 1000
        case date():
            return value + timedelta(days=1)
        case UUID():
            return UUID(int=7)
        case _:
            return value[:-1] + ("甲" if value[-1:] != "甲" else "乙")


def test_any_value_of_any_row_rewritten_is_named(filed: str) -> None:
    """One value at a time; a few the database itself refuses, by a CHECK."""
    refused = []
    for model in KEPT:
        table, keys = model._meta.db_table, key_columns(model)
        row: dict[str, Any] = dict(model._default_manager.order_by(*keys).values().first() or {})
        assert row, f"no {table} stands here to be rewritten"
        where = " AND ".join(f"{key} = %s" for key in keys)
        key = [stored(model, key, row[key]) for key in keys]
        for name, field in columns(model).items():
            value = stored(model, name, other_than(row[name], _kind(field)))
            try:
                faults = faults_after(
                    (f"UPDATE {table} SET {name} = %s WHERE {where}", value, *key)
                )
            except IntegrityError:
                refused.append(f"{table}.{name}")
            else:
                assert naming(table, faults), f"{table}.{name} was rewritten and nobody saw it"
    assert set(refused) <= REFUSED


def _kind(field: "models.Field[Any, Any]") -> str:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field.get_internal_type()


def test_all_of_it_happens_in_a_transaction_that_is_taken_back(filed: str) -> None:
    before = Act.objects.count()
    assert faults_after(("DELETE FROM trail_act WHERE chain_id = %s", filed))
    assert Act.objects.count() == before
    assert verify().faults == []
    assert connection.in_atomic_block
