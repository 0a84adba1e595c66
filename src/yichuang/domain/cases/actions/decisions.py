"""复核通过、签字、办结: a seat decides; the last decision makes the case done, with its effect."""

from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.domain.cases.application import Mistake, broken_checks
from yichuang.domain.cases.planning import Permitted, claims_closed, permit
from yichuang.domain.cases.standing import Standing, brief_digest
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.insured.actions import Entry
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import Answer, Plan, moved_since, perform
from yichuang.domain.trail.rows import Row


class NotTheVerbHere(Refusal):
    """The stage asks for another verb: level 2 is passed, level 1 is signed."""

    code = "not-the-verb-here"
    says = "本件按其风险等级在这一步不能这样办理，请在办件页上按所列动作办理。"


class NotWhatWasShown(Refusal):
    """The case changed since its brief was shown to whoever decides on it."""

    code = "not-what-was-shown"
    says = "本件内容在您打开之后已经更改，您看到的不是现在的内容。请刷新后重新查看再办。"


class NoLongerHolds(Refusal):
    """What was right at acceptance isn't any more: the register changed meanwhile."""

    code = "no-longer-holds"
    says = "受理之后情况已变化，不能办结：{all}。请退回补正，或由申请人撤回后重新申请。"

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        super().__init__(all="；".join(m.message for m in mistakes))


def pass_on(
    number: str, *, brief: str | None = None, by: str, at: datetime, request: UUID
) -> Answer:
    """Pass a case of level 2 after review; the effect comes when the teller finishes it.

    `brief` is the digest of what was on the reviewer's screen; another content is refused.
    """
    return _decide("pass", number, brief, by=by, at=at, request=request)


def sign(number: str, *, brief: str | None = None, by: str, at: datetime, request: UUID) -> Answer:
    """Sign a case of level 1 at one's own seat, over the digest of its brief.

    `brief` is the digest of what was on the signer's screen; another content is refused.
    """
    return _decide("sign", number, brief, by=by, at=at, request=request)


def finish(number: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """Finish a case at the counter: the effect on the register lands with this act."""
    return _decide("finish", number, None, by=by, at=at, request=request)


def _decide(
    verb: str, number: str, brief: str | None, *, by: str, at: datetime, request: UUID
) -> Answer:
    def decide() -> Plan:
        allowed = permit(number, verb, by=by, at=at)
        if brief is not None and brief != brief_digest(allowed.standing):
            raise NotWhatWasShown
        return _plan(allowed, request)

    return perform(decide, asked=[verb, number, brief], by=by, at=at, request=request)


def _plan(allowed: Permitted, request: UUID) -> Plan:
    case = allowed.standing
    stage = case.stage()
    if stage is None or stage["verb"] != allowed.verb:
        raise NotTheVerbHere
    digest = brief_digest(case)
    signed = digest if allowed.verb == "sign" else None
    seat = {"decision": allowed.verb, "decided_at": allowed.at, "signed": signed}
    said: dict[str, Any] = {"brief": digest}
    following = case.next_stage({stage["step"]: True})
    if following is not None:
        return allowed.plan(following["state"], step=following["step"], seat=seat, said=said)
    rows, result = _effect(case, allowed, request)
    said |= {"result": result}
    done = {"done_at": allowed.at}
    # A done case stands at the counter's seat until its file is complete.
    return allowed.plan("done", step=0, seat=seat, also=done, rows=rows, said=said)


def _effect(case: Standing, allowed: Permitted, request: UUID) -> tuple[list[Row], dict[str, Any]]:
    matter = case.matter()
    if broken := list(broken_checks(case.item, matter)):
        # Another click may have done this very case since it was read.
        if (moved := moved_since(case.head, LIFECYCLE.verbs)) is not None:
            raise moved
        raise NoLongerHolds(broken)
    entry = Entry(request, allowed.at, case.case.agency_id)
    effect = case.item.effect(matter, entry)
    return [*effect.rows, *claims_closed(case)], effect.result
