"""A lifecycle is a table, and the table is the only way through it."""

import pytest

from yichuang.domain.kernel.lifecycle import Lifecycle, NotInThisState

DOOR = Lifecycle(
    "门",
    states={"shut": "关着", "open": "开着", "walled": "封死"},
    verbs={"open": "打开", "shut": "关上", "wall": "封死"},
    moves=[("shut", "open", ["open"]), ("shut", "wall", ["walled"]), ("open", "shut", ["shut"])],
)


def test_what_the_table_knows_is_allowed() -> None:
    assert DOOR.allowed("shut") == ["open", "wall"]
    assert DOOR.lead("shut", "open", "open") == "open"


@pytest.mark.parametrize(
    ("state", "verb"), [("open", "open"), ("open", "wall"), ("walled", "open")]
)
def test_what_it_does_not_know_is_refused(state: str, verb: str) -> None:
    with pytest.raises(NotInThisState):
        DOOR.must_know(state, verb)
    with pytest.raises(NotInThisState):
        DOOR.lead(state, verb, "open")


def test_the_refusal_says_in_words_what_is_possible_instead() -> None:
    with pytest.raises(NotInThisState) as refused:
        DOOR.must_know("open", "wall")
    assert str(refused.value) == "门现在是“开着”，不能封死；现在可以：关上。"
    with pytest.raises(NotInThisState, match="没有可办的动作"):
        DOOR.must_know("walled", "shut")


def test_a_verb_that_leads_elsewhere_than_the_table_says_is_a_fault_of_the_program() -> None:
    with pytest.raises(AssertionError, match="does not lead"):
        DOOR.lead("shut", "open", "walled")


def test_the_table_can_not_be_changed_once_it_stands() -> None:
    with pytest.raises(TypeError):
        DOOR.moves["walled", "open"] = frozenset({"open"})  # type: ignore[index]
