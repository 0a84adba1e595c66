# ruff: noqa: S608 -- names come from the models, values are always bound
"""The database itself refuses to change or remove what the trail holds; a chain only grows by one.

Every statement here is tried on rows in each state: the first, a middle and the last act of a
chain; a chain of one act, a chain that others still append to, the chain of a filed case.
"""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from tests.halls import Huanglong
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.trail.models import Act, Chain
from yichuang.domain.trail.rows import columns

ACT = ", ".join(columns(Act))
CHAIN = ", ".join(columns(Chain))
THIS_ACT = "WHERE chain_id = %s AND n = %s"
THIS_CHAIN = "WHERE key = %s"

ON_AN_ACT = {
    **{
        f"update {name}": f"UPDATE trail_act SET {name} = {name} {THIS_ACT}"
        for name in columns(Act)
    },
    "delete": f"DELETE FROM trail_act {THIS_ACT}",
    "upsert by request": (
        f"INSERT INTO trail_act ({ACT}) SELECT {ACT} FROM trail_act {THIS_ACT} "
        "ON CONFLICT (request) DO UPDATE SET verb = 'forged'"
    ),
}
ON_A_CHAIN = {
    "stand still": f"UPDATE trail_chain SET n = n {THIS_CHAIN}",
    "other head": f"UPDATE trail_chain SET head = 'forged' {THIS_CHAIN}",
    "grow by two": f"UPDATE trail_chain SET n = n + 2 {THIS_CHAIN}",
    "shrink": f"UPDATE trail_chain SET n = n - 1 {THIS_CHAIN}",
    "other key": f"UPDATE trail_chain SET key = 'forged', n = n + 1 {THIS_CHAIN}",
    "delete": f"DELETE FROM trail_chain {THIS_CHAIN}",
    "upsert": (
        f"INSERT INTO trail_chain ({CHAIN}) SELECT {CHAIN} FROM trail_chain {THIS_CHAIN} "
        "ON CONFLICT (key) DO UPDATE SET n = 1, head = 'forged'"
    ),
}
REPLACE_AN_ACT = {
    "replace": f"REPLACE INTO trail_act ({ACT}) SELECT {ACT} FROM trail_act {THIS_ACT}",
    "insert or replace": (
        f"INSERT OR REPLACE INTO trail_act ({ACT}) SELECT {ACT} FROM trail_act {THIS_ACT}"
    ),
    "in its place": (
        f"REPLACE INTO trail_act ({ACT}) SELECT "
        f"{ACT.replace('request', repr('f' * 32), 1)} FROM trail_act {THIS_ACT}"
    ),
    "by its row number": (
        f"REPLACE INTO trail_act (rowid, {ACT}) SELECT rowid, "
        f"{ACT.replace('request', repr('f' * 32), 1).replace(' n,', ' n + 1000,')} "
        f"FROM trail_act {THIS_ACT}"
    ),
    "update or replace": f"UPDATE OR REPLACE trail_act SET n = n {THIS_ACT}",
}
REPLACE_A_CHAIN = {
    "replace": f"REPLACE INTO trail_chain ({CHAIN}) SELECT {CHAIN} FROM trail_chain {THIS_CHAIN}",
    "by its row number": (
        "REPLACE INTO trail_chain (rowid, key, n, head) "
        f"SELECT rowid, 'forged', n, head FROM trail_chain {THIS_CHAIN}"
    ),
    "pushed out by another": (
        "UPDATE OR REPLACE trail_chain SET n = n + 1, "
        f"rowid = (SELECT rowid FROM trail_chain {THIS_CHAIN}) WHERE key = 'agency/610600'"
    ),
}


def refused(sql: str, *values: str | int) -> None:
    """Run a statement that the database must refuse."""
    append_only = pytest.raises(DatabaseError, match="append-only")
    with append_only, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def filed(huanglong: Huanglong) -> str:
    """Give the chain of a filed case of six acts."""
    number = huanglong.accept_employer()
    huanglong.carry(number)
    huanglong.do(journeys.file, number, by=huanglong.teller)
    return f"case/{number}"


@pytest.mark.parametrize("n", [1, 3, 6], ids=["first", "middle", "last"])
def test_an_act_is_neither_changed_nor_removed(n: int, filed: str) -> None:
    attempts = dict(ON_AN_ACT)
    if connection.vendor == "sqlite":
        attempts |= REPLACE_AN_ACT
    before = list(Act.objects.order_by("request").values())
    assert Act.objects.filter(chain=filed, n=n).count() == 1
    for sql in attempts.values():
        refused(sql, filed, n)
    assert list(Act.objects.order_by("request").values()) == before


@pytest.mark.parametrize("which", ["of one act", "growing", "filed"])
def test_a_chain_is_neither_turned_back_nor_removed(which: str, filed: str) -> None:
    chain = {"of one act": "house", "growing": "agency/610631", "filed": filed}[which]
    attempts = dict(ON_A_CHAIN)
    if connection.vendor == "sqlite":
        attempts |= REPLACE_A_CHAIN
    before = list(Chain.objects.order_by("key").values())
    assert Chain.objects.filter(key=chain).count() == 1
    for sql in attempts.values():
        refused(sql, chain)
    assert list(Chain.objects.order_by("key").values()) == before


def test_neither_table_is_emptied(own_database: str) -> None:
    assert own_database
    tables = ("trail_act", "trail_chain")
    if connection.vendor == "sqlite":
        for table in tables:
            refused(f"DELETE FROM {table}")
        return
    for statement in (f"TRUNCATE {table} CASCADE" for table in tables):
        refused(statement)
    refused("TRUNCATE trail_act, trail_chain CASCADE")
    refused("TRUNCATE staff_agency, trail_act CASCADE")


def test_a_merge_is_refused_like_an_update(filed: str) -> None:
    if connection.vendor == "sqlite":
        refused(
            "UPDATE trail_act SET verb = 'forged' FROM trail_chain c WHERE chain_id = %s", filed
        )
        return
    refused(
        "MERGE INTO trail_act a USING trail_chain c ON a.chain_id = c.key AND c.key = %s "
        "WHEN MATCHED THEN UPDATE SET verb = 'forged'",
        filed,
    )


def test_the_models_are_refused_like_anybody(filed: str) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: Act.objects.filter(chain=filed).update(verb="forged"),
        lambda: Chain.objects.filter(key=filed).update(n=1),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()


def test_but_a_chain_may_grow_by_one(filed: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE trail_chain SET n = n + 1, head = 'x' {THIS_CHAIN}", [filed])
        assert cursor.rowcount == 1
