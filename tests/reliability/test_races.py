"""Of 2 to 32 clients at the same moment exactly one wins; the others are refused by name."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.forms import CHANGE_PAPERS, EMPLOYER_PAPERS, PERSON_PAPERS, PROOF_PAPERS
from tests.reliability.crew import REASON, Crew, a_citizen, a_person, an_employer
from tests.reliability.racing import MOST, Clients, LetGo, how_many, many_clients
from tests.reliability.trials import luck, tell
from yichuang.domain.cases.models import Case, Claim
from yichuang.domain.cases.planning import ClaimTaken
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import next_serial, reads_right
from yichuang.domain.trail.actions import KeyReused
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.verify import verify

Size = Callable[[str], int]
CHANGE = {**CHANGE_PAPERS, "personnel-file": "original"}
CAN_GO_ON_AFTER = {"hold", "stand-down"}
"""Acts that may be done again, one after the other."""


@pytest.fixture
def crew(own_database: str) -> Crew:
    """Give the people who race, in a database of their own."""
    return Crew()


@pytest.fixture
def clients(crew: Crew) -> Iterator[Clients]:
    """Give a room of clients, and say afterwards how fast they raced."""
    with many_clients() as room:
        began = monotonic()
        yield room
        seconds = monotonic() - began
        tell(f"{room.races} races in {seconds:.1f} s, {room.races / seconds:.0f} a second")


def nothing_is_wrong() -> bool:
    """Whether the trail explains everything that stands."""
    return verify().faults == []


def cases_of_every_level(crew: Crew) -> Iterator[str]:
    """Accept a case of level 1, 2 and 3 and one that is reported in turn, and never end."""
    employer = crew.registered_employer()
    form = a_person(employer)
    crew.carry(crew.accept("person-registration", form, PERSON_PAPERS))
    while True:
        yield crew.accept("employer-registration", an_employer(), EMPLOYER_PAPERS)
        yield crew.accept("person-registration", a_person(employer), PERSON_PAPERS)
        proof = {"citizen_id": form["citizen_id"], "purpose": "子女入学"}
        yield crew.accept("insurance-proof", proof, PROOF_PAPERS)
        yield crew.accept_reported()


def test_of_many_acts_on_one_case_exactly_one_is_written(
    crew: Crew, clients: Clients, size: Size
) -> None:
    drawn, refused = luck(1), Counter[str]()
    cases = cases_of_every_level(crew)
    number = next(cases)
    for race in range(size("races") * 5 // 10):
        before = standing(number)
        able = crew.able(number)
        where = drawn.choice(list(LetGo))
        if where is LetGo.AT_THE_START:
            # Who comes a little later may rightly do something else: so all do the same.
            verb = drawn.choice(sorted(set(able) - CAN_GO_ON_AFTER))
            able = {verb: able[verb]}
        calls = [act for verb in able for act in able[verb]]
        rivals = [anew(drawn.choice(calls)) for _ in range(how_many(drawn))]
        outcome = clients.race(rivals, where)
        assert outcome.broken == []
        assert len(outcome.won) == 1, f"race {race}: {outcome}"
        refused += outcome.names
        after = standing(number)
        assert after.head.n == before.head.n + 1
        if after.case.state in {"filed", "withdrawn", "refused"}:
            number = next(cases)
    tell(f"refused: {dict(refused)}")
    assert refused["MovedMeanwhile"] > 0, "nobody ever came too late for the guard"
    assert nothing_is_wrong()


@pytest.mark.clause("SX-12")
def test_of_receiving_and_recalling_at_one_moment_exactly_one_happens(
    crew: Crew, clients: Clients, size: Size
) -> None:
    drawn, won = luck(6), Counter[str]()
    number = crew.carry(crew.accept_reported(), "reported").case.number
    for race in range(max(4, size("races") // 20)):
        receives = [
            crew.call(journeys.receive, number, by=person)
            for person in (crew.approver, crew.second_approver)
        ]
        recall = crew.call(journeys.recall, number, reason=REASON, by=crew.director)
        calls = ([*receives, recall, recall] * how_many(drawn))[:MOST]
        rivals = [anew(call) for call in drawn.sample(calls, len(calls))]
        outcome = clients.race(rivals, LetGo.WHERE_THEY_WRITE)
        assert outcome.broken == []
        assert len(outcome.won) == 1, f"race {race}: {outcome}"
        won[outcome.won[0].verb] += 1
        if standing(number).case.state == "city-review":
            crew.do(journeys.refuse, number, reason=REASON, by=crew.whose_turn(number))
            number = crew.accept_reported()
        crew.carry(number, "reported")
    tell(f"won: {dict(won)}")
    assert nothing_is_wrong()


def test_of_many_applications_for_one_subject_exactly_one_is_accepted(
    crew: Crew, clients: Clients, size: Size
) -> None:
    drawn = luck(2)
    employer = crew.registered_employer()
    known = a_person(employer)
    crew.carry(crew.accept("person-registration", known, PERSON_PAPERS))
    for race in range(size("races") * 2 // 10):
        kind = drawn.choice([registrations, hirings, renamings])
        calls = kind(crew, employer, known["citizen_id"], how_many(drawn))
        outcome = clients.race(calls, drawn.choice(list(LetGo)))
        assert outcome.broken == []
        assert len(outcome.won) == 1, f"race {race}: {outcome}"
        assert {type(refusal) for refusal in outcome.refused} == {ClaimTaken}
        number = outcome.won[0].said["number"]
        crew.do(journeys.withdraw, number, reason=REASON, by=crew.teller)
    assert not Claim.objects.filter(open=True).exists()
    assert nothing_is_wrong()


def registrations(crew: Crew, _employer: str, _citizen: str, many: int) -> list[Any]:
    """Let both tellers be asked to register one employer, under different names."""
    form = an_employer()
    forms = [{**form, "name": f"黄龙县果业有限公司{'甲乙丙丁'[i % 4]}"} for i in range(many)]
    item, papers = "employer-registration", EMPLOYER_PAPERS
    return [accepted(crew, item, form, papers, i) for i, form in enumerate(forms)]


def hirings(crew: Crew, employer: str, _citizen: str, many: int) -> list[Any]:
    """Let both tellers be asked to register one new person."""
    form = a_person(employer)
    return [accepted(crew, "person-registration", form, PERSON_PAPERS, i) for i in range(many)]


def renamings(crew: Crew, employer: str, citizen: str, many: int) -> list[Any]:
    """Let a registered person take the citizen id that a new person is registered with."""
    new = a_citizen()
    takes = {"citizen_id": citizen, "new_citizen_id": new, "reason": "户籍更正"}
    comes = {**a_person(employer), "citizen_id": new}
    return [
        accepted(crew, "basic-data-change", takes, CHANGE, i)
        if i % 2
        else accepted(crew, "person-registration", comes, PERSON_PAPERS, i)
        for i in range(many)
    ]


def accepted(
    crew: Crew, item: str, form: Any, papers: Any, who: int, request: UUID | None = None
) -> Any:
    """Get an acceptance ready, at one of the two tellers' windows."""
    by = (crew.teller, crew.second_teller)[who % 2]
    materials = {"form": form, "materials": papers}
    return crew.call(journeys.accept, crew.code, item, **materials, by=by, request=request)


