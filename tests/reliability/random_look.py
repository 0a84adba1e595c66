"""The look after each deed: what stands in the database is what must stand, and nothing else."""

from typing import Any

from django.db import connection

from tests.reliability.known_items import EFFECTS, claims_of
from tests.reliability.life import IN_PROGRESS, Life, World
from tests.reliability.random_ground import TABLES, counted
from yichuang.domain.trail.verify import verify

_CASE = """
SELECT c.state, c.step, h.n, h.head,
s.step, s.turn, s.post, s.duty, s.holder, s.decision IS NOT NULL, s.stands_down
FROM cases_case c JOIN trail_chain h ON h.key = c.chain_id JOIN cases_seat s ON s.case_id = h.key
WHERE h.key = %s ORDER BY s.step, s.turn"""
_EFFECTS = """
SELECT a.chain_id, a.verb, count(*) FROM insured_revision r
JOIN trail_act a ON a.request = r.act_id GROUP BY a.chain_id, a.verb
UNION ALL SELECT a.chain_id, a.verb, count(*) FROM insured_proof p
JOIN trail_act a ON a.request = p.act_id GROUP BY a.chain_id, a.verb"""


def look_at(world: World, life: Life | None, *, moved: bool) -> None:
    """Compare the rows of every table in number, and the case that was touched in full."""
    expected = {table: world.rows[table] for table in TABLES}
    found = counted()
    wrong = {t: (expected[t], found[t]) for t in TABLES if expected[t] != found[t]}
    assert not wrong, f"rows that must be and rows that are: {wrong}"
    if life is not None:
        _look_at_life(life, moved=moved)


def look_at_everything(world: World) -> None:
    """Compare every case, the register and the claims, and verify the whole trail."""
    look_at(world, None, moved=False)
    for life in world.lives:
        _look_at_life(life, moved=False)
    assert {row[0] for row in _rows("SELECT credit_code FROM insured_employer")} == world.employers
    assert dict(_rows("SELECT citizen_id, name FROM insured_person")) == world.persons
    _look_at_effects(world)
    _look_at_claims(world)
    connection.check_constraints()
    faults = [str(fault) for fault in verify().faults]
    assert not faults, faults


def _look_at_life(life: Life, *, moved: bool) -> None:
    rows = _rows(_CASE, f"case/{life.number}")
    state, step, acts, head = rows[0][:4]
    assert (state, step, acts) == (life.state, life.step, life.acts), f"{life.number} stands so"
    assert (head != life.head) == moved, "a refused act changes nothing, another its chain's head"
    life.head = head
    seats = [
        (s.step, s.turn, s.post, s.duty, s.holder, s.decided, s.gone)
        for s in sorted(life.seats, key=lambda s: (s.step, s.turn))
    ]
    found = [(*row[4:9], bool(row[9]), bool(row[10])) for row in rows]
    assert found == seats, f"seats of {life.number}: {found}, must be {seats}"
    holders = [row[4] for row in found if row[4] is not None]
    assert len(holders) == len(set(holders)), "one person, one role in a case, for life"


def _look_at_effects(world: World) -> None:
    """Every done case had its effect once, by the verb that made it done; no other had any."""
    lives = {f"case/{life.number}": life for life in world.lives}
    found: dict[str, list[tuple[str, int]]] = {}
    for chain, verb, count in _rows(_EFFECTS):
        if chain in lives:
            found.setdefault(chain, []).append((verb, count))
    for chain, life in lives.items():
        left = sum(EFFECTS[life.item].get(t, 0) for t in ("insured_revision", "insured_proof"))
        once = [(_last_verb(life), left)] if life.state in {"done", "filed"} else []
        assert found.get(chain, []) == once, f"{chain} {life.state}"


def _last_verb(life: Life) -> str:
    """Give the verb that made a case done: at the city only what was referred is concluded."""
    return life.stages[-1 if life.referred or not life.reported else -2].verb


def _look_at_claims(world: World) -> None:
    open_ = [life for life in world.lives if life.state in IN_PROGRESS]
    must = sorted(claim for life in open_ for claim in claims_of(life.item, life.form))
    found = [row[0] for row in _rows("SELECT subject FROM cases_claim WHERE open ORDER BY subject")]
    assert found == must, "open cases hold their subjects, each once; cases that ended hold none"


def _rows(sql: str, *params: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
