"""受理: an application becomes a case, with its number, its route and its deadlines."""

from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang import __version__
from yichuang.domain.authority.policy import Mandate
from yichuang.domain.cases.application import Mistakes, Reading, broken_checks
from yichuang.domain.cases.deadlines import deadlines
from yichuang.domain.cases.desk import Desk, desk
from yichuang.domain.cases.intake import Intake, take_in
from yichuang.domain.cases.models import Case, Claim, Seat
from yichuang.domain.cases.planning import refusals
from yichuang.domain.cases.queries import chain_of
from yichuang.domain.cases.standing import route_text
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.items.registry import AnyItem, item_of
from yichuang.domain.kernel.numbers import local_day, next_number
from yichuang.domain.trail.actions import Answer, Head, Plan, perform
from yichuang.domain.trail.canonical import canonical
from yichuang.domain.trail.rows import New
from yichuang.engines.routing import Route


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
    brought = take_in(here, item, form, materials)
    first = brought.way.seats[0]
    held = here.mandate(item, brought.reading.form, first.post, first.duty)
    if mistakes := [*brought.reading.mistakes, *broken_checks(item, brought.matter)]:
        raise Mistakes(mistakes)
    case = _case(here, item, brought, at)
    return _plan(case, brought.way, item, brought.reading, held, here.by)


def _case(here: Desk, item: AnyItem, brought: Intake, at: datetime) -> dict[str, Any]:
    way, reading = brought.way, brought.reading
    first = way.stages[0]
    due = deadlines(brought.rule, at)
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
        "step_since": at,
        "original": item.original(reading.form),
        "keyed": None,
        "second_keying": None,
        "suspended_on": None,
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
