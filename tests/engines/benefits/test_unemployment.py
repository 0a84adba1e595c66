"""For how long an unemployed person is paid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.benefits.casebook import Case, cases, changes, eve, gaps
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw
from yichuang.engines.benefits.unemployment import BOOK, FIRST_DAY, assess

MONTHS = st.integers(0, 1_200)


@pytest.mark.parametrize("case", cases("unemployment"), ids=str)
def test_the_expected_results(case: Case) -> None:
    assert dict(case.values(BOOK, {"unemployment": assess})) == case.result


def test_every_rule_is_complete_from_its_first_day_on() -> None:
    assert gaps(BOOK, changes("unemployment"), {"contribution_months", "carried_months"}) == []


def test_before_the_regulation_it_is_refused_by_name() -> None:
    with pytest.raises(NotYetLaw):
        assess({"months": 60, "on": str(eve(FIRST_DAY))})


@pytest.mark.parametrize(
    ("months", "code"),
    [(None, "input-missing"), (-1, "negative"), (1_201, "too-large")],
)
def test_bad_months_are_refused(months: int | None, code: str) -> None:
    with pytest.raises(CannotAnswer) as refused:
        assess({"months": months})
    assert (refused.value.code, refused.value.field) == (code, "months")


@given(contributed=st.integers(0, 1_199), carried=MONTHS)
def test_more_never_gives_less_and_never_more_than_two_years(
    contributed: int, carried: int
) -> None:
    months = assess({"months": contributed, "carried": carried}).values["months"]
    assert min(carried, 24) <= months <= 24
    assert assess({"months": contributed + 1, "carried": carried}).values["months"] >= months
