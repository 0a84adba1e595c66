"""A case as pages show it: what was brought, what would change, who did what and what follows."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.domain.cases.actions.keying import key_fields
from yichuang.domain.cases.actions.returns import reasons_to_return
from yichuang.domain.cases.application import BROUGHT, Mistake, broken_checks
from yichuang.domain.cases.deliveries import PAPERS, WAYS
from yichuang.domain.cases.standing import REFERRED, Standing, brief_digest
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.cases.stops import ground_name
from yichuang.domain.items.item import Difference, ParameterMissing
from yichuang.domain.kernel.money import Fen, yuan
from yichuang.domain.staff.models import Agency, Assignment
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.queries import acts_of


@dataclass(frozen=True)
class Paper:
    """A material of a case: how it was brought, and how it came later if it was promised."""

    code: str
    name: str
    basis: str
    how: str
    later: str

    @property
    def missing(self) -> bool:
        """Whether it was promised and isn't here yet."""
        return self.how == "promised" and not self.later

    @property
    def how_said(self) -> str:
        """How it was brought, in words."""
        said = BROUGHT.get(self.how, self.how)
        return f"{said}，已补{BROUGHT[self.later]}" if self.later else said


@dataclass(frozen=True)
class Looked:
    """One check of the item as it stands now: its rule, its source, what is against it."""

    title: str
    source: str
    says: str


@dataclass(frozen=True)
class Deed:
    """One act as a table tells it."""

    act: Act
    post: str
    reason: str
    said: dict[str, Any]

    @property
    def instead(self) -> str:
        """The staff number of whoever is away, where the act took that seat by delegation."""
        return str(self.said.get("delegation", {}).get("for", ""))


@dataclass(frozen=True)
class Stop:
    """One stop of the way: whose turn, whether it was taken, whether what was signed stands."""

    step: int
    post: str
    agency: str
    verb: str
    holder: str | None
    decided_at: datetime | None
    how: str
    """done, here, ahead or ended."""
    matches: bool | None
    """Of a signature: whether what was signed is what the case is now."""


def papers(case: Standing) -> list[Paper]:
    """Give the materials in the order in which the catalogue asks for them."""
    first: dict[str, str] = json.loads(case.case.materials)
    known = [material for material in case.rule.materials if material.code in first]
    return [
        Paper(m.code, m.name, m.basis, first[m.code], case.supplied.get(m.code, "")) for m in known
    ]


def differences(case: Standing) -> tuple[Difference, ...]:
    """Give what is and what would be."""
    return case.item.differences(case.shown_matter)


def checks(case: Standing) -> list[Looked]:
    """Ask every check of the item again, before anybody decides."""
    broken, unasked = _broken(case)
    if unasked is not None:
        return [Looked("核对所需的参数齐全", "业务目录", str(unasked))]
    says = {mistake.code: mistake.message for mistake in broken}
    return [Looked(c.title, c.source, says.get(c.code, "")) for c in case.item.checks]


def is_broken(case: Standing) -> bool:
    """Say whether a check is broken by now."""
    broken, unasked = _broken(case)
    return bool(broken) or unasked is not None


def _broken(case: Standing) -> tuple[list[Mistake], ParameterMissing | None]:
    try:
        return list(broken_checks(case.item, case.shown_matter)), None
    except ParameterMissing as missing:
        return [], missing


def point_numbers(brought: list[Paper], lines: tuple[Difference, ...]) -> dict[str, int]:
    """Number the points to tick as they stand on the page, beginning with what was brought."""
    codes = [f"material:{paper.code}" for paper in brought]
    codes += [f"field:{line.field}" for line in lines]
    return {code: n for n, code in enumerate(codes, start=1)}


def fields(
    case: Standing, *, beside: tuple[Difference, ...] = (), blind: bool = False
) -> list[tuple[str, str]]:
    """Give the form's fields with their titles, but not what stands beside them already.

    `blind`: for whoever is to key them a second time, without what the first keyed.
    """
    filled = case.form.model_dump(mode="json")
    titles = type(case.form).model_fields
    shown = {line.field for line in beside}
    said = {text for line in beside for text in (line.before, line.after)}
    if blind:
        filled |= dict.fromkeys(key_fields(case), "（复录前不显示）")
    return [
        (titles[name].title or name, "（未填）" if value is None else _filled(name, value))
        for name, value in filled.items()
        if name not in shown and value not in said
    ]


def _filled(name: str, value: Any) -> str:
    """Write what was filled in; money in yuan."""
    is_money = name.endswith("_fen") and isinstance(value, int)
    return f"{yuan(Fen(value))} 元" if is_money else str(value)


def whom(case: Standing) -> str:
    """Give the name of whom the case is about, where its subject is only a number."""
    facts = case.shown_matter.facts
    name = str(getattr(getattr(facts, "person", None), "name", ""))
    return "" if name == case.case.subject else name


