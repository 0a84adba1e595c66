"""Bad input is refused by the field and by name, and leaves nothing behind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.bad_values import (
    BLANK,
    DEEP,
    HUGE,
    MANY,
    NO_NUMBER,
    NO_REASON,
    NO_STEP,
    ODD,
    ODD_KEYS,
    OF_THE_FIELD,
    ROUND,
    SOME,
    anything,
)
from tests.cases.good_form import FORMS
from tests.cases.ground import (
    REASON,
    carried_to,
    form_of,
    limited,
    nothing_written,
    promised_person,
    returned,
)
from tests.cases.keyed import SETTLED
from tests.cases.shown import PAPERS
from tests.cases.stopping import BACK, course, returned_for_other
from tests.forms import EMPLOYER_PAPERS, employer_form
from tests.halls import Huanglong
from tests.items import linked
from yichuang.domain.cases.actions.attendance import NobodyToStandDown, NotPromised
from yichuang.domain.cases.actions.decisions import NotWhatWasShown
from yichuang.domain.cases.actions.returns import NoSuchEarlierStep
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.cases.planning import ReasonNeeded
from yichuang.domain.cases.queries import NoSuchCase, standing
from yichuang.domain.cases.standing import brief_digest
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.items.fields import COUNT_MAX
from yichuang.domain.items.item import ItemNotRun
from yichuang.domain.items.registry import ITEMS as REGISTERED
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.actions import NoSuchAgency

ITEMS = {code: item for code, item in REGISTERED.items() if code != linked.MAJOR}
"""Every item once: what corrects a case of level 1 has the form of every other correction."""
FIELDS = [(code, field) for code, item in ITEMS.items() for field in item.form.model_fields]
WHOLE_NUMBERS = {"grant", "limit", "monthly_income_fen", "contribution_months"}
"""Fields that a whole number may be put in as such."""
garbage = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@contextmanager
def refused(refusal: type[Refusal], bad: object) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Expect exactly this refusal, whatever came in, with a message that can be shown."""
    with pytest.raises(Refusal) as told:
        yield told
    assert type(told.value) is refusal, type(bad)
    assert "\0" not in str(told.value).encode().decode()


def mistaken(hall: Huanglong, item: str, form: object, papers: object) -> set[str]:
    """Give the fields that an application was refused by."""
    with refused(Mistakes, form) as told:
        hall.accept(item, form, papers)
    assert isinstance(told.value, Mistakes)
    return {mistake.field for mistake in told.value.mistakes}


@pytest.mark.parametrize("item", ITEMS)
def test_the_good_forms_are_accepted_and_written(huanglong: Huanglong, item: str) -> None:
    """Without this, everything below might be refused for another reason."""
    form = FORMS[item](huanglong)
    with pytest.raises(AssertionError), nothing_written():
        huanglong.accept(item, form, PAPERS[item])


@pytest.mark.parametrize(("item", "field"), FIELDS)
def test_a_bad_value_is_refused_by_its_field_alone(
    huanglong: Huanglong, item: str, field: str
) -> None:
    form = FORMS[item](huanglong)
    required = ITEMS[item].form.model_fields[field].is_required()
    with nothing_written():
        for bad in [*SOME, *OF_THE_FIELD.get(field, []), *(BLANK if required else [])]:
            assert mistaken(huanglong, item, form | {field: bad}, PAPERS[item]) == {field}
    huanglong.accept(item, form, PAPERS[item])


@pytest.mark.parametrize("item", ITEMS)
def test_every_bad_value_is_refused_by_every_field_and_paper_at_once(
    huanglong: Huanglong, item: str
) -> None:
    fields = set(ITEMS[item].form.model_fields)
    papers = set(PAPERS[item]) - {"household-register"}  # Asked for only when a name is changed.
    every = fields | {f"materials.{code}" for code in papers}
    with nothing_written():
        for bad in ODD:
            form, brought = dict.fromkeys(fields, bad), dict.fromkeys(papers, bad)
            small = type(bad) is int and 0 <= bad <= COUNT_MAX
            taken = WHOLE_NUMBERS if small else set()
            assert mistaken(huanglong, item, form, brought) - taken == every - taken


