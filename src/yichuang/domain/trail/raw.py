"""Stored values as they really stand, for checking: nothing is read through a lenient converter.

A value that isn't written exactly as this program writes it comes back as NotAsWritten, which
equals nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from yichuang.domain.trail.canonical import NotCanonicalError, plain
from yichuang.domain.trail.rows import columns, key_columns

CHUNK = 2000


class NotAsWritten(str):
    """A stored value that this program can't have written."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        """Equal nothing, so that it is always a fault."""
        return False


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Read everything as of one moment, though others go on writing."""
    if connection.in_atomic_block or connection.vendor == "sqlite":
        with transaction.atomic():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def raw_rows(model: type[models.Model], order: str = "") -> Iterator[dict[str, Any]]:
    """Give every row of a model by column, in canonical values."""
    names = list(columns(model))
    readers = [_reader(_kind(columns(model)[name])) for name in names]
    # On SQLite a plus keeps the driver from converting by the column's declared type.
    selected = ", ".join(f"+{n}" if connection.vendor == "sqlite" else n for n in names)
    table = model._meta.db_table  # noqa: SLF001
    by = order or ", ".join(key_columns(model))
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {selected} FROM {table} ORDER BY {by}")  # noqa: S608
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                values = (read(value) for read, value in zip(readers, row, strict=True))
                yield dict(zip(names, values, strict=True))


def _kind(column: "models.Field[Any, Any]") -> str:
    """Give the kind of a column; a foreign key is of the kind of the key it points to."""
    while isinstance(column, models.ForeignKey):
        column = column.target_field
    return column.get_internal_type()


@cache
def _reader(kind: str) -> Callable[[Any], Any]:
    if connection.vendor != "sqlite":
        return _typed
    kinds = {"DateTimeField": _moment, "UUIDField": _uuid, "BooleanField": _yes_no}
    return kinds.get(kind, _typed)


def _typed(value: object) -> object:
    try:
        return plain(value)
    except (NotCanonicalError, ValueError):
        return NotAsWritten(repr(value))


def _moment(value: object) -> object:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
    except ValueError:
        return NotAsWritten(value)
    written = connection.ops.adapt_datetimefield_value(moment)
    return plain(moment) if value == written else NotAsWritten(value)


def _uuid(value: object) -> object:
    try:
        read = UUID(hex=str(value))
    except ValueError:
        return NotAsWritten(value)
    return str(read) if read.hex == value else NotAsWritten(value)


def _yes_no(value: object) -> object:
    if value is None:
        return None
    return bool(value) if type(value) is int and value in {0, 1} else NotAsWritten(value)
