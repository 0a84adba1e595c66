"""What every act on a standing case has in common: lifecycle, policy, the rows it moves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from yichuang.domain.authority.policy import Mandate
from yichuang.domain.cases.models import Case, Claim, Seat
from yichuang.domain.cases.policy import OnePersonOneRole, Who, may
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import Standing
from yichuang.domain.cases.states import LIFECYCLE, OPEN
from yichuang.domain.cases.stops import ended_with
from yichuang.domain.items import item as items
from yichuang.domain.items.fields import LongText
from yichuang.domain.items.form import ItemForm
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import Plan
from yichuang.domain.trail.rows import Change, New, Row


class ClaimTaken(Refusal):
    """Another open case holds the same person or employer."""

    code = "claim-taken"
    says = "该对象另有同类业务正在办理（{where}），办结或撤回之前不能重复受理。请先查询该办件。"


class RegisterTaken(Refusal):
    """The register got the same entry from another case meanwhile."""

    code = "register-taken"
    says = "登记册中刚刚已有同一登记，不能重复登记。请核对后退回或撤回本件。"


class ReasonNeeded(Refusal):
    """The act needs a reason in words that others can read."""

    code = "reason-needed"
    says = "请写明理由：{why}。"


REFUSALS: dict[str, Callable[[], Refusal]] = {
    "one_person_one_role_in_a_case_for_life": OnePersonOneRole,
    "an_employer_is_registered_once": RegisterTaken,
    "a_citizen_is_registered_once": RegisterTaken,
    "one_open_enrolment_in_an_insurance": RegisterTaken,
}


def refusals(claims: Callable[[], Sequence[items.Claim]]) -> dict[str, Callable[[], Refusal]]:
    """Say what each rule of the database means for a case that would hold these claims."""

    def taken() -> Refusal:
        held = [
            number
            for claim in claims()
            for number in Claim.objects.filter(
                subject=claim.subject, kind=claim.kind, open=True
            ).values_list("case__number", flat=True)
        ]
        return ClaimTaken(where="、".join(held) or "刚刚结束")

    return {**REFUSALS, "one_open_claim_of_a_kind_on_a_subject": taken}


_REASON: TypeAdapter[str] = TypeAdapter(LongText)


@dataclass(frozen=True)
class Permitted:
    """An act that lifecycle and policy allow: the seat it takes (if any) and what it rests on."""

    standing: Standing
    verb: str
    by: str
    at: datetime
    seat: Seat | None
    mandate: Mandate

    def plan(
        self,
        to: str,
        *,
        step: int | None,
        seat: Mapping[str, Any] | None = None,
        also: Mapping[str, Any] | None = None,
        rows: Sequence[Row] = (),
        said: Mapping[str, Any] | None = None,
        form: ItemForm | None = None,
    ) -> Plan:
        """Plan the act: the case moves, the seat is taken, other rows follow."""
        case, head = self.standing.case, self.standing.head
        LIFECYCLE.lead(case.state, self.verb, to)
        whole = {"number": case.number, "state": to, "step": step, **(said or {})}
        taken = self._taken(seat or {})
        stops = ended_with(self.standing, to, self.by, local_day(self.at))
        if stops and case.suspended_on is not None:
            also = {**(also or {}), "suspended_on": None}
        if self.delegation is not None:
            whole |= {"delegation": self.delegation}
        return Plan(
            verb=self.verb,
            seen=head,
            said=whole,
            rows=[_move(case, to, step, self.at, also or {}), *taken, *stops, *rows],
            holds=self.mandate.holds,
            mandate=self.mandate.assignment,
            grant=self.mandate.grant,
            refusals=refusals(lambda: self.standing.item.claims(form or self.standing.form)),
            verbs=LIFECYCLE.verbs,
        )

    @property
    def delegation(self) -> dict[str, Any] | None:
        """What the trail says of an act by a delegate: by which absence, for whom."""
        if self.mandate.delegation is None or self.seat is None:
            return None
        return {"absence": self.mandate.delegation, "for": self.seat.holder}

    def _taken(self, after: Mapping[str, Any]) -> list[Row]:
        """Plan that the seat is taken; a delegate takes a turn of their own (SX-12)."""
        if self.seat is None:
            return []
        if self.delegation is None:
            return [_take(self.seat, self.by, after)]
        return [stood_down(self.seat), next_turn(self.seat, holder=self.by, **after)]


def stood_down(seat: Seat) -> Change:
    """Plan that whoever holds a seat leaves it; the name stays barred."""
    key = (seat.case_id, seat.step, seat.turn)
    before = {"holder": seat.holder, "decision": seat.decision, "stands_down": False}
    return Change(Seat, key, before, {"stands_down": True})


def next_turn(seat: Seat, **taken: Any) -> New:
    """Plan the next turn of a seat, free or taken at once."""
    values = {"case_id": seat.case_id, "step": seat.step, "turn": seat.turn + 1}
    values |= {"post": seat.post, "agency_id": seat.agency_id, "duty": seat.duty}
    values |= {"holder": None, "decision": None, "decided_at": None, "signed": None}
    return New(Seat, {**values, "stands_down": False, **taken})


def permit(number: str, verb: str, *, by: str, at: datetime, who: Who | None = None) -> Permitted:
    """Read a case and ask the lifecycle and the policy; either refuses by name."""
    on = local_day(at)
    case = standing(number, by=by, on=on)
    seat, held = may(verb, case, by, on, who=who)
    return Permitted(case, verb, by, at, seat, held)


def reason_of(text: object) -> str:
    """Give a reason as it will be kept, or refuse it (ReasonNeeded)."""
    try:
        return _REASON.validate_python(text)
    except ValidationError as wrong:
        raise ReasonNeeded(why=wrong.errors()[0]["msg"]) from None


def claims_closed(case: Standing) -> list[Row]:
    """Plan the end of a case's claims, when it is over."""
    return [closed(case, claim) for claim in case.item.claims(case.form)]


def closed(case: Standing, claim: items.Claim) -> Change:
    """Plan the end of one claim."""
    key = (case.case.chain_id, claim.subject, claim.kind)
    return Change(Claim, key, {"open": True}, {"open": False})


def _take(seat: Seat, by: str, after: Mapping[str, Any]) -> Change:
    key = (seat.case_id, seat.step, seat.turn)
    before = {"holder": seat.holder, "decision": seat.decision, "stands_down": False}
    return Change(Seat, key, before, {"holder": by, **after})


def _move(case: Case, to: str, step: int | None, at: datetime, after: Mapping[str, Any]) -> Change:
    before = {"state": case.state, "step": case.step}
    assert (step is not None) == (to in {*OPEN, "done"})  # noqa: S101 -- the table says so too
    moved = {} if (to, step) == (case.state, case.step) else {"step_since": at}
    return Change(Case, (case.chain_id,), before, {"state": to, "step": step, **moved, **after})
