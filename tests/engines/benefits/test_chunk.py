"""A chunk gives each row what the window gives one case: the same fen, or the same reason."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.benefits.small_book import CHANGED, SMALL
from yichuang.engines.benefits.book import Book
from yichuang.engines.benefits.checked import SAFE, Unsafe, checked
from yichuang.engines.benefits.chunk import Chunk, reckon
from yichuang.engines.benefits.columns import UNKNOWN, at_least, at_most, choose, look_up
from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.benefits.notation import first_day, month_of
from yichuang.engines.benefits.rounding import down, half_up, up

TODAY = date(2026, 1, 1)
LARGEST = 2**63 - 1


def column(*numbers: int) -> Any:
    return np.array(numbers, dtype=np.int64)


def told(chunk: Chunk, target: str) -> dict[int, int | str]:
    """Give each row's answer, or the code of why it has none."""
    answers = dict(zip(chunk.rows.tolist(), chunk.values[target].tolist(), strict=True))
    return answers | {reject.row: reject.code for reject in chunk.rejects}


def alone(book: Book, target: str, row: dict[str, int], on: date) -> int | str:
    """Give what one case is told."""
    try:
        return int(book.answer(target, inputs=row, on=on).values[target])
    except CannotAnswer as cannot:
        return cannot.code
    except ZeroDivisionError:
        return "division-by-nothing"


def test_each_row_is_reckoned_by_the_law_of_its_own_day() -> None:
    days = column(*[month_of(day) for day in (date(2010, 6, 1), CHANGED, date(1999, 12, 1))])
    columns = {"base_fen": column(1000, 1000, 1000), "kind": 2, "months": 12}
    chunk = reckon(SMALL, ("grant_fen",), columns, days)
    assert told(chunk, "grant_fen") == {0: 50, 1: 100, 2: "before-first-day"}


def test_a_rejected_row_is_told_what_the_window_would_say() -> None:
    chunk = reckon(SMALL, ("total_fen",), {"base_fen": column(1), "kind": 9, "months": 1}, TODAY)
    with pytest.raises(CannotAnswer) as refused:
        SMALL.answer("total_fen", inputs={"base_fen": 1, "kind": 9, "months": 1}, on=TODAY)
    (reject,) = chunk.rejects
    assert (reject.code, reject.says) == (refused.value.code, refused.value.message)
    assert reject.says == "查不到“比例”所需的数值，不能计算。"


def test_no_row_is_dropped_and_none_is_both_answered_and_rejected() -> None:
    kinds = column(*[row % 5 for row in range(1000)])
    chunk = reckon(SMALL, ("total_fen",), {"base_fen": 12_345, "kind": kinds, "months": 24}, TODAY)
    rejected = [reject.row for reject in chunk.rejects]
    assert sorted([*chunk.rows.tolist(), *rejected]) == list(range(1000))
    assert rejected == sorted(rejected) == [r for r in range(1000) if r % 5 in {0, 4}]


def test_negative_and_monstrous_amounts_are_refused() -> None:
    columns = {"base_fen": column(-1, 10**14, 0), "kind": 1, "months": column(1, 1, 1)}
    chunk = reckon(SMALL, ("grant_fen",), columns, TODAY)
    assert told(chunk, "grant_fen") == {0: "negative", 1: "too-large", 2: 100}
    assert {(one.row, one.field) for one in chunk.rejects} == {(0, "base_fen"), (1, "base_fen")}


def test_bounds_of_other_inputs_are_the_callers() -> None:
    columns = {"base_fen": 100, "kind": 1, "months": column(0, 1, 601)}
    chunk = reckon(SMALL, ("grant_fen",), columns, TODAY, {"months": (1, 600)})
    assert told(chunk, "grant_fen") == {0: "too-small", 1: 100, 2: "too-large"}


def test_dividing_by_nothing_rejects_the_row_alone() -> None:
    columns = {"base_fen": 100_000, "kind": 1, "months": column(0, 10)}
    chunk = reckon(SMALL, ("monthly_fen",), columns, date(2005, 1, 1))
    assert told(chunk, "monthly_fen") == {0: "division-by-nothing", 1: 300}


