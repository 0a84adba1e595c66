"""缺勤与委托: who is away from a post, from when until when, and who takes what waits for them.

Every absence of an agency stands on its chain, so that two of them never pass each other by. It
ends by itself: nothing runs at night.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from yichuang.domain.kernel.numbers import local_day, may_be_number, next_serial
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.actions.agencies import VERBS, Ask, chain_of, founding
from yichuang.domain.staff.actions.people import NoSuchStaff
from yichuang.domain.staff.models import Absence, Assignment, Staff
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.rows import Change, New

TEXT_MAX = 100


class AbsenceReversed(Refusal):
    """An absence begins before it ends."""

    code = "absence-reversed"
    says = "缺勤的起始日应早于返岗日，请更正日期。"


class AbsenceBackdated(Refusal):
    """An absence neither begins nor ends before the day on which that is entered."""

    code = "absence-backdated"
    says = "缺勤和销假最早从今天（{day}）算起，不能追溯。请更正日期。"


class AbsenceUnfounded(Refusal):
    """An absence is in writing: what it is for, and by which paper."""

    code = "absence-unfounded"
    says = "请写明缺勤事由和书面依据（各 {most} 字以内），如“年休假”“休假审批单〔2026〕3号”。"


class NotInThePostThen(Refusal):
    """The person doesn't hold the post for the whole time."""

    code = "not-in-the-post-then"
    says = "{who} 在该时间内没有任本机构的“{post}”，不能登记这项缺勤。请核对岗位和起止日期。"


class AbsentAlready(Refusal):
    """The person is on record as absent from this post on days of the new period."""

    code = "absent-already"
    says = "{who} 自 {since} 起已登记缺勤，{until} 返岗，不能重复登记。请先销假，或另选日期。"


class DelegatedToSelf(Refusal):
    """Nobody takes their own seats by delegation."""

    code = "delegated-to-self"
    says = "受托人不能是缺勤人本人，请另选同岗位的一人，或不指定受托人。"


class DelegateNotInThePost(Refusal):
    """Whoever takes the seats holds the same post at the same agency for the whole time."""

    code = "delegate-not-in-the-post"
    says = "受托人 {who} 在该时间内没有一直任本机构的“{post}”。请另选同岗位的一人，或缩短期限。"


class DelegateAbsent(Refusal):
    """Whoever takes the seats isn't away then: delegations form no chain and no exchange."""

    code = "delegate-absent"
    says = "受托人 {who} 自 {since} 起也登记缺勤，{until} 返岗。请另选同岗位的一人，或缩短期限。"


class StandsInThen(Refusal):
    """Whoever takes somebody else's seats isn't absent at the same time."""

    code = "stands-in-then"
    says = (
        "{who} 自 {since} 起受托代 {holder} 办理，至 {until}（不含当日）。"
        "请先对该项缺勤销假，改由他人受托后再登记。"
    )


class NoSuchAbsence(Refusal):
    """There is no such absence, or it is over."""

    code = "no-such-absence"
    says = "没有这项缺勤，或者它已经结束。请刷新缺勤表后再选。"


def record_absence(
    agency: str,
    staff: str,
    post: Post,
    *,
    since: date,
    until: date,
    reason: str,
    paper: str,
    by: str,
    at: datetime,
    request: UUID,
    delegate: str | None = None,
    ask: Ask = founding,
) -> Answer:
    """Record that somebody is away from `since` until (not including) `until`.

    The delegate, if there is one, takes what is in the absent one's seats for that time.
    """
    values: dict[str, Any] = {"staff_id": staff, "agency_id": agency, "post": post.value}
    values |= {"since": since, "until": until, "reason": reason, "paper": paper}
    values |= {"delegate_id": delegate}

    def decide() -> Plan:
        seen = head_of(chain_of(agency))
        mandate, holds = ask()
        _must_be_right(since, until, (reason, paper), local_day(at))
        _must_be_free(agency, staff, post, since, until)
        if delegate is not None:
            _must_stand_in(agency, staff, delegate, post, since, until)
        numbered = {"id": next_serial("absence"), **values}
        row, said = New(Absence, numbered), {"entered": numbered}
        return Plan("record-absence", seen, said, [row], holds=holds, mandate=mandate, verbs=VERBS)

    return perform(decide, asked=["record-absence", values], by=by, at=at, request=request)


