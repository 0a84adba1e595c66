"""回避换人、挂起、补交: who is there, and what is still to be brought."""

from datetime import datetime
from uuid import UUID

from yichuang.domain.cases.application import BROUGHT
from yichuang.domain.cases.planning import next_turn, permit, reason_of, stood_down
from yichuang.domain.cases.policy import head_over
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.trail.actions import Answer, Plan, perform
from yichuang.domain.trail.canonical import canonical


class NobodyToStandDown(Refusal):
    """The seat isn't taken, isn't in the route, or has decided: there is nothing to stand down."""

    code = "nobody-to-stand-down"
    says = (
        "这一席位没有可回避的人：尚无人承担、不在本件流程中，或其决定已经作出。请核对席位后再选。"
    )


class NotPromised(Refusal):
    """Only a material that was promised is brought later."""

    code = "not-promised"
    says = "本件没有承诺后补的材料“{material}”，或提交方式不对。请核对受理回执上的承诺。"


def stand_down(
    number: str, step: int, *, reason: str, by: str, at: datetime, request: UUID
) -> Answer:
    """Let whoever holds a seat stand down: another person takes it; the name stays barred."""

    def decide() -> Plan:
        why = reason_of(reason)
        allowed = permit(number, "stand-down", by=by, at=at, who=head_over(step))
        case = allowed.standing
        standing_seats = (s for s in case.seats if not s.stands_down and type(step) is int)
        seat = next((s for s in standing_seats if s.step == step), None)
        # In a done case everybody has decided, but whoever files it may still be replaced.
        files = case.case.state == "done" and step == case.case.step
        if seat is None or seat.holder is None or (seat.decision and not files):
            raise NobodyToStandDown
        left, free = stood_down(seat), next_turn(seat)
        said = {"reason": why, "seat": step, "stood_down": seat.holder}
        state, here = case.case.state, case.case.step
        return allowed.plan(state, step=here, rows=[left, free], said=said)

    asked = ["stand-down", number, step, reason]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def hold(number: str, *, reason: str, by: str, at: datetime, request: UUID) -> Answer:
    """Note that the client left with the receipt; the case goes on, its timing stays as it is."""

    def decide() -> Plan:
        why = reason_of(reason)
        allowed = permit(number, "hold", by=by, at=at)
        case = allowed.standing.case
        held = {"held_at": at}
        return allowed.plan(case.state, step=case.step, also=held, said={"reason": why})

    return perform(decide, asked=["hold", number, reason], by=by, at=at, request=request)


def supply(number: str, material: str, how: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """Take in a material that was promised for later (容缺)."""

    def decide() -> Plan:
        allowed = permit(number, "supply", by=by, at=at)
        case, brought = allowed.standing.case, allowed.standing.materials
        before = allowed.standing.supplied
        promised = [code for code, was in brought.items() if was == "promised"]
        if material not in promised or how not in [*BROUGHT] or how == "promised":
            raise NotPromised(material=shown(material))
        after = {"supplied": canonical({**before, material: how})}
        said = {"material": material, "how": how}
        return allowed.plan(case.state, step=case.step, also=after, said=said)

    asked = ["supply", number, material, how]
    return perform(decide, asked=asked, by=by, at=at, request=request)
