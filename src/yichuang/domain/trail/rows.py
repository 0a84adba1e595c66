"""Rows as an act leaves them: planned as plain values first, written together with the act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeVar
from unicodedata import category
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, models

from yichuang.domain.trail.canonical import Plain, plain
from yichuang.domain.trail.models import Kept

_UNCLEAN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})

Values = Mapping[str, Any]
Kind = TypeVar("Kind", bound=models.Model)


@dataclass(frozen=True)
class New:
    """A row that didn't stand before."""

    model: type[Kept]
    values: Values


@dataclass(frozen=True)
class Change:
    """A row that stood as `before` says (only the columns that matter) and will be `after`."""

    model: type[Kept]
    key: tuple[Any, ...]
    before: Values
    after: Values = field(default_factory=dict)


Row = New | Change


@cache
def on_postgresql() -> bool:
    """Say whether the database in use is PostgreSQL; otherwise it is SQLite."""
    return connection.vendor == "postgresql"


@cache
def columns(model: type[models.Model]) -> dict[str, "models.Field[Any, Any]"]:
    """Give the columns of a model by name, in their order."""
    return {str(f.column): f for f in model._meta.concrete_fields if f.column}  # noqa: SLF001


@cache
def key_columns(model: type[models.Model]) -> tuple[str, ...]:
    """Give the columns of a model's primary key."""
    return tuple(str(f.column) for f in model._meta.pk_fields)  # noqa: SLF001


def loaded(model: type[Kind], values: Sequence[Any]) -> Kind:
    """Make an instance of a row that was read with plain SQL, in the order of its columns."""
    if not on_postgresql():
        # SQLite gives moments without their zone; they are kept in UTC.
        values = [v.replace(tzinfo=UTC) if isinstance(v, datetime) else v for v in values]
    return model.from_db(DEFAULT_DB_ALIAS, list(columns(model)), values)


def one(model: type[Kind], column: str, value: object) -> Kind | None:
    """Read the row in which a column that is unique has a value."""
    with connection.cursor() as cursor:
        cursor.execute(_one_sql(model, column), [stored(model, column, value)])
        row = cursor.fetchone()
    return loaded(model, row) if row else None


@cache
def _one_sql(model: type[models.Model], column: str) -> str:
    names, table = ", ".join(columns(model)), model._meta.db_table  # noqa: SLF001
    return f"SELECT {names} FROM {table} WHERE {column} = %s"  # noqa: S608 -- names of our own


def key_of(row: Row) -> tuple[Any, ...]:
    """Give the primary key of a row, in the order of its columns."""
    if isinstance(row, Change):
        return row.key
    return tuple(row.values[name] for name in key_columns(row.model))


def described(row: Row) -> list[Plain]:
    """Write a row for the trail: table, key, and the values that the act leaves in it."""
    left = row.values if isinstance(row, New) else row.after
    return [row.model._meta.db_table, plain(key_of(row)), plain(left)]  # noqa: SLF001


def misfit(row: Row) -> tuple[str, str] | None:
    """Name a column whose value isn't of its kind, and why; SQLite would take it in silence."""
    left = row.values if isinstance(row, New) else row.after
    for name, value in left.items():
        column = columns(row.model)[name]
        why = _why_unfit(column, value)
        if why is not None:
            return str(column.verbose_name), why
    return None


def _why_unfit(column: "models.Field[Any, Any]", value: object) -> str | None:
    if value is None:
        return None if column.null else "不能空着"
    # To Python yes is a whole number and a moment is a day; to the trail they aren't.
    kind = str if isinstance(value, str) else type(value)
    if kind is not _kind_of(column):
        return "填写的内容类型不对"
    if isinstance(value, str):
        if not value:
            return "不能空着"
        if column.max_length and (len(value) > column.max_length or not _is_clean(value)):
            return f"最多 {column.max_length} 字，且不能含有控制字符"
    return None


def _is_clean(text: str) -> bool:
    """Whether a text holds no control, invisible or broken character.

    Wide spaces are kept, and characters that are newer than the interpreter's tables: rare names
    have them.
    """
    return text.isprintable() or not any(category(sign) in _UNCLEAN for sign in text)


@cache
def _kind_of(column: "models.Field[Any, Any]") -> type:
    while isinstance(column, models.ForeignKey):
        column = column.target_field
    kind = column.get_internal_type()
    named = {"DateField": date, "DateTimeField": datetime, "UUIDField": UUID, "BooleanField": bool}
    return named.get(kind, int if "Integer" in kind else str)


def stored(model: type[models.Model], column: str, value: object) -> Any:
    """Give a value as the database in use takes it for a column."""
    if on_postgresql():
        return value  # Its driver knows days, moments and uuids itself.
    return columns(model)[column].get_db_prep_save(value, connection)
