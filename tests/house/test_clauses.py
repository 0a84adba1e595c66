"""A test may only claim to prove a clause that the sources have."""

from tests.house.plan import CHECKOUT
from yichuang.doors.commands.clause_index import Clause, Index, read_index


def test_every_clause_that_a_test_names_is_in_the_list() -> None:
    assert read_index(CHECKOUT).unknown == {}


def test_and_one_that_is_not_would_be_named() -> None:
    index = Index((Clause("SX-01", ""),), {"SX-01": ["a"], "SX-99": ["b"]})
    assert index.unknown == {"SX-99": ["b"]}
