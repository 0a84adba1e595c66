# ruff: noqa: SLF001 -- a model says of itself in _meta what is read here
"""Stored values, and every small change that somebody with the database in hand can make to one.

A value is known by where it is stored (SQLite's rowid, PostgreSQL's ctid), and by what `verify`
should name when it isn't as it was: a chain, or a row by its table and key.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from yichuang.domain.trail.models import Act, Chain, Kept
from yichuang.domain.trail.rows import columns, key_columns
from yichuang.domain.trail.verify import name_of

Change = tuple[str, object]
"""What a column is set to: an expression, and its value."""

BYTES = "CAST(%s AS TEXT)"


@dataclass(frozen=True)
class Value:
    """One stored value."""

    model: type[models.Model]
    place: str
    column: str
    stored: Any
    culprit: str
    of_key: bool
    kind: str

    def __str__(self) -> str:
        return f"{self.culprit}: {self.model.__name__}.{self.column} = {self.stored!r}"

    @property
    def table(self) -> str:
        """The table that it stands in."""
        return str(self.model._meta.db_table)

    @property
    def of_trail(self) -> bool:
        """Whether the value is of the trail itself, not of a row that acts explain."""
        return self.model in {Act, Chain}

    @property
    def can_be_nothing(self) -> bool:
        """Whether NULL may stand in its place, once the constraints are lowered."""
        return self.stored is not None and (connection.vendor == "sqlite" or not self.of_key)


def stored_models() -> list[type[models.Model]]:
    """Give the trail's own models and every model whose rows acts explain."""
    return [Chain, Act, *(model for model in apps.get_models() if issubclass(model, Kept))]


def stored_values() -> list[Value]:
    """Read every value of every row, as the database keeps it."""
    return [value for model in stored_models() for value in _values(model)]


def _values(model: type[models.Model]) -> Iterator[Value]:
    sqlite = connection.vendor == "sqlite"
    fields = columns(model)
    # A plus keeps SQLite's driver from converting.
    names = [f"+{name}" if sqlite else name for name in fields]
    place, table = "rowid" if sqlite else "ctid::text", model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {place}, {', '.join(names)} FROM {table} ORDER BY {place}")  # noqa: S608
        for where, *row in cursor.fetchall():
            stored = dict(zip(fields, row, strict=True))
            culprit = _culprit(model, stored)
            for name, value in stored.items():
                of_key, kind = name in key_columns(model), _kind(fields[name])
                yield Value(model, str(where), name, value, culprit, of_key, kind)


def _culprit(model: type[models.Model], row: dict[str, Any]) -> str:
    if model is Chain:
        return str(row["key"])
    if model is Act:
        return str(row["chain_id"])
    return name_of(model._meta.db_table, *(row[name] for name in key_columns(model)))


def _kind(field: "models.Field[Any, Any]") -> str:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field.get_internal_type()


def one_of_each(values: list[Value], random: Random) -> list[Value]:
    """Draw a value of each column."""
    by_column: dict[tuple[str, str], list[Value]] = {}
    for value in values:
        by_column.setdefault((value.table, value.column), []).append(value)
    return [random.choice(of_one) for of_one in by_column.values()]


def drawn(values: list[Value], size: int, random: Random) -> list[Value]:
    """Draw values: one of each column first, then any."""
    first = one_of_each(values, random)[:size]
    return first + random.choices(values, k=size - len(first))


def a_byte(value: Value, random: Random) -> Change:
    """Change a single byte of a value; now and then its storage class or its look instead."""
    if value.can_be_nothing and random.random() < 0.05:
        return "%s", None
    if connection.vendor == "sqlite":
        return random.choice(_disguises(value)) if random.random() < 0.1 else _bit(value, random)
    return "%s", _another(value, random)


def _bit(value: Value, random: Random) -> Change:
    stored = value.stored
    if stored is None:
        return random.choice([("%s", ""), ("%s", 0), ("%s", "2026-03-09")])
    if isinstance(stored, int):
        return "%s", stored ^ 1 << random.randrange(63)
    written = bytearray(stored.encode())
    if not written:
        return "%s", " "
    written[random.randrange(len(written))] ^= 1 << random.randrange(8)
    return BYTES, bytes(written)


