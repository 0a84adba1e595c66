from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.benefits.casebook import Case, cases, changes, eve, first_days, gaps
from yichuang.engines.benefits import contributions
from yichuang.engines.benefits.book import Book
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw

BOOK = contributions.BOOK
DOORS = {
    "late_fee": contributions.late_fee,
    "contribution": contributions.contribution,
    "back_payment": contributions.back_payment,
}
GIVEN = {"contribution_wage_fen", "monthly_wage_fen", "last_month_fen", "owed_fen", "days_owed"}
GIVEN |= {"back_payment_months", "contribution_base_fen"}

fen = st.integers(0, 10**9)
days = st.integers(0, 36_600)


def fee(owed: int, days_owed: int) -> int:
    found: int = contributions.late_fee({"fen": owed, "days": days_owed}).values["fee_fen"]
    return found


@pytest.mark.parametrize("case", cases("contributions"), ids=str)
def test_the_expected_results(case: Case) -> None:
    assert case.values(BOOK, DOORS) == case.result


@pytest.mark.parametrize(("name", "title", "since"), first_days(BOOK))
def test_before_its_first_day_a_rule_refuses_by_name(name: str, title: str, since: date) -> None:
    with pytest.raises(NotYetLaw, match=title):
        BOOK.version(name, eve(since))


def test_from_its_first_day_on_every_rule_has_all_it_rests_on() -> None:
    # The base may be given by the caller; its limits have a first day of their own.
    assert gaps(BOOK, changes("contributions"), GIVEN) == []


@pytest.mark.parametrize("year", range(2020, 2027))
def test_each_year_of_shaanxi_has_limits_of_its_own_and_none_is_verified(year: int) -> None:
    inputs = {"province": "shaanxi", "year": year, "monthly_wage_fen": 0}
    answer = contributions.contribution(inputs)
    lower = contributions.contribution(inputs | {"year": year - 1}) if year > 2020 else None
    if lower:
        assert answer.values["contribution_base_fen"] > lower.values["contribution_base_fen"]
    assert answer.values["provisional"] is False
    assert answer.unverified == ["单位缴费比例", "陕西缴费年度使用的平均工资"]


