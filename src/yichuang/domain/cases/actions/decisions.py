"""复核通过、签字、办结: a seat decides; the last decision makes the case done, with its effect."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.domain.authority.pens import Pen, Signed, digest_said, signed
from yichuang.domain.cases.actions.keying import must_be_keyed_twice
from yichuang.domain.cases.application import Mistake, broken_checks
from yichuang.domain.cases.collective import attached
from yichuang.domain.cases.planning import Permitted, claims_closed, permit
from yichuang.domain.cases.points import asked_of, covered, settled
from yichuang.domain.cases.standing import Standing, brief_digest, screen
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.insured.actions import Entry
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import Answer, Plan, moved_since, perform
from yichuang.domain.trail.canonical import canonical, digest_of
from yichuang.domain.trail.rows import Row

SIGNATURES = frozenset({"sign", "approve", "conclude"})
"""Decisions that are signed, with a key, over the brief and what was on the screen (SX-12)."""


REFUSALS_SIGNED_AT = 1
"""The level of risk at which a refusal is signed like a signature of the chain (SX-12)."""


def is_signed(verb: object, level: object) -> bool:
    """Say whether a verb is signed with a key in a case of a level."""
    return verb in SIGNATURES or (verb == "refuse" and level == REFUSALS_SIGNED_AT)


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
    return _decide("pass", number, brief, ticked, None, None, by=by, at=at, request=request)


def sign(
    number: str,
    *,
    brief: str,
    pen: Pen | None,
    ticked: Collection[str] = (),
    minutes: object = None,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Sign a case of level 1 at one's own seat, over its brief and the screen.

    `brief` is the digest of what the case is, `pen.screen` of what was on the signer's screen;
    another content is refused. Only the reviewer's seat has points to tick, and must tick all.
    The last signer of an amount above the limit attaches the `minutes` of the collective review.
    """
    shown = (brief, ticked, pen, minutes)
    return _decide("sign", number, *shown, by=by, at=at, request=request)


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
    pen: Pen | None,
    minutes: object,
    *,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    def decide() -> Plan:
        allowed = permit(number, verb, by=by, at=at)
        must_be_shown(allowed.standing, brief)
        must_be_keyed_twice(allowed.standing)
        asked = asked_of(allowed.standing, allowed.seat)
        codes = covered(asked, ticked)
        reviewed = attached(allowed.standing, minutes, at)
        return decided(allowed, request, {**({"ticked": codes} if asked else {}), **reviewed}, pen)

    asked = [verb, number, brief, settled(ticked), *([] if minutes is None else [minutes])]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def must_be_shown(case: Standing, brief: object) -> None:
    """Refuse a decision over anything but what the case is now (NotWhatWasShown)."""
    if type(brief) is not str or brief != brief_digest(case):
        raise NotWhatWasShown


def decided(
    allowed: Permitted,
    request: UUID,
    also_said: Mapping[str, Any] | None = None,
    pen: Pen | None = None,
) -> Plan:
    """Plan that the seat of the stage decides; the last one makes the case done."""
    case = allowed.standing
    digest = brief_digest(case)
    signs = allowed.verb in SIGNATURES
    seat = {"decision": allowed.verb, "decided_at": allowed.at, "signed": digest if signs else None}
    said: dict[str, Any] = {"brief": digest, **(also_said or {})}
    if signs:
        shown = screen(case)
        allowed, signature = signed_over(allowed, pen, shown, also_said or {})
        said |= {"screen": shown, "signature": signature}
    assert case.case.step is not None  # noqa: S101 -- the lifecycle has seen to it
    following = case.next_stage({case.case.step: True})
    if following is not None:
        return allowed.plan(following["state"], step=following["step"], seat=seat, said=said)
    rows, result = _effect(case, allowed, request)
    said |= {"result": result}
    done = {"done_at": allowed.at}
    # A done case stands at the counter's seat until its file is complete.
    return allowed.plan("done", step=0, seat=seat, also=done, rows=rows, said=said)


def signed_over(
    allowed: Permitted, pen: Pen | None, shown: Mapping[str, Any], also: Mapping[str, Any]
) -> tuple[Permitted, dict[str, Any]]:
    """Sign the brief, the screen and what is said with them; the act rests on the key from then."""
    digest = brief_digest(allowed.standing)
    made = _signature(allowed, pen, {"brief": digest, "screen": shown, "also": also})
    rests = allowed.mandate.and_also(made.holds.sql, *made.holds.params)
    return replace(allowed, mandate=rests), made.said


def _signature(allowed: Permitted, pen: Pen | None, shown: Mapping[str, Any]) -> Signed:
    """Sign what was on the screen; what the register says otherwise by now is refused."""
    on_screen = digest_of(canonical(shown["screen"]))
    statement = {
        "number": allowed.standing.case.number,
        "verb": allowed.verb,
        "step": allowed.seat.step if allowed.seat else None,
        "post": allowed.seat.post if allowed.seat else None,
        "agency": allowed.seat.agency_id if allowed.seat else None,
        "by": allowed.by,
        "at": allowed.at,
        "brief": shown["brief"],
        "screen": on_screen,
        "also": digest_said(shown["also"]),
    }
    made = signed(pen, statement, by=allowed.by, at=allowed.at)
    if pen is None or pen.screen != on_screen:
        raise NotWhatWasShown
    return made


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
