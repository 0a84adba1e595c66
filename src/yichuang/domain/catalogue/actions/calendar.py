"""Entering the calendar: a year's arrangement when its notice is out, and single days."""

from datetime import date, datetime
from uuid import UUID

from yichuang.domain.catalogue.models import CalendarDay, CalendarYear
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.rows import Change, New, Row
from yichuang.engines.workdays import read_arrangements

CHAIN = "calendar"


class UnreadableArrangement(Refusal):
    """The text isn't one year's arrangement of holidays."""

    code = "unreadable-arrangement"
    says = "节假日安排无法读取：{fault}。请按说明的格式录入一个年度的安排。"


def enter_year(text: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """Enter or replace a year's arrangement, written as in the packaged calendar."""

    def decide() -> Plan:
        try:
            (arrangement,) = read_arrangements(text)
        except ValueError as fault:
            raise UnreadableArrangement(fault=fault) from fault
        seen = head_of(CHAIN)
        values = {"notice": arrangement.source.notice, "content": text}
        standing = CalendarYear.objects.filter(year=arrangement.year).first()
        row: Row = New(CalendarYear, {"year": arrangement.year, **values})
        if standing is not None:
            row = Change(CalendarYear, (arrangement.year,), {"content": standing.content}, values)
        return Plan("enter-year", seen, {"year": arrangement.year}, [row])

    return perform(decide, asked=["enter-year", text], by=by, at=at, request=request)


def change_day(
    day: date, *, working: bool, notice: str, by: str, at: datetime, request: UUID
) -> Answer:
    """Let a single day be worked or not, on the ground of a notice."""

    def decide() -> Plan:
        values = {"working": working, "notice": notice}
        standing = CalendarDay.objects.filter(day=day).first()
        row: Row = New(CalendarDay, {"day": day, **values})
        if standing is not None:
            row = Change(CalendarDay, (day,), {"working": standing.working}, values)
        return Plan("change-day", head_of(CHAIN), {"day": day, **values}, [row])

    asked = ["change-day", day, working, notice]
    return perform(decide, asked=asked, by=by, at=at, request=request)
