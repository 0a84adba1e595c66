"""The yearly adjustment: Jilin's years as worked cases, and no year answered by another's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.benefits.casebook import Case, cases
from yichuang.engines.benefits.adjustment import BOOK, assess
from yichuang.engines.benefits.faults import CannotAnswer, ParameterUnknown

PENSION = {
    "province": "jilin",
    "year": 2023,
    "pension_fen": 280000,
    "contribution_months": 379,
    "age_years": 76,
}


@pytest.mark.parametrize("case", cases("adjustment"), ids=str)
def test_the_expected_results(case: Case) -> None:
    found = assess(case.inputs, targets=tuple(case.result))
    assert found.values == case.result


@pytest.mark.parametrize("year", [2019, 2021, 2022, 2024, 9999])
def test_a_year_without_a_document_is_refused_by_name(year: int) -> None:
    with pytest.raises(ParameterUnknown) as refused:
        assess(PENSION | {"year": year})
    assert f"没有 {year} 年 的“吉林省年度调整的定额”" in refused.value.message


def test_a_year_of_which_only_parts_are_known_gives_no_total() -> None:
    with pytest.raises(ParameterUnknown) as refused:
        assess(PENSION | {"year": 2020})
    assert "吉林省年度调整与养老金水平挂钩的比例" in refused.value.message


def test_a_province_without_figures_is_refused() -> None:
    with pytest.raises(CannotAnswer) as refused:
        assess(PENSION | {"province": "shaanxi"})
    assert (refused.value.code, refused.value.field) == ("province-unknown", "province")


def test_the_steps_name_the_years_document_and_the_answer_its_doubts() -> None:
    found = assess(PENSION)
    sources = {step.rule: step.source for step in found.steps}
    assert sources["fixed_fen"] == "吉林省2023年调整方案（公开转载）"
    assert "吉林省年度调整的定额" in found.unverified
    assert BOOK.subject == "adjustment"


@given(fen=st.integers(0, 10**8), months=st.integers(0, 1_188), age=st.integers(0, 130))
def test_the_parts_add_up_and_more_of_anything_never_gives_less(
    fen: int, months: int, age: int
) -> None:
    one = {"pension_fen": fen, "contribution_months": months, "age_years": age}
    more = {"pension_fen": fen + 1, "contribution_months": months + 1, "age_years": age + 1}
    found, after = assess(PENSION | one).values, assess(PENSION | more).values
    parts = ("fixed_fen", "by_years_fen", "by_level_fen", "high_age_fen")
    assert found["total_fen"] == sum(found[part] for part in parts)
    assert found["new_pension_fen"] == fen + found["total_fen"]
    assert all(after[part] >= found[part] for part in parts)
