# ruff: noqa: SLF001 -- a model says of itself in _meta what is tested here
"""The triggers that guard the trail stand after every migration, on both databases."""

import pytest
from django.core.management import call_command
from django.db import connection, models

from yichuang.domain.trail import guards
from yichuang.domain.trail.models import Act


def drop(trigger: str) -> None:
    """Take a trigger away, as somebody might who owns the database."""
    table = "trail_act" if trigger.startswith("trail_act_") else "trail_chain"
    where = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}{where}")


def test_every_trigger_stands_after_migrate(db: None) -> None:
    assert guards.expected()
    assert guards.missing() == set()


def test_one_that_is_gone_is_missed_and_comes_back_with_the_next_migrate(db: None) -> None:
    for trigger in guards.expected():
        drop(trigger)
        assert guards.missing() == {trigger}
        call_command("migrate", verbosity=0)
        assert guards.missing() == set()


def test_a_migration_that_makes_the_table_anew_leaves_it_guarded(own_database: str) -> None:
    assert own_database
    before = Act._meta.get_field("verb")
    wider = models.CharField("动作", max_length=40)
    wider.set_attributes_from_name("verb")
    wider.model = Act
    with connection.schema_editor() as editor:
        editor.alter_field(Act, before, wider)
    if connection.vendor == "sqlite":
        assert guards.missing(), "SQLite loses the triggers of a table that it makes anew"
    call_command("migrate", verbosity=0)
    assert guards.missing() == set()


@pytest.mark.parametrize("table", ["trail_act", "trail_chain"])
def test_both_tables_of_the_trail_are_guarded(table: str, db: None) -> None:
    assert any(trigger.startswith(table) for trigger in guards.expected())
