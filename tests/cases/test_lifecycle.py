"""The life of a case is one table: what isn't in it is refused, and all of it can happen."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cases.ground import (
    REASON,
    carried_to,
    corrected,
    everything,
    form_of,
    limited,
    moves_of,
    promised_person,
    refused,
    reported,
    reported_and_returned,
    returned,
    state_of,
    stood_down,
    the_file_may_follow,
)
from tests.halls import BIRTH_PAPERS, Hall, Huanglong, minutes
from yichuang.domain.cases.policy import NotTheVerbHere
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.insured.models import Employer, Enrolment, Proof, Revision
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.lifecycle import NotInThisState
from yichuang.domain.trail.constraints import broken_by
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.verbs import VERBS


def proof(hall: Hall) -> str:
    """Accept a case of level 3."""
    return hall.accept_proof(hall.registered_person())


def returned_from(number: str, hall: Hall) -> str:
    """Return a case from its second seat on to the counter."""
    return returned(hall, hall.carry(number, "review").case.number, 0)


def ended(hall: Hall, state: str) -> str:
    """Bring a case of level 3 to an end."""
    number = proof(hall)
    if state == "filed":
        hall.carry(number)
    verb = {"refused": "refuse", "withdrawn": "withdraw", "filed": "file"}[state]
    DO[verb](hall, number)
    return number


def brought(hall: Hall, state: str) -> list[str]:
    """Bring cases into a state: one for each level that knows it."""
    match state:
        case "ready":
            return [proof(hall), hall.carry(promised_person(hall), state).case.number]
        case "review" | "done":
            both = (promised_person(hall), limited(hall))
            return [hall.carry(number, state).case.number for number in both]
        case "correction":
            both = (promised_person(hall), limited(hall))
            return [returned_from(number, hall) for number in both]
        case "handling" | "deputy" | "director":
            return [hall.carry(limited(hall), state).case.number]
        case "reported" | "city-review" | "meeting":
            papers = {**BIRTH_PAPERS, "personnel-file": "promised"}
            the_file_may_follow(hall)
            return [reported(hall, state, papers)]
        case _:
            return [ended(hall, state)]


def supplied(hall: Hall, number: str) -> object:
    """Supply what was promised, if anything was."""
    papers = standing(number).materials
    code = next((code for code, how in papers.items() if how == "promised"), "id-card")
    return hall.do(journeys.supply, number, code, "original", by=hall.teller)


def decided(verb: str) -> Callable[[Hall, str], object]:
    """Let whoever the case waits for decide by a verb."""
    return lambda hall, number: hall.do(VERBS[verb], number, by=turn(hall, number))


def turn(hall: Hall, number: str) -> str:
    """Give whose turn it is; in a case that is over, the director asks."""
    return hall.whose_turn(number) if standing(number).case.step is not None else hall.director


def filed(hall: Hall, number: str) -> object:
    """File a case, with its papers together."""
    if "promised" in standing(number).materials.values() and state_of(number) == "done":
        supplied(hall, number)
    return hall.do(journeys.file, number, by=hall.teller)


DO: dict[str, Callable[[Hall, str], object]] = {
    "pass": decided("pass"),
    "sign": decided("sign"),
    "finish": decided("finish"),
    "receive": decided("receive"),
    "approve": decided("approve"),
    "refer": lambda hall, n: hall.do(journeys.refer, n, reason=REASON, by=turn(hall, n)),
    "conclude": lambda hall, n: hall.do(
        journeys.conclude, n, minutes=minutes(hall.now.date()), by=turn(hall, n)
    ),
    "recall": lambda hall, n: hall.do(journeys.recall, n, reason=REASON, by=hall.director),
    "return": lambda hall, n: hall.do(journeys.return_to, n, 0, reason=REASON, by=turn(hall, n)),
    "correct": lambda hall, n: hall.do(
        journeys.correct, n, form=form_of(n), materials=standing(n).materials, by=hall.teller
    ),
    "refuse": lambda hall, n: hall.do(journeys.refuse, n, reason=REASON, by=turn(hall, n)),
    "withdraw": lambda hall, n: hall.do(journeys.withdraw, n, reason=REASON, by=hall.teller),
    "stand-down": lambda hall, n: stood_down(hall, n, 0),
    "hold": lambda hall, n: hall.do(journeys.hold, n, reason=REASON, by=hall.teller),
    "supply": supplied,
    "file": filed,
}
"""Every verb on a case, done by the right person."""

STORED = [state for state in LIFECYCLE.states if state != "draft"]


@pytest.mark.clause("SX-11")
@pytest.mark.parametrize("state", STORED)
def test_a_verb_that_the_table_does_not_have_is_refused(huanglong: Huanglong, state: str) -> None:
    for number in brought(huanglong, state):
        assert state_of(number) == state
        for verb in LIFECYCLE.verbs:
            if verb != "accept" and (state, verb) not in LIFECYCLE.moves:
                with refused(NotInThisState) as told:
                    DO[verb](huanglong, number)
                assert LIFECYCLE.states[state] in str(told.value)


def test_filed_refused_and_withdrawn_are_the_end() -> None:
    for state in ("filed", "refused", "withdrawn"):
        assert LIFECYCLE.allowed(state) == []


@pytest.mark.parametrize("level", ["level-1", "level-2"])
def test_in_review_each_level_has_its_own_verb(huanglong: Huanglong, level: str) -> None:
    level_2, level_1 = brought(huanglong, "review")
    number, verb = (level_1, "pass") if level == "level-1" else (level_2, "sign")
    with refused(NotTheVerbHere):
        DO[verb](huanglong, number)


def test_every_move_of_the_table_happens_and_no_other(huanglong: Huanglong) -> None:
    lives = []
    for state, verb in LIFECYCLE.moves:
        if state == "draft":
            continue
        number = brought(huanglong, state)[_level_for(state, verb)]
        DO[verb](huanglong, number)
        lives.append(number)
    for to, by in combinations(range(5), 2):
        if by == 1:
            continue
        for changed in ({}, {"phone": "0911-5620009"}):
            number = returned(huanglong, carried_to(huanglong, limited(huanglong), by), to)
            if to == 0:
                corrected(huanglong, number, **changed)
            huanglong.advance(number)
            lives.append(number)
    lives += reported_and_returned(huanglong)
    known = {(s, v, to) for (s, v), targets in LIFECYCLE.moves.items() for to in targets}
    assert set().union(*(moves_of(number) for number in lives)) == known
    assert verify().faults == []


def _level_for(state: str, verb: str) -> int:
    """Say which of the cases brought into a state knows the verb: the last, but for these."""
    first = {("review", "pass"), ("review", "refuse"), ("ready", "refuse")}
    return 0 if (state, verb) in first else -1


EFFECTS: dict[str, tuple[Callable[[Hall], str], Callable[[], int]]] = {
    "insurance-proof": (proof, Proof.objects.count),
    "person-registration": (promised_person, Enrolment.objects.count),
    "employer-registration": (limited, Employer.objects.count),
    "basic-data-change": (
        lambda hall: hall.accept_change(hall.registered_person()),
        Revision.objects.filter(version__gt=1).count,
    ),
}
"""How a case of each item is accepted, and what it leaves in the register when it is done."""


@pytest.mark.clause("SX-11")
@pytest.mark.parametrize("item", EFFECTS)
def test_the_effect_comes_once_and_only_when_done(huanglong: Huanglong, item: str) -> None:
    accepted, effects = EFFECTS[item]
    number = accepted(huanglong)
    while state_of(number) != "done":
        assert effects() == 0
        if state_of(number) == "director" and not _was_returned(number):
            corrected(huanglong, returned(huanglong, number, 0))
            continue
        huanglong.advance(number)
    assert effects() == 1
    for verb in ("finish", "sign", "pass"):
        with refused(NotInThisState):
            DO[verb](huanglong, number)
    filed(huanglong, number)
    assert effects() == 1
    assert verify().faults == []


def _was_returned(number: str) -> bool:
    return any(verb == "return" for _, verb, _ in moves_of(number))


@pytest.mark.parametrize(
    "state",
    [
        "handling",
        "review",
        "deputy",
        "director",
        "correction",
        "reported",
        "city-review",
        "meeting",
    ],
)
def test_a_case_withdrawn_at_any_step_has_no_effect(huanglong: Huanglong, state: str) -> None:
    number = brought(huanglong, state)[-1]
    before = (Employer.objects.count(), Revision.objects.count())
    DO["withdraw"](huanglong, number)
    assert (Employer.objects.count(), Revision.objects.count()) == before


CASE = "UPDATE cases_case SET {} WHERE number = %s"
SEAT = "UPDATE cases_seat SET {} WHERE step = 1 AND case_id = 'case/' || %s"
CLAIM = "UPDATE cases_claim SET subject = (SELECT min(subject) FROM cases_claim)"
RULES: list[tuple[str, str, str]] = [
    ("a_case_in_progress_stands_at_a_step", "review", CASE.format("step = NULL")),
    ("a_case_in_progress_stands_at_a_step", "done", CASE.format("step = NULL")),
    ("a_case_in_progress_stands_at_a_step", "withdrawn", CASE.format("step = 0")),
    ("a_case_in_progress_stands_at_a_step", "filed", CASE.format("step = 0")),
    ("a_case_is_in_a_known_state", "withdrawn", CASE.format("state = 'passed'")),
    ("only_done_cases_say_when_they_were_done", "director", CASE.format("done_at = accepted_at")),
    ("only_done_cases_say_when_they_were_done", "done", CASE.format("done_at = NULL")),
    ("only_done_cases_say_when_they_were_done", "filed", CASE.format("done_at = NULL")),
    ("limited_business_has_a_deadline", "review",
     CASE.format("statutory_due_on = NULL, promised_due_on = NULL")),
    ("a_decision_has_a_holder", "deputy", SEAT.format("holder = NULL")),
    ("one_standing_seat_a_step", "deputy", SEAT.format("step = 2, turn = 9")),
]  # fmt: skip


def run(statement: str, *params: Any) -> None:
    """Run a statement past the program, as somebody with a database console might."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        assert cursor.rowcount == 1


@pytest.mark.parametrize(("rule", "state", "statement"), RULES)
def test_the_database_itself_holds_the_line(
    huanglong: Huanglong, rule: str, state: str, statement: str
) -> None:
    number = brought(huanglong, state)[-1]
    before = everything()
    with pytest.raises(IntegrityError) as broken:
        run(statement, number)
    assert broken_by(broken.value) == rule
    assert everything() == before


def test_a_number_and_an_open_claim_exist_once(huanglong: Huanglong) -> None:
    first, second = limited(huanglong), limited(huanglong)
    with pytest.raises(IntegrityError) as broken:
        run(CASE.format("number = %s"), first, second)
    assert broken_by(broken.value) == "a_case_number_exists_once"
    with pytest.raises(IntegrityError) as broken:
        run(CLAIM)
    assert broken_by(broken.value) == "one_open_claim_of_a_kind_on_a_subject"


def test_a_change_that_breaks_no_rule_the_database_lets_through(huanglong: Huanglong) -> None:
    """What is refused above is refused by the rule, not for any other reason."""
    number = brought(huanglong, "review")[-1]
    run(CASE.format("step = 3"), number)
    assert verify().faults != []
