"""Which named rule of the database an error speaks of, on both databases.

PostgreSQL names the constraint. SQLite names only the columns of a unique index, so the names
are looked up in the models' own declarations: one table, made from what is declared.
"""

from functools import cache

from django.apps import apps
from django.db import IntegrityError, OperationalError
from django.db.models import UniqueConstraint

from yichuang.domain.trail.rows import key_columns

# On SQLite the guards against REPLACE speak before the keys that they protect.
_GUARDED = {"trail_act_no_replace": "trail_act_pkey", "trail_chain_no_replace": "trail_chain_pkey"}
_UNIQUE = "UNIQUE constraint failed: "
_CHECK = "CHECK constraint failed: "


def broken_by(error: IntegrityError) -> str | None:
    """Give the name of the constraint that refused, or None if a part did not happen at all."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or None
    text = str(error)
    for guard, name in _GUARDED.items():
        if guard in text:
            return name
    if text.startswith(_CHECK):
        return text.removeprefix(_CHECK)
    if text.startswith(_UNIQUE):
        return _names().get(_sorted(text.removeprefix(_UNIQUE)), text)
    return text


def gave_way(error: OperationalError) -> bool:
    """Say whether the database took the act back itself, because others were in its way."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state in _GAVE_WAY or str(error) == "database is locked"


# SQLSTATEs of PostgreSQL: a serialization failure, a deadlock, a lock not to be had.
_GAVE_WAY = {"40001", "40P01", "55P03"}


@cache
def _names() -> dict[str, str]:
    names = {}
    for model in apps.get_models():
        meta = model._meta  # noqa: SLF001
        names[_columns(meta.db_table, key_columns(model))] = f"{meta.db_table}_pkey"
        for rule in meta.constraints:
            if isinstance(rule, UniqueConstraint):
                fields = (str(meta.get_field(name).column) for name in rule.fields)  # type: ignore[union-attr]
                names[_columns(meta.db_table, tuple(fields))] = rule.name
    return names


def _columns(table: str, names: tuple[str, ...]) -> str:
    return _sorted(", ".join(f"{table}.{name}" for name in names))


def _sorted(names: str) -> str:
    return ", ".join(sorted(names.split(", ")))
