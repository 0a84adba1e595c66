from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.benefits.casebook import Case, cases, changes, eve, first_days, gaps
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw
from yichuang.engines.benefits.notation import month_written
from yichuang.engines.benefits.retirement import ASKED, CATEGORIES, RETIREMENT, when

categories = st.sampled_from(sorted(CATEGORIES))
births = st.integers(1950 * 12, 2020 * 12)
REFORM = date(2025, 1, 1)


def retiring(born: int, category: str) -> dict[str, Any]:
    return when({"born": month_written(born), "category": category}).values


@pytest.mark.parametrize("case", cases("retirement"), ids=str)
def test_the_table_of_the_decision(case: Case) -> None:
    values = when(case.inputs).values

    assert {key: values[key] for key in case.result} == case.result


@pytest.mark.parametrize(("name", "title", "since"), first_days(RETIREMENT))
def test_before_its_first_day_a_rule_refuses_by_name(name: str, title: str, since: date) -> None:
    with pytest.raises(NotYetLaw, match=title):
        RETIREMENT.version(name, eve(since))


def test_from_its_first_day_on_every_rule_has_all_it_rests_on() -> None:
    assert gaps(RETIREMENT, changes("retirement"), {"born", "category"}) == []


def test_and_a_parameter_that_begins_too_late_would_be_seen() -> None:
    assert gaps(RETIREMENT, changes("retirement"), {"born"})


def test_who_retired_before_the_law_is_refused_by_name() -> None:
    with pytest.raises(NotYetLaw, match="最低缴费月数"):
        when({"born": "1937-06", "category": "male"})


@given(births, categories)
def test_an_earlier_birth_never_retires_later(born: int, category: str) -> None:
    months = [retiring(month, category)["retires_on"] for month in range(born, born + 12)]

    assert all(one <= other for one, other in pairwise(months))


@given(births, categories)
def test_the_window_lies_about_the_statutory_month(born: int, category: str) -> None:
    told = retiring(born, category)

    assert told["earliest_on"] <= told["retires_on"] <= told["latest_on"]
    assert told["minimum_months"] in range(180, 241, 6)


@given(births, categories)
def test_a_month_born_later_is_delayed_by_one_month_more_at_most(born: int, category: str) -> None:
    one, other = (retiring(month, category)["delay_months"] for month in (born, born + 1))

    assert other - one in {0, 1}


def test_columns_say_what_single_cases_say() -> None:
    born = np.arange(1950 * 12, 2020 * 12, dtype=np.int64)
    for category, number in CATEGORIES.items():
        plan = RETIREMENT.plan((*ASKED, "retires"), ("born", "category"), REFORM)
        known: dict[str, Any] = {**plan.read, "born": born, "category": np.full_like(born, number)}
        for rule in plan.rules:
            known[rule.name] = rule.work(*[known[need] for need in rule.needs])
        for place in range(0, len(born), 7):
            told = retiring(int(born[place]), category)
            assert told["retires_on"] == month_written(int(known["retires"][place]))
            assert told["earliest_on"] == month_written(int(known["earliest"][place]))
            assert told["latest_on"] == month_written(int(known["latest"][place]))
            for name in ("delay_months", "age_years", "age_months", "minimum_months"):
                assert told[name] == known[name][place]


def test_each_step_can_be_followed_on_paper() -> None:
    steps = {step.rule: step for step in when({"born": "1965-06", "category": "male"}).steps}

    assert steps["old_retires"].value == "2025-06"
    assert steps["delay_months"].inputs == {
        "old_retires": "2025-06",
        "reform_month": "2025-01",
        "delay_step": 4,
        "delay_cap": 36,
    }


@pytest.mark.parametrize(
    ("inputs", "code", "field"),
    [
        ({"category": "male"}, "input-missing", "born"),
        ({"born": "1965-06"}, "input-missing", "category"),
        ({"born": "1965-13", "category": "male"}, "month-malformed", "born"),
        ({"born": "1965-00", "category": "male"}, "month-malformed", "born"),
        ({"born": "1965-6", "category": "male"}, "month-malformed", "born"),
        ({"born": "1965年6月", "category": "male"}, "month-malformed", "born"),
        ({"born": 196506, "category": "male"}, "month-malformed", "born"),
        ({"born": "0001-01", "category": "male"}, "month-malformed", "born"),
        ({"born": "1965-06-31", "category": "male"}, "month-malformed", "born"),
        ({"born": "1965-06", "category": "female"}, "category-unknown", "category"),
        ({"born": "1965-06", "category": ["male"]}, "category-unknown", "category"),
    ],
)
def test_bad_input_is_refused_by_its_field(inputs: Any, code: str, field: str) -> None:
    with pytest.raises(CannotAnswer) as refused:
        when(inputs)

    assert (refused.value.code, refused.value.field) == (code, field)
