"""Checking the whole trail, and every row that acts explain, against each other.

What can be seen: any changed value of a chain, an act or an explained row; an act removed from
the middle or exchanged; a row that no act explains; a trigger that is gone. What chains alone
can't show: a cut tail, and a whole chain rewritten consistently. Seals are needed for that.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from yichuang.domain.trail import guards
from yichuang.domain.trail.canonical import BEGINNING, canonical, link_digest
from yichuang.domain.trail.models import Act, Chain, Kept
from yichuang.domain.trail.raw import one_snapshot, raw_rows
from yichuang.domain.trail.rows import key_columns

Explained = dict[tuple[str, str], dict[str, Any]]


@dataclass(frozen=True)
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
    faults: list[Fault] = field(default_factory=list)


def verify() -> Verified:
    """Check everything and name every fault."""
    verified = Verified()
    explained: Explained = {}
    gone = sorted(guards.missing())
    verified.faults += [Fault(f"trigger {name}", "缺失，留痕不再受保护") for name in gone]
    with one_snapshot():
        verified.faults += _chains(explained, verified)
        for model in apps.get_models():
            if issubclass(model, Kept):
                verified.faults += _rows(model, explained, verified)
    verified.faults += [Fault(_name(*key), "留痕中有，登记中没有") for key in explained]
    return verified


def _chains(explained: Explained, verified: Verified) -> Iterator[Fault]:
    """Go along every chain; what its acts wrote is laid into `explained`."""
    heads = {row["key"]: row for row in raw_rows(Chain)}
    verified.chains = len(heads)
    last: tuple[str, int, str] = ("", 0, BEGINNING)
    for act in raw_rows(Act, "chain_id, n"):
        verified.acts += 1
        chain = act["chain_id"]
        if chain != last[0]:
            yield from _end(last, heads)
            last = (chain, 0, BEGINNING)
        where = f"{chain} 第{act['n']}笔"
        yield from (Fault(where, what) for what in _act_faults(act, last))
        last = (chain, act["n"], act["digest"])
        _lay(act, explained)
    yield from _end(last, heads)
    yield from (Fault(str(chain), "链没有任何一笔") for chain in heads)


def _end(last: tuple[str, int, str], heads: dict[str, dict[str, Any]]) -> Iterator[Fault]:
    """Compare where a chain says it stands with where its acts end."""
    chain, n, digest = last
    if not chain:
        return
    head = heads.pop(chain, None)
    if head is None:
        yield Fault(chain, "有留痕而没有链")
    elif (head["n"], head["head"]) != (n, digest):
        yield Fault(chain, f"链记为{head['n']}笔，实有{n}笔，或末笔摘要不符")


def _act_faults(act: dict[str, Any], last: tuple[str, int, str]) -> Iterator[str]:
    if act["n"] != last[1] + 1:
        yield f"前一笔是第{last[1]}笔，中间有缺失或调换"
    if act["prev"] != last[2]:
        yield "与前一笔不相接"
    try:
        digest = link_digest(act["prev"], act["content"])
        content = json.loads(act["content"])
        repeated = {name: content[name] for name in ("chain", "n", "verb", "by", "mandate")}
        repeated |= {"at": content["at"], "request": content["request"]}
    except (ValueError, KeyError, TypeError, AttributeError):
        yield "内容已被更改，无法读出"
        return
    if digest != act["digest"]:
        yield "内容与摘要不符"
    if repeated != _repeated(act):
        yield "内容与所列的链、笔数、动作、工号、依据、时间或请求不符"


def _repeated(act: dict[str, Any]) -> dict[str, Any]:
    """Give an act's columns as its content should repeat them."""
    return {
        "chain": act["chain_id"],
        "n": act["n"],
        "verb": act["verb"],
        "by": act["actor"],
        "mandate": act["mandate"],
        "at": act["at"],
        "request": act["request"],
    }


def _lay(act: dict[str, Any], explained: Explained) -> None:
    """Lay over each row what an act left in it."""
    try:
        for table, key, values in json.loads(act["content"])["rows"]:
            explained.setdefault((table, canonical(key)), {}).update(values)
    except (ValueError, KeyError, TypeError, AttributeError):
        return  # The act itself is named as unreadable; its rows will be named as unexplained.


def _rows(model: type[Kept], explained: Explained, verified: Verified) -> Iterator[Fault]:
    table = model._meta.db_table  # noqa: SLF001
    for row in raw_rows(model):
        verified.rows += 1
        key = canonical([row[name] for name in key_columns(model)])
        expected = explained.pop((table, key), None)
        if expected is None:
            yield Fault(_name(table, key), "没有任何留痕说明这一行")
            continue
        wrong = [name for name, value in row.items() if value != expected.get(name)]
        if wrong:
            yield Fault(_name(table, key), f"{'、'.join(wrong)} 与留痕不符")


def _name(table: str, key: str) -> str:
    return f"{table} {' '.join(str(part) for part in json.loads(key))}"
