"""A forger who may rewrite everything that is stored, and has nobody's key.

Whatever is changed, every digest after it is computed again and every row is made to match, so
that only what was signed can tell.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from tests.trail.intruder import past_the_guards
from yichuang.domain.trail.canonical import canonical, digest_of, link_digest, written
from yichuang.domain.trail.models import Act, Chain, Kept
from yichuang.domain.trail.rows import key_columns, stored
from yichuang.domain.trail.verify import verify

Contents = list[dict[str, Any]]
Proof = dict[str, Any]
SIGNED = {"sign", "approve", "conclude"}


def contents_of(acts: list[dict[str, Any]]) -> Contents:
    """Read what the acts of a chain say."""
    return [json.loads(act["content"]) for act in acts]


def linked(contents: Contents) -> list[dict[str, Any]]:
    """Write acts down again, each with its digest over the one before."""
    acts, prev = [], "0" * 64
    for content in contents:
        text = written(content)
        digest = link_digest(prev, text)
        acts.append({"n": content["n"], "content": text, "prev": prev, "digest": digest})
        prev = digest
    return acts


def relinked(proof: Proof, change: Callable[[Contents], object]) -> Proof:
    """Change what a case's acts say in a proof, and make everything else match."""
    contents = contents_of(proof["acts"])
    change(contents)
    return {**proof, "acts": linked(contents)}


def rekeyed(proof: Proof, staff: str, change: Callable[[Contents], object]) -> Proof:
    """Change what the acts of somebody's keys say in a proof; the rows are made to match."""
    contents = contents_of(proof["keys"][staff]["acts"])
    change(contents)
    rows: dict[str, dict[str, Any]] = {}
    for content in contents:
        for _, (name,), values in content["rows"]:
            rows.setdefault(name, {}).update(values)
    own = {"rows": list(rows.values()), "acts": linked(contents)}
    return {**proof, "keys": {**proof["keys"], staff: own}}


def signatures(contents: Contents) -> list[dict[str, Any]]:
    """Give the acts that are signatures."""
    return [content for content in contents if "signature" in content["said"]]


def brief_of(row: dict[str, Any]) -> str:
    """Give the digest of a brief, as the product computes it."""
    named = {name: row[name] for name in ("number", "item", "level", "subject")}
    named |= {"edition": row["edition_id"]}
    named |= {name: json.loads(row[name]) for name in ("form", "materials")}
    return digest_of(canonical(named))


def another_form(contents: Contents) -> None:
    """Let the case have been accepted with another form, and let everybody have signed that."""
    row = next(row for row in contents[0]["rows"] if row[0] == "cases_case")[2]
    row["form"] = canonical({**json.loads(row["form"]), "phone": "0911-5629999"})
    digest = brief_of(row)
    for content in signatures(contents):
        said = content["said"]
        said["brief"] = said["signature"]["statement"]["brief"] = digest
        for _, _, values in content["rows"]:
            if values.get("signed"):
                values["signed"] = digest


@contextmanager
def rewritten(chain: str, change: Callable[[Contents], object]) -> Iterator[list[str]]:
    """Rewrite a chain in the database with all its rows; give what `verify` says, and undo it."""
    with transaction.atomic():
        acts = list(Act.objects.filter(chain=chain).order_by("n").values("n", "content"))
        before = [json.loads(act["content"]) for act in acts]
        after = deepcopy(before)
        change(after)
        with past_the_guards() as run:
            _write(run, chain, after)
            stood = _left(before)
            for place, values in _left(after).items():
                if other := {k: v for k, v in values.items() if stood[place][k] != v}:
                    _set(run, place, other)
        yield [str(fault) for fault in verify().faults]
        transaction.set_rollback(True)


def _write(run: Callable[..., None], chain: str, contents: Contents) -> None:
    acts = linked(contents)
    for act, content in zip(acts, contents, strict=True):
        at = stored(Act, "at", datetime.fromisoformat(content["at"]))
        run(
            "UPDATE trail_act SET content = %s, prev = %s, digest = %s, actor = %s, at = %s "
            "WHERE chain_id = %s AND n = %s",
            *(act["content"], act["prev"], act["digest"], content["by"], at, chain, act["n"]),
        )
    sql = f"UPDATE {Chain._meta.db_table} SET head = %s WHERE key = %s"  # noqa: S608, SLF001
    run(sql, acts[-1]["digest"], chain)


def _left(contents: Contents) -> dict[tuple[Any, ...], dict[str, Any]]:
    left: dict[tuple[Any, ...], dict[str, Any]] = {}
    for content in contents:
        for table, key, values in content["rows"]:
            left.setdefault((table, *key), {}).update(values)
    return left


def _set(run: Callable[..., None], place: tuple[Any, ...], values: dict[str, Any]) -> None:
    table, *key = place
    model = next(m for m in apps.get_models() if m._meta.db_table == table)  # noqa: SLF001
    assert issubclass(model, Kept)
    sets = ", ".join(f"{name} = %s" for name in values)
    where = " AND ".join(f"{name} = %s" for name in key_columns(model))
    run(f"UPDATE {table} SET {sets} WHERE {where}", *values.values(), *key)  # noqa: S608
