"""What a page may offer: the same answer, verb by verb, that the action itself would give."""

from typing import Any

import pytest
from django.db import transaction

from tests.cases.ground import REASON, form_of, limited, promised_person, reported, returned
from tests.cases.keyed import as_first
from tests.cases.stopping import GROUND, delivery
from tests.forms import minutes
from tests.halls import Hall, Huanglong, Luochuan, Wangqing
from yichuang.domain.authority.policy import NotGranted, NotYourPost, TrainingLapsed
from yichuang.domain.cases.policy import (
    NotTheLastSigner,
    NotTheVerbHere,
    OnePersonOneRole,
    SeatTaken,
    may_see,
)
from yichuang.domain.cases.prospect import possible
from yichuang.domain.cases.queries import agencies_above, standing
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.kernel.refusals import Refusal
from yichuang.doors.commands.demonstration.verbs import VERBS

POLICY = (
    *(NotYourPost, TrainingLapsed, NotGranted),
    *(NotTheLastSigner, NotTheVerbHere, OnePersonOneRole, SeatTaken),
)
"""How the policy refuses; whatever else an action refuses by is about what is asked."""

JOURNEYS = VERBS | {
    "confirm-suspension": journeys.confirm_suspension,
    "return": journeys.return_to,
    "stand-down": journeys.stand_down,
}
STATES = ["review", "handling", "director", "correction", "ready", "done"]
STATES += ["reported", "city-review", "meeting"]


def brought(hall: Hall, state: str) -> str:
    """Bring a case into a state."""
    if state in {"reported", "city-review", "meeting"}:
        return reported(hall, state)
    if state == "ready":
        return hall.carry(promised_person(hall), state).case.number
    if state == "correction":
        return returned(hall, hall.carry(limited(hall), "review").case.number, 0)
    return hall.carry(limited(hall), state).case.number


def asked_with(  # noqa: PLR0911 -- one line a verb
    hall: Hall, number: str, verb: str, by: str
) -> dict[str, Any]:
    """Give what a verb is asked with."""
    why = {"reason": REASON}
    match verb:
        case "stand-down":
            return {"step": 5 if by == hall.chief else 0, **why}
        case "return":
            return {"step": 0, "code": "other", **why}
        case "rekey":
            return {"fields": as_first(number)}
        case "suspend":
            return {"ground": GROUND, **why}
        case "deliver":
            return delivery(hall, "result")
        case "resume" | "refuse" | "withdraw" | "hold" | "refer" | "recall":
            return why
        case "correct":
            return {"form": form_of(number), "materials": standing(number).materials}
        case "supply":
            return {"material": "labour-contract", "how": "copy"}
        case "conclude":
            return {"minutes": minutes(hall.now.date())}
        case _:
            return {}


def tried(hall: Hall, number: str, verb: str, by: str) -> Refusal | None:
    """Try a verb, take back what it did, and give how it was refused."""
    with transaction.atomic():
        journey = JOURNEYS.get(verb) or getattr(journeys, verb)
        try:
            hall.do(journey, number, by=by, **asked_with(hall, number, verb, by))
        except Refusal as refusal:
            return refusal
        finally:
            transaction.set_rollback(True)
    return None


@pytest.mark.parametrize("state", STATES)
def test_a_prospect_is_what_the_action_would_answer(huanglong: Huanglong, state: str) -> None:
    number, hall = brought(huanglong.with_city(), state), huanglong
    county = (hall.teller, hall.second_teller, hall.handler, hall.reviewer, hall.deputy)
    on, allowed = local_day(hall.now), set()
    for by in (*county, hall.director, hall.guide, hall.approver, hall.chief, "0001"):
        told = possible(standing(number, by=by, on=on), by, on)
        assert [p.verb for p in told] == LIFECYCLE.allowed(state)
        for prospect in told:
            refusal = tried(hall, number, prospect.verb, by)
            if prospect.allowed:
                assert not isinstance(refusal, POLICY), (by, prospect.verb)
                allowed.add(prospect.verb)
            else:
                assert (type(refusal), str(refusal)) == (type(prospect.why), str(prospect.why))
    never = {"review": {"pass", "refuse"}, "ready": {"refuse"}}.get(state, set())
    never |= {"confirm-suspension", "resume"}  # nothing is proposed here
    never |= {"rekey"} - allowed  # the item is keyed once
    assert allowed == set(LIFECYCLE.allowed(state)) - never, "the control: somebody may"


def test_a_reviewer_is_offered_what_the_level_asks_for(huanglong: Huanglong) -> None:
    number = huanglong.carry(limited(huanglong), "review").case.number
    by, on = huanglong.reviewer, local_day(huanglong.now)
    told = {p.verb: p for p in possible(standing(number, by=by, on=on), by, on)}
    assert told["sign"].allowed
    assert isinstance(told["pass"].why, NotTheVerbHere)
    assert isinstance(told["refuse"].why, NotTheLastSigner)


def test_in_a_case_that_is_over_there_is_nothing_to_do(huanglong: Huanglong) -> None:
    number = limited(huanglong)
    huanglong.do(journeys.withdraw, number, reason=REASON, by=huanglong.teller)
    assert possible(standing(number), huanglong.teller, local_day(huanglong.now)) == ()


# Who may look at a case at all.


def test_above_a_county_stand_its_city_and_its_province(db: None) -> None:
    assert agencies_above(Huanglong.code) == ("610600", "610000")
    assert agencies_above("610600") == ("610000",)
    assert agencies_above("610000") == ()
    assert agencies_above("999999") == ()


@pytest.mark.parametrize(
    ("agency", "sees"),
    [
        (Huanglong.code, True),
        ("610600", True),
        ("610000", True),
        (Luochuan.code, False),
        (Wangqing.code, False),
        ("222400", False),
        ("220000", False),
        ("999999", False),
        ("", False),
    ],
)
def test_a_case_is_seen_by_its_agency_and_those_above(db: None, agency: str, sees: bool) -> None:  # noqa: FBT001
    assert may_see(agency, Huanglong.code) is sees


def test_a_county_does_not_see_what_is_above(db: None) -> None:
    assert not may_see(Huanglong.code, "610600")
    assert not may_see("610600", "610000")
