"""What an insured person who can't work any more is paid by, and for how long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.benefits.casebook import Case, cases, changes, eve, gaps
from yichuang.engines.benefits.disability import BOOK, FIRST_DAY, assess
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw

GIVEN = {"contribution_months", "months_to_retirement", "minimum_met"}
PERSON = {"months": 240, "to_retirement": 60, "minimum_met": True}


@pytest.mark.parametrize("case", cases("disability"), ids=str)
def test_the_expected_results(case: Case) -> None:
    found = dict(case.values(BOOK, {"disability": assess}))
    assert found == {"months": None, **case.result}


def test_every_rule_is_complete_from_its_first_day_on() -> None:
    assert gaps(BOOK, changes("disability"), GIVEN) == []


def test_the_rules_before_2025_were_others_and_are_refused() -> None:
    with pytest.raises(NotYetLaw):
        assess(PERSON | {"on": str(eve(FIRST_DAY))})
    assert assess(PERSON | {"on": str(FIRST_DAY)}).values["basis"] == "full"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("months", None, "input-missing"),
        ("to_retirement", None, "input-missing"),
        ("minimum_met", None, "input-missing"),
        ("minimum_met", 1, "input-kind"),
        ("minimum_met", "yes", "input-kind"),
        ("months", "60", "input-kind"),
        ("to_retirement", -1, "negative"),
    ],
)
def test_bad_input_is_refused_by_its_field(name: str, value: object, code: str) -> None:
    with pytest.raises(CannotAnswer) as refused:
        assess(PERSON | {name: value})
    assert (refused.value.code, refused.value.field) == (code, name)


@given(months=st.integers(0, 1_199), left=st.integers(0, 1_200))
def test_each_month_more_gives_as_long_or_longer(months: int, left: int) -> None:
    person = {"months": months, "to_retirement": left, "minimum_met": False}
    first, later = assess(person), assess(person | {"months": months + 1})
    assert first.values["basis"] == "basic"
    assert later.values["months"] - first.values["months"] in {0, 3}
    assert first.values["months"] % 3 == 0
