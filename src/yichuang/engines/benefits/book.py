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
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from yichuang.engines.benefits.columns import UNKNOWN
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw
from yichuang.engines.benefits.parameters import Value, parameters

PLANS_KEPT = 1_000
"""A plan for each day of three years; beyond that the memory is better used."""


@dataclass(frozen=True, slots=True)
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


class Step(NamedTuple):
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


class Plan(NamedTuple):
    """What some targets rest on, given some inputs, on a day."""

    rules: tuple[Rule, ...]
    """In the order of computation."""
    read: Mapping[str, Any]
    """Values of parameters, by the names that rules use."""
    unverified: tuple[str, ...]


class Book:
    """The rules of one subject."""

    def __init__(self, subject: str, *others: "Book", since: date = date.min) -> None:
        """Take over the rules of others, none of them for a day before `since`."""
        self.subject = subject
        self.rules: dict[str, list[Rule]] = {}
        self._plans: dict[tuple[tuple[str, ...], frozenset[str], date], Plan] = {}
        for other in others:
            for name, versions in other.rules.items():
                self.rules.setdefault(name, []).extend(_from(versions, since))
        self._taken_over = set(self.rules)

    def rule(
        self,
        *,
        title: str,
        formula: str,
        source: str,
        since: date,
        verified: bool = True,
        of: str = "",
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Enter a function as a rule, or as a further version `of` one."""

        def enter(work: Callable[..., Any]) -> Callable[..., Any]:
            name, needs = of or work.__name__, tuple(inspect.signature(work).parameters)
            one = Rule(name, title, formula, source, since, verified, work, needs)
            if name in self._taken_over:
                # What a book takes over from others gives way to its own, whatever the dates.
                self._taken_over.discard(name)
                del self.rules[name]
            versions = [r for r in self.rules.get(name, []) if r.since != since]
            self.rules[name] = sorted([*versions, one], key=lambda r: r.since)
            self._plans.clear()
            return work

        return enter

    def version(self, name: str, on: date) -> Rule:
        """Give the version of a rule that is law on a day (NotYetLaw)."""
        valid = [rule for rule in self.rules[name] if rule.since <= on]
        if not valid:
            first = self.rules[name][0]
            raise NotYetLaw(name, first.title, f"{on}", f"{first.since}")
        return valid[-1]

    def plan(self, targets: tuple[str, ...], given: Iterable[str], on: date) -> Plan:
        """Give what must be reckoned, in order; kept, because cases of one kind come in crowds."""
        key = (targets, frozenset(given), on)
        if key not in self._plans:
            if len(self._plans) >= PLANS_KEPT:
                self._plans.clear()
            self._plans[key] = _planned(self, *key)
        return self._plans[key]

    def answer(self, *targets: str, inputs: Mapping[str, Any], on: date) -> Answer:
        """Answer for one case on a day: values, steps in the order of computation, doubts."""
        plan = self.plan(targets, inputs, on)
        known, steps = {**plan.read, **inputs}, []
        for rule in plan.rules:
            told = {need: known[need] for need in rule.needs}
            value = known[rule.name] = rule.work(**told)
            plain = {need: one for need, one in told.items() if not _table(one)}
            steps.append(
                Step(rule.name, rule.title, rule.formula, plain, value, rule.source, rule.verified)
            )
        return Answer(_asked(targets, plan, known), steps, list(plan.unverified))

    def values(self, *targets: str, inputs: Mapping[str, Any], on: date) -> dict[str, Any]:
        """Give what `answer` gives, without the steps: for crowds of single cases."""
        plan = self.plan(targets, inputs, on)
        known = {**plan.read, **inputs}
        for rule in plan.rules:
            known[rule.name] = rule.work(*[known[need] for need in rule.needs])
        return _asked(targets, plan, known)


def _from(versions: list[Rule], since: date) -> list[Rule]:
    """Give the versions of a rule that hold on a day and later."""
    kept = [rule for rule in versions if rule.since > since]
    holding = [replace(rule, since=since) for rule in versions if rule.since <= since]
    return [*holding[-1:], *kept]


def _table(value: Any) -> bool:
    """Say whether a value is a whole table, which no step shows."""
    return type(value) is not int and isinstance(value, Mapping)


def _asked(targets: tuple[str, ...], plan: Plan, known: Mapping[str, Any]) -> dict[str, Any]:
    """Give the targets, or say which table had no answer for one of them."""
    values = {target: known[target] for target in targets}
    if any(value is UNKNOWN for value in values.values()):
        first = next(rule for rule in plan.rules if known[rule.name] is UNKNOWN)
        message = f"查不到“{first.title}”所需的数值，不能计算。"
        raise CannotAnswer("parameter-unknown", message, first.name)
    return values


def _planned(book: Book, targets: tuple[str, ...], given: frozenset[str], on: date) -> Plan:
    rules: dict[str, Rule] = {}
    read: dict[str, Any] = {}
    unverified: dict[str, None] = {}

    def enter(name: str) -> None:
        if name in given or name in rules or name in read:
            return
        if name in book.rules:
            rule = book.version(name, on)
            for need in rule.needs:
                enter(need)
            rules[name] = rule
            what, verified = rule.title, rule.verified
        else:
            code = name.replace("_", "-")
            if code not in parameters():
                raise CannotAnswer("input-missing", f"缺少“{name}”，请补充后再算。", name)
            found: Value = parameters()[code].at(on)
            read[name], what, verified = found.value, parameters()[code].name, found.verified
        if not verified:
            unverified[what] = None

    for target in targets:
        enter(target)
    return Plan(tuple(rules.values()), read, tuple(unverified))


def needed(book: Book, target: str, on: date) -> Iterator[str]:
    """Give the inputs and parameters that a target rests on, on a day."""
    for need in book.version(target, on).needs:
        if need in book.rules:
            yield from needed(book, need, on)
        else:
            yield need
