from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.benefits.casebook import Case, cases, changes, eve, first_days, gaps
from yichuang.engines.benefits.book import Book
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw, ParameterUnknown
from yichuang.engines.benefits.index import JILIN, SHAANXI, average
from yichuang.engines.benefits.notation import month_read, month_written

GIVEN = {"year_fen", "year_months", "weighted_index", "span_months", "paid_months"}
BOOKS = [SHAANXI, JILIN]


def history(*periods: tuple[str, str, int]) -> list[dict[str, Any]]:
    return [
        {"month": month_written(month), "fen": fen}
        for first, last, fen in periods
        for month in range(month_read(first, "first"), month_read(last, "last") + 1)
    ]


def averaged(province: str, *periods: tuple[str, str, int], on: str = "2025-08") -> dict[str, Any]:
    inputs = {"province": province, "retires_on": on, "history": history(*periods)}
    return average(inputs).values


@pytest.mark.parametrize("case", cases("index"), ids=str)
def test_the_expected_results(case: Case) -> None:
    periods = [(first, last, fen) for first, last, fen in case.inputs["periods"]]
    told = averaged(case.inputs["province"], *periods, on=case.inputs["retires_on"])

    assert told["average_index"] == case.result["average_index"]
    assert told["counted_months"] == case.result["counted_months"]
    assert [year["index"] for year in told["years"]] == case.result["indexes"]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.subject)
def test_before_its_first_day_a_rule_refuses_by_name(book: Book) -> None:
    for name, title, since in first_days(book):
        with pytest.raises(NotYetLaw, match=title):
            book.version(name, eve(since))


def test_from_its_first_day_on_every_rule_has_all_it_rests_on() -> None:
    days = [*changes("wages"), *changes("pension")]

    assert gaps(SHAANXI, days, GIVEN) == []
    assert gaps(JILIN, days, GIVEN) == []


@given(st.sampled_from(["shaanxi", "jilin"]), st.integers(1, 10**7), st.integers(0, 10**6))
def test_a_higher_base_never_a_lower_index(province: str, fen: int, more: int) -> None:
    one = averaged(province, ("2010-01", "2012-06", fen))
    other = averaged(province, ("2010-01", "2012-06", fen + more))

    assert float(one["average_index"]) <= float(other["average_index"])


@given(st.permutations(history(("2019-11", "2020-02", 500000), ("2021-01", "2021-03", 700000))))
def test_the_order_of_the_months_says_nothing(rows: Any) -> None:
    inputs = {"province": "shaanxi", "retires_on": "2025-08"}
    ordered = sorted(rows, key=lambda row: row["month"])

    assert average(inputs | {"history": rows}) == average(inputs | {"history": ordered})


def test_a_month_listed_with_nothing_is_a_gap() -> None:
    periods = [("2020-01", "2020-06", 600000), ("2021-01", "2021-06", 600000)]
    listed = [*periods, ("2020-07", "2020-12", 0)]

    for province in ("shaanxi", "jilin"):
        assert averaged(province, *periods) == averaged(province, *listed)


def test_the_month_of_retirement_still_counts() -> None:
    """On the sheet of 通化 work begins in 1981-04, he retires in 2025-08 and has 44.42 years."""
    assert averaged("jilin", ("2020-01", "2025-08", 500000))["counted_months"] == 68
    with pytest.raises(CannotAnswer, match="2025-09 晚于退休年月"):
        averaged("jilin", ("2020-01", "2025-09", 500000))


def test_an_index_that_was_reckoned_says_that_it_is_unverified() -> None:
    inputs = {"province": "shaanxi", "retires_on": "2025-08"}
    told = average(inputs | {"history": history(("2020-01", "2020-12", 650000))})

    assert "陕西省断缴月数是否计入指数的分母" in told.unverified


def test_a_year_without_a_published_wage_is_refused_by_name() -> None:
    with pytest.raises(ParameterUnknown, match="2027 年"):
        averaged("shaanxi", ("2027-01", "2027-01", 600000), on="2027-08")
    with pytest.raises(NotYetLaw, match="1995 年"):
        averaged("jilin", ("1995-07", "1995-12", 30000))


ROW = {"month": "2020-01", "fen": 100}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"province": None}, "input-missing"),
        ({"province": "national"}, "province-unknown"),
        ({"history": None}, "input-missing"),
        ({"history": []}, "history-empty"),
        ({"history": "2020"}, "history-empty"),
        ({"history": [{"month": "2020-01", "fen": 0}]}, "history-empty"),
        ({"history": [{"month": "2020-01"}]}, "history-malformed"),
        ({"history": ["2020-01"]}, "history-malformed"),
        ({"history": [{"month": "2020-13", "fen": 1}]}, "month-malformed"),
        ({"history": [{"month": "2020-01", "fen": -1}]}, "negative"),
        ({"history": [ROW, ROW]}, "month-twice"),
        ({"retires_on": "2019-12"}, "contribution-after-retirement"),
    ],
)
def test_bad_input_is_refused(change: dict[str, Any], code: str) -> None:
    inputs = {"province": "shaanxi", "retires_on": "2025-08", "history": [ROW], **change}
    with pytest.raises(CannotAnswer) as refused:
        average(inputs)

    assert refused.value.code == code
