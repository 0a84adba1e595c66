"""The triggers that make the trail append-only, on both databases.

They are made again after every migration, because SQLite re-makes a table that is altered and
loses its triggers in silence. SQLite's `INSERT OR REPLACE` passes a delete trigger, hence the
ones on insertion. A chain may only grow by one.
"""

from django.db import connection

SAYS = "the trail is append-only"

_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'YC001'; END $$;
CREATE OR REPLACE TRIGGER trail_act_no_change BEFORE UPDATE OR DELETE ON trail_act
FOR EACH ROW EXECUTE FUNCTION trail_refuse();
CREATE OR REPLACE TRIGGER trail_act_no_truncate BEFORE TRUNCATE ON trail_act
FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();
CREATE OR REPLACE TRIGGER trail_chain_only_grows BEFORE UPDATE ON trail_chain FOR EACH ROW
WHEN (NEW.key <> OLD.key OR NEW.n <> OLD.n + 1) EXECUTE FUNCTION trail_refuse();
CREATE OR REPLACE TRIGGER trail_chain_no_delete BEFORE DELETE ON trail_chain
FOR EACH ROW EXECUTE FUNCTION trail_refuse();
CREATE OR REPLACE TRIGGER trail_chain_no_truncate BEFORE TRUNCATE ON trail_chain
FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();
"""

_SQLITE = {
    "trail_act_no_update": "BEFORE UPDATE ON trail_act",
    "trail_act_no_delete": "BEFORE DELETE ON trail_act",
    "trail_act_no_replace": (
        "BEFORE INSERT ON trail_act WHEN EXISTS (SELECT 1 FROM trail_act WHERE "
        "request = NEW.request OR (chain_id = NEW.chain_id AND n = NEW.n))"
    ),
    "trail_chain_only_grows": (
        "BEFORE UPDATE ON trail_chain WHEN NEW.key <> OLD.key OR NEW.n <> OLD.n + 1"
    ),
    "trail_chain_no_delete": "BEFORE DELETE ON trail_chain",
    "trail_chain_no_replace": (
        "BEFORE INSERT ON trail_chain WHEN EXISTS (SELECT 1 FROM trail_chain WHERE key = NEW.key)"
    ),
}

_PRESENT = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}


def expected() -> set[str]:
    """Name the triggers that must stand on the database in use."""
    if connection.vendor == "sqlite":
        return set(_SQLITE)
    return {word for word in _POSTGRESQL.split() if word.startswith(("trail_act_", "trail_chain_"))}


def missing() -> set[str]:
    """Name the triggers that should stand and don't."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT[connection.vendor])
        return expected() - {row[0] for row in cursor.fetchall()}


def put_up() -> None:
    """Make every trigger anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
            return
        for name, when in _SQLITE.items():
            refuse = f"BEGIN SELECT RAISE(ABORT, '{SAYS} ({name})'); END"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {when} {refuse}")