@pytest.mark.parametrize("item", ITEMS)
def test_a_form_is_a_form_and_nothing_else(huanglong: Huanglong, item: str) -> None:
    no_form: list[Any] = [None, "form", 1, HUGE, b"{}", [], DEEP, ROUND, 1.5, True]
    others: list[Any] = [{}, {1: "x", None: "y"}, {"\0": 1, "\ud800": 2}, {HUGE: 1}, {"x": DEEP}]
    required = {n for n, f in ITEMS[item].form.model_fields.items() if f.is_required()}
    with nothing_written():
        for bad in no_form:
            assert "" in mistaken(huanglong, item, bad, PAPERS[item])
        for bad in [*others, MANY]:
            assert required <= mistaken(huanglong, item, bad, PAPERS[item])


@pytest.mark.parametrize("item", ITEMS)
def test_a_field_that_the_form_does_not_have_is_refused(huanglong: Huanglong, item: str) -> None:
    form = FORMS[item](huanglong)
    with nothing_written():
        for key in ODD_KEYS:
            assert mistaken(huanglong, item, {**form, key: "x"}, PAPERS[item]) <= {key, ""}
        assert "k0" in mistaken(huanglong, item, form | MANY, PAPERS[item])


@pytest.mark.parametrize("item", ITEMS)
def test_bad_papers_are_refused_by_name(huanglong: Huanglong, item: str) -> None:
    form, papers = FORMS[item](huanglong), PAPERS[item]
    with nothing_written():
        for code in papers:
            for bad in [*SOME, *BLANK, "Original", "原件"]:
                wrong = mistaken(huanglong, item, form, {**papers, code: bad})
                assert wrong == {f"materials.{code}"}
        for bad in [*SOME, None, "original", [*papers]]:
            wrong = mistaken(huanglong, item, form, bad)
            assert {f"materials.{code}" for code in papers} <= wrong
        for key in ODD_KEYS:
            wrong = mistaken(huanglong, item, form, {**papers, key: "original"})
            assert wrong == {"materials"}
    huanglong.accept(item, form, papers)


@pytest.mark.parametrize("item", ITEMS)
def test_whatever_comes_in_is_refused_by_name(huanglong: Huanglong, item: str) -> None:
    fields = st.sampled_from(sorted({field for _, field in FIELDS} | {"x"}))

    @garbage
    @given(form=anything | st.dictionaries(fields, anything), papers=anything)
    def whatever(form: object, papers: object) -> None:
        assert mistaken(huanglong, item, form, papers)

    with nothing_written():
        whatever()


def test_a_correction_is_read_as_strictly(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 2)
    returned(huanglong, number, 0)
    form, papers = form_of(number), EMPLOYER_PAPERS

    def corrected(form: object, papers: object) -> None:
        huanglong.do(journeys.correct, number, form=form, materials=papers, by=huanglong.teller)

    with nothing_written():
        for bad in [*SOME, *BLANK]:
            for wrong in (bad, form | {"name": bad}, form | {"phone": bad}):
                with refused(Mistakes, bad):
                    corrected(wrong, papers)
            with refused(Mistakes, bad):
                corrected(form, papers | {"agent-id-card": bad})
    corrected(form, papers)


def test_an_unknown_agency_or_item_is_refused_by_name(huanglong: Huanglong) -> None:
    form = employer_form()
    with nothing_written():
        for bad in [*ODD, *BLANK, "999999", 610631]:
            huanglong.code = bad
            with refused(NoSuchAgency, bad):
                huanglong.accept("employer-registration", form, EMPLOYER_PAPERS)
        huanglong.code = "610631"
        for bad in [*ODD, *BLANK, "养老金"]:
            with refused(ItemNotRun, bad):
                huanglong.accept(bad, form, EMPLOYER_PAPERS)
    huanglong.accept("employer-registration", form, EMPLOYER_PAPERS)


