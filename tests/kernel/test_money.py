"""Money is whole fen; a person reads yuan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.domain.kernel.money import Fen, yuan


@pytest.mark.parametrize(
    ("fen", "reads"),
    [
        (0, "0.00"),
        (1, "0.01"),
        (10, "0.10"),
        (100, "1.00"),
        (123_456_789, "1,234,567.89"),
        (-5, "-0.05"),
        (-100_000, "-1,000.00"),
    ],
)
def test_an_amount_reads_as_people_write_it(fen: int, reads: str) -> None:
    assert yuan(Fen(fen)) == reads


@given(st.integers(-(10**15), 10**15))
def test_not_a_fen_is_lost_or_won_in_writing(fen: int) -> None:
    assert int(yuan(Fen(fen)).replace(",", "").replace(".", "")) == fen
