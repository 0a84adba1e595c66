"""Whoever has the database in hand may change anything in it; `verify` finds it and names it.

The last two tests say what chains alone can't show: a cut tail whose chain and rows were set back
with it, and a whole chain written anew. Only signatures find the second; seals must find both.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any
from unittest.mock import ANY
from uuid import uuid4

import pytest
from django.db import connection

from tests.databases import copied, restored
from tests.halls import Huanglong
from tests.reliability.finished_cases import finish_cases
from tests.reliability.flips import Value, a_byte, drawn, garbage, one_of_each, stored_values
from tests.reliability.tampering import chains_alone, lower_the_constraints, removal, tried
from tests.reliability.two_halls import two_halls_at_work
from tests.trail.intruder import faults_after
from yichuang.domain.cases.models import Case, Seat
from yichuang.domain.insured.models import Employer
from yichuang.domain.trail import verify as verifying
from yichuang.domain.trail.canonical import BEGINNING, link_digest
from yichuang.domain.trail.models import Act, Chain
from yichuang.domain.trail.rows import stored
from yichuang.domain.trail.verify import verify

REMOVE = "DELETE FROM trail_act WHERE chain_id = %s AND n = %s"
MOVE = "UPDATE trail_act SET n = %s WHERE chain_id = %s AND n = %s"
EXCHANGE = "UPDATE trail_act SET content = %s WHERE chain_id = %s AND n = %s"
FORGE = (
    "UPDATE trail_act SET content = %s, actor = %s, prev = %s, digest = %s "
    "WHERE chain_id = %s AND n = %s"
)
SET_BACK = "UPDATE trail_chain SET n = %s, head = %s WHERE key = %s"
NOBODY = "61063199"
SORTS = 6
"""How many sorts of garbage each column is tried with."""


@pytest.fixture(scope="module")
def finished(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Give a database of ninety ended cases whose rules are lowered; who changes it, puts back."""
    with django_db_blocker.unblock():
        file = tmp_path_factory.mktemp("finished") / "finished.sqlite3"
        own = copied(file, f"finished_{uuid4().hex[:12]}")
        try:
            finish_cases()
            lower_the_constraints()
            yield own.url
        finally:
            restored(own)


@pytest.fixture
def values(finished: str) -> list[Value]:
    """Give every stored value."""
    return stored_values()


@pytest.fixture
def chains(finished: str) -> dict[str, list[Act]]:
    """Give the acts of every chain that has four and more."""
    found: dict[str, list[Act]] = {}
    for act in Act.objects.order_by("chain", "n"):
        found.setdefault(act.chain_id, []).append(act)
    return {chain: acts for chain, acts in found.items() if len(acts) >= 4}


@pytest.fixture
def random() -> Random:
    """Draw the same on every run; more of it with --flips."""
    return Random(20260309)  # noqa: S311 -- no secret is drawn


def test_no_false_alarm_as_the_halls_open(db: None) -> None:
    assert verify().faults == []


def test_no_false_alarm_on_finished_cases(finished: str) -> None:
    rate = 0.0
    for _ in range(5):
        began = perf_counter()
        found = verify()
        assert found.faults == []
        rate = max(rate, found.acts / (perf_counter() - began))
    sys.stdout.write(f"{found.acts} acts and {found.rows} rows, {rate:,.0f} acts a second\n")
    ends = Case.objects.values_list("state", flat=True)
    assert set(ends) == {"done", "filed", "refused", "withdrawn"}
    assert set(Case.objects.values_list("level", flat=True)) == {1, 2, 3}


def test_every_changed_byte_is_found_and_named(
    values: list[Value], random: Random, size: Callable[[str], int]
) -> None:
    began = perf_counter()
    some = drawn(values, size("flips"), random)
    found = tried(some, lambda value: a_byte(value, random))
    seconds = perf_counter() - began
    sys.stdout.write(f"{found.tried} of {len(values)} values changed in {seconds:.1f} s\n")
    assert found.tried >= size("flips") * 0.99, "a primary key refuses a few"
    assert found.missed == []
    assert found.astray == []