def _disguises(value: Value) -> list[Change]:
    """Give what SQLite may hold in place of a value that looks the same, or reads the same."""
    stored = value.stored
    if stored is None or isinstance(stored, int):
        return [("%s", b"1"), ("%s", str(stored) + "?"), ("%s", (stored or 0) + 0.5)]
    looks: list[Change] = [("%s", stored.encode()), ("%s", stored + " "), ("%s", stored + "\0")]
    if value.kind == "UUIDField":
        looks += [("%s", str(UUID(stored))), ("%s", f"{{{stored}}}")]
    if value.kind == "DateTimeField":
        trail = f"{datetime.fromisoformat(stored):%Y-%m-%dT%H:%M:%S.%f}Z"
        looks += [("%s", stored.replace(" ", "T")), ("%s", stored + "+00:00"), ("%s", trail)]
    return looks


def _another(value: Value, random: Random) -> object:  # noqa: PLR0911 -- one for each type
    """Give another value of the column's type on PostgreSQL, as near as can be."""
    stored = value.stored
    match stored:
        case None:
            return EMPTY[value.kind]
        case bool():
            return not stored
        case int():
            bits = connection.ops.integer_field_range(value.kind)[1].bit_length()
            return stored ^ 1 << random.randrange(bits)
        case datetime():
            return stored + random.choice([-1, 1]) * timedelta(microseconds=1)
        case date():
            return stored + random.choice([-1, 1]) * timedelta(days=1)
        case UUID():
            return UUID(int=stored.int ^ 1 << random.randrange(128))
    if not stored:
        return "-"
    place = random.randrange(len(stored))
    # PostgreSQL takes no NUL: what would become one gets its lowest bit changed.
    other = ord(stored[place]) ^ 1 << random.randrange(7) or ord(stored[place]) ^ 1
    return f"{stored[:place]}{chr(other)}{stored[place + 1 :]}"


EMPTY: dict[str, Any] = {
    "CharField": "",
    "TextField": "",
    "DateField": date(2026, 3, 9),
    "DateTimeField": datetime(2026, 3, 9, tzinfo=UTC),
    "SmallIntegerField": 0,
    "IntegerField": 0,
    "BigIntegerField": 0,
}
"""What a column that held nothing may hold instead."""


def garbage(value: Value) -> list[Change]:
    """Give what nobody ever writes, but a column may come to hold."""
    sorts: list[Change] = [("%s", None)] if value.can_be_nothing else []
    if connection.vendor == "sqlite":
        sorts += SQLITE_GARBAGE
    else:
        sorts += [("%s", sort) for sort in POSTGRESQL_GARBAGE.get(value.kind, [])]
        if "Integer" in value.kind:
            sorts += [("%s", end) for end in connection.ops.integer_field_range(value.kind)]
    return [change for change in sorts if change[1] != value.stored]


NESTED = "[" * 100_000
NUMBER = '{"rows": [["a", [1], ' + "9" * 5000 + "]]}"
ODD_ROWS = '{"rows": [[[], {}, 5], ["a", ["b"], 5], 7, ["a", null, {}]], "chain": {}}'
SQLITE_GARBAGE: list[Change] = [
    *((BYTES, wrong) for wrong in (b"\xff\xfe\x00", b"\xed\xa0\x80", b"e\xcc\x81", b"\x1b[2J")),
    *(("%s", wrong) for wrong in (b"\xff", 2**63 - 1, -(2**63), 1e300, "", "x" * 100_000)),
    *(("%s", wrong) for wrong in (NESTED, NUMBER, ODD_ROWS, "null", "{}")),
]
POSTGRESQL_GARBAGE: dict[str, list[Any]] = {
    "CharField": ["", "\x1b[2J", "e\u0301"],
    "TextField": ["", "e\u0301", "x" * 100_000, NESTED, NUMBER, ODD_ROWS, "null", "{}"],
    "DateField": ["infinity", "-infinity", "4713-01-01 BC", "5874897-12-31"],
    "DateTimeField": ["infinity", "-infinity", "4713-01-01 00:00+00 BC", "294276-12-31 00:00+00"],
    "UUIDField": [UUID(int=0)],
}
