"""Databases with nobody in them, as the tests run on, for commands in their own process."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
from django.db import connection
from psycopg import sql

from tests.databases import BY_FILE, dropped, server, url_of

SOURCES = Path(__file__).resolve().parents[3] / "src"


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """Give the URL of an empty database, and take it away afterwards."""
    with _database(folder, None) as url:
        yield url


@contextmanager
def migrated_database(folder: Path, bare: str) -> Iterator[str]:
    """Give the URL of a database as `migrate` leaves it: the copy of one that was set aside."""
    with _database(folder, bare) as url:
        yield url


@contextmanager
def _database(folder: Path, original: str | None) -> Iterator[str]:
    name = f"empty_{uuid4().hex[:12]}"
    if connection.vendor == "sqlite":
        file = folder / f"{name}.sqlite3"
        if original:
            shutil.copy(original, file)
        yield f"sqlite:///{file}"
        return
    server(f"CREATE DATABASE {name} TEMPLATE {original or 'template1'} {BY_FILE}")
    try:
        yield url_of(name)
    finally:
        dropped(name)


def yichuang(url: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a database, in a process of its own."""
    return python(url, "-m", "yichuang", *arguments, **more)


def python(url: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python on a database, with more in its environment."""
    environment = {**os.environ, "YICHUANG_DATABASE": url, "PYTHONPATH": str(SOURCES), **more}
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def ask(url: str, statement: LiteralString) -> list[tuple[Any, ...]]:
    """Run a statement on a database past everything of ours, and give its rows if it has any."""
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as link, link:
            return link.execute(statement).fetchall()
    with psycopg.connect(url) as server_link:
        cursor = server_link.execute(sql.SQL(statement))
        return cursor.fetchall() if cursor.description else []
