"""A deadline (期限) as an answer with its step; the counting is the working calendar's."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from yichuang.engines.benefits import given
from yichuang.engines.benefits.book import Answer, Step
from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.workdays import (
    LONGEST_LIMIT,
    Calendar,
    Suspension,
    UnknownYear,
    due_in_workdays,
)

SOURCE = "行政许可法第八十二条"
FORMULA = "自起始日的次日起数工作日，中止期间首尾两日都不计，数满时限的那一天"
MOST_SUSPENSIONS = 1_000
PERIOD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.\.[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def assess(inputs: Mapping[str, Any]) -> Answer:
    """Answer for one deadline: from, workdays, and any number of suspensions FROM..TO."""
    if inputs.get("from") is None:
        raise CannotAnswer("input-missing", "缺少“from”，请补充后再算。", "from")
    start = given.day(inputs, "from", given.LATEST)
    workdays = given.whole(inputs, "workdays", least=1, most=LONGEST_LIMIT)
    written = _written(inputs)
    calendar = Calendar.packaged()
    try:
        due = due_in_workdays(start, workdays, calendar, [_suspension(one) for one in written])
    except UnknownYear as unknown:
        raise CannotAnswer(unknown.code, f"{unknown}。", "from") from unknown
    told = {"from": start, "workdays": workdays, "suspended": written}
    step = Step("due_on", "办结期限", FORMULA, told, due.due_on, SOURCE, verified=True)
    last = due.due_on or start
    return Answer(
        {"due_on": due.due_on, "counted": due.counted}, [step], _doubts(calendar, start, last)
    )


def _written(inputs: Mapping[str, Any]) -> list[str]:
    """Give the suspensions as they were written: one, several, or none."""
    found = inputs.get("suspended")
    rows = [] if found is None else [found] if isinstance(found, str) else found
    if not isinstance(rows, list) or not all(isinstance(row, str) for row in rows):
        message = "“suspended”应为“开始日..结束日”，或它们的列表。"
        raise CannotAnswer("input-kind", message, "suspended")
    if len(rows) > MOST_SUSPENSIONS:
        message = f"“suspended”不能超过 {MOST_SUSPENSIONS} 段。"
        raise CannotAnswer("too-large", message, "suspended")
    return rows


def _suspension(written: str) -> Suspension:
    """Read FROM..TO, both ends of which aren't counted."""
    first, _, last = written.partition("..")
    try:
        if not PERIOD.fullmatch(written):
            first = ""
        return Suspension(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        message = "“suspended”应为“开始日..结束日”，如 2026-01-05..2026-01-09，结束不早于开始。"
        raise CannotAnswer("input-form", message, "suspended") from None


def _doubts(calendar: Calendar, start: date, last: date) -> list[str]:
    """Name the years whose days off weren't compared with their notice."""
    years = [year for year in range(start.year, last.year + 1) if calendar.is_known(year)]
    return [f"{year} 年节假日安排" for year in years if not calendar.source(year).verified]
