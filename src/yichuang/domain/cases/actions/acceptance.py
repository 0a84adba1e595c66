"""受理: an application becomes a case, with its number, its route and its deadlines."""

from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang import __version__
from yichuang.domain.authority.policy import Mandate
from yichuang.domain.cases.application import Mistakes, Reading, broken_checks, read_application
from yichuang.domain.cases.deadlines import deadlines
from yichuang.domain.cases.desk import Desk, desk
from yichuang.domain.cases.models import Case, Claim, Seat
from yichuang.domain.cases.planning import refusals
from yichuang.domain.cases.queries import chain_of
from yichuang.domain.cases.standing import route_text
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.catalogue.profile import ItemRule
from yichuang.domain.items.item import Matter
from yichuang.domain.items.registry import AnyItem, item_of
from yichuang.domain.kernel.numbers import local_day, next_number
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import Answer, Head, Plan, perform
from yichuang.domain.trail.canonical import canonical
from yichuang.domain.trail.rows import New
from yichuang.engines.routing import Business, Office, Route, route


class ItemNotInCatalogue(Refusal):
    """The agency's catalogue doesn't have the item."""

    code = "item-not-in-catalogue"
    says = "本机构施行中的业务目录没有“{item}”这个事项，请从事项目录中重新选择。"


def accept(
    agency: str,
    item: str,
    *,
    form: object,
    materials: object,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Accept an application; refused with every mistake named at once (Mistakes)."""

    def decide() -> Plan:
        known = item_of(item)
        here = desk(agency, known.code, by=by, on=local_day(at))
        return _decide(here, known, form, materials, at)

    asked = ["accept", agency, item, form, materials]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def _decide(here: Desk, item: AnyItem, form: object, materials: object, at: datetime) -> Plan:
    rule = here.profile.item(item.code)
    if rule is None:
        raise ItemNotInCatalogue(item=item.code)
    way = _route(here, rule)
    held = here.mandate(way.seats[0].post, way.seats[0].duty)
    reading = read_application(item, rule, form, materials)
    facts = item.look_up(reading.form)
    matter = Matter(reading.form, facts, here.profile, here.agency, here.on)
    if mistakes := [*reading.mistakes, *broken_checks(item, matter)]:
        raise Mistakes(mistakes)
    case = _case(here, rule, way, item, reading, at)
    return _plan(case, way, item, reading, held, here.by)


def _route(here: Desk, rule: ItemRule) -> Route:
    business = Business(
        code=rule.code,
        level=rule.level,
        level_source=rule.level_source,
        timing=rule.timing,
        accepted_by=rule.accepted_by,
        chain=here.profile.chains[rule.chain] if rule.chain else (),
        instant_up_to=rule.instant_up_to,
    )
    at_counter = rule.level == 1 and here.counter_handles(rule.accepted_by)
    return route(business, Office(here.agency, counter_handles=at_counter))


def _case(
    here: Desk,
    rule: ItemRule,
    way: Route,
    item: AnyItem,
    reading: Reading,
    at: datetime,
) -> dict[str, Any]:
    first = way.stages[0]
    due = deadlines(rule, at)
    number = next_number("", here.agency, at)
    return {
        "chain_id": chain_of(number),
        "number": number,
        "agency_id": here.agency,
        "item": item.code,
        "subject": item.subject(reading.form),
        "edition_id": here.edition,
        "program": __version__,
        "level": way.level,
        "timing": way.timing,
        "state": LIFECYCLE.lead("draft", "accept", first.state),
        "step": first.step,
        "form": canonical(reading.form.model_dump()),
        "materials": canonical(reading.materials),
        "supplied": canonical({}),
        "route": route_text(way),
        "accepted_at": at,
        "statutory_due_on": due.statutory,
        "promised_due_on": due.promised,
        "held_at": None,
        "done_at": None,
    }


def _plan(
    case: dict[str, Any], way: Route, item: AnyItem, reading: Reading, held: Mandate, by: str
) -> Plan:
    chain = case["chain_id"]
    seats = [
        New(Seat, {**_empty_seat(chain), "step": s.step, "post": s.post, "agency_id": s.agency,
                   "duty": s.duty, "holder": by if s.step == 0 else None})
        for s in way.seats
    ]  # fmt: skip
    claims = [
        New(Claim, {"case_id": chain, "subject": c.subject, "kind": c.kind, "open": True})
        for c in item.claims(reading.form)
    ]
    said = {name: case[name] for name in ("number", "item", "subject", "level", "timing", "state")}
    said |= {"step": case["step"], "statutory_due_on": case["statutory_due_on"]}
    said |= {"promised_due_on": case["promised_due_on"]}
    return Plan(
        verb="accept",
        seen=Head(chain),
        said=said,
        rows=[New(Case, case), *seats, *claims],
        holds=held.holds,
        mandate=held.assignment,
        grant=held.grant,
        refusals=refusals(lambda: item.claims(reading.form)),
    )


def _empty_seat(chain: str) -> dict[str, Any]:
    empty = {"decision": None, "decided_at": None, "signed": None, "stands_down": False}
    return {"case_id": chain, "turn": 0, **empty}
