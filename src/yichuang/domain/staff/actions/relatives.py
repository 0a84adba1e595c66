"""回避申报: whose business a person doesn't handle, as they declare it themself.

A declaration stands on the person's own chain. Nobody ends it alone.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from stdnum.iso7064 import mod_11_2

from yichuang.domain.kernel.numbers import local_day, next_serial
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.actions.agencies import Ask, founding
from yichuang.domain.staff.models import Relation, Relative
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.rows import Change, New

NAME_MAX, REASON_MAX = 50, 200
ID_LENGTH = 18

VERBS = {"declare-relative": "回避申报", "withdraw-declaration": "终止回避申报"}


class NotACitizenId(Refusal):
    """A declaration names a citizen by the whole number, or it would never be found in a case."""

    code = "not-a-citizen-id"
    says = "公民身份号码应为 18 位，且校验位相符。请对照证件逐位核对后再申报。"


class RelativeUnnamed(Refusal):
    """A declaration says who it is, beside the number."""

    code = "relative-unnamed"
    says = "请填写姓名（{most} 字以内）。"


class DeclaredAlready(Refusal):
    """The person declared this citizen before, and it stands; so does an own number."""

    code = "declared-already"
    says = "{name} 已经申报，不必重复。填错的，请本机构负责人写明理由终止后重新申报。"


class NoSuchDeclaration(Refusal):
    """There is no such declaration, or it was ended."""

    code = "no-such-declaration"
    says = "没有这项回避申报，或者它已经终止。请刷新后再选。"


class DeclarationEndsByReason(Refusal):
    """A declaration ends for a reason in words that others can read."""

    code = "declaration-ends-by-reason"
    says = "请写明终止这项回避申报的理由（2 至 {most} 字）。"


def chain_of(staff: str) -> str:
    """Give the chain that a person's declarations stand on."""
    return f"declaration/{staff}"


def declare_relative(
    citizen_id: str,
    name: str,
    relation: Relation,
    *,
    by: str,
    at: datetime,
    request: UUID,
    ask: Ask = founding,
) -> Answer:
    """Declare that one handles no business of a citizen: oneself, or a relative."""
    typed = citizen_id.strip().upper() if isinstance(citizen_id, str) else ""
    called = name.strip() if isinstance(name, str) else ""
    values: dict[str, Any] = {"staff_id": by, "citizen_id": typed, "name": called}
    values |= {"relation": relation.value, "ended_on": None}

    def decide() -> Plan:
        seen = head_of(chain_of(by))
        mandate, holds = ask()
        _must_be_a_citizen(typed)
        if not 1 < len(called) <= NAME_MAX or not called.isprintable():
            raise RelativeUnnamed(most=NAME_MAX)
        for one in Relative.objects.filter(staff=by, ended_on=None):
            if one.citizen_id == typed or Relation.SELF == one.relation == relation:
                raise DeclaredAlready(name=one.name)
        row = New(Relative, {"id": next_serial("relative"), **values})
        said = {"relation": relation.value, "declaration": row.values["id"]}
        return Plan(
            "declare-relative", seen, said, [row], holds=holds, mandate=mandate, verbs=VERBS
        )

    return perform(decide, asked=["declare-relative", values], by=by, at=at, request=request)


def withdraw_declaration(
    declaration: int, *, reason: str, by: str, at: datetime, request: UUID, ask: Ask = founding
) -> Answer:
    """End a declaration from today on; it stays on record with who ended it, and why."""

    def decide() -> Plan:
        standing = declaration_of(declaration)
        seen = head_of(chain_of(standing.staff_id))
        mandate, holds = ask()
        why = reason.strip() if isinstance(reason, str) else ""
        if not 1 < len(why) <= REASON_MAX or not why.isprintable():
            raise DeclarationEndsByReason(most=REASON_MAX)
        ended: dict[str, date] = {"ended_on": local_day(at)}
        row = Change(Relative, (standing.id,), {"ended_on": None}, ended)
        said = {"reason": why, "declaration": standing.id, "staff": standing.staff_id}
        return Plan(
            "withdraw-declaration", seen, said, [row], holds=holds, mandate=mandate, verbs=VERBS
        )

    asked = ["withdraw-declaration", declaration, reason]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def declaration_of(declaration: object) -> Relative:
    """Find a declaration that stands (NoSuchDeclaration)."""
    standing = Relative.objects.filter(ended_on=None)
    found = standing.filter(id=declaration).first() if type(declaration) is int else None
    if found is None:
        raise NoSuchDeclaration
    return found


def _must_be_a_citizen(number: str) -> None:
    digits = number.isascii() and number[:-1].isdecimal() and len(number) == ID_LENGTH
    if not digits or not mod_11_2.is_valid(number):
        raise NotACitizenId
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise NotACitizenId from None
