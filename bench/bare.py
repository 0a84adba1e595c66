"""The yardsticks: a bare act, and hand-made SQL that writes the same rows as a life does.

Both go through the driver itself (psycopg, sqlite3), without Django, reads or decisions. The bare
act is the least that an act can be: lengthen a chain if it stands as seen, write the act, durably.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import uuid4

import psycopg

Statement = tuple[str, list[Any]]

BARE = """WITH link AS (UPDATE trail_chain SET n = n + 1, head = %s WHERE key = %s AND n = %s
 RETURNING key, n) INSERT INTO trail_act
 (chain_id, n, verb, actor, mandate, at, request, content, prev, digest)
 SELECT key, n, 'sign', 'bench', 1, '2026-03-09 03:00:00+00', CAST(%s AS uuid), CAST(%s AS text),
 CAST(%s AS text), CAST(%s AS text) FROM link"""
NEW_CHAIN = "INSERT INTO trail_chain (key, n, head) VALUES (%s, 1, %s)"


@dataclass(frozen=True)
class SampleAct:
    """One act of a life that the product carried: the SQL of its rows, values and all."""

    statements: list[Statement]


class Driver:
    """The driver's own connection to a database, with one way to run a transaction."""

    def __init__(self, vendor: str, name: str) -> None:
        self.vendor = vendor
        if vendor == "postgresql":
            self.link: Any = psycopg.connect(name, autocommit=True, prepare_threshold=2)
        else:
            self.link = sqlite3.connect(name, timeout=30, isolation_level=None)
            self.link.execute("PRAGMA synchronous=FULL")

    def transaction(self, statements: list[Statement]) -> None:
        """Run statements durably, all or nothing."""
        if self.vendor == "postgresql":
            if len(statements) == 1:
                self.link.execute(*statements[0])
                return
            with self.link.pipeline(), self.link.transaction():
                for sql, params in statements:
                    self.link.execute(sql, params)
            return
        self.link.execute("BEGIN IMMEDIATE")
        for sql, params in statements:
            self.link.execute(sql.replace("%s", "?"), params)
        self.link.execute("COMMIT")


class Bare:
    """One bare act after another on chains of the worker's own."""

    def __init__(self, driver: Driver, worker: int, content: str) -> None:
        self.driver, self.content = driver, content
        self.key, self.n, self.head = f"bench/{worker}-{uuid4().hex[:8]}", 1, "0" * 64
        driver.transaction([(NEW_CHAIN, [self.key, self.head])])

    def carry(self, done: Callable[[], None]) -> None:
        """Write one bare act."""
        digest = sha256((self.head + self.content).encode()).hexdigest()
        request = str(uuid4())
        if self.driver.vendor == "postgresql":
            values = [digest, self.key, self.n, request, self.content, self.head, digest]
            self.driver.transaction([(BARE, values)])
        else:
            self.driver.transaction(self._series(digest, request))
        self.n, self.head = self.n + 1, digest
        done()

    def _series(self, digest: str, request: str) -> list[Statement]:
        link = "UPDATE trail_chain SET n = n + 1, head = ? WHERE key = ? AND n = ?"
        act = (
            "INSERT INTO trail_act (chain_id, n, verb, actor, mandate, at, request, content, prev,"
            " digest) VALUES (?, ?, 'sign', 'bench', 1, '2026-03-09 03:00:00', ?, ?, ?, ?)"
        )
        values = [self.key, self.n + 1, request.replace("-", ""), self.content, self.head, digest]
        return [(link, [digest, self.key, self.n]), (act, values)]


class HandMade:
    """The same rows as a life leaves, in SQL written by hand, life after life."""

    def __init__(
        self, driver: Driver, worker: int, sample: list[SampleAct], marks: list[str]
    ) -> None:
        self.driver, self.sample, self.marks = driver, sample, marks
        self.worker, self.lives = worker, 0

    def carry(self, done: Callable[[], None]) -> None:
        """Write one life: what made the sample's keys its own is put otherwise."""
        self.lives += 1
        own = [f"{self.worker}{self.lives}{uuid4().hex}"[: len(mark)] for mark in self.marks]
        for act in self.sample:
            request = str(uuid4())
            self.driver.transaction(
                [
                    (sql, [self._own(p, own, request) for p in params])
                    for sql, params in act.statements
                ]
            )
            done()

    def _own(self, value: Any, own: list[str], request: str) -> Any:
        if value == "REQUEST":
            return request if self.driver.vendor == "postgresql" else request.replace("-", "")
        if isinstance(value, str):
            for mark, mine in zip(self.marks, own, strict=True):
                value = value.replace(mark, mine)
        return value


def sample_of(acts: Iterable[Mapping[str, Any]]) -> list[SampleAct]:
    """Write the SQL of the acts that the product wrote, from what they say of their rows."""
    seen: set[str] = set()
    return [SampleAct(_statements(act, seen)) for act in acts]


def _statements(act: Mapping[str, Any], seen: set[str]) -> list[Statement]:
    content = json.loads(act["content"])
    if act["n"] == 1:
        first: Statement = (NEW_CHAIN, [act["chain_id"], act["digest"]])
    else:
        sql = "UPDATE trail_chain SET n = n + 1, head = %s WHERE key = %s AND n = %s"
        first = (sql, [act["digest"], act["chain_id"], act["n"] - 1])
    names = ["chain_id", "n", "verb", "actor", "mandate", "at", "content", "prev", "digest"]
    values = [act["chain_id"], act["n"], act["verb"], act["actor"], act["mandate"], content["at"]]
    values += [act["content"], act["prev"], act["digest"], "REQUEST"]
    written = [first, (_insert("trail_act", [*names, "request"]), values)]
    for table, key, row in content["rows"]:
        own = {name: "REQUEST" if name == "act_id" else value for name, value in row.items()}
        place = f"{table}{key}"
        written.append(_changed(table, key, own) if place in seen else _new(table, own))
        seen.add(place)
    return written


KEYS: dict[str, tuple[str, ...]] = {
    "cases_seat": ("case_id", "step", "turn"),
    "cases_claim": ("case_id", "subject", "kind"),
    "cases_case": ("chain_id",),
    "archives_file": ("case_id",),
}


def _new(table: str, row: dict[str, Any]) -> Statement:
    return _insert(table, list(row)), list(row.values())


def _changed(table: str, key: list[Any], row: dict[str, Any]) -> Statement:
    sets = ", ".join(f"{name} = %s" for name in row)
    where = " AND ".join(f"{name} = %s" for name in KEYS[table])
    return f"UPDATE {table} SET {sets} WHERE {where}", [*row.values(), *key]  # noqa: S608


def _insert(table: str, names: list[str]) -> str:
    holes = ", ".join("%s" for _ in names)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({holes})"  # noqa: S608
