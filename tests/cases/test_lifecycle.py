"""The life of a case is one table: what isn't in it is refused, and all of it can happen."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cases.every_state import DO, brought, filed, proof
from tests.cases.ground import (
    carried_to,
    corrected,
    everything,
    limited,
    moves_of,
    own_and_returned,
    promised_person,
    refused,
    reported_and_returned,
    returned,
    state_of,
    withdrawn,
)
from tests.cases.keyed import keyed_lives
from tests.halls import Hall, Huanglong
from tests.own_business import switch_form
from yichuang.domain.authority.models import Grant
from yichuang.domain.cases.policy import NotTheVerbHere
from yichuang.domain.cases.states import LIFECYCLE, OPEN
from yichuang.domain.insured.models import Employer, Enrolment, Proof, Revision
from yichuang.domain.kernel.lifecycle import NotInThisState
from yichuang.domain.staff.models import Agency, Mode
from yichuang.domain.trail.constraints import broken_by
from yichuang.domain.trail.verify import verify

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
    for state, still in (("filed", []), ("refused", ["deliver"]), ("withdrawn", [])):
        assert LIFECYCLE.allowed(state) == still


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
        if verb in {"rekey", "settle"}:
            continue
        number = brought(huanglong, state)[_level_for(state, verb)]
        DO[verb](huanglong, number)
        lives.append(number)
        if state in {"audit", "enforcement"} and state_of(number) in OPEN:
            withdrawn(huanglong, number)
    for to, by in combinations(range(5), 2):
        if by == 1:
            continue
        for changed in ({}, {"phone": "0911-5620009"}):
            number = returned(huanglong, carried_to(huanglong, limited(huanglong), by), to)
            if to == 0:
                corrected(huanglong, number, **changed)
            huanglong.advance(number)
            lives.append(number)
    lives += [*reported_and_returned(huanglong), *own_and_returned(huanglong)]
    lives += keyed_lives(huanglong)
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
    "authorisation": (
        lambda hall: hall.accept_grant(item="单位参保登记", since="2026-03-09"),
        Grant.objects.filter(by_case__isnull=False).count,
    ),
    "mode-switch": (
        lambda hall: hall.accept("mode-switch", switch_form(hall.code), {}),
        Agency.objects.filter(mode=Mode.LEVY_ONLY).count,
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
        "audit",
        "deputy",
        "director",
        "enforcement",
        "correction",
        "reported",
        "city-review",
        "meeting",
    ],
)
def test_a_case_withdrawn_at_any_step_has_no_effect(huanglong: Huanglong, state: str) -> None:
    number = brought(huanglong, state)[-1]
    nouns = (Employer, Revision, Grant)
    before = [noun.objects.count() for noun in nouns]
    DO["withdraw"](huanglong, number)
    assert [noun.objects.count() for noun in nouns] == before


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