def test_what_would_run_over_on_the_way_is_still_right() -> None:
    """Base × rate × months × 2 is beyond int64 on the way, the grant itself isn't."""
    columns = {"base_fen": column(10**13, 100), "kind": 3, "months": column(10**6, 12)}
    chunk = reckon(SMALL, ("grant_fen",), columns, TODAY)
    assert told(chunk, "grant_fen") == {0: 10**13 * 7 * 10**6 // 1200, 1: 100}


def test_what_no_column_can_hold_is_rejected() -> None:
    columns = {"base_fen": column(10**13), "kind": 3, "months": 10**12}
    chunk = reckon(SMALL, ("grant_fen",), columns, TODAY)
    assert told(chunk, "grant_fen") == {0: "too-large"}


def test_floats_and_narrow_or_uneven_columns_are_no_business_of_a_chunk() -> None:
    for base in (np.array([1.0]), 1.0, True, np.array([1], dtype=np.uint64)):
        with pytest.raises(TypeError):
            reckon(SMALL, ("grant_fen",), {"base_fen": base, "kind": column(1)}, TODAY)
    with pytest.raises(ValueError, match="one length"):
        reckon(SMALL, ("grant_fen",), {"base_fen": column(1), "kind": column(1, 2)}, TODAY)
    narrow = np.array([2**30], dtype=np.int32)
    chunk = reckon(SMALL, ("grant_fen",), {"base_fen": narrow, "kind": 3, "months": 12}, TODAY)
    assert told(chunk, "grant_fen") == {0: half_up(2**30 * 7, 100)}


WHOLE = st.one_of(
    st.integers(-5, 700), st.integers(-(2**63), LARGEST), st.sampled_from([2**31, 2**62, 10**13])
)


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(st.tuples(WHOLE, st.integers(0, 4), WHOLE, st.integers(1990, 2030)), min_size=1)
)
def test_whatever_the_rows_say_each_hears_what_it_would_hear_alone(
    rows: list[tuple[int, int, int, int]],
) -> None:
    base, kind, months, years = (column(*numbers) for numbers in zip(*rows, strict=True))
    columns = {"base_fen": base, "kind": kind, "months": months}
    free = {"base_fen": (-(2**63), LARGEST), "months": (-(2**63), LARGEST)}
    for target in ("total_fen", "monthly_fen"):
        chunk = told(reckon(SMALL, (target,), columns, years * 12, free), target)
        for row in range(len(rows)):
            one = {name: int(values[row]) for name, values in columns.items()}
            expected = alone(SMALL, target, one, first_day(int(years[row]) * 12))
            if isinstance(expected, int) and abs(expected) > LARGEST:
                expected = "too-large"
            assert chunk[row] == expected


def test_and_a_rule_that_differs_for_columns_would_be_found() -> None:
    """A rule may look at what it is given; then the two ways part, by one fen in one row."""
    faulty = Book("faulty", SMALL)

    @faulty.rule(title="合计", formula="", source="虚构", since=date(2000, 1, 1))
    def total_fen(grant_fen: Any, months: Any) -> Any:
        off = (months == 7) if isinstance(months, np.ndarray) else 0
        return grant_fen + off

    months = column(*range(1, 13))
    columns = {"base_fen": 1_000_000, "kind": 1, "months": months}
    chunk = told(reckon(faulty, ("total_fen",), columns, TODAY), "total_fen")
    different = [
        row
        for row, n in enumerate(months.tolist())
        if chunk[row]
        != alone(faulty, "total_fen", {"base_fen": 1_000_000, "kind": 1, "months": n}, TODAY)
    ]
    assert different == [6]


def test_a_rule_that_asks_if_of_a_column_is_refused_even_with_one_row() -> None:
    with pytest.raises(TypeError, match="choose"):
        min(checked(column(1)), 2)


@pytest.mark.parametrize("function", [np.true_divide, np.power, np.left_shift, np.bitwise_and])
def test_nothing_but_whole_arithmetic_belongs_in_a_rule(function: Any) -> None:
    with pytest.raises(TypeError, match="a rule can't use"):
        function(checked(column(1)), 2)
    for other in (np.add.reduce, np.cumsum, np.concatenate):
        with pytest.raises(TypeError, match="a rule can't use"):
            other([checked(column(1))] if other is np.concatenate else checked(column(1)))


@pytest.mark.parametrize(
    "work",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a * b,
        lambda a, b: a // b,
        lambda a, b: a % b,
        half_up,
        up,
        down,
        at_most,
        at_least,
        lambda a, b: choose(a > b, -a, abs(b)),
        lambda a, b: (a > b) + (a == b) - (b > 3),
        lambda a, b: look_up({1: 5, 2: SAFE, 7: -3}, a) + b,
        lambda a, b: at_least(look_up({1: 5}, a), b),
    ],
)
def test_every_operation_on_columns_is_exact_or_names_its_rows(work: Any) -> None:
    edges = [0, 1, 2, 3, 7, 2**31, 2**62 - 2, SAFE, 2**62, LARGEST]
    numbers = [*edges, *[-n for n in edges], UNKNOWN]
    pairs = [(a, b) for a in numbers for b in numbers]
    one, other = (checked(column(*side)) for side in zip(*pairs, strict=True))
    kept = np.ones(len(pairs), dtype=np.bool_)
    while True:
        try:
            found = work(checked(one[kept]), checked(other[kept]))
            break
        except Unsafe as unsafe:
            kept[np.flatnonzero(kept)[unsafe.rows]] = False
    assert 0 < kept.sum() < len(pairs) or work.__name__ == "<lambda>"
    survivors = [pair for pair, is_kept in zip(pairs, kept.tolist(), strict=True) if is_kept]
    assert np.asarray(found).tolist() == [work(a, b) for a, b in survivors]
