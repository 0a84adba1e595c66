"""Payments as pages show them: what waits for whom, what is held, and how papers write a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from yichuang.domain.cases import payments
from yichuang.domain.cases.actions.payments import VERBS
from yichuang.domain.cases.models import Case
from yichuang.domain.catalogue.profile import Profile
from yichuang.domain.insured.models import Payable
from yichuang.domain.kernel.money import Fen, capitals, yuan
from yichuang.domain.trail.queries import acts_of
from yichuang.doors.workbench.here import Here
from yichuang.doors.workbench.marks import Mark, of_a_payment

SHOWN = 200
"""No list shows more at once."""

LISTS = {"prepare": "待制单", "release": "待签付", "paid": "已付"}

DIGITS = "零壹贰叁肆伍陆柒捌玖"
TENTH = 10


@dataclass(frozen=True)
class Line:
    """One payment in a list."""

    payable: Payable
    item: str
    held: tuple[str, ...]
    """Open corrections and objections that hold it."""
    returned: str = ""
    """Why it was returned, where it waits to be prepared anew."""

    @property
    def amount(self) -> str:
        """The amount in yuan."""
        return yuan(Fen(self.payable.amount_fen))


@dataclass(frozen=True)
class Step:
    """What somebody did to a payment."""

    verb: str
    by: str
    at: datetime
    mark: Mark | None
    """Its signature, if it is one."""
    reason: str
    """Of a return."""


def listed(which: str, here: Here) -> list[Line]:
    """Give the payments of one of the lists; what one prepared oneself waits for another."""
    agency = here.agency.code
    found = {
        "prepare": payments.to_prepare,
        "release": payments.to_release,
        "paid": payments.released,
    }[which](agency)
    rows = list(found[:SHOWN])
    held = payments.held(row.case_number for row in rows)
    items = _items((row.case_number for row in rows), here.profile)
    why = payments.returned(row.number for row in rows) if which == "prepare" else {}
    return [
        Line(p, items.get(p.case_number, ""), held.get(p.case_number, ()), why.get(p.number, ""))
        for p in rows
    ]


def owed_for(case_number: str) -> list[Line]:
    """Give what a case left to be paid, wherever it is."""
    links = payments.held([case_number]).get(case_number, ())
    return [Line(payable, "", links) for payable in payments.owed_for(case_number)]


def counted(here: Here) -> dict[str, int]:
    """Count each list."""
    agency = here.agency.code
    return {
        "prepare": payments.to_prepare(agency).count(),
        "release": payments.to_release(agency).count(),
        "paid": payments.released(agency).count(),
    }


def total(lines: Iterable[Line]) -> tuple[str, str]:
    """Give what some payments come to, in figures and in words."""
    fen = sum(line.payable.amount_fen for line in lines)
    return yuan(Fen(fen)), f"人民币{capitals(Fen(fen))}"


def steps(payable: Payable) -> list[Step]:
    """Give what was done to a payment, in order."""
    acts = list(acts_of(payments.chain_of(payable.number)))
    marks = of_a_payment(acts)
    return [
        Step(
            VERBS.get(act.verb, act.verb),
            act.actor,
            act.at,
            marks.get(act.n),
            payments.reason_for(act),
        )
        for act in acts
    ]


def grouped(account: str) -> str:
    """Write an account by fours, as it stands on the card."""
    return " ".join(account[i : i + 4] for i in range(0, len(account), 4))


def day_in_capitals(on: date) -> str:
    """Write a day as payment papers have it: 2026-10-20 → 贰零贰陆年零壹拾月零贰拾日."""
    year = "".join(DIGITS[int(digit)] for digit in f"{on.year:04d}")
    # 支付结算办法 annex 1: what could be lengthened by a stroke has a 零 before it.
    month = _two(on.month) if on.month > TENTH or 2 < on.month < TENTH else f"零{_two(on.month)}"  # noqa: PLR2004 -- January and February
    day = f"零{_two(on.day)}" if on.day < TENTH or on.day % TENTH == 0 else _two(on.day)
    return f"{year}年{month}月{day}日"


def _two(number: int) -> str:
    tens, ones = divmod(number, TENTH)
    return (f"{DIGITS[tens]}拾" if tens else "") + (DIGITS[ones] if ones else "")


def _items(numbers: Iterable[str], profile: Profile) -> dict[str, str]:
    found = Case.objects.filter(number__in=list(numbers)).values_list("number", "item")
    rules = {rule.code: rule.name for rule in profile.items}
    return {number: rules.get(item, item) for number, item in found}
