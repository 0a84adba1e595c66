"""What is to be signed in one go: cases and payments as one list, the conspicuous ones first."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from yichuang.domain.cases import payments
from yichuang.domain.cases.collective import asked_for
from yichuang.domain.cases.models import Case
from yichuang.domain.cases.queries import chain_of, standing
from yichuang.domain.cases.sessions import to_sign
from yichuang.domain.insured.models import Payable
from yichuang.domain.items.registry import item_of
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Act
from yichuang.doors.workbench import dossier
from yichuang.doors.workbench.here import Here
from yichuang.doors.workbench.rows.cases import SHOWN, Line, lines

PAYMENT = "F"
"""How the numbers of payments begin; those of cases begin with their region."""

RETURNS = ("return", "return-payment")

CHECKED = 20
"""So many cases of a list are checked against the register; the others when they are opened."""

Note = tuple[str, str]


@dataclass(frozen=True)
class Thing:
    """A case or a payment that waits for a signature."""

    number: str
    chain: str
    kind: str
    """What it is listed under: the item, or the payment's kind."""
    whom: str
    amount_fen: int | None
    notes: tuple[Note, ...] = ()
    """Why it needs a second look: the tone and the words."""
    instead: str = ""
    verb: str = "sign"
    """What is done with it: sign, approve, or release."""


@dataclass(frozen=True)
class Group:
    """Things under one heading, the largest amount first."""

    title: str
    things: list[Thing] = field(default_factory=list)

    @property
    def total_fen(self) -> int:
        """What they come to."""
        return sum(thing.amount_fen or 0 for thing in self.things)


def things(here: Here) -> list[Thing]:
    """Give what waits for this person's signature and nothing else, at most what a list shows."""
    if here.post == Post.FINANCE:
        owed = payments.to_release(here.agency.code, here.by)[:SHOWN]
        return [_payment(payable) for payable in owed]
    cases = to_sign(here.agency.code, here.post, here.by, here.on)[:SHOWN]
    found = lines(cases, here)
    returned = _returned(line.case.pk for line in found)
    return [
        replace(_case(line), notes=tuple(_notes(line, here.on, returned, asked=i < CHECKED)))
        for i, line in enumerate(found)
    ]


def is_payment(number: str) -> bool:
    """Say whether a number is that of a payment."""
    return number.startswith(PAYMENT)


def grouped(found: Iterable[Thing]) -> list[Group]:
    """Put what needs a second look first, and the rest under its items."""
    groups = {"": Group("需要留意")}
    for thing in sorted(found, key=lambda thing: -(thing.amount_fen or 0)):
        key = "" if thing.notes else thing.kind
        groups.setdefault(key, Group(thing.kind)).things.append(thing)
    return [group for group in groups.values() if group.things]


def by_kind(found: Iterable[Thing]) -> list[Group]:
    """Put everything under its item: for the totals."""
    groups: dict[str, Group] = {}
    for thing in found:
        groups.setdefault(thing.kind, Group(thing.kind)).things.append(thing)
    return list(groups.values())


def named(numbers: Iterable[str], here: Here) -> list[Thing]:
    """Give things by their numbers, in that order, however they stand by now."""
    wanted = list(numbers)
    cases = Case.objects.filter(number__in=wanted).select_related("edition")
    found = {line.case.number: _case(line) for line in lines(cases, here)}
    owed = Payable.objects.filter(number__in=wanted)
    found |= {payable.number: _payment(payable) for payable in owed}
    return [found[number] for number in wanted if number in found]


def amount_of(case: Case) -> int | None:
    """Give the amount that a case decides on, in fen; none where it isn't about money."""
    item = item_of(case.item)
    amount: int | None = item.amount(item.form.model_validate(json.loads(case.form)))
    return amount


def returned_by(numbers: Iterable[str], by: str) -> dict[str, datetime]:
    """Give when a person last returned each of some cases and payments, if at all."""
    chains = {payments.chain_of(n) if is_payment(n) else chain_of(n): n for n in numbers}
    acts = Act.objects.filter(chain__in=list(chains), verb__in=RETURNS, actor=by)
    return {chains[chain]: at for chain, at in acts.order_by("at").values_list("chain", "at")}


def _case(line: Line) -> Thing:
    case = line.case
    verb = "approve" if case.state == "city-review" else "sign"
    amount, whom = amount_of(case), line.whom or case.subject
    return Thing(case.number, case.pk, line.item, whom, amount, (), line.instead, verb)


def _payment(payable: Payable) -> Thing:
    chain = payments.chain_of(payable.number)
    return Thing(
        payable.number,
        chain,
        payable.kind,
        payable.payee,
        payable.amount_fen,
        verb="release",
    )


def _returned(chains: Iterable[str]) -> Counter[str]:
    acts = Act.objects.filter(chain__in=list(chains), verb="return")
    return Counter(acts.values_list("chain", flat=True))


def _notes(line: Line, on: date, returned: Counter[str], *, asked: bool) -> Iterator[Note]:
    if line.tone == "stop" or (line.due_on is not None and line.due_on <= on):
        yield line.tone, line.left
    if many := returned[line.case.pk]:
        yield "warn", f"退回过 {many} 次"
    if not asked:
        return
    case = standing(line.case.number)
    if asked_for(case) is not None:
        yield "warn", "须附会审纪要，单件办"
    if dossier.is_broken(case):
        yield "stop", "核对未通过"
