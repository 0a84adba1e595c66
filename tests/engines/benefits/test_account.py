from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.benefits.casebook import Case, cases, changes, eve, first_days, gaps
from yichuang.engines.benefits import account, settlement
from yichuang.engines.benefits.book import Book
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw
from yichuang.engines.benefits.parameters import parameter

BOOK = Book("account and settlement", account.BOOK, settlement.BOOK)
DOORS = {
    "interest": account.interest,
    "account": account.account,
    "retirement_balance": account.retirement_balance,
}
GIVEN = {"contribution_base_fen", "opening_fen", "credited_fen", "month_credits_fen", "rate_scale"}
GIVEN |= {"retirement_month", "account_balance_fen", "later_interest_fen", "double_months"}
GIVEN |= {"account_pension_paid_fen", "applied_in_writing", "double_account_fen"}
GIVEN |= {"kept_months", "ended_months", "rate_numerator"}

fen = st.integers(0, 10**10)
rates = st.integers(0, 1500).map(lambda rate: f"0.{rate:04d}")
months = st.integers(1, 12)
credits_of_a_year = st.lists(st.tuples(months, fen), max_size=30)


def interest(method: str, opening: int, rate: str, **more: Any) -> Mapping[str, Any]:
    given_ = {"method": method, "opening_fen": opening, "rate": rate, **more}
    return account.interest(given_).values


def by_month(opening: int, rate: str, *credited: tuple[int, int]) -> Mapping[str, Any]:
    rows = [{"month": month, "fen": amount} for month, amount in credited]
    return interest("monthly", opening, rate, credits=rows)


@pytest.mark.parametrize("case", cases("account"), ids=str)
def test_the_expected_results(case: Case) -> None:
    assert case.values(BOOK, DOORS) == case.result


@pytest.mark.parametrize(("name", "title", "since"), first_days(BOOK))
def test_before_its_first_day_a_rule_refuses_by_name(name: str, title: str, since: date) -> None:
    with pytest.raises(NotYetLaw, match=title):
        BOOK.version(name, eve(since))


def test_from_its_first_day_on_every_rule_has_all_it_rests_on() -> None:
    # The rate may be given by the caller; the published one has a first day of its own.
    assert gaps(BOOK, changes("account"), GIVEN) == []
    assert ("rate_numerator", "全国统一的个人账户记账利率", date(2016, 1, 1)) in first_days(BOOK)


def test_and_a_missing_parameter_would_be_seen() -> None:
    book = Book("too early")
    book.rule(title="早", formula="", source="", since=date(1990, 1, 1))(
        lambda account_credit_rate: account_credit_rate
    )
    assert gaps(book, changes("account"), GIVEN) == ["<lambda> 1990-01-01: account_credit_rate"]


@pytest.mark.parametrize("year", range(2016, 2026))
def test_each_published_year_has_its_own_rate_and_says_whether_it_was_verified(year: int) -> None:
    answer = account.account({"opening_fen": 10**6, "from_year": year, "to_year": year})
    assert answer.values["years"][0]["interest_fen"] == (
        parameter("account-interest-rate").at(date(year, 12, 31)).value * 100
    )
    doubts = [] if year == 2016 else [f"{year}年个人账户记账利率"]
    assert answer.unverified == doubts


def test_a_year_that_is_not_published_says_so_in_steps_and_doubts() -> None:
    answer = account.account({"opening_fen": 10**6, "from_year": 2025, "to_year": 2027})
    assert [year["rate"] for year in answer.values["years"]] == ["0.0150"] * 3
    assert answer.unverified[1:] == [
        "2026年（利率未公布，暂按2025年）个人账户记账利率",
        "2027年（利率未公布，暂按2025年）个人账户记账利率",
    ]
    assert answer.steps[-1].title.startswith("2027年（利率未公布，暂按2025年）")


def test_before_2016_rates_are_the_provinces_own_and_are_refused_by_name() -> None:
    with pytest.raises(NotYetLaw, match="全国统一的个人账户记账利率") as refused:
        account.account({"opening_fen": 1, "from_year": 2015, "to_year": 2016})
    assert refused.value.field == "from_year"


def test_the_steps_stand_in_order_and_end_with_the_closing_balance() -> None:
    answer = account.interest(
        {
            "method": "monthly",
            "opening_fen": 100,
            "rate": "0.0262",
            "credits": [{"month": 3, "fen": 50}],
        }
    )
    assert [step.rule for step in answer.steps] == [
        "month_product_fen",
        "monthly_interest_fen",
        "monthly_closing_fen",
    ]
    assert answer.steps[-1].value == answer.values["closing_fen"]


ANNUAL = {"method": "annual", "opening_fen": 100, "rate": "0.0262", "credited_fen": 12}
MONTHLY = {"method": "monthly", "opening_fen": 100, "rate": "0.0262", "credits": []}


