"""The only writer of the system: an act, its place in its chain, and the rows it leaves."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction

from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.canonical import (
    BEGINNING,
    NotCanonicalError,
    digest_of,
    link_digest,
    plain,
    written,
)
from yichuang.domain.trail.constraints import broken_by, gave_way
from yichuang.domain.trail.models import Act, Chain, Registered
from yichuang.domain.trail.rows import Change, New, Row, described, misfit
from yichuang.domain.trail.statements import ALWAYS, Condition, statements


class MovedMeanwhile(Refusal):
    """Somebody else acted on the same chain since it was read."""

    code = "moved-meanwhile"
    says = "在您查看之后，{who}已于{when}办理了“{verb}”。本次没有写入任何内容，请刷新后再办。"


class MandateEnded(Refusal):
    """The assignment or the grant that the act rests on ended before it was written."""

    code = "mandate-ended"
    says = "您的任职或本岗位的授权刚刚终止。本次没有写入任何内容，请联系本机构负责人。"


class RowMoved(Refusal):
    """A row that the act rests on was changed by another case since it was read."""

    code = "row-moved"
    says = "登记册在您查看之后已被另一办件更改。本次没有写入任何内容，请刷新核对后再办。"


class KeyReused(Refusal):
    """The request's key was used before, for something else."""

    code = "request-key-reused"
    says = "这个请求编号已经用于另一项内容。本次没有写入任何内容，请重新打开页面后再提交。"


class Busy(Refusal):
    """Two acts waited for each other, or too many for one another; the database let one go."""

    code = "busy"
    says = "此刻同时办理的太多，本次没有写入任何内容，请再办一次。"


class Misfit(Refusal):
    """A value isn't of the kind that its column keeps, or can't be written down at all."""

    code = "misfit"
    says = "“{column}”{why}，请更正后再办。"


class ConstraintBroken(Refusal):
    """The database refused by a rule that the verb's room has no words for."""

    code = "constraint"
    says = "登记规则“{name}”不允许这样写入。本次没有写入任何内容，请核对后再办。"


@dataclass(frozen=True)
class Head:
    """Where a chain stood when it was read."""

    chain: str
    n: int = 0
    digest: str = BEGINNING


@dataclass(frozen=True)
class Plan:
    """An act as decided, before it is written.

    `seen` is what the decision rests on; `holds` is asked again at the moment of writing;
    `refusals` says what it means when a named constraint refuses.
    """

    verb: str
    seen: Head
    said: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[Row] = ()
    holds: Condition = ALWAYS
    mandate: int | None = None
    grant: int | None = None
    refusals: Mapping[str, Callable[[], Refusal]] = field(default_factory=dict)
    verbs: Mapping[str, str] = field(default_factory=dict)
    """What the verbs of this chain are called, to tell who did what meanwhile."""


@dataclass(frozen=True)
class Answer:
    """What a verb answers; the same request again gets the same answer."""

    chain: str
    n: int
    verb: str
    request: UUID
    said: Mapping[str, Any]


def head_of(chain: str) -> Head:
    """Read where a chain stands; one that has no act yet, or can't have any, stands at 0."""
    if not chain.isprintable():
        return Head(chain)
    found = Chain.objects.filter(key=chain).values_list("n", "head").first()
    return Head(chain, *found) if found else Head(chain)


def perform(
    decide: Callable[[], Plan], *, asked: Sequence[Any], by: str, at: datetime, request: UUID
) -> Answer:
    """Decide and write an act, or answer again what the same request was answered before.

    `asked` is what the door asked for; another content under the same key is refused (KeyReused).
    """
    digest = _fingerprint(asked, by)
    try:
        return _record(decide(), asked=digest, by=by, at=at, request=request)
    except NotCanonicalError as unclean:
        raise Misfit(column="内容", why="含有不能保存的字符") from unclean
    except Refusal:
        before = _earlier(request, digest)
        if before is None:
            raise
        return before


