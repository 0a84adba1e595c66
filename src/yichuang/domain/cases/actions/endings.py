"""不予办理、撤回、归档: how a case ends."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.domain.authority.pens import Pen
from yichuang.domain.cases.actions.decisions import is_signed, must_be_shown, signed_over
from yichuang.domain.cases.application import broken_checks
from yichuang.domain.cases.planning import Permitted, claims_closed, permit, reason_of
from yichuang.domain.cases.standing import Standing, brief_digest, screen
from yichuang.domain.items.item import ParameterMissing
from yichuang.domain.trail.actions import Answer, Plan, perform
from yichuang.domain.trail.rows import Row


def refuse(
    number: str,
    *,
    reason: str,
    brief: str = "",
    pen: Pen | None = None,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Refuse an accepted case, in writing, as its last signer.

    At level 1 it is signed with a pen, over the brief and what was on the screen, as every decision
    of the chain is; at the other levels `brief` and `pen` aren't asked for.
    """

    def decide() -> Plan:
        why = reason_of(reason)
        allowed = permit(number, "refuse", by=by, at=at)
        if is_signed("refuse", allowed.standing.case.level):
            must_be_shown(allowed.standing, brief)
            return _refused(allowed, why, pen)
        return _refused(allowed, why, None, signs=False)

    asked = ["refuse", number, reason, brief]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def _refused(allowed: Permitted, why: str, pen: Pen | None, *, signs: bool = True) -> Plan:
    """Plan the end of a case by refusal; what rules it broke then is kept for the letter."""
    case = allowed.standing
    told: dict[str, Any] = {"reason": why, "against": _against(case)}
    said, digest = dict(told), None
    if signs:
        digest, shown = brief_digest(case), screen(case)
        allowed, signature = signed_over(allowed, pen, shown, told)
        said |= {"brief": digest, "screen": shown, "signature": signature}
    seat = {"decision": "refuse", "decided_at": allowed.at, "signed": digest}
    rows = claims_closed(case)
    return allowed.plan("refused", step=None, seat=seat, rows=rows, said=said)


def _against(case: Standing) -> list[list[str]]:
    """Give the rules of the item that speak against the case now, each with its source."""
    try:
        broken = {
            mistake.code: mistake.message for mistake in broken_checks(case.item, case.matter())
        }
    except ParameterMissing:
        return []
    checks = [check for check in case.item.checks if check.code in broken]
    return [[check.title, check.source, broken[check.code]] for check in checks]


def withdraw(number: str, *, reason: str, by: str, at: datetime, request: UUID) -> Answer:
    """Enter the client's withdrawal, at any counter of the hall, before the case is done."""

    def decide() -> Plan:
        why = reason_of(reason)
        allowed = permit(number, "withdraw", by=by, at=at)
        rows = claims_closed(allowed.standing)
        return allowed.plan("withdrawn", step=None, rows=rows, said={"reason": why})

    asked = ["withdraw", number, reason]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def file(
    number: str, *, archive: Callable[[Standing], Row], by: str, at: datetime, request: UUID
) -> Answer:
    """File a done case; `archive` plans the file itself, or refuses while it is incomplete."""

    def decide() -> Plan:
        allowed = permit(number, "file", by=by, at=at)
        return allowed.plan("filed", step=None, rows=[archive(allowed.standing)])

    return perform(decide, asked=["file", number], by=by, at=at, request=request)
