"""单位参保登记: an employer is entered in the register (level 1 in Shaanxi, 2 in Wangqing)."""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from yichuang.domain.insured.actions import Entry, register_employer
from yichuang.domain.insured.models import Employer
from yichuang.domain.insured.queries import employer_by_code
from yichuang.domain.items.fields import CreditCode, Day, LineText, PersonName, Phone
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.item import Check, Claim, Difference, Effect, Item, Matter

LICENCE = "营业执照或批准成立文件"
Kind = Literal["企业", "个体工商户", "民办非企业单位", "社会团体", "其他"]


class Form(ItemForm):
    """社会保险登记表(单位)."""

    credit_code: CreditCode = Field(title="统一社会信用代码")
    name: LineText = Field(title="单位名称")
    kind: Kind = Field(title="单位类型")
    representative: PersonName = Field(title="法定代表人或负责人")
    address: LineText = Field(title="住所")
    phone: Phone = Field(title="联系电话")
    established_on: Day = Field(title="成立日期")


@dataclass(frozen=True)
class Facts:
    """What the register says of the employer."""

    employer: Employer | None


def look_up(form: Form) -> Facts:
    """Read whether the employer stands in the register."""
    return Facts(employer_by_code(form.credit_code if form.has("credit_code") else None))


def employer_is_new(matter: Matter[Form, Facts]) -> str | None:
    """No employer is registered twice."""
    standing = matter.facts.employer
    if standing is not None:
        return f"该单位已参保登记（单位编号{standing.number}），不得重复登记。请改办单位信息变更"
    return None


def is_established(matter: Matter[Form, Facts]) -> str | None:
    """An employer that isn't established yet can't be registered."""
    if matter.form.established_on > matter.on:
        return "成立日期晚于今天。请对照营业执照更正"
    return None


def effect(matter: Matter[Form, Facts], act: Entry) -> Effect:
    """Enter the employer."""
    values = matter.form.model_dump(exclude={"established_on"})
    planned = register_employer({**values, "registered_on": act.on}, act=act)
    return Effect(planned.rows, {"单位编号": planned.number, "登记日期": act.on.isoformat()})


def differences(matter: Matter[Form, Facts]) -> tuple[Difference, ...]:
    """Show every field with its paper; nothing of it stood in the register before."""
    form = matter.form
    lines = (
        ("credit_code", form.credit_code, LICENCE),
        ("name", form.name, LICENCE),
        ("kind", form.kind, LICENCE),
        ("representative", form.representative, LICENCE),
        ("address", form.address, LICENCE),
        ("phone", form.phone, "社会保险登记表"),
        ("established_on", form.established_on.isoformat(), LICENCE),
    )
    titles = Form.model_fields
    return tuple(
        Difference(field, titles[field].title or field, None, after, source)
        for field, after, source in lines
    )


def claims(form: Form) -> tuple[Claim, ...]:
    """Hold the credit code, so that no second case registers it meanwhile."""
    if not form.has("credit_code"):
        return ()
    return (Claim(f"employer/{form.credit_code}", "registration"),)


ITEM = Item(
    code="employer-registration",
    form=Form,
    look_up=look_up,
    checks=(
        Check(
            "employer-is-new",
            "单位未曾参保登记",
            ("credit_code",),
            "社会保险法第五十七条",
            employer_is_new,
        ),
        Check(
            "is-established",
            "单位已经成立",
            ("established_on",),
            "社会保险法第五十七条",
            is_established,
        ),
    ),
    claims=claims,
    effect=effect,
    subject=lambda form: form.name,
    differences=differences,
)
