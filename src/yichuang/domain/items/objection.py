"""复查申请: a decision of this very agency is objected to, and others decide on it (level 1).

Done means that the objection is upheld and the decision is to be made anew; refused, in writing,
means that it stands. Either way the register isn't touched: what follows is a case of its own.
"""

from datetime import timedelta

from pydantic import Field

from yichuang.domain.insured.actions import Entry
from yichuang.domain.items.fields import LineText, LongText
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.item import Check, Claim, Difference, Effect, Item, Matter
from yichuang.domain.items.references import CaseNumber, PartyId

LAW = "社会保险行政争议处理办法（劳动保障部令第13号）"
DECIDED = {"refused": "不予办理", "done": "办结", "filed": "办结"}
"""States of a case on which there is a decision, and what it was."""


class Form(ItemForm):
    """复查申请书."""

    original: CaseNumber = Field(title="原受理编号")
    party_id: PartyId = Field(title="申请人身份号码或信用代码")
    applicant: LineText = Field(title="申请人姓名或名称")
    reasons: LongText = Field(title="事实和理由")
    request: LongText = Field(title="复查请求")


def is_here(matter: Matter[Form, None]) -> str | None:
    """Who decided looks at it again: the agency itself."""
    original = matter.original
    if original is None:
        return "没有这个编号的办件。请对照决定书或受理回执核对原受理编号"
    if original.agency != matter.agency:
        return f"原办件由{original.agency}机构办理，请向该机构申请复查"
    return None


def is_decided(matter: Matter[Form, None]) -> str | None:
    """There is something to object to."""
    original = matter.original
    if original is not None and original.state not in DECIDED:
        return "原办件没有作出决定，不能申请复查。在办的请催办，已撤回的请重新申请"
    return None


def is_no_objection(matter: Matter[Form, None]) -> str | None:
    """Nobody looks a third time: after that others are asked."""
    if matter.original is not None and matter.original.item == "objection":
        return "对复查决定不能再申请复查。可依法申请行政复议或提起行政诉讼"
    return None


def is_the_party(matter: Matter[Form, None]) -> str | None:
    """Only whom the decision is about objects to it."""
    original = matter.original
    if original is not None and matter.form.party_id not in original.form.values():
        return "申请人不是原办件所涉的个人或单位。请核对证件号码；内部管理事项不适用复查"
    return None


def is_in_time(matter: Matter[Form, None]) -> str | None:
    """The time runs from when the decision was delivered, where that is on record."""
    delivered = matter.original.delivered_on if matter.original else None
    if delivered is None:
        return None
    days = matter.parameter("objection-within")
    if matter.on > delivered + timedelta(days=days):
        return f"决定已于{delivered}送达，超过{days}日的复查申请期限。请告知其他救济途径"
    return None


def effect(matter: Matter[Form, None], act: Entry) -> Effect:
    """Say what was decided; a new case or a correction follows, and is nothing of this one."""
    original = matter.original
    assert original is not None  # noqa: S101 -- the check has seen to it
    follows = "原申请重新受理" if original.state == "refused" else "对原办件另行办理更正"
    told = {"原办件": original.number, "复查结论": "申请成立，原决定撤销，重新办理"}
    return Effect((), {**told, "后续办理": follows, "复查决定日": act.on.isoformat()})


def differences(matter: Matter[Form, None]) -> tuple[Difference, ...]:
    """Show what was decided, and what is asked for instead."""
    form, original = matter.form, matter.original
    decided = None if original is None else DECIDED.get(original.state, "没有决定")
    stands = None if decided is None else f"{form.original} {decided}"
    paper = "复查申请书"
    return (
        Difference("original", "原决定", stands, "申请撤销，重新办理", paper),
        Difference("applicant", "申请人", None, f"{form.applicant}", paper),
        Difference("party_id", "申请人号码", None, form.party_id, "申请人身份证件"),
        Difference("reasons", "事实和理由", None, form.reasons, paper),
        Difference("request", "复查请求", None, form.request, paper),
    )


def claims(form: Form) -> tuple[Claim, ...]:
    """Hold the decision: no second open objection to it."""
    return (Claim(f"case/{form.original}", "objection"),) if form.has("original") else ()


ITEM = Item(
    code="objection",
    form=Form,
    look_up=lambda _: None,
    checks=(
        Check("original-is-here", "原办件由本机构办理", ("original",), LAW, is_here),
        Check("original-is-decided", "原办件已经作出决定", ("original",), LAW, is_decided),
        Check("original-is-no-objection", "原办件不是复查", ("original",), LAW, is_no_objection),
        Check("is-the-party", "申请人是原办件的当事人", ("party_id", "original"), LAW,
              is_the_party),
        Check("in-time", "在申请期限之内", ("original",), LAW, is_in_time),
    ),
    claims=claims,
    effect=effect,
    subject=lambda form: form.applicant,
    differences=differences,
    original=lambda form: form.original if form.has("original") else None,
)  # fmt: skip
