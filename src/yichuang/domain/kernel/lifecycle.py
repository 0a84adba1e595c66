"""A lifecycle is a table: in which state which verb may lead to which states. Nothing else may."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from yichuang.domain.kernel.refusals import Refusal


class NotInThisState(Refusal):
    """The verb isn't in the table for the state that the thing is in."""

    code = "not-in-this-state"
    says = "{what}现在是“{state}”，不能{verb}；现在可以：{allowed}。"


class Lifecycle:
    """The table of one kind of thing, and the names its states and verbs have on screens."""

    def __init__(
        self,
        what: str,
        states: Mapping[str, str],
        verbs: Mapping[str, str],
        moves: Iterable[tuple[str, str, Iterable[str]]],
    ) -> None:
        self.what = what
        self.states = MappingProxyType(dict(states))
        self.verbs = MappingProxyType(dict(verbs))
        self.moves = MappingProxyType({(s, v): frozenset(to) for s, v, to in moves})

    def allowed(self, state: str) -> list[str]:
        """Give the verbs that the table knows for a state."""
        return [verb for (at, verb) in self.moves if at == state]

    def must_know(self, state: str, verb: str) -> None:
        """Refuse a verb that the table doesn't have for this state."""
        if (state, verb) not in self.moves:
            names = "、".join(self.verbs[v] for v in self.allowed(state)) or "没有可办的动作"
            raise NotInThisState(
                what=self.what,
                state=self.states.get(state, state),
                verb=self.verbs[verb],
                allowed=names,
            )

    def lead(self, state: str, verb: str, to: str) -> str:
        """Give `to` if the table has it; anything else is a fault of the program."""
        self.must_know(state, verb)
        if to not in self.moves[state, verb]:
            message = f"{verb} does not lead from {state} to {to}"
            raise AssertionError(message)
        return to
