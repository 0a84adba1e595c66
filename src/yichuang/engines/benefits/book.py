"""Books of rules: dated functions whose arguments are other rules, inputs or parameters by name.

    BOOK = Book("survivors")

    @BOOK.rule(title="丧葬补助金", formula="月人均可支配收入×2", source="人社部发〔2021〕18号",
               since=date(2021, 9, 1))
    def funeral_fen(monthly_income_fen, funeral_months):
        return monthly_income_fen * funeral_months

An argument is looked for among the inputs, then the rules of the book, then the parameters (whose
codes have hyphens where names have underscores). Several rules of one name are versions of it by
date. The functions are plain arithmetic on whole numbers, so the same ones run over columns.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw
from yichuang.engines.benefits.parameters import Value, parameters


@dataclass(frozen=True)
class Rule:
    """One version of a rule (规则): from when, in words, with its source."""

    name: str
    title: str
    formula: str
    source: str
    since: date
    verified: bool
    work: Callable[..., Any]
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One step of an explanation: enough to follow the amount with pencil and paper."""

    rule: str
    title: str
    formula: str
    inputs: Mapping[str, Any]
    value: Any
    source: str
    verified: bool


@dataclass
class Answer:
    """The values that were asked for, the steps to them, and what they rest on unverified."""

    values: dict[str, Any]
    steps: list[Step] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)
    """Parameters and rules without a document that was seen."""


class Book:
    """The rules of one subject."""

    def __init__(self, subject: str, *others: "Book") -> None:
        self.subject = subject
        self.rules: dict[str, list[Rule]] = {}
        for other in others:
            for name, versions in other.rules.items():
                self.rules.setdefault(name, []).extend(versions)

    def rule(
        self, *, title: str, formula: str, source: str, since: date, verified: bool = True
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Enter a function as a rule, or as a further version of one."""

        def enter(work: Callable[..., Any]) -> Callable[..., Any]:
            name, needs = work.__name__, tuple(inspect.signature(work).parameters)
            one = Rule(name, title, formula, source, since, verified, work, needs)
            # What a book takes over from others gives way to its own.
            versions = [r for r in self.rules.get(name, []) if r.since != since]
            self.rules[name] = sorted([*versions, one], key=lambda r: r.since)
            return work

        return enter

    def version(self, name: str, on: date) -> Rule:
        """Give the version of a rule that is law on a day (NotYetLaw)."""
        valid = [rule for rule in self.rules[name] if rule.since <= on]
        if not valid:
            first = self.rules[name][0]
            raise NotYetLaw(name, first.title, f"{on}", f"{first.since}")
        return valid[-1]

    def answer(self, *targets: str, inputs: Mapping[str, Any], on: date) -> Answer:
        """Answer for one case on a day: values, steps in the order of computation, doubts."""
        reckoning = _Reckoning(self, inputs, on)
        values = {target: reckoning.value(target) for target in targets}
        return Answer(values, reckoning.steps, reckoning.unverified)


class _Reckoning:
    """One case as it is being reckoned."""

    def __init__(self, book: Book, inputs: Mapping[str, Any], on: date) -> None:
        self.book, self.inputs, self.on = book, inputs, on
        self.known: dict[str, Any] = {}
        self.steps: list[Step] = []
        self.unverified: list[str] = []

    def value(self, name: str) -> Any:
        """Give a value by its name: given, reckoned, or a parameter."""
        if name in self.inputs:
            return self.inputs[name]
        if name not in self.known:
            self.known[name] = self._reckon(name) if name in self.book.rules else self._read(name)
        return self.known[name]

    def _reckon(self, name: str) -> Any:
        rule = self.book.version(name, self.on)
        inputs = {need: self.value(need) for need in rule.needs}
        value = rule.work(**inputs)
        plain = {need: told for need, told in inputs.items() if not isinstance(told, Mapping)}
        told = (rule.name, rule.title, rule.formula, plain, value, rule.source, rule.verified)
        self.steps.append(Step(*told))
        self._doubt(rule.title, verified=rule.verified)
        return value

    def _read(self, name: str) -> Any:
        code = name.replace("_", "-")
        if code not in parameters():
            raise CannotAnswer("input-missing", f"缺少“{name}”，请补充后再算。", name)
        found: Value = parameters()[code].at(self.on)
        self._doubt(parameters()[code].name, verified=found.verified)
        return found.value

    def _doubt(self, what: str, *, verified: bool) -> None:
        if not verified and what not in self.unverified:
            self.unverified.append(what)


def needed(book: Book, target: str, on: date) -> Iterator[str]:
    """Give the inputs and parameters that a target rests on, on a day."""
    for need in book.version(target, on).needs:
        if need in book.rules:
            yield from needed(book, need, on)
        else:
            yield need