def end_absence(
    absence: int, *, on: date, by: str, at: datetime, request: UUID, ask: Ask = founding
) -> Answer:
    """End an absence early (销假): from the day `on` the person is back, and the delegate isn't."""

    def decide() -> Plan:
        mandate, holds = ask()
        if on < local_day(at):
            raise AbsenceBackdated(day=local_day(at))
        standing = absence_of(absence)
        if standing.until <= on:
            raise NoSuchAbsence
        seen = head_of(chain_of(standing.agency_id))
        end = max(on, standing.since)
        row = Change(Absence, (absence,), {"until": standing.until}, {"until": end})
        said = {"absence": absence, "staff": standing.staff_id, "until": end}
        return Plan("end-absence", seen, said, [row], holds=holds, mandate=mandate, verbs=VERBS)

    return perform(decide, asked=["end-absence", absence, on], by=by, at=at, request=request)


def absence_of(absence: object) -> Absence:
    """Find an absence that has ever held (NoSuchAbsence)."""
    held = Absence.objects.filter(since__lt=F("until"))
    found = held.filter(id=absence).first() if type(absence) is int else None
    if found is None:
        raise NoSuchAbsence
    return found


def away(agency: str, post: str, since: date, until: date) -> QuerySet[Absence]:
    """Give the absences from a post that hold on any day of a period."""
    held = Absence.objects.filter(agency=agency, post=post, since__lt=F("until"))
    return held.filter(since__lt=until, until__gt=since).order_by("since", "id")


def throughout(agency: str, post: str, since: date, until: date, who: str) -> bool:
    """Say whether somebody holds a post on every day of a period."""
    held = Assignment.objects.filter(agency=agency, post=post, staff=who)
    terms = held.filter(since__lt=until, until__gt=since).order_by("since")
    covered = since
    for begins, ends in terms.values_list("since", "until"):
        if begins > covered:
            return False
        covered = max(covered, ends)
    return covered >= until


def _must_be_right(since: date, until: date, texts: tuple[str, str], today: date) -> None:
    if since >= until:
        raise AbsenceReversed
    if since < today:
        raise AbsenceBackdated(day=today)
    for text in texts:
        written = text.strip() if isinstance(text, str) else ""
        if not 1 < len(written) <= TEXT_MAX or not written.isprintable():
            raise AbsenceUnfounded(most=TEXT_MAX)


def _must_be_free(agency: str, staff: str, post: Post, since: date, until: date) -> None:
    if not (may_be_number(staff) and Staff.objects.filter(number=staff).exists()):
        raise NoSuchStaff(staff=shown(staff))
    if not may_be_number(agency) or not throughout(agency, post, since, until, staff):
        raise NotInThePostThen(who=shown(staff), post=post.label)
    then = away(agency, post, since, until)
    if (own := then.filter(staff=staff).first()) is not None:
        raise AbsentAlready(who=staff, since=own.since, until=own.until)
    if (others := then.filter(delegate=staff).first()) is not None:
        raise StandsInThen(
            who=staff, since=others.since, until=others.until, holder=others.staff_id
        )


def _must_stand_in(
    agency: str, staff: str, delegate: str, post: Post, since: date, until: date
) -> None:
    if delegate == staff:
        raise DelegatedToSelf
    if not may_be_number(delegate) or not throughout(agency, post, since, until, delegate):
        raise DelegateNotInThePost(who=shown(delegate), post=post.label)
    if (also := away(agency, post, since, until).filter(staff=delegate).first()) is not None:
        raise DelegateAbsent(who=delegate, since=also.since, until=also.until)
