from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.benefits.casebook import Case, cases, changes, eve, first_days, gaps
from yichuang.engines.benefits import transfer
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw

BOOK = transfer.BOOK
DOORS = {"transfer": transfer.transfer, "benefit_place": transfer.benefit_place}
GIVEN = {"account_balance_fen", "employer_before_fen", "year", "monthly_fen", "months", "man"}
GIVEN |= {"pooled_by_year_fen", "age_years", "away_from_household", "official_transfer"}
GIVEN |= {"household", "current", "periods"}

MONEY = {"account_balance_fen": 100, "wages": [{"year": 2020, "monthly_fen": 1, "months": 1}]}
PLACE = {
    "household": "陕西",
    "current": "广东",
    "history": [{"province": "广东", "months": 1}],
}

fen = st.integers(0, 10**10)
wages = st.dictionaries(
    st.integers(1990, 2026), st.tuples(st.integers(0, 10**8), st.integers(1, 12)), max_size=30
)
provinces = st.sampled_from(["陕西", "吉林", "广东", "浙江", "上海"])
histories = st.lists(st.tuples(provinces, st.integers(0, 150)), min_size=1, max_size=8)


def moved(balance: int, years: dict[int, tuple[int, int]]) -> dict[str, Any]:
    rows = [
        {"year": year, "monthly_fen": monthly, "months": months}
        for year, (monthly, months) in years.items()
    ]
    return transfer.transfer({"account_balance_fen": balance, "wages": rows}).values


def place(household: str, current: str, *periods: tuple[str, int]) -> str:
    rows = [{"province": province, "months": months} for province, months in periods]
    said = {"household": household, "current": current, "history": rows}
    found: str = transfer.benefit_place(said).values["province"]
    return found


@pytest.mark.parametrize("case", cases("transfer"), ids=str)
def test_the_expected_results(case: Case) -> None:
    assert case.values(BOOK, DOORS) == case.result


@pytest.mark.parametrize(("name", "title", "since"), first_days(BOOK))
def test_before_its_first_day_a_rule_refuses_by_name(name: str, title: str, since: date) -> None:
    with pytest.raises(NotYetLaw, match=title):
        BOOK.version(name, eve(since))


def test_from_its_first_day_on_every_rule_has_all_it_rests_on() -> None:
    assert gaps(BOOK, changes("transfer"), GIVEN) == []


def test_and_a_rule_that_lacks_something_would_be_seen() -> None:
    assert "account_fen 2010-01-01: employer_before_fen" in gaps(
        BOOK, [], GIVEN - {"employer_before_fen"}
    )


def test_a_day_before_the_transfer_rules_is_refused_by_name() -> None:
    with pytest.raises(NotYetLaw, match="当年转移的统筹基金") as refused:
        transfer.transfer(MONEY | {"on": "2009-12-31"})
    assert refused.value.field == "on"
    with pytest.raises(NotYetLaw, match="待遇领取地"):
        transfer.benefit_place(PLACE | {"on": "2009-12-31"})
    assert transfer.transfer(MONEY | {"on": "2010-01-01"}).values["account_fen"] == 100


def test_every_year_has_its_step_in_order_of_time() -> None:
    rows = [
        {"year": 2012, "monthly_fen": 3, "months": 12},
        {"year": 2011, "monthly_fen": 2, "months": 12},
    ]
    answer = transfer.transfer({"account_balance_fen": 1, "wages": rows})
    assert [step.title for step in answer.steps] == [
        "2011年：当年转移的统筹基金",
        "2012年：当年转移的统筹基金",
        "转移的个人账户额",
        "转移的统筹基金",
        "转移资金合计",
    ]
    assert answer.unverified == ["各年度转移统筹基金的舍入"]


