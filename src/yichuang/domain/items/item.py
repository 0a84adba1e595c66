"""What every business item is made of: a form, what it looks up, checks, claims, an effect."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from yichuang.domain.catalogue.profile import Profile
from yichuang.domain.insured.actions import Entry
from yichuang.domain.items.form import ItemForm
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.rows import Row

Form = TypeVar("Form", bound=ItemForm)
Facts = TypeVar("Facts")


class ItemNotRun(Refusal):
    """The item isn't one that this program runs."""

    code = "item-not-run"
    says = "没有“{item}”这个事项，请从事项目录中重新选择。"


class ParameterMissing(Refusal):
    """The catalogue has no value of a parameter that a check needs on the day."""

    code = "parameter-missing"
    says = "业务目录没有 {day} 有效的参数“{code}”，无法核对本申请。请先由两人提出并发布补全的目录。"


@dataclass(frozen=True)
class Original:
    """The case that another one corrects or objects to (原办件), as it stands now."""

    number: str
    item: str
    agency: str
    level: int
    state: str
    form: Mapping[str, Any]
    delivered_on: date | None
    """When its decision reached the client, where that is on record."""


@dataclass(frozen=True)
class Matter(Generic[Form, Facts]):
    """What a check and an effect go by: the form, what the register says, the day, the rules."""

    form: Form
    facts: Facts
    profile: Profile
    agency: str
    on: date
    original: Original | None = None
    """The case that the form names as its original; none: it names none, or there is none."""

    def parameter(self, code: str) -> int:
        """Give the value of a parameter on the day of the case."""
        found = self.profile.parameter(code, self.on)
        if found is None:
            raise ParameterMissing(code=code, day=self.on)
        return found.value


@dataclass(frozen=True)
class Check(Generic[Form, Facts]):
    """One rule about facts: what it needs of the form, what it rests on, what it says when broken.

    `title` is the rule in words, as it stands at the window when it holds. `ask` answers None
    where the rule holds, otherwise what to tell the teller.
    """

    code: str
    title: str
    needs: tuple[str, ...]
    source: str
    ask: Callable[[Matter[Form, Facts]], str | None]


@dataclass(frozen=True)
class Claim:
    """A hold on a subject while a case is open (占用): no second of its kind beside it."""

    subject: str
    kind: str


@dataclass(frozen=True)
class Difference:
    """One line of what is and what would be (变更前后), in words for whoever decides."""

    field: str
    title: str
    before: str | None
    """What the register says now; None where it says nothing."""
    after: str
    source: str
    """The paper or rule that the new content rests on."""

    @property
    def changes(self) -> bool:
        """Whether the register will say something else."""
        return self.before != self.after


@dataclass(frozen=True)
class Effect:
    """What a case leaves when it is done: the register's rows, and the result for the client."""

    rows: tuple[Row, ...]
    result: dict[str, Any]


@dataclass(frozen=True)
class Item(Generic[Form, Facts]):
    """A business item (事项)."""

    code: str
    form: type[Form]
    look_up: Callable[[Form], Facts]
    checks: tuple[Check[Form, Facts], ...]
    claims: Callable[[Form], tuple[Claim, ...]]
    """What an open case holds; of a partial form, what its readable fields say."""
    effect: Callable[[Matter[Form, Facts], Entry], Effect]
    subject: Callable[[Form], str]
    """Whom or what the case is about, in words for lists and receipts."""
    conditions: Callable[[Form], frozenset[str]] = lambda _: frozenset()
    """Which conditions of conditional materials hold."""
    differences: Callable[[Matter[Form, Facts]], tuple[Difference, ...]] = lambda _: ()
    """What is and what would be, for the reviewer and every later signer; of a whole form."""
    original: Callable[[Form], str | None] = lambda _: None
    """The number of the case that this one corrects or objects to; none: it stands alone."""
    amount: Callable[[Form], int | None] = lambda _: None
    """The amount in fen that is decided on, which a post may be limited to; none: no money."""

    def broken(self, matter: Matter[Form, Facts]) -> Iterator[tuple[Check[Form, Facts], str]]:
        """Give every check that is broken, of those whose fields could be read."""
        for check in self.checks:
            if matter.form.has(*check.needs):
                says = check.ask(matter)
                if says is not None:
                    yield check, says
