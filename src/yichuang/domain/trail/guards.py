"""The triggers that make the trail append-only, on both databases, and those of other rooms.

They are made again after every migration, because SQLite re-makes a table that is altered and
loses its triggers in silence. SQLite's `INSERT OR REPLACE` passes a delete trigger, hence the
ones on insertion; a row can be replaced by its hidden row number too. A chain may only grow by one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

SAYS = "the trail is append-only"


@dataclass(frozen=True)
class Trigger:
    """A trigger of one of the two databases: on which table, when it fires, what it does then.

    On PostgreSQL `does` is the body of a function, which several triggers may share; on SQLite it
    is the statement of the trigger itself.
    """

    name: str
    table: str
    fires: str
    does: str
    function: str = ""


Triggers = Mapping[str, Sequence[Trigger]]
"""Triggers by the database that they are for."""

_REFUSE = f"BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'YC001'; END"
_POSTGRESQL = {
    "trail_act_no_change": "BEFORE DELETE OR UPDATE ON trail_act FOR EACH ROW",
    "trail_act_no_truncate": "BEFORE TRUNCATE ON trail_act FOR EACH STATEMENT",
    "trail_chain_only_grows": (
        "BEFORE UPDATE ON trail_chain FOR EACH ROW WHEN (NEW.key <> OLD.key OR NEW.n <> OLD.n + 1)"
    ),
    "trail_chain_no_delete": "BEFORE DELETE ON trail_chain FOR EACH ROW",
    "trail_chain_no_truncate": "BEFORE TRUNCATE ON trail_chain FOR EACH STATEMENT",
}
_SQLITE = {
    "trail_act_no_update": "BEFORE UPDATE ON trail_act",
    "trail_act_no_delete": "BEFORE DELETE ON trail_act",
    "trail_act_no_replace": (
        "BEFORE INSERT ON trail_act WHEN EXISTS (SELECT 1 FROM trail_act WHERE "
        "request = NEW.request OR (chain_id = NEW.chain_id AND n = NEW.n) OR rowid = NEW.rowid)"
    ),
    "trail_chain_only_grows": (
        "BEFORE UPDATE ON trail_chain "
        "WHEN NEW.key <> OLD.key OR NEW.n <> OLD.n + 1 OR NEW.rowid <> OLD.rowid"
    ),
    "trail_chain_no_delete": "BEFORE DELETE ON trail_chain",
    "trail_chain_no_replace": (
        "BEFORE INSERT ON trail_chain WHEN EXISTS (SELECT 1 FROM trail_chain WHERE "
        "key = NEW.key OR rowid = NEW.rowid)"
    ),
}


def _table_of(name: str) -> str:
    return "trail_act" if name.startswith("trail_act") else "trail_chain"


_TRAIL: Triggers = {
    "postgresql": [
        Trigger(name, _table_of(name), fires, _REFUSE, "trail_refuse")
        for name, fires in _POSTGRESQL.items()
    ],
    "sqlite": [
        Trigger(name, _table_of(name), fires, f"SELECT RAISE(ABORT, '{SAYS} ({name})');")
        for name, fires in _SQLITE.items()
    ],
}
_ALL: list[Triggers] = [_TRAIL]

_PRESENT = {
    "postgresql": (
        "SELECT t.tgname, pg_get_triggerdef(t.oid),"
        " concat_ws(' ', l.lanname, p.provolatile, array_to_string(p.proconfig, ','), p.prosrc)"
        " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_language l"
        " ON l.oid = p.prolang WHERE NOT t.tgisinternal AND t.tgenabled = 'O'"
    ),
    "sqlite": "SELECT name, sql, '' FROM sqlite_master WHERE type = 'trigger'",
}


def also(triggers: Triggers) -> None:
    """Let the triggers of another room stand guard too; it says so when Django gets ready."""
    if triggers not in _ALL:
        _ALL.append(triggers)


def expected() -> dict[str, str]:
    """Name the triggers that must stand on the database in use, each with its table."""
    return {trigger.name: trigger.table for trigger in _here()}


def missing() -> set[str]:
    """Name the triggers that should stand and don't, or stand otherwise than they should."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT[connection.vendor])
        present = {name: (_bare(sql), body) for name, sql, body in cursor.fetchall()}
    path = _path()
    should = {t.name: (_bare(_definition(t)), _function(t, path)) for t in _here()}
    return {name for name, what in should.items() if present.get(name) != what}


def put_up(triggers: Sequence[Trigger] = ()) -> None:
    """Make triggers anew whose tables stand: these, or all of them."""
    tables, path = connection.introspection.table_names(), _path()
    with connection.cursor() as cursor:
        for trigger in triggers or _here():
            if trigger.table not in tables:
                continue
            on = ""
            if connection.vendor == "postgresql":
                on = f" ON {trigger.table}"
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {trigger.function}() RETURNS trigger "
                    f"LANGUAGE plpgsql VOLATILE SET search_path = {path} AS $${trigger.does}$$"
                )
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")
            cursor.execute(_definition(trigger))


def _here() -> list[Trigger]:
    return [trigger for triggers in _ALL for trigger in triggers[connection.vendor]]


def _path() -> str:
    """Give where the functions look for tables: those of a session's own come last, not first."""
    if connection.vendor == "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        return f"{cursor.fetchone()[0]}, pg_temp"


def _definition(trigger: Trigger) -> str:
    does = f"BEGIN {trigger.does} END"
    if connection.vendor == "postgresql":
        does = f"EXECUTE FUNCTION {trigger.function}()"
    return f"CREATE TRIGGER {trigger.name} {trigger.fires} {does}"


def _function(trigger: Trigger, path: str) -> str:
    """Give the function of a trigger as it stands on PostgreSQL: its language and all."""
    if connection.vendor == "sqlite":
        return ""
    return f"plpgsql v search_path={path} {trigger.does}"


def _bare(sql: str) -> str:
    """Give a definition without what PostgreSQL adds of its own: schema, casts, parentheses."""
    if connection.vendor == "sqlite":
        return sql
    return " ".join(re.sub(r"\bpublic\.|::\w+|[()]", "", sql).lower().split())
