"""Somebody else opens the database, or its file, and changes it: `verify` names what was done."""

import sqlite3

import psycopg
import pytest
from django.db import connection

from tests.halls import Huanglong
from yichuang.domain.trail import guards
from yichuang.domain.trail.verify import verify

REWRITE = "UPDATE trail_act SET actor = '61063199' WHERE chain_id = '{chain}' AND n = 3"


def a_case_of_five_acts() -> str:
    """Carry a case of level 1 until it is done, and give its chain."""
    hall = Huanglong()
    number = hall.accept_employer()
    hall.carry(number)
    return f"case/{number}"


def run_from_outside(url: str, *statements: str) -> None:
    """Run statements over a connection that isn't the program's."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(url.removeprefix("sqlite:///")) as file:
            for statement in statements:
                file.execute(statement)
        file.close()
        return
    with psycopg.connect(url) as other:
        for statement in statements:
            other.execute(statement)


def without(trigger: str) -> str:
    """Give the statement that takes a trigger away."""
    on = f" ON {guards.expected()[trigger]}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER {trigger}{on}"


def test_the_halls_open_without_a_fault(db: None) -> None:
    assert verify().faults == []


def test_a_trigger_that_was_dropped_is_named(own_database: str) -> None:
    triggers = sorted(guards.expected())
    run_from_outside(own_database, *map(without, triggers))
    assert [str(fault) for fault in verify().faults] == [
        f"trigger {trigger}: 缺失或已被改动，不再起保护作用" for trigger in triggers
    ]


def test_a_trigger_that_was_switched_off_is_named(own_database: str) -> None:
    if connection.vendor == "sqlite":
        with pytest.raises(sqlite3.OperationalError):  # SQLite can only drop it.
            run_from_outside(own_database, "ALTER TABLE trail_act DISABLE TRIGGER ALL")
        return
    run_from_outside(
        own_database,
        "ALTER TABLE trail_act DISABLE TRIGGER trail_act_no_change",
        "ALTER TABLE trail_chain ENABLE REPLICA TRIGGER trail_chain_no_delete",
    )
    assert [fault.where for fault in verify().faults] == [
        "trigger trail_act_no_change",
        "trigger trail_chain_no_delete",
    ]


def test_a_row_rewritten_behind_a_trigger_that_stands_again_is_named(own_database: str) -> None:
    chain = a_case_of_five_acts()
    rewrite = REWRITE.format(chain=chain)
    if connection.vendor == "sqlite":
        run_from_outside(own_database, without("trail_act_no_update"), rewrite)
        guards.put_up()
    else:
        run_from_outside(
            own_database,
            "ALTER TABLE trail_act DISABLE TRIGGER trail_act_no_change",
            rewrite,
            "ALTER TABLE trail_act ENABLE TRIGGER trail_act_no_change",
        )
    assert guards.missing() == set()
    assert [fault.where for fault in verify().faults] == [f"{chain} 第3笔"]


def test_so_is_one_rewritten_where_triggers_do_not_fire_at_all(own_database: str) -> None:
    chain = a_case_of_five_acts()
    rewrite = REWRITE.format(chain=chain)
    if connection.vendor == "sqlite":
        run_from_outside(
            own_database,
            without("trail_act_no_update"),
            rewrite,
            "CREATE TRIGGER trail_act_no_update BEFORE UPDATE ON trail_act "
            f"BEGIN SELECT RAISE(ABORT, '{guards.SAYS} (trail_act_no_update)'); END",
        )
    else:
        run_from_outside(own_database, "SET session_replication_role = replica", rewrite)
    assert guards.missing() == set()
    assert [fault.where for fault in verify().faults] == [f"{chain} 第3笔"]


def test_with_the_triggers_in_place_nobody_gets_that_far(own_database: str) -> None:
    chain = a_case_of_five_acts()
    refused = sqlite3.IntegrityError if connection.vendor == "sqlite" else psycopg.Error
    with pytest.raises(refused, match="append-only"):
        run_from_outside(own_database, REWRITE.format(chain=chain))
    assert verify().faults == []
