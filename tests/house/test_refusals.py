"""Every refusal has a name, a code for programs, and words that say what to do now."""

import re
from collections import Counter

import pytest

from tests.house.refusals import (
    given_to_itself,
    placeholders,
    raised,
    refusals,
    speaks_for_itself,
)
from yichuang.domain.kernel.lifecycle import NotInThisState
from yichuang.domain.kernel.refusals import Refusal

KEBAB = re.compile(r"[a-z]+(-[a-z0-9]+)*")
WHAT_TO_DO = re.compile("请|可以|须|应")
HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff”}])[,;:!?()]|[,;:!?()](?=[\u4e00-\u9fff“])")
ALL = refusals()


def test_there_are_refusals_and_they_are_found_in_every_room() -> None:
    rooms = {kind.__module__.split(".")[2] for kind in ALL}
    assert {"kernel", "trail", "staff", "catalogue", "authority", "items", "cases"} <= rooms


def test_no_two_refusals_have_one_code() -> None:
    assert [code for code, times in Counter(k.code for k in ALL).items() if times > 1] == []


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_a_refusal_has_a_code_of_its_own_and_says_what_to_do(kind: type[Refusal]) -> None:
    assert "code" in vars(kind), "a code isn't inherited: programs tell refusals apart by it"
    assert KEBAB.fullmatch(kind.code)
    assert kind.__doc__
    assert re.search("[\u4e00-\u9fff]", kind.says)
    assert kind.says.endswith("。")
    assert WHAT_TO_DO.search(kind.says), kind.says
    assert not HALF_WIDTH.search(kind.says), kind.says


@pytest.mark.parametrize(("place", "kind", "facts"), [pytest.param(*r, id=r[0]) for r in raised()])
def test_where_a_refusal_is_made_its_words_are_filled(
    place: str, kind: type[Refusal], facts: set[str]
) -> None:
    assert place
    if not speaks_for_itself(kind):
        assert facts == placeholders(kind)


@pytest.mark.parametrize("kind", [k for k in ALL if speaks_for_itself(k)], ids=lambda k: k.code)
def test_a_refusal_that_is_made_in_its_own_way_fills_its_words(kind: type[Refusal]) -> None:
    assert given_to_itself(kind) == placeholders(kind)


def test_every_refusal_is_made_somewhere() -> None:
    assert {kind.code for kind in ALL} == {kind.code for _, kind, _ in raised()}


def test_and_words_that_are_not_filled_are_a_fault() -> None:
    with pytest.raises(KeyError):
        NotInThisState(what="办件")
