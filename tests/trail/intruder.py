"""Somebody who owns the database and changes it past the guards of the trail.

Triggers are switched off for the time of the change and stand again afterwards, so that what is
found is the change itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from yichuang.domain.trail import guards
from yichuang.domain.trail.verify import verify

Value = str | int | date | UUID | None
Change = tuple[str, *tuple[Value, ...]]
"""A statement and its values."""


@contextmanager
def past_the_guards() -> Iterator[Callable[..., None]]:
    """Give a way to run statements that no trigger sees; each must touch something."""
    with connection.cursor() as cursor:
        _switch_off()

        def run(sql: str, *values: Value) -> None:
            cursor.execute(sql, values)
            assert cursor.rowcount, f"touched nothing: {sql}"

        yield run
        _switch_on()


def faults_after(*changes: Change) -> list[str]:
    """Give what `verify` finds after changes made past the guards, and take them back."""
    with transaction.atomic():
        with past_the_guards() as run:
            for sql, *values in changes:
                run(sql, *values)
        assert guards.missing() == set()
        found = [str(fault) for fault in verify().faults]
        transaction.set_rollback(True)
    return found


def _switch_off() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            return
        for trigger in guards.expected():
            cursor.execute(f"DROP TRIGGER {trigger}")


def _switch_on() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")
        return
    guards.put_up()
