"""Until when a case must be done: the limit of the law and the limit that was promised."""

from dataclasses import dataclass
from datetime import date, datetime

from yichuang.domain.catalogue.profile import ItemRule, Limit
from yichuang.domain.catalogue.queries import calendar
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.kernel.refusals import Refusal
from yichuang.engines.workdays import Calendar, UnknownYear, due_in_days, due_in_workdays


class YearNotEntered(Refusal):
    """A deadline runs into a year whose holidays nobody entered."""

    code = "year-not-entered"
    says = "{year} 年的节假日安排尚未录入，无法计算办理期限。请先录入国务院办公厅的放假通知。"


@dataclass(frozen=True)
class Deadlines:
    """The last days of a case (办理期限)."""

    statutory: date | None
    promised: date | None


def deadlines(rule: ItemRule, at: datetime) -> Deadlines:
    """Give the deadlines of a case accepted at a moment (YearNotEntered)."""
    on, days = local_day(at), calendar()
    try:
        return Deadlines(_due(rule.statutory, on, days), _due(rule.promised, on, days))
    except UnknownYear as unknown:
        raise YearNotEntered(year=unknown.year) from unknown


def _due(limit: Limit | None, on: date, days: Calendar) -> date | None:
    if limit is None:
        return None
    count = due_in_workdays if limit.unit == "workdays" else due_in_days
    return count(on, limit.days, days).due_on
