"""The triggers that make the trail append-only, on both databases.

They are made again after every migration, because SQLite re-makes a table that is altered and
loses its triggers in silence. SQLite's `INSERT OR REPLACE` passes a delete trigger, hence the
ones on insertion; a row can be replaced by its hidden row number too. A chain may only grow by one.
"""

import re

from django.db import connection

SAYS = "the trail is append-only"

_REFUSE = f"BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'YC001'; END"
_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $${_REFUSE}$$"
)
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

_PRESENT = {
    "postgresql": (
        "SELECT t.tgname, pg_get_triggerdef(t.oid), p.prosrc FROM pg_trigger t"
        " JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND t.tgenabled = 'O'"
    ),
    "sqlite": "SELECT name, sql, '' FROM sqlite_master WHERE type = 'trigger'",
}


def expected() -> set[str]:
    """Name the triggers that must stand on the database in use."""
    return set(_definitions())


def missing() -> set[str]:
    """Name the triggers that should stand and don't, or stand otherwise than they should."""
    source = _REFUSE if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT[connection.vendor])
        present = {name: (_bare(sql), body) for name, sql, body in cursor.fetchall()}
    should = {name: (_bare(sql), source) for name, sql in _definitions().items()}
    return {name for name, what in should.items() if present.get(name) != what}


def put_up() -> None:
    """Make every trigger anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for name, sql in _definitions().items():
            table = "trail_act" if name.startswith("trail_act") else "trail_chain"
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
            cursor.execute(sql)


def _definitions() -> dict[str, str]:
    if connection.vendor == "postgresql":
        how = "EXECUTE FUNCTION trail_refuse()"
        return {n: f"CREATE TRIGGER {n} {when} {how}" for n, when in _POSTGRESQL.items()}
    return {
        name: f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{SAYS} ({name})'); END"
        for name, when in _SQLITE.items()
    }


def _bare(sql: str) -> str:
    """Give a definition without what a database adds of its own: schema, casts, parentheses."""
    return " ".join(re.sub(r"\bpublic\.|::\w+|[()]", "", sql).lower().split())
