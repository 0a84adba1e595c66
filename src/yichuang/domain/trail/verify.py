"""Checking the whole trail, and every row that acts explain, against each other.

What can be seen: any changed value of a chain, an act or an explained row; an act removed from
the middle or exchanged; a row that no act explains; a trigger that is gone. What chains alone
can't show: a cut tail, and a whole chain rewritten consistently. Seals are needed for that.

Whatever is stored, nothing here may fail on it: garbage is a fault, with a name, like any other.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Protocol

from django.apps import apps
from django.db import DatabaseError, OperationalError

from yichuang.domain.trail import guards
from yichuang.domain.trail.canonical import BEGINNING, link_digest
from yichuang.domain.trail.models import Act, Chain, Kept
from yichuang.domain.trail.raw import one_snapshot, raw_rows
from yichuang.domain.trail.rows import key_columns

Key = tuple[Any, ...]
"""A row by its table and primary key."""

Explained = dict[Key, dict[str, Any]]
"""What the acts left in each row: all of it stands in memory while rows are compared."""

Written = dict[Key, dict[str, int]]
"""Which version of a row wrote each of its columns, where several did."""

Last = tuple[Any, int, Any]
"""The act before: its chain, n and digest."""

_COLUMNS = itemgetter("chain_id", "n", "verb", "actor", "mandate", "at", "request")
_CONTENT = itemgetter("chain", "n", "verb", "by", "mandate", "at", "request")
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


class Look(Protocol):
    """What another room asks of the content of every act, in the order of chains and acts."""

    checked: int
    """How many signatures it has checked."""

    def __call__(self, content: Any) -> Iterator[str]:
        """Name what is wrong with an act."""


_ALSO: list[Callable[[], Look]] = []


def also(begin: Callable[[], Look]) -> None:
    """Let another room look at every act too; it says so when Django gets ready."""
    if begin not in _ALSO:
        _ALSO.append(begin)


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that isn't as the trail says: where, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass
class Verified:
    """What a check went through and found."""

    chains: int = 0
    acts: int = 0
    rows: int = 0
    signatures: int = 0
    faults: list[Fault] = field(default_factory=list)


def verify() -> Verified:
    """Check everything and name every fault; only a database out of reach raises."""
    verified = Verified()
    try:
        verified.faults += _triggers()
        with one_snapshot():
            _check(verified)
    except OperationalError:
        raise
    except (DatabaseError, UnicodeDecodeError) as broken:
        verified.faults.append(Fault("database", f"已损坏，无法读完：{_shown(broken)}"))
    return verified


def verify_chain(key: str) -> Verified:
    """Check one chain from its beginning; rows that its acts explain are left to `verify`."""
    verified = Verified()
    with one_snapshot():
        verified.faults += _chains({}, verified, key)
    return verified


def _check(verified: Verified) -> None:
    explained: Explained = {}
    verified.faults += _chains(explained, verified)
    for model in apps.get_models():
        if issubclass(model, Kept):
            verified.faults += sorted(_rows(model, explained, verified))
    verified.faults += [Fault(name_of(*key), "留痕中有，登记中没有") for key in explained]


def _triggers() -> Iterator[Fault]:
    for name in sorted(guards.missing()):
        yield Fault(f"trigger {name}", "缺失或已被改动，不再起保护作用")


def name_of(table: object, *key: object) -> str:
    """Name a row so that it can be read on any screen, whatever its key is."""
    return " ".join(_shown(part) for part in (table, *key))


def _shown(value: object) -> str:
    text = str(value)[:120]
    return text if text.isprintable() else ascii(text)


def _chains(explained: Explained, verified: Verified, key: str | None = None) -> Iterator[Fault]:
    """Go along every chain, or one; what its acts wrote is laid into `explained`."""
    chains = raw_rows(Chain, only=("key", key) if key else None)
    heads = {row["key"]: (row["n"], row["head"]) for row in chains}
    verified.chains = len(heads)
    last: Last = (None, 0, BEGINNING)
    written: Written = {}
    looks = [begin() for begin in _ALSO]
    for act in raw_rows(Act, "chain_id, n", ("chain_id", key) if key else None):
        verified.acts += 1
        chain, n = act["chain_id"], act["n"]
        if chain != last[0]:
            yield from _end(last, heads)
            last = (chain, 0, BEGINNING)
        content = _read(act["content"])
        for what in _act_faults(act, content, last):
            yield Fault(f"{_shown(chain)} 第{_shown(n)}笔", what)
        for look in looks:
            for what in look(content):
                yield Fault(f"{_shown(chain)} 第{_shown(n)}笔", what)
        last = (chain, n if type(n) is int else 0, act["digest"])
        _lay(content, explained, written)
    yield from _end(last, heads)
    yield from (Fault(_shown(chain), "链没有任何一笔") for chain in heads)
    verified.signatures = sum(look.checked for look in looks)


def _end(last: Last, heads: dict[Any, tuple[Any, Any]]) -> Iterator[Fault]:
    """Compare where a chain says it stands with where its acts end."""
    chain, n, digest = last
    if chain is None:
        return
    head = heads.pop(chain, None)
    if head is None:
        yield Fault(_shown(chain), "有留痕而没有链")
    elif head != (n, digest):
        what = f"链记为{_shown(head[0])}笔，实有{n}笔，或末笔摘要不符"
        yield Fault(_shown(chain), what)


def _read(content: Any) -> Any:
    """Read an act's content; None if it can't be read at all."""
    try:
        return json.loads(content)
    except _UNREADABLE:
        return None


def _act_faults(act: dict[str, Any], content: Any, last: Last) -> Iterator[str]:
    if act["n"] != last[1] + 1:
        yield f"前一笔是第{last[1]}笔，中间有缺失或调换"
    if act["prev"] != last[2]:
        yield "与前一笔不相接"
    if link_digest(act["prev"], act["content"]) != act["digest"]:
        yield "内容与摘要不符"
    try:
        repeated = _CONTENT(content)
    except _UNREADABLE:
        yield "内容已被更改，无法读出"
        return
    if repeated != _COLUMNS(act):
        yield "内容与所列的链、笔数、动作、工号、依据、时间或请求不符"


def _lay(content: Any, explained: Explained, written: Written) -> None:
    """Lay over each row what an act left in it; of a row with versions, the later one stands."""
    try:
        for table, key, values in content["rows"]:
            place = (table, *key)
            row = explained.setdefault(place, {})
            version = values.get("version")
            if row and type(version) is int and type(row.get("version")) is int:
                # Several chains may change one row of the register, in any order of their names.
                at = written.setdefault(place, dict.fromkeys(row, int(row["version"])))
                values = {c: v for c, v in values.items() if at.get(c, 0) <= version}  # noqa: PLW2901
                at.update(dict.fromkeys(values, version))
            row.update(values)
    except _UNREADABLE:
        return  # The act itself is named as changed; its rows will be named as unexplained.


def _rows(model: type[Kept], explained: Explained, verified: Verified) -> Iterator[Fault]:
    table = model._meta.db_table  # noqa: SLF001
    names = key_columns(model)
    for row in raw_rows(model):
        verified.rows += 1
        key = (table, *[row[name] for name in names])
        expected = explained.pop(key, None)
        if expected is None:
            yield Fault(name_of(*key), "没有任何留痕说明这一行")
        elif row != expected:
            wrong = [name for name, value in row.items() if value != expected.get(name)]
            if wrong:
                yield Fault(name_of(*key), f"{'、'.join(wrong)} 与留痕不符")
