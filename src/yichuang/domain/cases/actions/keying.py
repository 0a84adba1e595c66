"""双岗录入: a second person keys the key fields blind, a third settles what differs."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.domain.cases.actions.returns import (
    claims_of,
    corrected,
    must_keep_its_way,
    undone,
)
from yichuang.domain.cases.application import (
    Mistake,
    Mistakes,
    broken_checks,
    read_application,
)
from yichuang.domain.cases.linked import matter_of
from yichuang.domain.cases.models import Seat
from yichuang.domain.cases.own import citizens_in, not_their_own
from yichuang.domain.cases.planning import Permitted, permit, reason_of
from yichuang.domain.cases.standing import Standing
from yichuang.domain.items.form import ItemForm, read
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import Answer, Plan, perform
from yichuang.domain.trail.canonical import canonical
from yichuang.domain.trail.rows import Row

SAME, DIFFERS, SETTLED = "same", "differs", "settled"
CHOICES = {"first": "以首次录入为准", "second": "以复录为准", "neither": "两者都不对，退回补正"}
"""What the third may find of a field that was keyed differently."""


class KeyingNotAsked(Refusal):
    """The item is keyed once, or this case has been keyed twice already."""

    code = "keying-not-asked"
    says = "本件现在不需要复录：该事项不要求双岗录入，或已经复录完毕。请刷新后按页面所列办理。"


class KeyingNeeded(Refusal):
    """What the item wants keyed twice hasn't been keyed a second time."""

    code = "keying-needed"
    says = "本事项要求双岗录入。请先不看首次录入、对照材料复录关键信息，再复核。"


class KeyedOtherFields(Refusal):
    """Exactly the key fields are keyed, no more and no fewer."""

    code = "keyed-other-fields"
    says = "复录的栏目应恰为：{titles}。请逐栏填写后再提交。"


class NotSettledSo(Refusal):
    """The third says of every field that differs which is right, and of no other."""

    code = "not-settled-so"
    says = "请对每一处不一致（{titles}）选择以哪一次为准，不多也不少。"


def rekey(
    number: str, *, fields: Mapping[str, object], by: str, at: datetime, request: UUID
) -> Answer:
    """Key the key fields a second time, blind, as the reviewer; what differs goes to a third."""

    def decide() -> Plan:
        allowed = permit(number, "rekey", by=by, at=at)
        return _rekey(allowed, fields)

    return perform(decide, asked=["rekey", number, fields], by=by, at=at, request=request)


