"""提醒: the keeper tells whoever a deadline concerns, once, beside the case.

The lines stand on a chain of their own: an open page of the case doesn't go stale because
somebody was reminded of it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.domain.cases.alarms import Alarm, untold
from yichuang.domain.cases.models import Case, Reminder
from yichuang.domain.cases.queries import NoSuchCase, chain_of
from yichuang.domain.kernel.numbers import local_day, may_be_number
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.rows import New

KEEPER = "keeper"
"""Who reminds: a process and no person. It needs no mandate, since it changes no case."""

VERBS = {"remind": "提醒"}


class NotTheKeeper(Refusal):
    """Reminders are the keeper's: no person writes one."""

    code = "not-the-keeper"
    says = "期限提醒由系统按期限自动发出，不由人登记。请直接催办或办理。"


class NothingToTell(Refusal):
    """Everybody was told already, or the case has no deadline near."""

    code = "nothing-to-tell"
    says = "办件“{number}”眼下没有还未发出的期限提醒，请到期后再看。"


def remind(number: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """Tell everybody whom the deadlines of a case concern at a moment and who wasn't told yet."""

    def decide() -> Plan:
        if by != KEEPER:
            raise NotTheKeeper
        if not may_be_number(number):
            raise NoSuchCase(number=shown(number))
        return _plan(number, at)

    return perform(decide, asked=["remind", number], by=by, at=at, request=request)


def _plan(number: str, at: datetime) -> Plan:
    seen = head_of(f"reminder/{number}")
    case = Case.objects.filter(number=number)
    if not case.exists():
        raise NoSuchCase(number=shown(number))
    missing = untold(case, local_day(at)).get(number, [])
    if not missing:
        raise NothingToTell(number=number)
    rows = [New(Reminder, _row(alarm, at)) for alarm in missing]
    said = {"number": number, "told": [alarm.key for alarm in missing]}
    return Plan("remind", seen, said, rows, verbs=VERBS)


def _row(alarm: Alarm, at: datetime) -> dict[str, Any]:
    agency, post = alarm.place
    return {
        "key": alarm.key,
        "case_id": chain_of(alarm.number),
        "kind": alarm.kind,
        "clock": alarm.clock,
        "due_on": alarm.due_on,
        "agency_id": agency,
        "post": post,
        "staff": alarm.staff,
        "told_at": at,
    }