def anew(act: Any) -> Any:
    """Give the same act as a request of its own."""
    return partial(act, request=uuid4())


def test_two_corrections_may_exchange_what_they_hold(
    crew: Crew, clients: Clients, size: Size
) -> None:
    """Each lets go what the other reaches for: nobody waits for ever, nobody breaks."""
    for _ in range(size("races") // 20):
        forms = [an_employer(), an_employer()]
        numbers = [crew.accept("employer-registration", form, EMPLOYER_PAPERS) for form in forms]
        for number in numbers:
            crew.advance(number)
            crew.do(journeys.return_to, number, 0, code="other", reason=REASON, by=crew.reviewer)
        correct = partial(crew.call, journeys.correct, by=crew.teller, materials=EMPLOYER_PAPERS)
        corrections = [
            correct(number, form=form)
            for number, form in zip(numbers, reversed(forms), strict=True)
        ]
        outcome = clients.race(corrections, LetGo.WHERE_THEY_WRITE)
        assert outcome.broken == []
        assert {type(refusal) for refusal in outcome.refused} == {ClaimTaken}
        for number in numbers:
            crew.do(journeys.withdraw, number, reason=REASON, by=crew.teller)
    assert nothing_is_wrong()


def test_every_number_is_given_once(crew: Crew, clients: Clients, size: Size) -> None:
    drawn, numbers = luck(3), list[str]()
    for _ in range(size("races") // 20):
        applications = [
            accepted(crew, "employer-registration", an_employer(), EMPLOYER_PAPERS, i)
            for i in range(how_many(drawn))
        ]
        outcome = clients.race(applications, drawn.choice(list(LetGo)))
        assert (outcome.broken, outcome.refused) == ([], [])
        numbers += [answer.said["number"] for answer in outcome.won]
        serials = clients.race([partial(next_serial, "race")] * how_many(drawn), LetGo.AT_THE_START)
        assert serials.broken == []
        last = max(serials.won)
        assert sorted(serials.won) == list(range(last - len(serials.won) + 1, last + 1))
    assert len(numbers) == len(set(numbers)) == Case.objects.count()
    assert all(reads_right(number) for number in numbers)
    assert nothing_is_wrong()


def test_the_same_request_acts_once_and_everybody_gets_its_answer(
    crew: Crew, clients: Clients, size: Size
) -> None:
    drawn = luck(4)
    for _ in range(size("races") // 20):
        request, form = uuid4(), an_employer()
        twice = partial(accepted, crew, "employer-registration", form, EMPLOYER_PAPERS, 0, request)
        outcome = clients.race([twice() for _ in range(how_many(drawn))], drawn.choice(list(LetGo)))
        assert (outcome.broken, outcome.refused) == ([], [])
        assert outcome.won.count(outcome.won[0]) == len(outcome.won)
        number = outcome.won[0].said["number"]
        sign = partial(crew.call, journeys.sign, number, by=crew.handler, request=uuid4())
        signed = clients.race([sign() for _ in range(how_many(drawn))], drawn.choice(list(LetGo)))
        assert (signed.broken, signed.refused) == ([], [])
        assert signed.won.count(signed.won[0]) == len(signed.won)
        assert standing(number).head.n == 2
        assert Act.objects.filter(request=request).count() == 1
        assert Case.objects.filter(form__contains=form["credit_code"]).count() == 1
    assert nothing_is_wrong()


def test_of_other_contents_under_one_key_exactly_one_is_accepted(
    crew: Crew, clients: Clients, size: Size
) -> None:
    drawn = luck(5)
    for _ in range(size("races") // 20):
        request, before = uuid4(), Case.objects.count()
        applications = [
            accepted(crew, "employer-registration", an_employer(), EMPLOYER_PAPERS, 0, request)
            for _ in range(how_many(drawn))
        ]
        outcome = clients.race(applications, drawn.choice(list(LetGo)))
        assert outcome.broken == []
        assert len(outcome.won) == 1
        assert {type(refusal) for refusal in outcome.refused} == {KeyReused}
        assert Case.objects.count() == before + 1
    assert nothing_is_wrong()
