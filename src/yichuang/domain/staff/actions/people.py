"""Who works at an agency, in which posts, from when until when."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.domain.kernel.numbers import may_be_number, next_serial
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.actions.agencies import (
    ONCE,
    Ask,
    NoSuchAgency,
    PeriodReversed,
    chain_of,
    enter,
    founding,
)
from yichuang.domain.staff.exclusion import RULE, exclusive, held_on_days_of, refused_by_rule
from yichuang.domain.staff.models import Agency, Assignment, Department, Staff, Subject
from yichuang.domain.staff.posts import Post
from yichuang.domain.staff.queries import trained_through
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.rows import Change, New


class NoSuchStaff(Refusal):
    """Nobody was enlisted under this staff number."""

    code = "no-such-staff"
    says = "没有工号为 {staff} 的工作人员，请先登记人员，或核对工号。"


class NoSuchDepartment(Refusal):
    """The agency has no such department."""

    code = "no-such-department"
    says = "本机构没有编号为 {department} 的科室，请核对后重新选择。"


class NoSuchAssignment(Refusal):
    """There is no such assignment, or it has ended."""

    code = "no-such-assignment"
    says = "没有这项任职，或者它已经终止。请刷新人员任职表后再选。"


class InPostAlready(Refusal):
    """The person is in this very post at this agency on days of the new period."""

    code = "in-post-already"
    says = (
        "{staff} 自 {since} 起已任本机构“{post}”，至 {until} 止（不含当日），"
        "不能重复任职。请将起始日定在该日或之后，或先终止原任职。"
    )


class NotTrained(Refusal):
    """The post asks for training that the person lacks, or that has lapsed (SX-14)."""

    code = "not-trained"
    says = "{staff} 还没有通过“{subjects}”培训，不能任该岗位。请先安排培训并登记结果，再任职。"


def enlist(
    agency: str,
    number: str,
    name: str,
    *,
    by: str,
    at: datetime,
    request: UUID,
    ask: Ask = founding,
) -> Answer:
    """Enlist a person under a staff number; the line stands on the chain of the agency."""
    values = {"number": number, "name": name}
    return enter("enlist", agency, Staff, values, ask, by=by, at=at, request=request)


def assign(  # noqa: PLR0913 -- who, where, from when, and what it rests on
    staff: str,
    agency: str,
    post: Post,
    *,
    since: date,
    until: date,
    by: str,
    at: datetime,
    request: UUID,
    department: str | None = None,
    subjects: Collection[str] = (),
    trained_until: date | None = None,
    trained_by_founding: bool = False,
    ground: str = "",
    ask: Ask = founding,
) -> Answer:
    """Assign a person to a post at an agency from `since` until (not including) `until`.

    `subjects` are those in which the post asks for training; how long it is good for is read from
    the records (NotTrained). Only the founding states it, in `trained_until`. `ground` is the
    paper of the appointment (任职文件).
    """
    values: dict[str, Any] = {"staff_id": staff, "agency_id": agency, "department_id": department}
    values |= {"post": post.value, "since": since, "until": until, "trained_until": trained_until}
    values |= {"trained_by_founding": trained_by_founding, "version": 1}

    def decide() -> Plan:
        seen = head_of(chain_of(agency))
        mandate, holds = ask()
        _must_be_known(staff, agency, department)
        _must_be_free(staff, agency, post, since, until)
        trained = _trained(staff, subjects, since, until, trained_until)
        numbered = {"id": next_serial("assignment"), **values, "trained_until": trained}
        row, said = New(Assignment, numbered), {"entered": numbered} | _resting_on(ground)
        no = {**ONCE, RULE: lambda: refused_by_rule(staff, post, since, until)}
        return Plan("assign", seen, said, [row], holds=holds, mandate=mandate, refusals=no)

    asked = ["assign", values, sorted(subjects), ground]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def _trained(
    staff: str, subjects: Collection[str], since: date, until: date, stated: date | None
) -> date:
    """Give until when the training that a post asks for is good, unless stated (NotTrained)."""
    if stated is not None:
        return stated
    through = {subject: trained_through(staff, subject) for subject in subjects}
    lacking = [Subject(s).label for s, day in through.items() if day is None or day <= since]
    if lacking:
        raise NotTrained(staff=shown(staff), subjects="、".join(lacking))
    return min((day for day in through.values() if day is not None), default=until)


def _resting_on(ground: str) -> dict[str, str]:
    return {"ground": ground} if ground else {}


def _must_be_known(staff: str, agency: str, department: str | None) -> None:
    if not (may_be_number(agency) and Agency.objects.filter(code=agency).exists()):
        raise NoSuchAgency(agency=shown(agency))
    if not (may_be_number(staff) and Staff.objects.filter(number=staff).exists()):
        raise NoSuchStaff(staff=shown(staff))
    if department is None:
        return
    theirs = Department.objects.filter(agency=agency)
    if not (may_be_number(department) and theirs.filter(key=department).exists()):
        raise NoSuchDepartment(department=shown(department))


def _must_be_free(staff: str, agency: str, post: Post, since: date, until: date) -> None:
    """Refuse a post that the person is in, or that one held anywhere excludes (ExclusivePosts)."""
    if since >= until:
        raise PeriodReversed
    same = held_on_days_of(staff, since, until).filter(agency=agency, post=post.value)
    here = same.order_by("-until").first()
    if here is not None:
        raise InPostAlready(staff=shown(staff), post=post.label, since=here.since, until=here.until)
    refusal = exclusive(staff, post, since, until)
    if refusal is not None:
        raise refusal


def end_assignment(
    assignment: int,
    *,
    on: date,
    by: str,
    at: datetime,
    request: UUID,
    ground: str = "",
    ask: Ask = founding,
) -> Answer:
    """End an assignment: from the day `on` it holds no more."""

    def decide() -> Plan:
        mandate, holds = ask()
        known = type(assignment) is int
        standing = Assignment.objects.filter(id=assignment, until__gt=on).first() if known else None
        if standing is None:
            raise NoSuchAssignment
        end = max(on, standing.since)
        before = {"until": standing.until, "version": standing.version}
        after = {"until": end, "version": standing.version + 1}
        row = Change(Assignment, (assignment,), before, after)
        seen = head_of(chain_of(standing.agency_id))
        said = {"assignment": assignment, "staff": standing.staff_id} | _resting_on(ground)
        return Plan(
            "end-assignment", seen, said, [row], holds=holds, mandate=mandate, refusals=ONCE
        )

    asked = ["end-assignment", assignment, on, ground]
    return perform(decide, asked=asked, by=by, at=at, request=request)
