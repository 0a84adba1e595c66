"""What a dead person's family is paid: the expected results, and what must hold for any life."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.benefits.casebook import Case, cases, changes, eve, gaps
from yichuang.engines.benefits.chunk import reckon
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw
from yichuang.engines.benefits.survivors import BOOK, FIRST_DAY, assess

MONTHS = st.integers(0, 1_200)
GIVEN = {"monthly_income_fen", "contribution_months", "pension_months"}
LIFE = {
    "died_on": "2024-02-29",
    "monthly_income_fen": 339275,
    "contribution_months": 200,
    "pension_months": 0,
}


@pytest.mark.parametrize("case", cases("survivors"), ids=str)
def test_the_expected_results(case: Case) -> None:
    assert dict(case.values(BOOK, {"survivors": assess})) == case.result


def test_a_death_before_the_document_is_refused_by_name() -> None:
    with pytest.raises(NotYetLaw) as refused:
        assess(LIFE | {"died_on": "2021-08-31"})
    assert (refused.value.code, refused.value.field) == ("before-first-day", "died_on")
    assert (
        refused.value.message == "“遗属待遇”自 2021-09-01 起有据可依，不能计算 2021-08-31 的情形。"
    )


def test_every_rule_is_complete_from_its_first_day_on() -> None:
    assert gaps(BOOK, changes("survivors"), GIVEN) == []


def test_and_no_rule_answers_a_day_earlier() -> None:
    for name in BOOK.rules:
        with pytest.raises(NotYetLaw):
            BOOK.version(name, eve(FIRST_DAY))


def test_one_of_the_two_incomes_is_needed_and_not_both() -> None:
    with pytest.raises(CannotAnswer) as both:
        assess(LIFE | {"annual_income_fen": 4071300})
    assert (both.value.code, both.value.field) == ("given-twice", "annual_income_fen")
    with pytest.raises(CannotAnswer) as neither:
        assess({name: value for name, value in LIFE.items() if name != "monthly_income_fen"})
    assert (neither.value.code, neither.value.field) == ("input-missing", "monthly_income_fen")


@pytest.mark.parametrize("name", ["died_on", "contribution_months", "pension_months"])
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(CannotAnswer) as refused:
        assess({one: value for one, value in LIFE.items() if one != name})
    assert (refused.value.code, refused.value.field) == ("input-missing", name)


def test_completed_years_are_told_as_unverified() -> None:
    assert assess(LIFE).unverified == ["缴费满几年", "领取养老金满几年"]


@given(contributed=MONTHS, drawn=MONTHS)
def test_the_months_stay_between_what_the_document_allows(contributed: int, drawn: int) -> None:
    life = LIFE | {"contribution_months": contributed, "pension_months": drawn}
    months = assess(life).values["grant_months"]
    assert (9 if drawn else 3) <= months <= 24


@given(contributed=st.integers(0, 1_188), drawn=st.integers(1, 1_188))
def test_more_contributions_never_give_less_and_more_pension_never_more(
    contributed: int, drawn: int
) -> None:
    def months(contribution_months: int, pension_months: int) -> int:
        life = {"contribution_months": contribution_months, "pension_months": pension_months}
        found: int = assess(LIFE | life).values["grant_months"]
        return found

    assert months(contributed + 12, drawn) >= months(contributed, drawn)
    assert months(contributed, drawn + 12) <= months(contributed, drawn)


@given(st.lists(st.tuples(st.integers(0, 10**9), MONTHS, MONTHS), min_size=1, max_size=20))
def test_columns_say_what_single_cases_say(lives: list[tuple[int, int, int]]) -> None:
    columns = np.array(lives, dtype=np.int64).T
    names = ("annual_income_fen", "contribution_months", "pension_months")
    many = reckon(BOOK, ("total_fen",), dict(zip(names, columns, strict=True)), on=date(2024, 1, 1))
    assert many.rejects == []
    alone = [
        assess({"died_on": "2024-01-01"} | dict(zip(names, life, strict=True))).values["total_fen"]
        for life in lives
    ]
    assert many.values["total_fen"].tolist() == alone


@given(annual=st.integers(0, 10**12), months=MONTHS)
def test_the_total_is_the_sum_of_what_is_paid(annual: int, months: int) -> None:
    life = {name: value for name, value in LIFE.items() if name != "monthly_income_fen"}
    found = assess(life | {"annual_income_fen": annual, "contribution_months": months}).values
    assert found["total_fen"] == found["funeral_fen"] + found["grant_fen"]
    assert abs(12 * found["grant_fen"] - annual * found["grant_months"]) <= 6