def test_the_age_for_a_temporary_account_is_marked_unverified() -> None:
    inputs = {"man": 1, "age_years": 50, "away_from_household": 1, "official_transfer": 0}
    answer = BOOK.answer("temporary_account", inputs=inputs, on=date(2026, 1, 1))
    assert "建立临时缴费账户的年龄（男）" in answer.unverified


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"account_balance_fen": None}, "account_balance_fen", "input-missing"),
        ({"account_balance_fen": -1}, "account_balance_fen", "negative"),
        ({"account_balance_fen": 10**13}, "account_balance_fen", "too-large"),
        ({"employer_before_fen": 101}, "employer_before_fen", "too-large"),
        ({"wages": None}, "wages", "input-missing"),
        ({"wages": "2020"}, "wages", "input-kind"),
        ({"wages": [None]}, "wages.0", "input-kind"),
        ({"wages": [{"monthly_fen": 1, "months": 1}]}, "wages.0.year", "input-missing"),
        (
            {"wages": [{"year": 2020, "monthly_fen": 1, "months": -1}]},
            "wages.0.months",
            "negative",
        ),
        (
            {"wages": [{"year": 2020, "monthly_fen": 1, "months": 13}]},
            "wages.0.months",
            "too-large",
        ),
        (
            {"wages": [{"year": 2020, "monthly_fen": True, "months": 1}]},
            "wages.0.monthly_fen",
            "input-kind",
        ),
        (
            {"wages": [{"year": 2020, "monthly_fen": 1, "months": 1}] * 2},
            "wages.1.year",
            "year-twice",
        ),
        ({"on": "yesterday"}, "on", "input-form"),
    ],
)
def test_bad_input_to_transfer_is_refused_by_its_field(
    changed: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(CannotAnswer) as refused:
        transfer.transfer(MONEY | changed)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert refused.value.message.endswith("。")


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"household": None}, "household", "input-missing"),
        ({"household": "  "}, "household", "input-missing"),
        ({"household": 61}, "household", "input-kind"),
        ({"current": "省" * 101}, "current", "too-large"),
        ({"history": None}, "history", "input-missing"),
        ({"history": []}, "history", "input-empty"),
        ({"history": [{"province": "广东"}]}, "history.0.months", "input-missing"),
        (
            {"history": [{"province": "广东", "months": -1}]},
            "history.0.months",
            "negative",
        ),
        (
            {"history": [{"province": "广东", "months": 1201}]},
            "history.0.months",
            "too-large",
        ),
        ({"history": [{"province": "", "months": 1}]}, "history.0.province", "input-missing"),
    ],
)
def test_bad_input_to_benefit_place_is_refused_by_its_field(
    changed: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(CannotAnswer) as refused:
        transfer.benefit_place(PLACE | changed)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_the_last_of_two_long_provinces_is_the_one_of_the_latest_period() -> None:
    long_ago_and_again = (("浙江", 119), ("上海", 120), ("浙江", 1), ("广东", 10))
    assert place("陕西", "广东", *long_ago_and_again) == "浙江"


def test_a_province_is_one_however_its_name_ends() -> None:
    halves = (("广西壮族自治区", 60), ("广西", 60), ("广东省", 10))
    assert place("陕西", "广东", *halves) == "广西壮族自治区"


def test_provinces_whose_names_merely_resemble_are_two() -> None:
    assert place("陕西", "山西", ("山西", 119)) == "陕西"
    assert place("甲省", "乙省", ("乙省", 120)) == "乙省"


@given(fen, wages)
def test_the_total_is_its_parts_and_the_pool_the_sum_of_its_years(
    balance: int, years: dict[int, tuple[int, int]]
) -> None:
    found = moved(balance, years)
    assert found["total_fen"] == found["account_fen"] + found["pooled_fen"]
    assert found["pooled_fen"] == sum(
        moved(0, {year: wage})["pooled_fen"] for year, wage in years.items()
    )


@given(fen, wages, st.integers(1998, 2026))
def test_a_higher_wage_never_moves_less(
    balance: int, years: dict[int, tuple[int, int]], year: int
) -> None:
    monthly, months = years.get(year, (0, 12))
    more = years | {year: (monthly + 1, months)}
    assert moved(balance, more)["total_fen"] >= moved(balance, years)["total_fen"]


@given(provinces, provinces, histories)
def test_the_place_is_home_or_has_ten_years(
    household: str, current: str, periods: list[tuple[str, int]]
) -> None:
    found = place(household, current, *periods)
    months = sum(n for province, n in periods if province == found)
    assert found == household or months >= 120


@given(provinces, provinces, histories)
def test_splitting_a_period_changes_nothing(
    household: str, current: str, periods: list[tuple[str, int]]
) -> None:
    split = [part for name, n in periods for part in ((name, n // 2), (name, n - n // 2))]
    assert place(household, current, *split) == place(household, current, *periods)


def test_the_rules_give_the_same_over_columns() -> None:
    years = np.array([1997, 1998, 2012], dtype=np.int64)
    monthly, months = np.array([40000, 50000, 300033]), np.array([12, 12, 7])
    pooled = transfer.year_pooled_fen(years, monthly, months, 1998, 1200, "half-up")
    assert pooled.tolist() == [0, 72000, 252028]
    men, ages = np.array([True, True, False, False]), np.array([49, 50, 39, 40])
    limits = transfer.temporary_account_age(men, 50, 40)
    away, official = np.array([True] * 4), np.array([False] * 4)
    accounts = transfer.temporary_account(ages, limits, away, official)
    assert accounts.tolist() == [0, 1, 0, 1]
