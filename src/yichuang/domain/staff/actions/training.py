"""What came of a training, and until when whoever passed is trained (SX-14).

An assignment to a post that asks for training is trained until the first of its subjects lapses;
one of the founding also until the day that the founding stated, whichever is later.
"""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.domain.kernel.numbers import local_day, may_be_number, next_serial
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.actions.agencies import Ask, chain_of, founding
from yichuang.domain.staff.actions.courses import VERBS
from yichuang.domain.staff.actions.people import NoSuchStaff
from yichuang.domain.staff.models import (
    Assignment,
    Attendance,
    Result,
    Staff,
    Training,
)
from yichuang.domain.staff.trained import MOST_PEOPLE, Through, earned, good_until, through_of
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.rows import Change, New

LONGEST_REASON = 500


class NoSuchTraining(Refusal):
    """There is no such training."""

    code = "no-such-training"
    says = "没有这个培训班，请回到培训页重新选择。"


class NotHeldYet(Refusal):
    """The day of the training hasn't come."""

    code = "not-held-yet"
    says = "培训班定在 {day} 举办，结果应在当日或之后登记，请届时再办。"


class OwnResult(Refusal):
    """Nobody records or corrects a result of their own."""

    code = "own-result"
    says = "本人的培训结果不能由本人登记或更正，请由另一位培训管理人员或上级机构办理。"


class WrongNumberOfResults(Refusal):
    """A list has nobody in it, or too many."""

    code = "wrong-number-of-results"
    says = "一次登记 1 至 200 人的结果，本次为 {count} 人。请至少选一人的结果，过多的分次登记。"


class ResultStands(Refusal):
    """Somebody's result of this training was recorded before."""

    code = "result-stands"
    says = (
        "名单中有人在本班的结果已经登记，本次没有写入任何内容。请刷新后再登记，登记有误的可以更正。"
    )


class NoSuchResult(Refusal):
    """There is no such result."""

    code = "no-such-result"
    says = "没有这条培训结果，请刷新培训班页面后再选。"


class NothingToCorrect(Refusal):
    """The result is what it was."""

    code = "nothing-to-correct"
    says = "更正后的结果与原结果相同，无需更正。请核对后另选。"


class CorrectionNeedsReason(Refusal):
    """A correction says why."""

    code = "correction-needs-reason"
    says = "更正培训结果须写明理由，最多 500 字。"


class AnotherCorrects(Refusal):
    """Whoever recorded a result doesn't correct it where somebody else can."""

    code = "another-corrects"
    says = "这条结果是您登记的，应由本机构或上级机构的另一位培训管理人员更正，请交由其办理。"


ONCE = {"one_result_of_a_person_at_a_training": ResultStands}


def record_results(
    training: int,
    results: Mapping[str, Result],
    *,
    posts: Collection[str],
    subjects: Collection[str],
    by: str,
    at: datetime,
    request: UUID,
    ask: Ask = founding,
) -> Answer:
    """Record what came of a training for a list of people, and prolong what rests on it."""
    on = local_day(at)

    def decide() -> Plan:
        held = training_of(training)
        seen = head_of(chain_of(held.agency_id))
        mandate, holds = ask()
        _may_be_recorded(held, results, by, on)
        good = good_until(held.held_on, held.course.valid_months)
        rows: list[New | Change] = [
            New(Attendance, _attended(held.id, who, result, good))
            for who, result in sorted(results.items())
        ]
        passed = [who for who, result in results.items() if result == Result.PASSED]
        if held.course.subject in subjects:
            rows += _prolonged(passed, posts, subjects, (held.course.subject, good), on)
        said = {"training": held.id, "results": {who: r.value for who, r in results.items()}}
        told: dict[str, Any] = {"refusals": ONCE, "verbs": VERBS}
        return Plan("record-results", seen, said, rows, holds=holds, mandate=mandate, **told)

    asked = ["record-results", training, {who: str(r) for who, r in results.items()}]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def correct_result(
    attendance: int,
    result: Result,
    reason: str,
    *,
    posts: Collection[str],
    subjects: Collection[str],
    by: str,
    at: datetime,
    request: UUID,
    others: Collection[str] = (),
    ask: Ask = founding,
) -> Answer:
    """Correct a result that was recorded by mistake, and reckon anew what rested on it.

    `others` are those who could correct it instead of whoever recorded it (AnotherCorrects).
    """
    on = local_day(at)

    def decide() -> Plan:
        was = result_of(attendance)
        held = was.training
        seen = head_of(chain_of(held.agency_id))
        mandate, holds = ask()
        _may_be_corrected(was, result, reason, by, others)
        good = good_until(held.held_on, held.course.valid_months)
        new = _attended(held.id, was.staff_id, result, good)
        before = {"result": was.result, "valid_until": was.valid_until, "act_id": was.act_id}
        after = {"result": new["result"], "valid_until": new["valid_until"]}
        rows = [Change(Attendance, (was.id,), before, after)]
        if held.course.subject in subjects and Result.PASSED in {was.result, result}:
            rows += _reckoned(was, new["valid_until"], posts, subjects, on)
        said = {"attendance": was.id, "staff": was.staff_id, "reason": reason}
        said |= {"training": held.id, "from": was.result, "to": result.value}
        told: dict[str, Any] = {"verbs": VERBS}
        return Plan("correct-result", seen, said, rows, holds=holds, mandate=mandate, **told)

    asked = ["correct-result", attendance, str(result), reason]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def training_of(training: int) -> Training:
    """Find a training (NoSuchTraining)."""
    known = Training.objects.select_related("course", "agency").filter(
        id=training if type(training) is int else 0
    )
    found = known.first()
    if found is None:
        raise NoSuchTraining
    return found


