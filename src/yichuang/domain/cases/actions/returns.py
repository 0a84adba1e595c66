"""退回、补正: back to a chosen earlier step with a reason, and on again to who returned it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.domain.cases.application import (
    Mistakes,
    Reading,
    broken_checks,
    read_application,
)
from yichuang.domain.cases.intake import must_be_reported
from yichuang.domain.cases.linked import matter_of
from yichuang.domain.cases.models import Claim, Seat
from yichuang.domain.cases.own import concerned, not_their_own
from yichuang.domain.cases.planning import Permitted, closed, permit, reason_of
from yichuang.domain.cases.standing import REFERRED, Standing
from yichuang.domain.catalogue.profile import Profile, ReturnReason
from yichuang.domain.items.form import ItemForm
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import Answer, Plan, perform
from yichuang.domain.trail.canonical import canonical
from yichuang.domain.trail.rows import Change, New, Row


class MustBeReported(Refusal):
    """As corrected the case would have to be reported, and its route doesn't lead to the city."""

    code = "must-be-reported"
    says = (
        "更正后的内容须报上级审批，而本件受理时的流程不含上报。请撤回本件，按更正后的内容重新受理。"
    )


class NoSuchEarlierStep(Refusal):
    """A case is returned to an earlier step of its own route only."""

    code = "no-such-earlier-step"
    says = "只能退回到本件流程中更早的一步，请重新选择退回到哪一步。"


class NoSuchReturnReason(Refusal):
    """The reason isn't one of the closed list by which returns are counted."""

    code = "no-such-return-reason"
    says = "请从目录所列的退回原因中选一项：{reasons}；具体情况写在理由中。"


OTHER = ReturnReason(code="other", name="其他（写明理由）")
"""What an edition has that lists no reasons."""

UNDECIDED: dict[str, Any] = {"decision": None, "decided_at": None, "signed": None}


def return_to(
    number: str, step: int, *, code: str, reason: str, by: str, at: datetime, request: UUID
) -> Answer:
    """Return a case to a chosen earlier step; step 0 is the counter, which corrects it.

    `code` is one of the catalogue's reasons, by which returns are counted (NoSuchReturnReason).
    """

    def decide() -> Plan:
        why = reason_of(reason)
        allowed = permit(number, "return", by=by, at=at)
        known = reasons_to_return(allowed.standing.profile)
        if code not in [reason.code for reason in known]:
            raise NoSuchReturnReason(reasons="、".join(reason.name for reason in known))
        return _return(allowed, step, code, why)

    asked = ["return", number, step, code, reason]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def correct(
    number: str, *, form: object, materials: object, by: str, at: datetime, request: UUID
) -> Answer:
    """Correct a returned case; what was signed and has changed must be signed again."""

    def decide() -> Plan:
        allowed = permit(number, "correct", by=by, at=at)
        return _correct(allowed, form, materials)

    asked = ["correct", number, form, materials]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def reasons_to_return(profile: Profile) -> tuple[ReturnReason, ...]:
    """Give the closed list of reasons for a return; an edition without one has only the rest."""
    return profile.return_reasons or (OTHER,)


def _return(allowed: Permitted, step: int, code: str, why: str) -> Plan:
    case = allowed.standing
    here = case.case.step
    if type(step) is not int or here is None or not 0 <= step < here:
        raise NoSuchEarlierStep
    stage = case.stage_of(step)
    if step and (stage is None or stage["verb"] == "settle"):
        raise NoSuchEarlierStep
    to = "correction" if step == 0 or stage is None else stage["state"]
    asked_again = undone(case.seat(step))
    return allowed.plan(
        to, step=step, rows=asked_again, said={"code": code, "reason": why, "to": step}
    )


def _correct(allowed: Permitted, form: object, materials: object) -> Plan:
    case = allowed.standing
    reading = read_application(case.item, case.rule, form, materials)
    before = case.matter()
    matter = matter_of(case.item, reading.form, case.profile, before.agency, before.on)
    if mistakes := [*reading.mistakes, *broken_checks(case.item, matter)]:
        raise Mistakes(mistakes)
    rests = not_their_own(allowed.mandate, allowed.by, case.own, concerned(reading.form))
    allowed = replace(allowed, mandate=rests)
    must_keep_its_way(case, reading.form)
    form_now, materials_now = canonical(reading.form.model_dump()), _brought(case, reading)
    changed = (form_now, materials_now) != (case.case.form, case.materials)
    # A referral is no signature: who returned the case at the meeting gets it back.
    decided = [s for s in case.seats if s.decision not in {None, REFERRED} and not s.stands_down]
    void = decided if changed else []
    own = [seat for seat in void if seat.step == 0]
    following = case.next_stage({seat.step: False for seat in void})
    assert following is not None  # noqa: S101 -- who returned the case hasn't decided
    return allowed.plan(
        following["state"],
        step=following["step"],
        seat=UNDECIDED if own else None,
        also=corrected(case, reading.form, form_now, materials_now) if changed else None,
        rows=[
            *(row for seat in void if seat.step for row in undone(seat)),
            *claims_of(case, reading.form),
        ],
        said={"changed": changed, "void": sorted(seat.step for seat in void)},
        form=reading.form,
    )


def must_keep_its_way(case: Standing, form: ItemForm) -> None:
    """Refuse a form that would have to be reported where the route doesn't (MustBeReported)."""
    if must_be_reported(case.item, case.rule, form) and not case.reported:
        raise MustBeReported


def undone(seat: Seat) -> list[Row]:
    """Plan that a seat is asked again; what it decided stays in the trail."""
    if seat.decision is None:
        return []
    key = (seat.case_id, seat.step, seat.turn)
    return [Change(Seat, key, {"decision": seat.decision, "signed": seat.signed}, UNDECIDED)]


def _brought(case: Standing, reading: Reading) -> dict[str, str]:
    """Give how each material is there now: what was promised may have come meanwhile."""
    return {
        code: case.supplied.get(code, how) if how == "promised" else how
        for code, how in reading.materials.items()
    }


def corrected(
    case: Standing, form: ItemForm, text: str, materials: Mapping[str, str]
) -> dict[str, Any]:
    """Give what a correction leaves in the case; what came later is part of it from now on.

    What was keyed twice must be keyed twice again.
    """
    return {
        "form": text,
        "materials": canonical(materials),
        "supplied": canonical({}),
        "subject": case.item.subject(form),
        "original": case.item.original(form),
        "keyed": None,
        "second_keying": None,
    }


def claims_of(case: Standing, form: ItemForm) -> list[Row]:
    """Plan the claims that a corrected form holds in place of those it held.

    First what is opened, in one order for everybody, then what is closed: two cases that
    exchange their claims at one moment refuse each other, and don't wait for each other for ever.
    """
    before, after = set(case.item.claims(case.form)), set(case.item.claims(form))
    chain = case.case.chain_id
    rows: list[Row] = []
    held = {(c.subject, c.kind) for c in Claim.objects.filter(case=chain)}
    for claim in sorted(after - before, key=lambda claim: (claim.subject, claim.kind)):
        if (claim.subject, claim.kind) in held:
            key = (chain, claim.subject, claim.kind)
            rows.append(Change(Claim, key, {"open": False}, {"open": True}))
        else:
            values = {"subject": claim.subject, "kind": claim.kind, "open": True}
            rows.append(New(Claim, {"case_id": chain, **values}))
    return [*rows, *(closed(case, claim) for claim in before - after)]
