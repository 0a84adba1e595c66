"""A case that was signed before there were keys stays what it was, and says so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from tests.halls import Hall, Huanglong, give_keys
from tests.proof.forging import Contents, relinked, rewritten, signatures
from tests.trail.intruder import past_the_guards
from yichuang import checker
from yichuang.domain.authority.pens import Pen
from yichuang.domain.cases.actions import decisions
from yichuang.domain.cases.models import Seat
from yichuang.domain.cases.planning import Permitted
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys.proofs import proof_of_case
from yichuang.domain.staff.models import Staff
from yichuang.domain.trail.actions import Plan
from yichuang.domain.trail.rows import Change, Row
from yichuang.domain.trail.verify import verify
from yichuang.doors.workbench.dossier import deeds
from yichuang.doors.workbench.marks import marks_of

with_a_pen = decisions.decided
UNSIGNED = "这是签字，但没有签名"


def decided_without_a_key(
    allowed: Permitted,
    request: UUID,
    also_said: Mapping[str, Any] | None = None,
    pen: Pen | None = None,
) -> Plan:
    """Plan a signature as it was before there were keys: a seat, and the digest of the brief."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(decisions, "SIGNATURES", frozenset())
        plan = with_a_pen(allowed, request, also_said, pen)
    rows = [_with_digest(row, plan.said["brief"]) for row in plan.rows]
    return replace(plan, rows=rows)


def _with_digest(row: Row, digest: str) -> Row:
    if row.model is Seat and isinstance(row, Change) and row.after.get("decision"):
        return replace(row, after={**row.after, "signed": digest})
    return row


@pytest.fixture
def hall(huanglong: Huanglong, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """Give a hall in which nobody ever had a key, and signatures are made without."""
    with transaction.atomic(), past_the_guards() as run:
        run("DELETE FROM workbench_sealedkey")
        run("DELETE FROM staff_signingkey")
        run("DELETE FROM trail_act WHERE chain_id LIKE 'key/%%'")
        run("DELETE FROM trail_chain WHERE key LIKE 'key/%%'")
    monkeypatch.setattr(decisions, "decided", decided_without_a_key)
    return huanglong


def stripped(contents: Contents) -> None:
    """Let all signatures of a case never have been made with a key."""
    for content in signatures(contents):
        del content["said"]["signature"]


@pytest.mark.clause("SX-12")
def test_it_stays_valid_as_a_seat_and_a_digest_also_once_there_are_keys(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hall.accept_employer()
    hall.carry(before)
    checked = verify()
    assert (checked.faults, checked.signatures) == ([], 0)
    give_keys(Staff.objects.values_list("number", flat=True), hall.tick())
    monkeypatch.setattr(decisions, "decided", with_a_pen)
    after = hall.accept_employer()
    hall.carry(after)
    checked = verify()
    assert (checked.faults, checked.signatures) == ([], 4)
    report = checker.check(proof_of_case(before, at=hall.now))
    assert report.faults == []
    told = [line for line in checker.told(report) if "签字，席位" in line]
    assert len(told) == 4
    assert all("启用密钥之前的签字：只有席位与摘要" in line for line in told)
    pages = marks_of(standing(before), deeds(standing(before)))
    assert [(mark.stands, mark.key, mark.faults) for mark in pages] == [(True, "", ())] * 4


def test_a_signature_without_a_key_is_a_fault_once_there_are_keys(huanglong: Huanglong) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number)
    chain = f"case/{number}"
    with rewritten(chain, stripped) as faults:
        assert faults == [f"{chain} 第{n}笔: {UNSIGNED}" for n in (2, 3, 4, 5)]
    proof = relinked(proof_of_case(number, at=huanglong.now), stripped)
    assert checker.check(proof).faults == [(f"第{n}笔", UNSIGNED) for n in (2, 3, 4, 5)]
