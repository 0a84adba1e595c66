"""Copies of the test database that a test may commit to."""

import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connection, connections, models
from psycopg import sql

BY_FILE = "STRATEGY file_copy"
"""On a server that loses nothing worth keeping, files are copied faster than logged."""


@dataclass(frozen=True)
class Own:
    """A copy in use, and what the default connection pointed to before."""

    url: str
    name: str
    before: str


def copied(file: Path, name: str, original: str | None = None) -> Own:
    """Copy the test database, or another, and let the default connection point to the copy."""
    before = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        if original:
            shutil.copy(original, file)
        else:
            bare(file)
        _point(str(file), close=False)
        return Own(f"sqlite:///{file}", str(file), before)
    connections.close_all()
    server(f"CREATE DATABASE {name} TEMPLATE {original or before} {BY_FILE}")
    _point(name)
    return Own(url_of(name), name, before)


def bare(file: Path) -> str:
    """Copy the test database as it is now, for copies of it later; give the copy's name."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(file) as copy:
            connection.connection.backup(copy)
        return str(file)
    connections.close_all()
    name = f"{connection.settings_dict['NAME']}_bare"
    dropped(name)
    server(f"CREATE DATABASE {name} TEMPLATE {connection.settings_dict['NAME']} {BY_FILE}")
    return name


def dropped(name: str) -> None:
    """Drop a database that was copied; on SQLite its file goes with its folder."""
    if connection.vendor != "sqlite":
        server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def restored(own: Own) -> None:
    """Let the default connection point to where it did, and drop the copy."""
    left(own)
    dropped(own.name)


def left(own: Own) -> None:
    """Let the default connection point to where it did."""
    if connection.vendor == "sqlite":
        connection.close()
        connection.connection = _PARKED.pop()
        connection.settings_dict["NAME"] = own.before
        return
    _point(own.before)


def server(statement: str) -> None:
    """Run a statement on the PostgreSQL server itself."""
    settings = connection.settings_dict
    with psycopg.connect(
        dbname="postgres",
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
        user=settings["USER"] or None,
        password=settings["PASSWORD"] or None,
        autocommit=True,
    ) as link:
        link.execute(sql.SQL(statement))


def drop(model: type[models.Model], rule: str) -> None:
    """Take a unique index out of the database; the model goes on declaring it."""
    meta = model._meta  # noqa: SLF001
    declared = meta.constraints
    # SQLite makes the table anew from what the model declares.
    meta.constraints = [other for other in declared if other.name != rule]
    try:
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, next(c for c in declared if c.name == rule))
    finally:
        meta.constraints = declared


def url_of(name: str) -> str:
    """Give the URL of a database beside the test database on PostgreSQL."""
    settings = connection.settings_dict
    user = quote(settings["USER"] or "")
    secret = f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else ""
    place = f"{quote(settings['HOST'] or '', safe='')}:{settings['PORT'] or 5432}"
    return f"postgresql://{user}{secret}@{place}/{name}"


# The connection to an in-memory database must stay open: closing it would lose the database.
_PARKED: list[sqlite3.Connection] = []


def _point(name: str, *, close: bool = True) -> None:
    if close:
        connections.close_all()
    else:
        _PARKED.append(connection.connection)
        connection.connection = None
    connection.settings_dict["NAME"] = name
