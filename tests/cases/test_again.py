"""The same request again gets the same answer; another content under its key is refused."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.cases.ground import (
    REASON,
    carried_to,
    corrected,
    everything,
    form_of,
    limited,
    nothing_written,
    promised_person,
    refused,
    reported,
    returned,
    state_of,
)
from tests.forms import EMPLOYER_PAPERS, employer_form, minutes
from tests.halls import Hall, Huanglong, shown
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.trail.actions import Answer, KeyReused
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify


@dataclass(frozen=True)
class Asked:
    """What somebody asks for, and the key of the request."""

    verb: Callable[..., Answer]
    by: str
    args: tuple[Any, ...]
    more: dict[str, Any] = field(default_factory=dict)
    request: UUID = field(default_factory=uuid4)

    def of(self, hall: Hall, *, by: str = "", args: tuple[Any, ...] = (), **more: Any) -> Answer:
        """Ask, or ask again, perhaps as somebody else or for something else."""
        return hall.do(
            self.verb,
            *(args or self.args),
            by=by or self.by,
            request=self.request,
            **self.more | more,
        )


WHY = {"reason": REASON}


def asked_for(hall: Huanglong, verb: str) -> Asked:  # noqa: PLR0911 -- a verb each
    """Bring a case so far that a verb can be done, and give what is asked for."""
    match verb:
        case "accept":
            form = {"form": employer_form(), "materials": EMPLOYER_PAPERS}
            return Asked(journeys.accept, hall.teller, (hall.code, "employer-registration"), form)
        case "pass":
            number = promised_person(hall)
            return Asked(journeys.pass_on, hall.reviewer, (number,), shown(number))
        case "sign":
            number = limited(hall)
            return Asked(journeys.sign, hall.handler, (number,), shown(number))
        case "finish":
            number = promised_person(hall)
            hall.carry(number, "ready")
            return Asked(journeys.finish, hall.teller, (number,))
        case "return":
            number = carried_to(hall, limited(hall), 3)
            return Asked(journeys.return_to, hall.deputy, (number, 0), {"code": "other", **WHY})
        case "correct":
            number = returned(hall, carried_to(hall, limited(hall), 2), 0)
            more = {"form": form_of(number), "materials": standing(number).materials}
            return Asked(journeys.correct, hall.teller, (number,), more)
        case "refuse" | "withdraw" | "stand-down" | "hold" | "supply":
            return asked_aside(hall, verb)
        case "receive" | "recall" | "approve" | "refer" | "conclude":
            return asked_of_the_city(hall, verb)
        case _:
            number = hall.accept_employer()
            hall.carry(number)
            return Asked(journeys.file, hall.teller, (number,))


def asked_aside(hall: Huanglong, verb: str) -> Asked:
    """Bring a case so far that it can go aside or end early, and give what is asked for."""
    match verb:
        case "refuse":
            number = carried_to(hall, limited(hall), 4)
            return Asked(journeys.refuse, hall.director, (number,), WHY)
        case "withdraw":
            return Asked(journeys.withdraw, hall.second_teller, (limited(hall),), WHY)
        case "stand-down":
            return Asked(journeys.stand_down, hall.director, (limited(hall), 0), WHY)
        case "hold":
            return Asked(journeys.hold, hall.teller, (promised_person(hall),), WHY)
        case _:
            args = (limited(hall), "authorisation", "copy")
            return Asked(journeys.supply, hall.teller, args)


def asked_of_the_city(hall: Huanglong, verb: str) -> Asked:
    """Bring a case to the city, and give what is asked for there."""
    match verb:
        case "receive":
            return Asked(journeys.receive, hall.approver, (reported(hall),))
        case "recall":
            return Asked(journeys.recall, hall.director, (reported(hall),), WHY)
        case "approve":
            number = reported(hall, "city-review")
            more = {"brief": shown(number)["brief"]}
            return Asked(journeys.approve, hall.approver, (number,), more)
        case "refer":
            return Asked(journeys.refer, hall.approver, (reported(hall, "city-review"),), WHY)
        case _:
            number = reported(hall, "meeting")
            more = {"minutes": minutes(hall.now.date()), "brief": shown(number)["brief"]}
            return Asked(journeys.conclude, hall.chief, (number,), more)


VERBS = ["accept", "pass", "sign", "finish", "return", "correct", "refuse", "withdraw"]
VERBS += ["stand-down", "hold", "supply", "file"]
VERBS += ["receive", "recall", "approve", "refer", "conclude"]


def moved_on(hall: Huanglong, number: str) -> None:
    """Carry a case to its end, whatever it stands at."""
    counter = standing(number).seat(0).holder or hall.second_teller
    promised = [code for code, how in standing(number).materials.items() if how == "promised"]
    if state_of(number) in {"refused", "withdrawn", "filed"}:
        return
    if state_of(number) == "correction":
        corrected(hall, number)
    hall.carry(number)
    for code in promised:
        hall.do(journeys.supply, number, code, "original", by=counter)
    hall.do(journeys.file, number, by=counter)


@pytest.mark.parametrize("verb", VERBS)
def test_asked_again_a_verb_answers_the_same_and_does_nothing(
    huanglong: Huanglong, verb: str
) -> None:
    asked = asked_for(huanglong, verb)
    answer = asked.of(huanglong)
    after = everything()
    assert [asked.of(huanglong) for _ in range(3)] == [answer] * 3
    assert everything() == after
    moved_on(huanglong, str(answer.said["number"]))
    after = everything()
    assert asked.of(huanglong) == answer
    assert everything() == after
    assert verify().faults == []


def other_content(hall: Huanglong, verb: str, asked: Asked) -> list[dict[str, Any]]:
    """Give what else might be asked for under the key; each could be done under its own."""
    another = asked_for(hall, verb)
    cases: list[dict[str, Any]] = [{"args": another.args, **another.more}]
    if "reason" in asked.more:
        cases.append({"reason": "另一个理由"})
    number, *_ = asked.args
    match verb:
        case "conclude":
            cases.append({"minutes": asked.more["minutes"] | {"decision": "同意"}})
        case "return":
            cases.append({"args": (number, 1)})
        case "correct":
            cases.append({"form": form_of(number, phone="0911-5620009")})
            cases.append({"materials": asked.more["materials"] | {"agent-id-card": "copy"}})
        case "supply":
            cases.append({"args": (number, "authorisation", "original")})
    return cases


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("when", ["at once", "after it moved on"])
def test_another_content_under_the_same_key_is_refused(
    huanglong: Huanglong, verb: str, when: str
) -> None:
    asked = asked_for(huanglong, verb)
    others = other_content(huanglong, verb, asked)
    answer = asked.of(huanglong)
    if when == "after it moved on":
        moved_on(huanglong, str(answer.said["number"]))
    for other in others:
        with refused(KeyReused):
            asked.of(huanglong, **other)
    assert asked.of(huanglong) == answer


@pytest.mark.parametrize("order", [VERBS, VERBS[::-1]], ids=["forth", "back"])
def test_the_key_of_one_verb_is_refused_for_every_other(
    huanglong: Huanglong, order: list[str]
) -> None:
    still_to_do = [asked_for(huanglong, verb) for verb in order]
    while still_to_do:
        asked = still_to_do.pop()
        asked.of(huanglong)
        with nothing_written():
            for other in still_to_do:
                with pytest.raises(KeyReused):
                    replace(other, request=asked.request).of(huanglong)


@pytest.mark.parametrize("verb", VERBS)
def test_the_same_request_by_another_person_is_refused(huanglong: Huanglong, verb: str) -> None:
    asked = asked_for(huanglong, verb)
    asked.of(huanglong)
    people = {huanglong.teller, huanglong.second_teller, huanglong.reviewer, huanglong.director}
    for person in people - {asked.by}:
        with refused(KeyReused):
            asked.of(huanglong, by=person)


@pytest.mark.parametrize("bad", [{"form": {"x": [[]]}}, {"form": None}, {"form": {1: 2, "a": 3}}])
def test_a_used_key_is_refused_before_its_content_is_looked_at(
    huanglong: Huanglong, bad: dict[str, Any]
) -> None:
    asked = asked_for(huanglong, "accept")
    asked.of(huanglong)
    with refused(KeyReused):
        asked.of(huanglong, **bad)


def test_a_refused_request_may_be_asked_again_and_then_counts(huanglong: Huanglong) -> None:
    asked = asked_for(huanglong, "sign")
    with refused(NotYourPost):
        asked.of(huanglong, by=huanglong.guide)
    assert asked.of(huanglong).verb == "sign"


def test_the_same_content_under_a_new_key_is_another_act(huanglong: Huanglong) -> None:
    """Without the key, everything above would happen twice."""
    asked = asked_for(huanglong, "hold")
    asked.of(huanglong)
    Asked(asked.verb, asked.by, asked.args, asked.more).of(huanglong)
    assert [act.verb for act in acts_of(f"case/{asked.args[0]}")] == ["accept", "hold", "hold"]
