"""What happens beside the way of a case, as pages show it: returns, stops, deliveries."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.domain.cases.actions.returns import reasons_to_return
from yichuang.domain.cases.deliveries import PAPERS, WAYS, decided_on, paper_of
from yichuang.domain.cases.models import Suspension
from yichuang.domain.cases.queries import deliveries_of, suspensions_of
from yichuang.domain.cases.standing import Standing
from yichuang.domain.cases.stops import ground_name
from yichuang.domain.catalogue.profile import AppealWay, SuspensionGround

LETTERS = {"refusal": "不予办理决定书", "result": "办结通知书"}


@dataclass(frozen=True)
class Stood:
    """One stop of the clock, or one that was only proposed."""

    stop: Suspension
    ground: str
    source: str
    verified: bool
    says: str
    """Proposed, declined, since when, or from when to when and how many days."""


@dataclass(frozen=True)
class Sent:
    """One delivery: which paper, how, to whom, when, by whom."""

    paper: str
    way: str
    receiver: str
    on: date
    note: str
    by: str


def asked(case: Standing) -> dict[str, Any]:
    """Give what the panels of a case offer to choose from, and what they tell."""
    grounds = [(ground.code, _sourced(ground)) for ground in case.profile.suspension_grounds]
    stop = case.suspension
    return {
        "return_codes": [(reason.code, reason.name) for reason in reasons_to_return(case.profile)],
        "grounds": grounds,
        "stop": stop,
        "stop_says": _proposal(case, stop) if stop is not None else "",
    }


def stood(case: Standing) -> list[Stood]:
    """Give every stop of a case's clock, with its ground and where that comes from."""
    known = {ground.code: ground for ground in case.profile.suspension_grounds}
    found = []
    for stop in suspensions_of(case.case.chain_id):
        ground = known.get(stop.ground)
        source, verified = (ground.source, ground.verified) if ground else ("", False)
        named = ground.name if ground else stop.ground
        found.append(Stood(stop, named, source, verified, _how(stop)))
    return found


def sent(case: Standing) -> list[Sent]:
    """Give what was delivered of a case."""
    return [
        Sent(PAPERS.get(d.paper, d.paper), WAYS.get(d.way, d.way), d.receiver, d.delivered_on,
             d.note or "", d.by)
        for d in deliveries_of(case.case.chain_id)
    ]  # fmt: skip


def delivery(case: Standing) -> dict[str, Any]:
    """Give what the box of deliveries shows of a case that is over; of another nothing."""
    paper = paper_of(case.case)
    if paper is None or case.rule.business == "internal":
        return {"letter": ""}
    return {
        "letter": LETTERS[paper],
        "letter_code": paper,
        "letter_name": PAPERS[paper],
        "delivery_ways": list(WAYS.items()),
        "sent": sent(case),
        "decided_on": decided_on(case),
    }


def appeals(case: Standing) -> tuple[AppealWay, ...]:
    """Give the ways to appeal that the catalogue of the case names."""
    return case.profile.appeals


def _sourced(ground: SuspensionGround) -> str:
    mark = "" if ground.verified else "，未核实"
    return f"{ground.name}（{ground.source}{mark}）"


def _proposal(case: Standing, stop: Suspension) -> str:
    return f"{ground_name(case, stop.ground)}：{stop.reason}"


def _how(stop: Suspension) -> str:
    if stop.starts_on is None:
        return "提请，待确认；期限照计" if stop.ended_by is None else "提请，未予确认；期限照计"
    if stop.ends_on is None:
        return f"自 {stop.starts_on} 起中止，期限停计"
    days = (stop.ends_on - stop.starts_on).days + 1
    return f"{stop.starts_on} 至 {stop.ends_on}，首尾 {days} 日不计"