def verbs(hall: Huanglong) -> dict[str, Callable[[Any], object]]:
    """Give every verb on a case, as the right person would do it."""
    do, teller, form, papers = hall.do, hall.teller, employer_form(), EMPLOYER_PAPERS
    reviewer, director = hall.reviewer, hall.director
    return {
        "pass": lambda n: do(journeys.pass_on, n, by=reviewer),
        "sign": lambda n: do(journeys.sign, n, by=hall.handler),
        "finish": lambda n: do(journeys.finish, n, by=teller),
        "receive": lambda n: do(journeys.receive, n, by=hall.approver),
        "approve": lambda n: do(journeys.approve, n, by=hall.approver),
        "refer": lambda n: do(journeys.refer, n, by=hall.approver, reason=REASON),
        "conclude": lambda n: do(journeys.conclude, n, by=hall.chief, minutes={}),
        "recall": lambda n: do(journeys.recall, n, by=director, reason=REASON),
        "return": lambda n: do(journeys.return_to, n, 0, by=reviewer, **BACK),
        "correct": lambda n: do(journeys.correct, n, by=teller, form=form, materials=papers),
        "refuse": lambda n: do(journeys.refuse, n, by=director, reason=REASON),
        "withdraw": lambda n: do(journeys.withdraw, n, by=teller, reason=REASON),
        "stand-down": lambda n: do(journeys.stand_down, n, 0, by=director, reason=REASON),
        "hold": lambda n: do(journeys.hold, n, by=teller, reason=REASON),
        **course(hall),
        "rekey": lambda n: do(journeys.rekey, n, by=hall.reviewer, fields={}),
        "settle": lambda n: do(journeys.settle, n, by=hall.reviewer, **SETTLED),
        "supply": lambda n: do(journeys.supply, n, "authorisation", "copy", by=teller),
        "file": lambda n: do(journeys.file, n, by=teller),
    }


@pytest.mark.parametrize("verb", [verb for verb in LIFECYCLE.verbs if verb != "accept"])
def test_an_unknown_number_is_refused_by_every_verb(huanglong: Huanglong, verb: str) -> None:
    number, do = limited(huanglong), verbs(huanglong)[verb]
    with nothing_written():
        for bad in [*NO_NUMBER, f"{number}\0", f"{number} ", f" {number}", number[:-1], [number]]:
            with refused(NoSuchCase, bad):
                do(bad)


def test_odd_steps_are_refused(huanglong: Huanglong) -> None:
    number, hall = carried_to(huanglong, limited(huanglong), 2), huanglong
    with nothing_written():
        for step in NO_STEP:
            with refused(NoSuchEarlierStep, step):
                hall.do(journeys.return_to, number, step, **BACK, by=hall.reviewer)
            with refused(NobodyToStandDown, step):
                hall.do(journeys.stand_down, number, step, reason=REASON, by=hall.director)


def test_odd_reasons_are_refused_by_every_verb_that_asks_for_one(huanglong: Huanglong) -> None:
    number, hall = carried_to(huanglong, limited(huanglong), 2), huanglong
    with nothing_written():
        for bad in NO_REASON:
            for verb, step, by in (
                (returned_for_other, (0,), hall.reviewer),
                (journeys.stand_down, (0,), hall.director),
                (journeys.refuse, (), hall.director),
                (journeys.withdraw, (), hall.teller),
                (journeys.hold, (), hall.teller),
                (journeys.recall, (), hall.director),
                (journeys.refer, (), hall.approver),
            ):
                with refused(ReasonNeeded, bad):
                    hall.do(verb, number, *step, by=by, reason=bad)


def test_odd_papers_are_not_supplied(huanglong: Huanglong) -> None:
    number, supply = promised_person(huanglong), journeys.supply
    with nothing_written():
        for bad in [*ODD, *BLANK, "promised"]:
            for odd in ((bad, "copy"), ("labour-contract", bad)):
                with refused(NotPromised, bad):
                    huanglong.do(supply, number, *odd, by=huanglong.teller)
    huanglong.do(supply, number, "labour-contract", "copy", by=huanglong.teller)
    assert standing(number).materials["labour-contract"] == "copy"


def test_an_odd_brief_is_not_what_was_shown(huanglong: Huanglong) -> None:
    number = limited(huanglong)
    with nothing_written():
        for bad in [*ODD, "", "0" * 64]:
            with refused(NotWhatWasShown, bad):
                huanglong.do(journeys.sign, number, brief=bad, by=huanglong.handler)
    shown = brief_digest(standing(number))
    huanglong.do(journeys.sign, number, brief=shown, by=huanglong.handler)
