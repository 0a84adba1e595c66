"""Checking a plan against what stands, carrying it out, and giving everybody a first code."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.staff.actions.agencies import ABOVE
from yichuang.domain.staff.models import Agency, Staff
from yichuang.doors.commands.founding.plan import Amiss, Fault, Plan
from yichuang.doors.commands.founding.steps import DiffersError, Step, steps
from yichuang.doors.workbench.entrance.acts import by_command, open_account
from yichuang.doors.workbench.models import Account


@dataclass(frozen=True)
class Credential:
    """What somebody comes in with the first time."""

    number: str
    name: str
    agency: str
    code: str


def to_do(plan: Plan, now: datetime) -> tuple[list[Step], int]:
    """Give the acts that are still to be done, and how many stand; nothing is written (Amiss)."""
    faults = [*_around(plan)]
    missing, standing = [], 0
    for step in steps(plan, local_day(now)):
        try:
            if step.stands():
                standing += 1
            else:
                missing.append(step)
        except DiffersError as differs:
            faults.append(Fault(step.line, str(differs)))
    if faults:
        raise Amiss(faults)
    return missing, standing


def carry_out(missing: list[Step], clock: Callable[[], datetime]) -> Iterator[Step]:
    """Do one act after the other; what breaks in the middle goes on at the next run."""
    for step in missing:
        step.carry_out(clock())
        yield step


def codes(plan: Plan, clock: Callable[[], datetime]) -> Iterator[Credential]:
    """Give a code to everybody of the plan who has no account yet, one after the other."""
    known = set(Account.objects.values_list("staff", flat=True))
    for office, person in plan.people():
        if person.number in known:
            continue
        code = open_account(person.number, by_command(clock()))
        yield Credential(person.number, person.name, office.name, code)


def _around(plan: Plan) -> Iterator[Fault]:
    """Find what the plan takes for granted: agencies above it, and who answers for it."""
    ours = {office.code for office in plan.agency}
    known = dict(Agency.objects.values_list("code", "level"))
    for office in plan.agency:
        if office.parent is None or office.parent in ours:
            continue
        if known.get(office.parent) != ABOVE[office.level]:
            says = f"上级机构 {office.parent} 不在本方案中，库中也没有这一级的这个机构"
            yield Fault(f"agency {office.code}", says)
    people = {person.number for _, person in plan.people()}
    for name in ("proposed_by", "published_by"):
        number = getattr(plan.founding, name)
        if number not in people and not Staff.objects.filter(number=number).exists():
            yield Fault(f"founding.{name}", f"工号 {number} 不在本方案中，库中也没有")