def deeds(case: Standing) -> list[Deed]:
    """Give the acts of a case in their order, with the post that each was done in."""
    acts = list(acts_of(case.case.chain_id))
    mandates = {act.mandate for act in acts if act.mandate is not None}
    posts = dict(Assignment.objects.filter(id__in=mandates).values_list("id", "post"))
    told = []
    for act in acts:
        said: dict[str, Any] = json.loads(act.content)["said"]
        post = case.profile.post_name(posts[act.mandate]) if act.mandate in posts else ""
        told.append(Deed(act, post, _why(case, said), said))
    return told


def stood_in(told: list[Deed]) -> dict[str, str]:
    """Give who acted for whom by delegation: nobody has two seats, so a case has one answer."""
    return {deed.act.actor: deed.instead for deed in told if deed.instead}


def _why(case: Standing, said: dict[str, Any]) -> str:
    parts = []
    if "to" in said:
        parts.append(f"退回到{case.profile.post_name(case.seat(said['to']).post)}")
    if "code" in said:
        named = {one.code: one.name for one in reasons_to_return(case.profile)}
        parts.append(named.get(said["code"], said["code"]))
    if "ground" in said:
        parts.append(ground_name(case, said["ground"]))
    if "paper" in said:
        way, day = WAYS.get(said["way"], ""), said["delivered_on"]
        parts.append(f"{PAPERS.get(said['paper'], '')}，{way}，{said['receiver']}，{day}")
    if "material" in said:
        names = {material.code: material.name for material in case.rule.materials}
        parts.append(f"{names.get(said['material'], '')}（{BROUGHT.get(said['how'], '')}）")
    if minutes := said.get("minutes"):
        parts.append(f"{minutes['number']}：{minutes['decision']}")
    return "：".join([*parts, *([said["reason"]] if said.get("reason") else [])])


def results(told: list[Deed]) -> list[tuple[str, str]]:
    """Give what the case left for the client, once it is done."""
    for deed in reversed(told):
        if result := deed.said.get("result"):
            return [(str(k), _written(v)) for k, v in result.items() if not isinstance(v, dict)]
    return []


def _written(value: Any) -> str:
    return "、".join(map(str, value)) or "无" if isinstance(value, list) else str(value)


def stops(case: Standing) -> list[Stop]:
    """Give the way of a case, stop by stop."""
    codes = {seat.agency_id for seat in case.seats}
    names = dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    digest = brief_digest(case)
    return [_stop(case, stage, names, digest) for stage in case.stages_met()]


def _stop(case: Standing, stage: dict[str, Any], names: dict[str, str], digest: str) -> Stop:
    seat = case.seat(stage["step"])
    here = (case.case.state, case.case.step) == (stage["state"], stage["step"])
    decided = seat.decision in {stage["verb"], "refuse"}
    if stage["verb"] == "approve" and seat.decision == REFERRED:
        decided = True
    if stage["verb"] == "receive":
        decided = seat.holder is not None and not here
    how = "ended" if decided and seat.decision == "refuse" else "done" if decided else "ahead"
    agency = names[seat.agency_id] if seat.agency_id != case.case.agency_id else ""
    verb = seat.decision if decided and stage["verb"] != "receive" else stage["verb"]
    return Stop(
        step=seat.step,
        post=case.profile.post_name(seat.post),
        agency=agency,
        verb=verb or stage["verb"],
        holder=seat.holder,
        decided_at=seat.decided_at if decided and stage["verb"] != "receive" else None,
        how="here" if here else how,
        matches=seat.signed == digest if seat.signed and decided else None,
    )


def earlier(case: Standing) -> list[tuple[int, str, str]]:
    """Give the steps that a case may be returned to: the counter, then those that decide."""
    here = case.case.step or 0
    steps = [s.step for s in case.seats if not s.stands_down and s.step < here]
    found = []
    for step in steps:
        if step == 0 or case.stage_of(step) is not None:
            seat = case.seat(step)
            what = "补正" if step == 0 else LIFECYCLE.verbs[str(_verb_at(case, step))]
            found.append(
                (step, f"{case.profile.post_name(seat.post)}（{what}）", seat.holder or "")
            )
    return found


def _verb_at(case: Standing, step: int) -> str:
    stage = case.stage_of(step)
    return str(stage["verb"]) if stage else "correct"


def what_follows(case: Standing) -> str:
    """Say what happens once whoever has the case now decides."""
    stage = case.stage()
    if stage is None or case.case.step is None:
        return ""
    if stage["verb"] == "receive":
        return "接收后，由接收人审批。"
    following = case.next_stage({case.case.step: True})
    if following is None:
        return "本件办结，登记册随即更新。"
    seat = case.seat(following["step"])
    post, verb = case.profile.post_name(seat.post), LIFECYCLE.verbs[following["verb"]]
    if following["verb"] == "receive":
        return f"本件上报，转{post}{verb}；登记册暂不变。"
    return f"转{post}{verb}；登记册暂不变。"
