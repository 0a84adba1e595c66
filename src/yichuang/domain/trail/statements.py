# ruff: noqa: S608 -- table and column names come from the models, values are always bound
"""The guarded write of an act in SQL: one statement on PostgreSQL, a short series on SQLite.

Why guarded so: in READ COMMITTED a `NOT EXISTS (same person …)` alone lets two through, because
after waiting for a row lock PostgreSQL looks again only at the locked row. So the guard is the
number of acts on the chain, which is its version; whatever else must survive a race is a unique
index.

A part that did not happen makes the chain of the act NULL, which the column refuses: PostgreSQL
then takes the whole statement back. SQLite looks at each row count, and the caller rolls back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models

from yichuang.domain.trail.models import Act, Kept
from yichuang.domain.trail.rows import New, Row, columns, key_columns, on_postgresql, stored

ACT = ("n", "verb", "actor", "mandate", "at", "request", "content", "prev", "digest")


@dataclass(frozen=True)
class Condition:
    """What must hold at the moment of writing, as SQL that both databases read."""

    sql: str
    params: tuple[Any, ...]


ALWAYS = Condition("1 = 1", ())

Shape = tuple[str, type[Kept], tuple[str, ...], tuple[str, ...]]


def shape_of(row: Row) -> Shape:
    """Give what the SQL of a row depends on: not its values."""
    if isinstance(row, New):
        return ("new", row.model, tuple(row.values), ())
    return ("change", row.model, tuple(row.after), tuple(row.before))


def params_of(row: Row) -> list[Any]:
    """Give the values of a row in the order of its SQL."""
    if isinstance(row, New):
        return [stored(row.model, name, value) for name, value in row.values.items()]
    keyed = zip(key_columns(row.model), row.key, strict=True)
    return [
        *(stored(row.model, name, value) for name, value in row.after.items()),
        *(stored(row.model, name, value) for name, value in keyed),
        *(stored(row.model, name, value) for name, value in row.before.items()),
    ]


@cache
def link_sql(condition: str, *, begins: bool) -> str:
    """Give the SQL that lengthens a chain, or begins one."""
    if begins:
        return (
            "INSERT INTO trail_chain (head, key, n) "
            f"SELECT {_cast('text')}, {_cast('text')}, {_cast('integer')} + 1 WHERE {condition}"
        )
    return (
        f"UPDATE trail_chain SET n = n + 1, head = {_cast('text')} "
        f"WHERE key = %s AND n = %s AND {condition}"
    )


@cache
def row_sql(shape: Shape, *, linked: bool) -> str:
    """Give the SQL that writes one row; `linked` hangs it on the link of the same statement."""
    kind, model, written, before = shape
    table = model._meta.db_table  # noqa: SLF001
    values = [_cast(_type(model, name)) for name in written]
    if kind == "new":
        source = f"SELECT {', '.join(values)}{' FROM link' if linked else ''}"
        return f"INSERT INTO {table} ({', '.join(written)}) {source}"
    sets = ", ".join(f"{name} = {value}" for name, value in zip(written, values, strict=True))
    same = "IS NOT DISTINCT FROM" if on_postgresql() else "IS"
    where = [f"{table}.{name} = %s" for name in key_columns(model)]
    where += [f"{table}.{name} {same} {_cast(_type(model, name))}" for name in before]
    source = " FROM link" if linked else ""
    return f"UPDATE {table} SET {sets}{source} WHERE {' AND '.join(where)}"


@cache
def act_sql(chain: str, source: str) -> str:
    """Give the SQL that writes the act itself."""
    values = ", ".join(_cast(_type(Act, name)) for name in ACT)
    return f"INSERT INTO trail_act (chain_id, {', '.join(ACT)}) SELECT {chain}, {values}{source}"


@cache
def whole_sql(condition: str, shapes: tuple[Shape, ...], *, begins: bool) -> str:
    """Give the one statement of an act on PostgreSQL."""
    parts = [f"link AS ({link_sql(condition, begins=begins)} RETURNING key)"]
    parts += [
        f"w{i} AS ({row_sql(shape, linked=True)} RETURNING 1)" for i, shape in enumerate(shapes)
    ]
    happened = " AND ".join(f"(SELECT count(*) FROM w{i}) = 1" for i in range(len(shapes)))
    chain = f"CASE WHEN {happened} THEN link.key END" if shapes else "link.key"
    return f"WITH {', '.join(parts)} {act_sql(chain, ' FROM link')} RETURNING n"


def statements(
    seen: int, link: Sequence[object], condition: Condition, rows: Sequence[Row], act: Sequence[Any]
) -> list[tuple[str, list[Any]]]:
    """Give the statements of an act with their values, in the order in which they run.

    `link` is (digest, chain, n seen); `act` the values of ACT, and before them the chain's key.
    Each statement must touch exactly one row.
    """
    key, *values = act
    values = [stored(Act, name, value) for name, value in zip(ACT, values, strict=True)]
    linked = [*link, *condition.params]
    if on_postgresql():
        shapes = tuple(shape_of(row) for row in rows)
        sql = whole_sql(condition.sql, shapes, begins=seen == 0)
        return [(sql, [*linked, *(p for row in rows for p in params_of(row)), *values])]
    return [
        (link_sql(condition.sql, begins=seen == 0), linked),
        *((row_sql(shape_of(row), linked=False), params_of(row)) for row in rows),
        (act_sql("%s", ""), [key, *values]),
    ]


def _cast(type_: str) -> str:
    # PostgreSQL must know the type of a value that stands alone in a SELECT.
    return f"CAST(%s AS {type_})" if on_postgresql() else "%s"


def _type(model: type[models.Model], column: str) -> str:
    # Without its length: an explicit cast to varchar(n) cuts in silence, an assignment refuses.
    return str(columns(model)[column].db_type(connection)).split("(", maxsplit=1)[0]