def test_garbage_of_any_kind_is_a_fault_like_any_other(values: list[Value], random: Random) -> None:
    """Text that isn't UTF-8, infinity, nesting without end: it is named, and nothing fails."""
    sorts = {value: garbage(value) for value in one_of_each(values, random)}
    some = [value for value, of_it in sorts.items() for _ in of_it[:SORTS]]
    found = tried(some, lambda value: random.choice(sorts[value]))
    assert found.tried > len(some) / 2
    assert found.missed == []
    assert found.astray == []


def test_control_who_leaves_out_the_rows_misses_every_changed_row(
    values: list[Value], random: Random
) -> None:
    rows = random.sample([value for value in values if not value.of_trail], 200)
    found = tried(rows, lambda value: a_byte(value, random), chains_alone)
    assert len(found.missed) == found.tried > 190


def test_control_who_leaves_out_the_digests_misses_changed_contents(
    values: list[Value], random: Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = [v for v in values if (v.model, v.column) == (Act, "content")][:200]
    assert tried(contents, lambda value: a_byte(value, random)).missed == []
    monkeypatch.setattr(verifying, "link_digest", lambda *_: ANY)
    assert tried(contents, lambda value: a_byte(value, random)).missed


def test_an_act_removed_from_the_middle_is_missed(
    chains: dict[str, list[Act]], random: Random
) -> None:
    removed = {chain: random.randrange(1, len(acts)) for chain, acts in chains.items()}
    faults = faults_after(*((REMOVE, chain, n) for chain, n in removed.items()))
    for chain, n in removed.items():
        assert f"{chain} 第{n + 1}笔: 前一笔是第{n - 1}笔，中间有缺失或调换" in faults
        assert f"{chain} 第{n + 1}笔: 与前一笔不相接" in faults


@pytest.mark.parametrize("what", ["numbers", "contents"])
def test_two_acts_exchanged_are_both_named(
    what: str, chains: dict[str, list[Act]], random: Random
) -> None:
    changes, named = list[Any](), set[str]()
    for chain, acts in chains.items():
        one, other = random.sample(acts, 2)
        named |= {f"{chain} 第{act.n}笔" for act in (one, other)}
        if what == "numbers":
            moves = ((0, one.n), (one.n, other.n), (other.n, 0))
            changes += [(MOVE, to, chain, before) for to, before in moves]
        else:
            changes += [(EXCHANGE, one.content, chain, other.n)]
            changes += [(EXCHANGE, other.content, chain, one.n)]
    assert named <= {fault.split(": ")[0] for fault in faults_after(*changes)}


def forged(act: Act, was: str, prev: str) -> tuple[str, tuple[Any, ...]]:
    """Put nobody in somebody's place in an act; give the digest that fits and the statement."""
    content = act.content.replace(json.dumps(was), json.dumps(NOBODY))
    by = NOBODY if act.actor == was else act.actor
    digest = link_digest(prev, content)
    return digest, (FORGE, content, by, prev, digest, act.chain_id, act.n)


def test_a_forged_act_in_the_middle_does_not_join_the_next(chains: dict[str, list[Act]]) -> None:
    forgeries = [forged(acts[-2], acts[-2].actor, acts[-2].prev) for acts in chains.values()]
    faults = faults_after(*(statement for _, statement in forgeries))
    for chain, acts in chains.items():
        assert f"{chain} 第{len(acts)}笔: 与前一笔不相接" in faults


def test_a_forged_last_act_does_not_fit_its_chain(chains: dict[str, list[Act]]) -> None:
    forgeries = [forged(acts[-1], acts[-1].actor, acts[-1].prev) for acts in chains.values()]
    faults = faults_after(*(statement for _, statement in forgeries))
    for chain, acts in chains.items():
        assert f"{chain}: 链记为{len(acts)}笔，实有{len(acts)}笔，或末笔摘要不符" in faults


def test_a_row_that_no_act_explains_is_named(finished: str) -> None:
    copy = (
        "INSERT INTO authority_grant "
        "(id, agency_id, post, item, duty, since, until, ground, granted_by, act_id) SELECT "
        "999, agency_id, 'guide', item, duty, since, until, ground, granted_by, act_id "
        "FROM authority_grant WHERE id = 1"
    )
    assert faults_after((copy,)) == ["authority_grant 999: 没有任何留痕说明这一行"]


def test_a_removed_row_is_missed(values: list[Value]) -> None:
    of_each = {value.model: value for value in values if not value.of_trail}
    removals = [(removal(value), value.place) for value in of_each.values()]
    missed = {f"{value.culprit}: 留痕中有，登记中没有" for value in of_each.values()}
    assert set(faults_after(*removals)) == missed


def test_an_index_that_says_otherwise_hides_nothing(own_database: str) -> None:
    """A table is edited behind its index: in SQLite's file, or by PostgreSQL's owner."""
    code = Huanglong().registered_employer()
    number = Employer.objects.get(credit_code=code).number
    other = f"{number[:-1]}X"
    if connection.vendor == "sqlite":
        connection.close()
        file = Path(own_database.removeprefix("sqlite:///"))
        # Only in the table's own record do the number and the code stand side by side.
        before, after = file.read_bytes().split(f"{number}{code}".encode())
        file.write_bytes(f"{other}{code}".encode().join([before, after]))
    else:
        ready = "UPDATE pg_index SET indisready = %s WHERE indrelid = 'insured_employer'::regclass"
        with connection.cursor() as cursor:
            cursor.execute(ready, [False])
            forge = "UPDATE insured_employer SET number = %s WHERE number = %s"
            cursor.execute(forge, [other, number])
            cursor.execute(ready, [True])
    assert [str(fault) for fault in verify().faults] == [
        f"insured_employer {other}: 没有任何留痕说明这一行",
        f"insured_employer {number}: 留痕中有，登记中没有",
    ]


def test_no_false_alarm_while_others_go_on_writing(own_database: str) -> None:
    with two_halls_at_work():
        found = [verify() for _ in range(15)]
    assert [fault for one in found for fault in one.faults] == []
    assert found[-1].acts > found[0].acts


def test_control_without_one_snapshot_there_are_false_alarms(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "one_snapshot", nullcontext)
    with two_halls_at_work():
        assert any(verify().faults for _ in range(200))


def test_a_cut_tail_is_not_found_if_chain_and_rows_are_set_back(finished: str) -> None:
    """Chains alone can't see it: what is left is a shorter trail without a contradiction."""
    case = Case.objects.filter(state="filed")[0]
    chain = case.chain_id
    last, before = Act.objects.filter(chain=chain).order_by("-n")[:2]
    assert last.verb == "file"
    cut = (REMOVE, chain, last.n)
    assert any(fault.startswith(f"{chain}: ") for fault in faults_after(cut))
    rest_set_back = (
        (SET_BACK, before.n, before.digest, chain),
        ("DELETE FROM archives_file WHERE case_id = %s", chain),
        (
            "UPDATE cases_case SET state = 'done', step = 0, step_since = %s WHERE chain_id = %s",
            stored(Case, "step_since", case.done_at),
            chain,
        ),
    )
    assert faults_after(cut, *rest_set_back) == []


@pytest.mark.parametrize("level", [2, 1])
def test_a_chain_written_anew_is_found_by_its_signatures_alone(finished: str, level: int) -> None:
    """Chains alone can't see it: a digest needs no secret, so whoever can write computes it.

    Here the reviewer of a case becomes somebody who never saw it. At level 2 nobody signs.
    """
    over = Case.objects.filter(state__in=["done", "filed"], level=level)
    chain = Chain.objects.get(case__in=over[:1])
    reviewer = Seat.objects.get(case=chain.key, post="reviewer").holder or ""
    changes, prev = list[Any](), BEGINNING
    for act in Act.objects.filter(chain=chain).order_by("n"):
        prev, statement = forged(act, reviewer, prev)
        changes.append(statement)
    changes.append((SET_BACK, chain.n, prev, chain.key))
    assert faults_after(*changes), "the seat still names the reviewer"
    seat = "UPDATE cases_seat SET holder = %s WHERE case_id = %s AND holder = %s"
    found = faults_after(*changes, (seat, NOBODY, chain.key, reviewer))
    assert bool(found) == (level == 1)
    assert all("签名" in fault for fault in found)