def result_of(attendance: int) -> Attendance:
    """Find a result (NoSuchResult)."""
    known = Attendance.objects.select_related("training__course", "training__agency", "act")
    found = known.filter(id=attendance if type(attendance) is int else 0).first()
    if found is None:
        raise NoSuchResult
    return found


def _may_be_recorded(held: Training, results: Mapping[str, Result], by: str, on: date) -> None:
    if not 1 <= len(results) <= MOST_PEOPLE:
        raise WrongNumberOfResults(count=len(results))
    if on < held.held_on:
        raise NotHeldYet(day=held.held_on)
    if by in results:
        raise OwnResult
    numbers = {who for who in results if may_be_number(who)}
    known = set(Staff.objects.filter(number__in=numbers).values_list("number", flat=True))
    strangers = sorted(set(results) - known)
    if strangers:
        raise NoSuchStaff(staff="、".join(shown(who) for who in strangers[:5]))
    if Attendance.objects.filter(training=held, staff__in=known).exists():
        raise ResultStands


def _may_be_corrected(
    was: Attendance, result: Result, reason: str, by: str, others: Collection[str]
) -> None:
    if by == was.staff_id:
        raise OwnResult
    if was.result == result:
        raise NothingToCorrect
    if not (reason.strip() and len(reason) <= LONGEST_REASON):
        raise CorrectionNeedsReason
    if by == was.act.actor and set(others) - {by, was.staff_id}:
        raise AnotherCorrects


def _attended(training: int, staff: str, result: Result, good: date) -> dict[str, Any]:
    until = good if result == Result.PASSED else None
    values = {"training_id": training, "staff_id": staff, "result": result.value}
    return {"id": next_serial("attendance"), **values, "valid_until": until}


def _resting(people: Collection[str], posts: Collection[str], on: date) -> list[Assignment]:
    """Give the assignments that ask for training and hold on a day or later."""
    held = Assignment.objects.filter(staff__in=people, post__in=list(posts), until__gt=on)
    return list(held.order_by("id"))


def _prolonged(
    passed: Collection[str],
    posts: Collection[str],
    subjects: Collection[str],
    newly: tuple[str, date],
    on: date,
) -> list[Change]:
    subject, good = newly
    through = through_of(passed)
    for who in passed:
        through[who, subject] = max(good, through.get((who, subject), good))
    changes = []
    for held in _resting(passed, posts, on):
        reached = earned(through, held.staff_id, subjects)
        changes.append(_trained(held, max(held.trained_until, reached or held.trained_until)))
    return changes


def _reckoned(
    was: Attendance,
    good: date | None,
    posts: Collection[str],
    subjects: Collection[str],
    on: date,
) -> list[Change]:
    through, key = through_of([was.staff_id], but=was.id), was.training.course.subject
    if good is not None:
        through[was.staff_id, key] = max(good, through.get((was.staff_id, key), good))
    return [
        _trained(held, _definition(held, through, subjects))
        for held in _resting([was.staff_id], posts, on)
    ]


def _definition(held: Assignment, through: Through, subjects: Collection[str]) -> date:
    """Reckon until when an assignment is trained; not a day of it where nothing is left."""
    by_records = earned(through, held.staff_id, subjects) or held.since
    return max(by_records, _stated(held)) if held.trained_by_founding else by_records


def _stated(held: Assignment) -> date:
    """Read in the trail what the founding stated when it assigned somebody."""
    entered = Act.objects.filter(
        chain=chain_of(held.agency_id), verb="assign", content__contains=f'"id":{held.id},'
    )
    for act in entered:
        said = json.loads(act.content)["said"]["entered"]
        if said["id"] == held.id:
            return date.fromisoformat(said["trained_until"])
    return held.since


def _trained(held: Assignment, until: date) -> Change:
    """Plan until when an assignment is trained, even if it stays: what it rests on has changed.

    Its version counts on, so that two results at one moment don't pass each other by.
    """
    before = {"trained_until": held.trained_until, "version": held.version}
    after = {"trained_until": until, "version": held.version + 1}
    return Change(Assignment, (held.id,), before, after)