def test_a_year_that_is_not_published_says_so() -> None:
    inputs = {"province": "shaanxi", "year": 2027, "monthly_wage_fen": 0}
    answer = contributions.contribution(inputs)
    assert answer.unverified[-1] == "2027年陕西缴费年度使用的平均工资（未公布，暂按最近一年）"


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"province": "atlantis"}, "province", "province-unknown"),
        ({"province": ""}, "province", "input-missing"),
        ({"year": 2019}, "year", "parameter-unknown"),
        ({"monthly_wage_fen": -1}, "monthly_wage_fen", "negative"),
    ],
)
def test_bad_input_to_contribution_is_refused_by_its_field(
    changed: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(CannotAnswer) as refused:
        contributions.contribution(
            {"province": "shaanxi", "year": 2025, "monthly_wage_fen": 1} | changed
        )
    assert (refused.value.field, refused.value.code) == (field, code)


def test_a_late_fee_is_refused_for_arrears_from_before_the_law() -> None:
    owed = {"fen": 90000, "days": 300}
    with pytest.raises(NotYetLaw, match="滞纳金") as refused:
        contributions.late_fee(owed | {"owed_from": "2011-06-30"})
    assert refused.value.field == "owed_from"
    on_the_day = contributions.late_fee(owed | {"owed_from": "2011-07-01"})
    assert on_the_day.values == {"fee_fen": 13500}


def test_a_late_fee_says_that_its_rounding_stands_in_no_document_seen() -> None:
    answer = contributions.late_fee({"fen": 1, "days": 1})
    assert answer.unverified == ["滞纳金的舍入"]
    assert answer.steps[0].inputs["late_fee_rounding"] == "half-up"


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"fen": None}, "fen", "input-missing"),
        ({"fen": False}, "fen", "input-kind"),
        ({"fen": "NaN"}, "fen", "input-kind"),
        ({"fen": float("nan")}, "fen", "input-kind"),
        ({"fen": -1}, "fen", "negative"),
        ({"fen": 10**13}, "fen", "too-large"),
        ({"days": 1.5}, "days", "input-kind"),
        ({"days": -1}, "days", "negative"),
        ({"days": 36_601}, "days", "too-large"),
        ({"owed_from": "2011-7-1"}, "owed_from", "input-form"),
        ({"owed_from": "2011-02-30"}, "owed_from", "input-form"),
        ({"owed_from": 20110701}, "owed_from", "input-kind"),
    ],
)
def test_bad_input_to_late_fee_is_refused_by_its_field(
    changed: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(CannotAnswer) as refused:
        contributions.late_fee({"fen": 1, "days": 1} | changed)
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize("months", [0, -1, 1201, True, "6"])
def test_a_back_payment_of_no_possible_length_is_refused(months: Any) -> None:
    with pytest.raises(CannotAnswer) as refused:
        contributions.back_payment({"months": months})
    assert refused.value.field == "months"


def test_all_that_is_said_of_back_payments_rests_on_jiangxi() -> None:
    doubts = contributions.back_payment({"months": 7}).unverified
    assert len(doubts) == 7
    assert "各级补缴的材料（江西，他省未核）" in doubts


@given(fen, fen, days, days)
def test_owing_more_or_longer_never_costs_less(one: int, more: int, days_: int, late: int) -> None:
    assert fee(one, days_) <= fee(one + more, days_)
    assert fee(one, min(days_, late)) <= fee(one, max(days_, late))


@given(fen, days, days)
def test_a_fee_for_the_whole_time_is_the_sum_of_its_parts_within_a_fen(
    owed: int, first: int, second: int
) -> None:
    if first + second <= 36_600:
        assert abs(fee(owed, first + second) - fee(owed, first) - fee(owed, second)) <= 1


@given(fen)
def test_what_the_flexibly_employed_pay_is_their_account_and_the_pool(base: int) -> None:
    targets = ("flexible_fen", "flexible_account_fen", "flexible_pooled_fen")
    found = BOOK.answer(*targets, inputs={"contribution_base_fen": base}, on=date(2026, 1, 1))
    paid, account, pooled = (found.values[target] for target in targets)
    assert paid == account + pooled
    assert min(account, pooled) >= 0


@given(fen, fen)
def test_a_base_lies_between_the_limits_and_never_falls_as_wages_rise(one: int, other: int) -> None:
    bases = [contributions.contribution_base_fen(wage, 465000, 2325000) for wage in (one, other)]
    assert all(465000 <= base <= 2325000 for base in bases)
    assert (one <= other) <= (bases[0] <= bases[1])


@given(st.integers(1, 1199))
def test_a_longer_back_payment_never_needs_less_scrutiny(months: int) -> None:
    one, longer = (contributions.back_payment_class(n, 6, 36) for n in (months, months + 1))
    assert one <= longer


def test_the_rules_give_the_same_over_columns() -> None:
    months = np.arange(1, 49, dtype=np.int64)
    classes = contributions.back_payment_class(months, 6, 36)
    assert classes.tolist() == [1] * 6 + [2] * 29 + [3] * 13
    owed = np.array([999, 1000, 123456], dtype=np.int64)
    assert contributions.fee_fen(owed, np.array([1, 1, 47]), 5, "half-up").tolist() == [0, 1, 2901]
    wages = np.array([300000, 500000, 3000000], dtype=np.int64)
    bases = contributions.contribution_base_fen(wages, 465000, 2325000)
    assert bases.tolist() == [465000, 500000, 2325000]


def test_and_a_rule_that_claims_a_day_too_early_would_be_seen() -> None:
    book = Book("too early")
    book.rule(title="早", formula="", source="", since=date(2011, 6, 30))(
        lambda late_fee_rate: late_fee_rate
    )
    assert gaps(book, [], set()) == ["<lambda> 2011-06-30: late_fee_rate"]