def settle(
    number: str,
    *,
    choices: Mapping[str, str],
    reason: str,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Settle, as the third, which of two keyings is right: field by field (`CHOICES`)."""

    def decide() -> Plan:
        why = reason_of(reason)
        allowed = permit(number, "settle", by=by, at=at)
        return _settle(allowed, choices, why)

    asked = ["settle", number, choices, reason]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def key_fields(case: Standing) -> tuple[str, ...]:
    """Give the fields that a second person keys; none where the item is keyed once."""
    asked = case.rule.double_keyed
    known = case.item.form.model_fields
    return tuple(name for name in asked.fields if name in known) if asked else ()


def must_be_keyed_twice(case: Standing) -> None:
    """Refuse a review before the second keying (KeyingNeeded)."""
    if case.case.state == "review" and awaits_keying(case):
        raise KeyingNeeded


def awaits_keying(case: Standing) -> bool:
    """Say whether a case still waits for its second keying; until then nobody shows the first."""
    return bool(key_fields(case)) and case.case.keyed not in {SAME, SETTLED}


def differing(case: Standing) -> dict[str, tuple[str, object, object]]:
    """Give what two keyed differently: by field its title, the first and the second value."""
    second = json.loads(case.case.second_keying or "{}")
    first = case.form.model_dump(mode="json")
    return {
        name: (title_of(case, name), first[name], second[name])
        for name in key_fields(case)
        if name in second and first[name] != second[name]
    }


def title_of(case: Standing, name: str) -> str:
    """Give what a field is called."""
    return case.item.form.model_fields[name].title or name


def _rekey(allowed: Permitted, fields: Mapping[str, object]) -> Plan:
    case = allowed.standing
    asked = key_fields(case)
    if not asked or case.case.keyed in {SAME, SETTLED}:
        raise KeyingNotAsked
    if not isinstance(fields, Mapping) or set(fields) != set(asked):
        raise KeyedOtherFields(titles="、".join(title_of(case, name) for name in asked))
    form, wrong = read(case.item.form, dict(fields))
    if mistakes := [m for m in wrong if m.field in asked]:
        raise Mistakes([Mistake(m.field, m.title, m.code, m.message) for m in mistakes])
    keyed = {name: form.model_dump(mode="json", include={name})[name] for name in asked}
    first = case.form.model_dump(mode="json")
    differs = [name for name in asked if first[name] != keyed[name]]
    outcome = DIFFERS if differs else SAME
    also = {"keyed": outcome, "second_keying": canonical(keyed) if differs else None}
    said = {"outcome": outcome, "differs": differs}
    if not differs:
        return allowed.plan("review", step=case.case.step, seat={}, also=also, said=said)
    third = _third(case)
    return allowed.plan(
        "settling", step=third.step, seat={}, also=also, rows=undone(third), said=said
    )


def _third(case: Standing) -> Seat:
    return next(case.seat(s["step"]) for s in case.stages if s["verb"] == "settle")


def _settle(allowed: Permitted, choices: Mapping[str, str], why: str) -> Plan:
    case = allowed.standing
    differs = differing(case)
    right = isinstance(choices, Mapping) and set(choices) == set(differs)
    if not right or any(choices[name] not in list(CHOICES) for name in differs):
        raise NotSettledSo(titles="、".join(title for title, *_ in differs.values()))
    keyed = [value for _, *both in differs.values() for value in both]
    rests = not_their_own(allowed.mandate, allowed.by, case.own, citizens_in(keyed))
    allowed = replace(allowed, mandate=rests)
    said: dict[str, Any] = {"reason": why, "choices": dict(choices)}
    seat = {"decision": "settle", "decided_at": allowed.at}
    if "neither" in choices.values():
        also = {"keyed": None, "second_keying": None}
        rows = undone(case.seat(0))
        return allowed.plan("correction", step=0, also=also, rows=rows, said=said, seat={})
    taken = {name: second for name, (_, _, second) in differs.items() if choices[name] == "second"}
    return _go_on(allowed, taken, seat, said)


def _go_on(
    allowed: Permitted, taken: Mapping[str, object], seat: dict[str, Any], said: dict[str, Any]
) -> Plan:
    """Let the case go on to the review; what was signed before and changes is signed again."""
    case = allowed.standing
    also: dict[str, Any] = {}
    rows: list[Row] = []
    void: list[Seat] = []
    form = case.form
    if taken:
        form = _as_settled(case, taken)
        text = canonical(form.model_dump())
        also = corrected(case, form, text, case.materials)
        void = [s for s in case.seats if s.decision is not None and not s.stands_down]
        rows = [row for one in void for row in undone(one)] + claims_of(case, form)
    also |= {"keyed": SETTLED, "second_keying": None}
    assert case.case.step is not None  # noqa: S101 -- the lifecycle has seen to it
    third = {case.case.step: True, **{one.step: False for one in void}}
    following = case.next_stage(third)
    assert following is not None  # noqa: S101 -- the reviewer hasn't decided
    said |= {"changed": sorted(taken), "void": sorted(one.step for one in void)}
    return allowed.plan(
        following["state"], step=following["step"], seat=seat, also=also, rows=rows, said=said,
        form=form,
    )  # fmt: skip


def _as_settled(case: Standing, taken: Mapping[str, object]) -> ItemForm:
    """Give the form with what the second keyed, checked as a correction is."""
    typed = {**case.form.model_dump(mode="json"), **taken}
    reading = read_application(case.item, case.rule, typed, case.materials)
    must_keep_its_way(case, reading.form)
    before = case.matter()
    matter = matter_of(case.item, reading.form, case.profile, before.agency, before.on)
    if mistakes := [*reading.mistakes, *broken_checks(case.item, matter)]:
        raise Mistakes(mistakes)
    return reading.form
