"""制单、签付: what is owed is prepared by one finance officer and released by another, signed.

Payments stand outside the signatures of the case (WQ-05): each has a chain of its own.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from yichuang.domain.authority.pens import Pen, signed
from yichuang.domain.authority.policy import Mandate, post_mandate
from yichuang.domain.cases.actions.decisions import NotWhatWasShown
from yichuang.domain.cases.linked import not_held
from yichuang.domain.cases.own import concerned, not_their_own
from yichuang.domain.cases.payments import (
    chain_of,
    holding,
    payable_of,
    screen,
    screen_digest,
)
from yichuang.domain.cases.planning import reason_of
from yichuang.domain.cases.queries import standing
from yichuang.domain.insured import actions as register
from yichuang.domain.insured.actions import Entry
from yichuang.domain.insured.models import Payable
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform

VERBS = {"prepare-payment": "制单", "return-payment": "退回制单", "release-payment": "签付"}

WRITES = {
    "prepare-payment": register.prepare,
    "return-payment": register.put_back,
    "release-payment": register.release,
}


class AlreadyPrepared(Refusal):
    """Somebody prepared the payment."""

    code = "already-prepared"
    says = "这笔付款已由 {who} 制单。请由另一名财务人员核对后签付。"


class NotPrepared(Refusal):
    """Nobody prepared the payment yet."""

    code = "not-prepared"
    says = "这笔付款还没有制单，或已退回。请先由一名财务人员制单，再由另一名签付。"


class AlreadyReleased(Refusal):
    """The payment was released: nothing is paid twice."""

    code = "already-released"
    says = "这笔付款已由 {who} 签付，不能再办。请到“已付”中核对。"


class PreparedByYourself(Refusal):
    """Whoever prepared a payment doesn't release it."""

    code = "prepared-by-yourself"
    says = "这笔付款是您（{by}）制单的，须由另一名财务人员签付。请转交核对。"

    def __init__(self, by: str = "本人") -> None:
        super().__init__(by=by)


class PaymentHeld(Refusal):
    """A correction or objection is open, or the objection was upheld: nothing more is paid."""

    code = "payment-held"
    says = (
        "办件 {case} 有更正或复查（{links}），这笔付款暂停。"
        "在办的请待其办结；复查已撤销原决定的，请按重新办理的结果付款。"
    )


class HadASeatInTheCase(Refusal):
    """Whoever accepted, reviewed or decided a case doesn't pay it."""

    code = "had-a-seat-in-the-case"
    says = "您（{by}）在办件 {case} 中有过席位，不能再经手它的付款。请转交另一名财务人员。"


_NO_SEAT = "NOT EXISTS (SELECT 1 FROM cases_seat t WHERE t.case_id = %s AND t.holder = %s)"


def prepare_payment(number: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """Prepare a payment (制单): what is owed to whom has been looked at against the papers."""

    def decide() -> Plan:
        payable = payable_of(number)
        mandate = _may_pay(payable, by, at)
        if payable.released_by is not None:
            raise AlreadyReleased(who=payable.released_by)
        if payable.prepared_by is not None:
            raise AlreadyPrepared(who=payable.prepared_by)
        return _plan("prepare-payment", payable, mandate, _entry(payable, by, at, request), {})

    return perform(decide, asked=["prepare-payment", number], by=by, at=at, request=request)


def return_payment(number: str, *, reason: str, by: str, at: datetime, request: UUID) -> Answer:
    """Return what was prepared (退回制单), with the reason: it waits to be prepared anew.

    Either finance officer may, until it is released; ReasonNeeded without a reason.
    """

    def decide() -> Plan:
        payable = payable_of(number)
        mandate = _may_pay(payable, by, at)
        said = {"reason": reason_of(reason), "prepared_by": _preparer(payable)}
        return _plan("return-payment", payable, mandate, _entry(payable, by, at, request), said)

    return perform(decide, asked=["return-payment", number, reason], by=by, at=at, request=request)


def release_payment(
    number: str, *, pen: Pen | None, by: str, at: datetime, request: UUID
) -> Answer:
    """Release a payment (签付), signed over what was on the screen, by a second person."""

    def decide() -> Plan:
        payable = payable_of(number)
        mandate = _may_pay(payable, by, at)
        if _preparer(payable) == by:
            raise PreparedByYourself(by)
        shown = screen_digest(payable)
        made = signed(pen, _statement(payable, shown, by, at), by=by, at=at)
        if pen is None or pen.screen != shown:
            raise NotWhatWasShown
        mandate = mandate.and_also(made.holds.sql, *made.holds.params)
        said = {"screen": screen(payable), "signature": made.said}
        return _plan("release-payment", payable, mandate, _entry(payable, by, at, request), said)

    return perform(decide, asked=["release-payment", number], by=by, at=at, request=request)


def _may_pay(payable: Payable, by: str, at: datetime) -> Mandate:
    """Ask what stands between a person and a payment; all of it is asked again when written."""
    post, on = Post.FINANCE.value, local_day(at)
    held = post_mandate(by, agency=payable.agency, post=post, on=on)
    case = standing(payable.case_number, by=by, on=on)
    held = not_their_own(held, by, case.own, concerned(case.form) | {payable.citizen_id})
    if case.roles_of(by):
        raise HadASeatInTheCase(by=by, case=payable.case_number)
    if links := holding(payable.case_number):
        raise PaymentHeld(case=payable.case_number, links="、".join(links))
    held = held.and_also(_NO_SEAT, case.case.chain_id, by)
    return held.and_also(*not_held(payable.case_number))


def _preparer(payable: Payable) -> str:
    """Give who prepared a payment that isn't released yet (AlreadyReleased, NotPrepared)."""
    if payable.released_by is not None:
        raise AlreadyReleased(who=payable.released_by)
    if payable.prepared_by is None:
        raise NotPrepared
    return payable.prepared_by


def _entry(payable: Payable, by: str, at: datetime, request: UUID) -> Entry:
    return Entry(request, at, payable.agency, by, payable.case_number)


def _statement(payable: Payable, shown: str, by: str, at: datetime) -> dict[str, object]:
    return {
        "number": payable.number,
        "case": payable.case_number,
        "verb": "release-payment",
        "post": Post.FINANCE.value,
        "agency": payable.agency,
        "by": by,
        "at": at,
        "screen": shown,
    }


def _plan(
    verb: str, payable: Payable, mandate: Mandate, entry: Entry, also: Mapping[str, object]
) -> Plan:
    said = {"number": payable.number, "case": payable.case_number}
    said |= {"amount_fen": payable.amount_fen}  # type: ignore[dict-item]  # said holds anything
    return Plan(
        verb=verb,
        seen=head_of(chain_of(payable.number)),
        said={**said, **also},
        rows=WRITES[verb](payable, act=entry).rows,
        holds=mandate.holds,
        mandate=mandate.assignment,
        refusals={"a_payment_is_released_by_a_second_person": PreparedByYourself},
        verbs=VERBS,
    )
