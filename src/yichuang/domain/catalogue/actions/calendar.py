"""Entering the calendar: a year's arrangement when its notice is out, and single days."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from yichuang.domain.catalogue.models import CalendarDay, CalendarYear
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.canonical import NotCanonicalError, plain
from yichuang.domain.trail.rows import Change, New, Row
from yichuang.domain.trail.statements import ALWAYS, Condition
from yichuang.engines.workdays import Arrangement, read_arrangements

CHAIN = "calendar"
NOTICE_MAX = 100


class UnreadableArrangement(Refusal):
    """The text isn't one year's arrangement of holidays."""

    code = "unreadable-arrangement"
    says = "节假日安排无法读取：{fault}。请按说明的格式录入一个年度的安排。"


class NoticeNeeded(Refusal):
    """A day is changed on the ground of a notice, named in words that can be kept."""

    code = "notice-needed"
    says = "请写明调整这一天所依据的通知（100字以内）。"


Ask = Callable[[], tuple[int | None, Condition]]
"""Asks who may: the assignment that it rests on and what must still hold."""


def of_the_founding() -> tuple[None, Condition]:
    """Whoever founds a house: nobody is in a post yet."""
    return None, ALWAYS


def enter_year(
    text: str, *, by: str, at: datetime, request: UUID, ask: Ask = of_the_founding
) -> Answer:
    """Enter or replace a year's arrangement, written as in the packaged calendar."""

    def decide() -> Plan:
        try:
            arrangement = _one_year(text)
        except ValueError as fault:
            raise UnreadableArrangement(fault=fault) from fault
        mandate, holds = ask()
        seen = head_of(CHAIN)
        values = {"notice": arrangement.source.notice, "content": text}
        standing = CalendarYear.objects.filter(year=arrangement.year).first()
        row: Row = New(CalendarYear, {"year": arrangement.year, **values})
        if standing is not None:
            row = Change(CalendarYear, (arrangement.year,), {"content": standing.content}, values)
        said = {"year": arrangement.year}
        return Plan("enter-year", seen, said, [row], holds=holds, mandate=mandate)

    return perform(decide, asked=["enter-year", text], by=by, at=at, request=request)


def change_day(
    day: date, *, working: bool, notice: str, by: str, at: datetime, request: UUID
) -> Answer:
    """Let a single day be worked or not, on the ground of a notice."""

    def decide() -> Plan:
        if not _names_a_notice(notice):
            raise NoticeNeeded
        values = {"working": working, "notice": notice}
        standing = CalendarDay.objects.filter(day=day).first()
        row: Row = New(CalendarDay, {"day": day, **values})
        if standing is not None:
            row = Change(CalendarDay, (day,), {"working": standing.working}, values)
        return Plan("change-day", head_of(CHAIN), {"day": day, **values}, [row])

    asked = ["change-day", day, working, notice]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def _one_year(text: str) -> Arrangement:
    """Read exactly one year's arrangement that the trail can keep, or raise ValueError."""
    plain(text)
    arrangements = read_arrangements(text)
    if len(arrangements) != 1:
        message = f"应恰好有一个年度，现有{len(arrangements)}个"
        raise ValueError(message)
    if not _names_a_notice(arrangements[0].source.notice):
        message = f"须写明文号，且不超过{NOTICE_MAX}字"
        raise ValueError(message)
    return arrangements[0]


def _names_a_notice(notice: object) -> bool:
    try:
        written = plain(notice)
    except NotCanonicalError:
        return False
    return isinstance(written, str) and 0 < len(written.strip()) <= len(written) <= NOTICE_MAX
