"""Stored values as they really stand, for checking: nothing is read through a lenient converter.

Text, whole numbers and nothing (NULL) come as they are. What a database keeps in another form
than the trail writes (moments, days, uuids) is turned into the trail's form, so that no two
stored values come out alike; a value that this program can't have written equals nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from yichuang.domain.trail.rows import columns

CHUNK = 2000


@dataclass(frozen=True)
class NotAsWritten:
    """A stored value that this program can't have written: it equals no value of the trail."""

    stored: object

    def __str__(self) -> str:
        return repr(self.stored)


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Read everything as of one moment, though others go on writing."""
    if connection.vendor == "sqlite":
        with _sqlite_as_it_is(), transaction.atomic():
            yield
        return
    within = connection.in_atomic_block
    with transaction.atomic():
        if not within:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _sqlite_as_it_is() -> Iterator[None]:
    """Let SQLite give text that isn't UTF-8 too, and let who only reads hold up no writer."""
    connection.ensure_connection()
    sqlite: Any = connection
    mode, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    sqlite.connection.text_factory = _text
    try:
        yield
    finally:
        sqlite.connection.text_factory = str
        sqlite.transaction_mode = mode


def raw_rows(
    model: type[models.Model], order: str = "", only: tuple[str, str] | None = None
) -> Iterator[dict[str, Any]]:
    """Give every row of a model by column, in the values of the trail.

    `only` names a column and the value of the rows that are wanted.
    """
    kinds = {name: _kind(column) for name, column in columns(model).items()}
    into_trail = _SQLITE if connection.vendor == "sqlite" else {}
    readers = [(name, into_trail[kind]) for name, kind in kinds.items() if kind in into_trail]
    with connection.chunked_cursor() as cursor:
        where = f" WHERE {only[0]} = %s" if only else ""
        ordered = f" ORDER BY {order}" if order else ""
        cursor.execute(_select(model, kinds) + where + ordered, only[1:] if only else None)
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                values = dict(zip(kinds, row, strict=True))
                for name, read in readers:
                    if values[name] is not None:
                        values[name] = read(values[name])
                yield values


def _kind(column: "models.Field[Any, Any]") -> str:
    """Give the kind of a column; a foreign key is of the kind of the key it points to."""
    while isinstance(column, models.ForeignKey):
        column = column.target_field
    return column.get_internal_type()


def _select(model: type[models.Model], kinds: dict[str, str]) -> str:
    table = model._meta.db_table  # noqa: SLF001
    if connection.vendor == "postgresql":
        given = [_POSTGRESQL.get(kind, "{0}").format(name) for name, kind in kinds.items()]
        return f"SELECT {', '.join(given)} FROM {table}"  # noqa: S608
    # The plus keeps the driver from converting by the column's declared type. Read the table
    # itself, never an index: an edited file may differ in one and not in the other.
    return f"SELECT {', '.join(f'+{name}' for name in kinds)} FROM {table} NOT INDEXED"  # noqa: S608


# Python knows neither infinity nor the years before 1 and after 9999: they come out as text.
_POSTGRESQL = {
    "DateTimeField": (
        "CASE WHEN {0} >= '0001-01-01 00:00Z' AND {0} < '10000-01-01 00:00Z' THEN "
        "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') ELSE {0}::text END"
    ),
    "DateField": (
        "CASE WHEN {0} >= '0001-01-01' AND {0} < '10000-01-01' THEN "
        "to_char({0}::timestamp, 'YYYY-MM-DD') ELSE {0}::text END"
    ),
    "UUIDField": "{0}::text",
}


def _text(stored: bytes) -> str | NotAsWritten:
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return NotAsWritten(stored)


def _moment(stored: object) -> object:
    """Read `2026-03-09 00:30:00` or, where it has them, with all six digits of microseconds."""
    if isinstance(stored, str) and stored[10:11] == " ":
        day, hour, rest = stored[:10], stored[11:19], stored[19:]
        if not rest and len(stored) == len("2026-03-09 00:30:00"):
            return f"{day}T{hour}.000000Z"
        if len(rest) == len(".000000") and rest != ".000000":
            return f"{day}T{hour}{rest}Z"
    return NotAsWritten(stored)


def _uuid(stored: object) -> object:
    if not isinstance(stored, str) or len(stored) != len("9f0c4d3e6a524a399d0b0b6f3f7a2d11"):
        return NotAsWritten(stored)
    return f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"


def _whole(stored: object) -> object:
    """Read a whole number; to Python, but not to us, 1.0 is one too."""
    return stored if type(stored) is int else NotAsWritten(stored)


_SQLITE: dict[str, Callable[[object], object]] = {
    "DateTimeField": _moment,
    "UUIDField": _uuid,
    "BooleanField": _whole,
    "IntegerField": _whole,
    "BigIntegerField": _whole,
    "SmallIntegerField": _whole,
    "PositiveIntegerField": _whole,
    "PositiveSmallIntegerField": _whole,
}
"""What SQLite keeps in another form than the trail; its yes is 1, which Python takes for True."""