def _fingerprint(asked: Sequence[Any], by: str) -> str:
    # What was asked may be anything that came in: it is digested as it is, not cleaned.
    try:
        return digest_of(json.dumps([by, *asked], sort_keys=True, default=str))
    except (TypeError, ValueError, RecursionError):
        # It can't be written down (nested too deep, say), so it is like nothing asked before.
        return ""


def _earlier(request: UUID, asked: str) -> Answer | None:
    act = Act.objects.filter(request=request).first()
    if act is None:
        return None
    content = json.loads(act.content)
    if not asked or content["asked"] != asked:
        raise KeyReused
    return Answer(act.chain_id, act.n, act.verb, request, content["said"])


def _record(plan: Plan, *, asked: str, by: str, at: datetime, request: UUID) -> Answer:
    rows = [_pointed(row, request) for row in plan.rows]
    for row in rows:
        if (unfit := misfit(row)) is not None:
            raise Misfit(column=unfit[0], why=unfit[1])
    said = plain(plan.said)
    content = written(
        {
            "chain": plan.seen.chain,
            "n": plan.seen.n + 1,
            "verb": plan.verb,
            "by": plain(by),
            "mandate": plan.mandate,
            "grant": plan.grant,
            "at": plain(at),
            "request": str(request),
            "asked": asked,
            "said": said,
            "rows": [described(row) for row in rows],
        }
    )
    seen = plan.seen
    digest = link_digest(seen.digest, content)
    act = (seen.chain, seen.n + 1, plan.verb, by, plan.mandate, at, request, content, seen.digest)
    try:
        happened = _write(
            statements(seen.n, (digest, seen.chain, seen.n), plan.holds, rows, (*act, digest))
        )
    except IntegrityError as error:
        raise _refusal(plan, broken_by(error)) from error
    except OperationalError as error:
        if not gave_way(error):
            raise
        raise Busy from error
    if not happened:
        raise _refusal(plan, None)
    assert isinstance(said, dict)  # noqa: S101 -- plain() of a mapping
    return Answer(seen.chain, seen.n + 1, plan.verb, request, said)


def _pointed(row: Row, act: UUID) -> Row:
    """Let a register's row point to the act that writes it."""
    if not issubclass(row.model, Registered):
        return row
    if isinstance(row, New):
        return New(row.model, {**row.values, "act_id": act})
    return Change(row.model, row.key, row.before, {**row.after, "act_id": act})


def _write(series: list[tuple[str, list[Any]]]) -> bool:
    if len(series) == 1 and not connection.in_atomic_block:
        return _run(series)  # One statement is a transaction of its own.
    with transaction.atomic():
        happened = _run(series)
        if not happened:
            transaction.set_rollback(True)
    return happened


def _run(series: list[tuple[str, list[Any]]]) -> bool:
    with connection.cursor() as cursor:
        for sql, params in series:
            cursor.execute(sql, params)
            if cursor.rowcount != 1:
                return False
    return True


def _refusal(plan: Plan, constraint: str | None) -> Refusal:
    """Ask, after the act was refused, why: the chain first, then the rule, the mandate, a row."""
    moved = moved_since(plan.seen, plan.verbs)
    if moved is not None:
        return moved
    if constraint is not None and constraint in plan.refusals:
        return plan.refusals[constraint]()
    if constraint is not None and constraint != "trail_act_pkey":
        return ConstraintBroken(name=constraint)
    return RowMoved() if _still_holds(plan.holds) else MandateEnded()


def moved_since(seen: Head, verbs: Mapping[str, str]) -> MovedMeanwhile | None:
    """Say who did what on a chain since it was read, or None if it stands as it did."""
    last = Act.objects.filter(chain=seen.chain).order_by("-n").first()
    if last is None or last.n == seen.n:
        return None
    when = f"{last.at.astimezone(LOCAL):%H:%M:%S}"
    return MovedMeanwhile(who=last.actor, when=when, verb=verbs.get(last.verb, last.verb))


def _still_holds(condition: Condition) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 WHERE {condition.sql}", list(condition.params))
        return cursor.fetchone() is not None
