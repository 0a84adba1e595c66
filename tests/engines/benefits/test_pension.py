from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.benefits.casebook import Case, cases, changes, eve, first_days
from yichuang.engines.benefits.book import Book
from yichuang.engines.benefits.checked import Unsafe, checked
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw
from yichuang.engines.benefits.parameters import parameter
from yichuang.engines.benefits.pension import (
    BOUNDS,
    CHANGCHUN,
    JILIN,
    NATIONAL,
    PARTS,
    SHAANXI,
    assess,
    recalculate,
)

BOOKS = [NATIONAL, SHAANXI, JILIN, CHANGCHUN]
LAW = date(2025, 1, 1)
MONTHS_GIVEN = {"months_total", "months_deemed", "index", "index_unit", "account_balance_fen"}
GIVEN = MONTHS_GIVEN | {"born", "retires", "base_fen", "provincial_base_fen"}

PERSON: dict[str, Any] = {
    "province": "shaanxi",
    "sex": "male",
    "born": "1965-06",
    "retires_on": "2025-08",
    "average_index": "1.164",
    "months_total": 403,
    "months_deemed": 100,
    "account_balance_fen": 12345678,
}
YEARS = {key: one for key, one in PERSON.items() if not key.startswith("months_")}

persons = st.tuples(
    st.sampled_from(["shaanxi", "jilin", "national"]),
    st.integers(1, 10**6),
    st.integers(0, 5000),
    st.integers(0, 600),
    st.integers(0, 600),
    st.integers(0, 10**9),
)
"""Province, base, index in thousandths, months, deemed months, balance."""
Person = tuple[str, int, int, int, int, int]


def person(province: str, base: int, index: int, total: int, deemed: int, balance: int) -> Any:
    return {
        **PERSON,
        "province": province,
        "base_fen": base,
        "provincial_base_fen": base,
        "average_index": f"{index // 1000}.{index % 1000:03}",
        "months_total": total,
        "months_deemed": min(deemed, total),
        "account_balance_fen": balance,
    }


def total(inputs: Any) -> int:
    found: int = assess(inputs).values["total_fen"]
    return found


@pytest.mark.parametrize("case", cases("pension"), ids=str)
def test_the_expected_results(case: Case) -> None:
    assert assess(case.inputs).values == case.result


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.subject)
def test_before_its_first_day_a_rule_refuses_by_name(book: Book) -> None:
    for name, title, since in first_days(book):
        with pytest.raises(NotYetLaw, match=title):
            book.version(name, eve(since))


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.subject)
def test_from_its_first_day_on_every_rule_has_all_it_rests_on(book: Book) -> None:
    days = {*changes("pension"), *changes("divisor")}
    for name, _, since in first_days(book):
        for day in [since, *(day for day in days if day > since)]:
            book.plan((name,), GIVEN - {name}, day)


def test_and_a_rule_that_claims_too_much_would_be_seen() -> None:
    with pytest.raises(NotYetLaw):
        SHAANXI.plan(("total_fen",), MONTHS_GIVEN | {"born", "retires"}, date(2019, 1, 1))


@given(persons)
def test_more_months_never_less_pension(one: Person) -> None:
    less = person(*one)

    assert total({**less, "months_total": less["months_total"] + 1}) >= total(less)


@given(persons)
def test_a_higher_index_balance_or_base_never_less_pension(one: Person) -> None:
    province, base, index, all_months, deemed, balance = one
    least = total(person(*one))

    assert total(person(province, base, index + 1, all_months, deemed, balance)) >= least
    assert total(person(province, base, index, all_months, deemed, balance + 1)) >= least
    assert total(person(province, base + 1, index, all_months, deemed, balance)) >= least


@given(persons)
def test_shaanxi_is_the_formula_in_fractions_each_part_rounded_once(one: Person) -> None:
    _, base, index, all_months, deemed, balance = one
    told = assess(person("shaanxi", *one[1:])).values
    level, years = Fraction(index, 1000), Fraction(all_months, 12)
    deemed_years = Fraction(min(deemed, all_months), 12)

    assert told["basic_fen"] == half_up(base * (1 + level) / 2 * years / 100)
    assert told["transitional_fen"] == half_up(base * level * deemed_years * 14 / 1000)
    assert told["account_fen"] == half_up(balance / Fraction("137.8"))


def half_up(number: Fraction) -> int:
    return (number + Fraction(1, 2)).__floor__()


@given(persons, st.integers(0, 50), st.integers(0, 50))
def test_years_may_be_given_instead_of_months(one: Person, years: int, deemed: int) -> None:
    province, base, index, _, _, balance = one
    by_months = person(province, base, index, years * 12, deemed * 12, balance)
    by_years = {key: one for key, one in by_months.items() if not key.startswith("months_")}
    by_years |= {"years_total": f"{years}.00", "years_deemed": str(min(deemed, years))}

    assert assess(by_years).values == assess(by_months).values