@pytest.mark.parametrize(
    ("inputs", "field", "code"),
    [
        ([], "", "input-kind"),
        ({}, "method", "input-missing"),
        (ANNUAL | {"method": "weekly"}, "method", "input-unknown"),
        (ANNUAL | {"method": 1}, "method", "input-kind"),
        (ANNUAL | {"opening_fen": None}, "opening_fen", "input-missing"),
        (ANNUAL | {"opening_fen": True}, "opening_fen", "input-kind"),
        (ANNUAL | {"opening_fen": "100"}, "opening_fen", "input-kind"),
        (ANNUAL | {"opening_fen": 100.0}, "opening_fen", "input-kind"),
        (ANNUAL | {"opening_fen": -1}, "opening_fen", "negative"),
        (ANNUAL | {"opening_fen": 10**13}, "opening_fen", "too-large"),
        (ANNUAL | {"credited_fen": -1}, "credited_fen", "negative"),
        ({key: ANNUAL[key] for key in ANNUAL if key != "rate"}, "rate", "input-missing"),
        (ANNUAL | {"rate": 0.0262}, "rate", "input-kind"),
        (ANNUAL | {"rate": "NaN"}, "rate", "input-form"),
        (ANNUAL | {"rate": "-0.01"}, "rate", "input-form"),
        (ANNUAL | {"rate": "2.62%"}, "rate", "input-form"),
        (ANNUAL | {"rate": "1e-2"}, "rate", "input-form"),
        (ANNUAL | {"rate": "０.０２"}, "rate", "input-form"),
        (ANNUAL | {"rate": "0.0262\n"}, "rate", "input-form"),
        (ANNUAL | {"rate": "2.62"}, "rate", "too-large"),
        (MONTHLY | {"credits": None}, "credits", "input-missing"),
        (MONTHLY | {"credits": {}}, "credits", "input-kind"),
        (MONTHLY | {"credits": [3]}, "credits.0", "input-kind"),
        (MONTHLY | {"credits": [{"month": 0, "fen": 1}]}, "credits.0.month", "too-small"),
        (MONTHLY | {"credits": [{"month": 13, "fen": 1}]}, "credits.0.month", "too-large"),
        (MONTHLY | {"credits": [{"month": 1}]}, "credits.0.fen", "input-missing"),
        (
            MONTHLY | {"credits": [{"month": 1, "fen": 9 * 10**12}] * 2},
            "credits",
            "too-large",
        ),
    ],
)
def test_bad_input_to_interest_is_refused_by_its_field(inputs: Any, field: str, code: str) -> None:
    with pytest.raises(CannotAnswer) as refused:
        account.interest(inputs)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert refused.value.message.endswith("。")


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"opening_fen": -1}, "opening_fen", "negative"),
        ({"from_year": "2016"}, "from_year", "input-kind"),
        ({"to_year": None}, "to_year", "input-missing"),
        ({"to_year": 2015}, "to_year", "years-reversed"),
        ({"to_year": 2116}, "to_year", "too-large"),
        ({"to_year": 10000}, "to_year", "too-large"),
    ],
)
def test_bad_input_to_account_is_refused_by_its_field(
    changed: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(CannotAnswer) as refused:
        account.account({"opening_fen": 1, "from_year": 2016, "to_year": 2016} | changed)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_no_credit_is_taken_after_the_month_of_retirement() -> None:
    late = {"year": 2025, "month": 8, "opening_fen": 1, "credits": [{"month": 9, "fen": 1}]}
    with pytest.raises(CannotAnswer, match="退休月份以后"):
        account.retirement_balance(late)


@given(fen, fen, rates)
def test_twelve_equal_credits_bear_the_same_by_both_methods(
    opening: int, credited: int, rate: str
) -> None:
    monthly = by_month(opening, rate, *[(month, credited) for month in range(1, 13)])
    annual = interest("annual", opening, rate, credited_fen=12 * credited)
    assert abs(monthly["interest_fen"] - annual["interest_fen"]) <= 1


@given(credits_of_a_year, st.integers(0, 10**6), months)
def test_splitting_a_credit_within_its_month_changes_nothing(
    credited: list[tuple[int, int]], part: int, month: int
) -> None:
    whole = by_month(0, "0.0262", *credited, (month, 10**6))
    split = by_month(0, "0.0262", (month, part), *credited, (month, 10**6 - part))
    assert whole == split


@given(credits_of_a_year, st.integers(0, 10**6), months, months)
def test_moving_a_credit_changes_the_month_product_by_the_months_moved(
    credited: list[tuple[int, int]], amount: int, one: int, other: int
) -> None:
    before = by_month(0, "0.0262", *credited, (one, amount))
    after = by_month(0, "0.0262", *credited, (other, amount))
    moved = after["month_product_fen"] - before["month_product_fen"]
    assert moved == amount * (one - other)


@given(fen, credits_of_a_year, months, fen, rates)
def test_more_credit_is_never_less(
    opening: int, credited: list[tuple[int, int]], month: int, more: int, rate: str
) -> None:
    less = by_month(opening, rate, *credited)
    greater = by_month(opening, rate, *credited, (month, more))
    assert greater["interest_fen"] >= less["interest_fen"]
    assert greater["closing_fen"] >= less["closing_fen"] + more


@given(fen, credits_of_a_year, rates)
def test_closing_is_opening_and_credits_and_interest(
    opening: int, credited: list[tuple[int, int]], rate: str
) -> None:
    found = by_month(opening, rate, *credited)
    sum_of_credits = sum(amount for _, amount in credited)
    assert found["closing_fen"] == opening + sum_of_credits + found["interest_fen"]


@given(fen, credits_of_a_year)
def test_who_retires_in_december_has_the_interest_of_the_whole_year(
    opening: int, credited: list[tuple[int, int]]
) -> None:
    rows = [{"month": month, "fen": amount} for month, amount in credited]
    inputs = {"year": 2016, "month": 12, "opening_fen": opening, "credits": rows}
    retired = account.retirement_balance(inputs).values
    assert retired["closing_fen"] == by_month(opening, "0.0831", *credited)["closing_fen"]


@given(st.lists(st.tuples(fen, fen), min_size=1, max_size=20))
def test_the_rules_give_the_same_over_columns(rows: list[tuple[int, int]]) -> None:
    opening, credited = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    column = account.annual_interest_fen(opening, credited, 831, 10_000)
    assert column.tolist() == [account.annual_interest_fen(*row, 831, 10_000) for row in rows]
    twelve = [credited] * 12
    product = account.month_product_fen(twelve)
    assert product.tolist() == [78 * amount for _, amount in rows]
