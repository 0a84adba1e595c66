# ruff: noqa: SLF001 -- a model says of itself in _meta what is tested here
"""The triggers that guard the trail, and the posts, stand after every migration."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection, models

from yichuang.domain.staff import exclusion
from yichuang.domain.trail import guards
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.verify import verify


def drop(trigger: str) -> None:
    """Take a trigger away, as somebody might who owns the database."""
    where = f" ON {guards.expected()[trigger]}" if connection.vendor == "postgresql" else ""
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


@pytest.mark.parametrize("table", ["trail_act", "trail_chain", "staff_assignment"])
def test_every_table_that_needs_guards_has_them(table: str, db: None) -> None:
    assert table in guards.expected().values()


@pytest.mark.clause("WQ-04")
def test_triggers_made_when_other_posts_excluded_each_other_are_missed(db: None) -> None:
    """One pair fewer than the table of pairs has now: so it stands after the table is changed."""
    for trigger in exclusion.TRIGGERS[connection.vendor]:
        pair = "('teller', 'reviewer'), "
        assert pair in trigger.does
        guards.put_up([replace(trigger, does=trigger.does.replace(pair, ""))])
        assert trigger.name in guards.missing()
        assert f"trigger {trigger.name}" in [fault.where for fault in verify().faults]
        call_command("migrate", verbosity=0)
        assert guards.missing() == set()


def test_a_toothless_trigger_of_the_same_name_is_missed(db: None) -> None:
    """It stands, and on PostgreSQL even its definition is as it was; but what it does isn't."""
    if connection.vendor == "sqlite":
        (new, changed) = exclusion.TRIGGERS["sqlite"]
        either = changed.fires.replace("WHEN NEW.staff_id", "WHEN (NEW.staff_id") + ")"
        for toothless in (replace(new, does="SELECT 1;"), replace(changed, fires=either)):
            guards.put_up([toothless])
            assert guards.missing() == {toothless.name}
            guards.put_up()
        return
    function, nothing = "staff_refuse_exclusive_posts()", "$$BEGIN RETURN NULL; END$$"
    for statement in (
        f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS {nothing}",
        f"ALTER FUNCTION {function} STABLE",
        f"ALTER FUNCTION {function} RESET search_path",
        "ALTER TABLE staff_assignment DISABLE TRIGGER USER",
    ):
        with connection.cursor() as cursor:
            cursor.execute(statement)
        assert guards.missing() == {"staff_assignment_excludes"}, statement
        call_command("migrate", verbosity=0)
        assert guards.missing() == set()
