import csv
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.benefits.casebook import EXPECTED, changes, eve, first_days, gaps
from yichuang.engines.benefits.divisor import BY_MONTH, DIVISOR, lookup
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw

with (EXPECTED / "divisor.csv").open(encoding="utf-8", newline="") as file:
    TABLE = list(csv.DictReader(file))


def told(years: int, months: int, on: str | None = None) -> str:
    found: str = lookup({"years": years, "months": months, "on": on}).values["divisor"]
    return found


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['years']}-{row['months']}")
def test_the_table_by_whole_years_and_by_the_month(row: dict[str, str]) -> None:
    years, months = int(row["years"]), int(row["months"])

    assert told(years, months, "2024-12") == row["until_2024_12"]
    assert told(years, months, "2025-01") == row["since_2025_01"]
    assert told(years, months) == row["since_2025_01"]


@pytest.mark.parametrize(("name", "title", "since"), first_days(DIVISOR))
def test_before_its_first_day_a_rule_refuses_by_name(name: str, title: str, since: date) -> None:
    with pytest.raises(NotYetLaw, match=title):
        DIVISOR.version(name, eve(since))


def test_from_its_first_day_on_every_rule_has_all_it_rests_on() -> None:
    assert gaps(DIVISOR, changes("divisor"), {"born", "retires"}) == []


@given(st.integers(40 * 12, 70 * 12 - 1), st.sampled_from(["2010-01", "2024-12", "2025-01"]))
def test_who_is_older_never_has_a_greater_divisor(age: int, on: str) -> None:
    some = [told(*divmod(month, 12), on) for month in range(age, min(age + 13, 70 * 12))]

    assert all(float(one) >= float(other) for one, other in pairwise(some))


def test_columns_say_what_single_cases_say() -> None:
    ages = np.arange(40 * 12, 70 * 12 + 1, dtype=np.int64)
    plan = DIVISOR.plan(("divisor",), ("age",), BY_MONTH)
    known: dict[str, Any] = {**plan.read, "age": ages}
    for rule in plan.rules:
        known[rule.name] = rule.work(*[known[need] for need in rule.needs])

    for age, tenths in zip(ages.tolist(), known["divisor"].tolist(), strict=True):
        assert DIVISOR.values("divisor", inputs={"age": age}, on=BY_MONTH) == {"divisor": tenths}


@pytest.mark.parametrize(
    ("inputs", "code", "field"),
    [
        ({}, "input-missing", "years"),
        ({"years": 39, "months": 11}, "age-outside-table", "years"),
        ({"years": 70, "months": 1}, "age-outside-table", "years"),
        ({"years": 71}, "age-outside-table", "years"),
        ({"years": -1}, "negative", "years"),
        ({"years": "60"}, "whole-number-malformed", "years"),
        ({"years": True}, "whole-number-malformed", "years"),
        ({"years": 60, "months": 12}, "too-large", "months"),
        ({"years": 60, "months": -1}, "negative", "months"),
        ({"years": 60, "on": "2025"}, "month-malformed", "on"),
        ({"years": 60, "on": "2005-12"}, "before-first-day", "on"),
    ],
)
def test_bad_input_is_refused_by_its_field(inputs: Any, code: str, field: str) -> None:
    with pytest.raises(CannotAnswer) as refused:
        lookup(inputs)

    assert (refused.value.code, refused.value.field) == (code, field)
