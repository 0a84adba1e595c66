"""复核通过、签字、办结: a seat decides; the last decision makes the case done, with its effect."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.domain.cases.application import Mistake, broken_checks
from yichuang.domain.cases.planning import Permitted, claims_closed, permit
from yichuang.domain.cases.points import asked_of, covered, settled
from yichuang.domain.cases.standing import Standing, brief_digest
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.insured.actions import Entry
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import Answer, Plan, moved_since, perform
from yichuang.domain.trail.rows import Row

SIGNATURES = frozenset({"sign", "approve", "conclude"})
"""Decisions that are signed, over the digest of the brief (SX-12)."""


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
    number: str,
    *,
    brief: str,
    ticked: Collection[str] = (),
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Pass a case of level 2 after review; the effect comes when the teller finishes it.

    `brief` is the digest of what was on the reviewer's screen, `ticked` the points that were
    looked at; another content is refused (NotWhatWasShown, PointsNotTicked, NoSuchPoint).
    """
    return _decide("pass", number, brief, ticked, by=by, at=at, request=request)


def sign(
    number: str,
    *,
    brief: str,
    ticked: Collection[str] = (),
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Sign a case of level 1 at one's own seat, over the digest of its brief.

    `brief` is the digest of what was on the signer's screen; another content is refused. Only
    the reviewer's seat has points to tick, and must tick them all.
    """
    return _decide("sign", number, brief, ticked, by=by, at=at, request=request)


def finish(number: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """Finish a case at the counter: the effect on the register lands with this act."""

    def decide() -> Plan:
        return decided(permit(number, "finish", by=by, at=at), request)

    return perform(decide, asked=["finish", number, None], by=by, at=at, request=request)


def _decide(
    verb: str,
    number: str,
    brief: str,
    ticked: Collection[str],
    *,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    def decide() -> Plan:
        allowed = permit(number, verb, by=by, at=at)
        must_be_shown(allowed.standing, brief)
        asked = asked_of(allowed.standing, allowed.seat)
        codes = covered(asked, ticked)
        return decided(allowed, request, {"ticked": codes} if asked else {})

    asked = [verb, number, brief, settled(ticked)]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def must_be_shown(case: Standing, brief: object) -> None:
    """Refuse a decision over anything but what the case is now (NotWhatWasShown)."""
    if type(brief) is not str or brief != brief_digest(case):
        raise NotWhatWasShown


def decided(allowed: Permitted, request: UUID, also_said: Mapping[str, Any] | None = None) -> Plan:
    """Plan that the seat of the stage decides; the last one makes the case done."""
    case = allowed.standing
    digest = brief_digest(case)
    signed = digest if allowed.verb in SIGNATURES else None
    seat = {"decision": allowed.verb, "decided_at": allowed.at, "signed": signed}
    said: dict[str, Any] = {"brief": digest, **(also_said or {})}
    assert case.case.step is not None  # noqa: S101 -- the lifecycle has seen to it
    following = case.next_stage({case.case.step: True})
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
    entry = Entry(request, allowed.at, case.case.agency_id, allowed.by, case.case.number)
    effect = case.item.effect(matter, entry)
    return [*effect.rows, *claims_closed(case)], effect.result
