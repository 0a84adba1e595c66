"""Until when a case must be done: the limit of the law and the limit that was promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yichuang.domain.catalogue.profile import ItemRule, Limit
from yichuang.domain.catalogue.queries import calendar
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.kernel.refusals import Refusal
from yichuang.engines.workdays import (
    Calendar,
    Deadline,
    Suspension,
    UnknownYear,
    due_in_days,
    due_in_workdays,
)


class YearNotEntered(Refusal):
    """A deadline runs into a year whose holidays nobody entered."""

    code = "year-not-entered"
    says = "{year} 年的节假日安排尚未录入，无法计算办理期限。请先录入国务院办公厅的放假通知。"


@dataclass(frozen=True)
class Deadlines:
    """The last days of a case (办理期限)."""

    statutory: date | None
    promised: date | None


def deadlines(rule: ItemRule, at: datetime, suspensions: Sequence[Suspension] = ()) -> Deadlines:
    """Give the deadlines of a case accepted at a moment, with all times that its clock stood still.

    While it stands still now there is no last day (YearNotEntered).
    """
    on, days = local_day(at), calendar()
    try:
        return Deadlines(
            _due(rule.statutory, on, days, suspensions), _due(rule.promised, on, days, suspensions)
        )
    except UnknownYear as unknown:
        raise YearNotEntered(year=unknown.year) from unknown


def _due(
    limit: Limit | None, on: date, days: Calendar, suspensions: Sequence[Suspension]
) -> date | None:
    return _counted(limit, on, days, suspensions).due_on if limit is not None else None


def _counted(limit: Limit, on: date, days: Calendar, suspensions: Sequence[Suspension]) -> Deadline:
    count = due_in_workdays if limit.unit == "workdays" else due_in_days
    return count(on, limit.days, days, suspensions)
