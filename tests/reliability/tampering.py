"""Changing many stored values at once, asking what is found, and putting everything back.

Two values of one batch never have the same culprit, so each must be named for itself; and
nothing else may be named but what follows from it.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest

from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, Model, UniqueConstraint

from tests.reliability.flips import Change, Value, stored_models, stored_values
from tests.trail.intruder import past_the_guards
from yichuang.domain.trail.models import Act, Chain
from yichuang.domain.trail.rows import columns, key_columns
from yichuang.domain.trail.verify import Fault, Verified, name_of, verify

ATTEMPTS = 8
"""How often another change is tried where a primary key refuses one."""

AT_ITS_PLACE = "rowid = %s" if connection.vendor == "sqlite" else "ctid = %s::tid"
"""Where a value is stored, if nothing was written meanwhile."""

NULL_EVERYWHERE = """
UPDATE sqlite_master SET sql = replace(replace(sql, 'IS NOT NULL', 'NOTNULL'), ' NOT NULL', '')
"""


@dataclass
class Found:
    """What came of a trial."""

    tried: int = 0
    missed: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)


def lower_the_constraints() -> None:
    """Take away every rule of the database but its primary keys, as its owner can.

    SQLite keeps the unique ones that are written inside a table.
    """
    with connection.cursor() as cursor:
        for model in stored_models():
            for rule in model._meta.constraints:  # noqa: SLF001
                if isinstance(rule, UniqueConstraint) and rule.condition is not None:
                    cursor.execute(f"DROP INDEX {rule.name}")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute("PRAGMA writable_schema = ON")
            cursor.execute(NULL_EVERYWHERE)
            cursor.execute("PRAGMA writable_schema = RESET")
            return
        for model in stored_models():
            for statement in _postgresql_rules(model):
                cursor.execute(f"ALTER TABLE {model._meta.db_table} {statement}")  # noqa: SLF001


def _postgresql_rules(model: type[Model]) -> Iterator[str]:
    for rule in model._meta.constraints:  # noqa: SLF001
        if isinstance(rule, CheckConstraint) or getattr(rule, "condition", None) is None:
            yield f"DROP CONSTRAINT {rule.name}"
    for name in columns(model).keys() - set(key_columns(model)):
        yield f"ALTER COLUMN {name} DROP NOT NULL"


@contextmanager
def put_back() -> Iterator[None]:
    """Take back whatever is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tried(
    values: Sequence[Value],
    change: Callable[[Value], Change],
    check: Callable[[], Verified] = verify,
) -> Found:
    """Change each value once, batch by batch, and say what `check` missed or named wrongly."""
    names, found = Names(), Found()
    for batch in batches(values):
        with put_back():
            with past_the_guards() as run:
                changes = {value: stored(value, change, run) for value in batch}
            done = {value: now for value, now in changes.items() if now is not None}
            faults = check().faults
        about = {names.meant_by(fault): fault for fault in faults}
        expected = names.may_follow(done)
        found.tried += len(done)
        found.missed += [f"{v} -> {to!r}" for v, to in done.items() if v.culprit not in about]
        others = [fault for name, fault in about.items() if name not in expected]
        found.astray += [str(fault) for fault in others if not _follows(fault, done)]
    return found


def _follows(fault: Fault, done: Iterable[Value]) -> bool:
    """Say whether a signature doesn't hold for want of what it rests on.

    That is its key, or what an earlier act of its own chain says of the case.
    """
    chain = fault.where.split(" ")[0]
    rests_on = [v for v in done if v.table == "staff_signingkey" or v.culprit.startswith(chain)]
    return fault.what.startswith("签名") and bool(rests_on)


def batches(values: Sequence[Value]) -> Iterator[list[Value]]:
    """Lay values apart: the trail's and the rows' in batches of their own, no culprit twice."""
    for of_trail in (True, False):
        by_culprit: dict[str, list[Value]] = defaultdict(list)
        for value in values:
            if value.of_trail is of_trail:
                by_culprit[value.culprit].append(value)
        for layer in zip_longest(*by_culprit.values()):
            yield [value for value in layer if value is not None]


def stored(
    value: Value, change: Callable[[Value], Change], run: Callable[..., object]
) -> str | None:
    """Store a change of a value and say what it is now; None if a key lets none through."""
    for _ in range(ATTEMPTS):
        to, now = change(value)
        change_sql = f"UPDATE {value.table} SET {value.column} = {to} WHERE {AT_ITS_PLACE}"  # noqa: S608
        try:
            with transaction.atomic():
                run(change_sql, now, value.place)
        except IntegrityError:
            continue
        return now.decode(errors="replace") if isinstance(now, bytes) else str(now)
    return None


def removal(value: Value) -> str:
    """Give the statement that removes the row of a value."""
    return f"DELETE FROM {value.table} WHERE {AT_ITS_PLACE}"  # noqa: S608


class Names:
    """The names of everything that stands in the clean database, and which acts explain it."""

    def __init__(self) -> None:
        self.known = {value.culprit for value in stored_values()}
        self.explained: dict[str, set[str]] = defaultdict(set)
        for chain, content in Act.objects.values_list("chain_id", "content"):
            for table, key, _ in json.loads(content)["rows"]:
                self.explained[chain].add(name_of(table, *key))

    def meant_by(self, fault: Fault) -> str | None:
        """Give the chain or row that a fault names; None if it was never there."""
        name = fault.where if fault.where in self.known else fault.where.split(" 第")[0]
        return name if name in self.known else None

    def may_follow(self, changed: Mapping[Value, str]) -> set[str | None]:
        """Give what may be named after some values were changed.

        What an act left in its rows shows otherwise when its content or its place is another;
        a chain that an act comes into shows it; where a key is another, there is what never was.
        """
        may: set[str | None] = {value.culprit for value in changed}
        for value, now in changed.items():
            if value.model is Act and value.column == "chain_id":
                may |= {now} & self.known
            if value.model is Act and value.column in {"content", "chain_id", "n"}:
                may |= {None, *self.explained[value.culprit]}
            elif value.of_key:
                may.add(None)
        return may


def chains_alone() -> Verified:
    """Check the chains and leave out the rows: a control that must miss every changed row."""
    whole = verify()
    chains = set(Chain.objects.values_list("key", flat=True))
    return Verified(faults=[f for f in whole.faults if f.where.split(" 第")[0] in chains])
