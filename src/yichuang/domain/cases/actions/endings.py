"""不予办理、撤回、归档: how a case ends."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from yichuang.domain.cases.planning import claims_closed, permit, reason_of
from yichuang.domain.cases.standing import Standing
from yichuang.domain.trail.actions import Answer, Plan, perform
from yichuang.domain.trail.rows import Row


def refuse(number: str, *, reason: str, by: str, at: datetime, request: UUID) -> Answer:
    """Refuse an accepted case, in writing, as its last signer."""

    def decide() -> Plan:
        why = reason_of(reason)
        allowed = permit(number, "refuse", by=by, at=at)
        rows = claims_closed(allowed.standing)
        seat = {"decision": "refuse", "decided_at": at, "signed": None}
        return allowed.plan("refused", step=None, seat=seat, rows=rows, said={"reason": why})

    asked = ["refuse", number, reason]
    return perform(decide, asked=asked, by=by, at=at, request=request)


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