def test_given_decimals_are_never_rounded() -> None:
    dear = {**PERSON, "province": "jilin", "base_fen": 10**12, "provincial_base_fen": 10**12}
    finer = {**dear, "average_index": "0.620000001"}

    assert total(finer) > total({**dear, "average_index": "0.62"})


def test_years_may_have_all_the_decimals_that_a_division_by_twelve_gives() -> None:
    years = {"years_total": "33.58" + 24 * "3", "years_deemed": "8." + 26 * "3"}

    assert assess({**YEARS, **years}).values == assess(PERSON).values


def test_within_its_bounds_no_column_leaves_int64() -> None:
    for book in BOOKS:
        reckon_bounds(book, BOUNDS)


def test_and_bounds_that_are_too_wide_would_be_seen() -> None:
    with pytest.raises(Unsafe):
        reckon_bounds(JILIN, {**BOUNDS, "base_fen": (1, 10**13)})


def reckon_bounds(book: Book, bounds: Any) -> None:
    given = {name: checked(np.array(pair, dtype=np.int64)) for name, pair in bounds.items()}
    plan = book.plan(PARTS, given, LAW)
    known: dict[str, Any] = {**plan.read, **given}
    for rule in plan.rules:
        known[rule.name] = rule.work(*[known[need] for need in rule.needs])


def test_a_base_of_two_years_ago_is_the_oldest_that_is_used() -> None:
    last = max(value.since.year for value in parameter("base-shaanxi").values)
    for year, provisional in [(last, False), (last + 1, True), (last + 2, True)]:
        told = assess({**PERSON, "retires_on": f"{year}-08"})
        assert told.values["provisional"] is provisional
    with pytest.raises(CannotAnswer, match="计发基数"):
        assess({**PERSON, "retires_on": f"{last + 3}-08"})


def test_a_given_base_is_never_provisional() -> None:
    told = assess({**PERSON, "retires_on": "2040-08", "base_fen": 10**6, "divisor": "100"})

    assert told.values["provisional"] is False


def test_what_is_given_wins() -> None:
    told = assess({**PERSON, "base_fen": 600000, "divisor": 139}).values

    assert (told["base_fen"], told["divisor"]) == (600000, "139")
    assert told["account_fen"] == 88818
    assert assess({**PERSON, "divisor": "137.80"}).values == assess(PERSON).values
    assert assess({**PERSON, "divisor": 137.8}).values == assess(PERSON).values


def test_only_changchun_has_a_base_of_its_own() -> None:
    jilin = {**PERSON, "province": "jilin"}

    assert assess({**jilin, "city": "长春市"}).values["base_fen"] == 797825
    assert assess({**jilin, "city": "延边州"}).values["base_fen"] == 732208
    assert assess(jilin).values["base_fen"] == 732208
    assert assess({**PERSON, "city": "长春"}).values["base_fen"] == 788100


def test_when_the_base_is_published_the_difference_is_owed_for_each_month_paid() -> None:
    later = {**PERSON, "retires_on": "2026-01"}
    first, final = assess(later), assess({**later, "base_fen": 800000})
    told = recalculate(first, final, retires_on="2026-01", months_paid=7).values

    difference = final.values["total_fen"] - first.values["total_fen"]
    assert told["difference_fen"] == difference > 0
    assert told["arrears_fen"] == 7 * difference


def test_nothing_is_recalculated_while_the_base_is_unpublished_or_without_need() -> None:
    first, other = assess({**PERSON, "retires_on": "2026-01"}), assess(PERSON)
    with pytest.raises(CannotAnswer, match="仍未公布"):
        recalculate(first, first, retires_on="2026-01", months_paid=7)
    with pytest.raises(CannotAnswer, match="不是预发"):
        recalculate(other, other, retires_on="2025-08", months_paid=7)


def test_every_answer_names_what_it_rests_on_unverified() -> None:
    shaanxi = ["陕西省计发基数", "陕西省缴费年限不取整", "陕西省过渡系数", "过渡性养老金"]
    assert assess(PERSON).unverified == shaanxi
    jilin = ["吉林省缴费年限取到几分之一", "长缴增发"]
    assert assess({**PERSON, "province": "jilin"}).unverified == jilin


def test_a_provisional_base_says_of_which_year_it_is() -> None:
    for province in ("shaanxi", "jilin"):
        told = assess({**PERSON, "province": province, "retires_on": "2026-08"})
        titles = [step.title for step in told.steps]
        assert [one for one in titles if one.endswith("计发基数（2026年未公布，暂按2025年）")]
        assert "暂按" not in "".join(step.title for step in assess(PERSON).steps)


def test_each_step_can_be_followed_on_paper() -> None:
    steps = {step.rule: step for step in assess(PERSON).steps}

    assert steps["mean_base"].value == "852724.2"
    assert steps["years"].value == "403/12"
    assert steps["divisor"].value == "137.8"
    assert steps["transitional_fen"].inputs == {
        "provincial_base_fen": 788100,
        "index": "1.164",
        "deemed_years": "25/3",
        "transitional_rate_shaanxi": "1.4%",
    }
