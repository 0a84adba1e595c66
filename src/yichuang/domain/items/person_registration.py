"""职工参保登记: a person in service is registered and enrolled through the employer (level 2)."""

from dataclasses import dataclass
from datetime import date

from pydantic import Field

from yichuang.domain.insured.actions import Entry, enrol, register_person
from yichuang.domain.insured.models import INSURANCES, SEXES, Employer, Person
from yichuang.domain.insured.queries import employer_by_code, person_by_id
from yichuang.domain.items.fields import (
    CitizenId,
    CreditCode,
    Day,
    Month,
    PersonName,
    Phone,
    born_on,
    sex_of,
)
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.item import Check, Claim, Difference, Effect, Item, Matter

ID_CARD, CONTRACT = "职工身份证", "劳动合同或用工名册"
PENSION = "enterprise-pension"
PENSION_NAME = INSURANCES[PENSION]


class Form(ItemForm):
    """职工参保登记表."""

    employer: CreditCode = Field(title="单位统一社会信用代码")
    citizen_id: CitizenId = Field(title="公民身份号码")
    name: PersonName = Field(title="姓名")
    phone: Phone = Field(title="联系电话")
    employed_on: Day = Field(title="用工日期")
    since: Month = Field(title="参保年月")


@dataclass(frozen=True)
class Facts:
    """What the register says of the employer and the person."""

    employer: Employer | None
    person: Person | None


def look_up(form: Form) -> Facts:
    """Read the employer and the person."""
    return Facts(
        employer_by_code(form.employer if form.has("employer") else None),
        person_by_id(form.citizen_id if form.has("citizen_id") else None),
    )


def employer_is_registered(matter: Matter[Form, Facts]) -> str | None:
    """A person is registered through an employer that is."""
    if matter.facts.employer is None:
        return "该单位尚未参保登记。请核对代码，或先办理单位参保登记"
    return None


def person_is_new(matter: Matter[Form, Facts]) -> str | None:
    """Nobody is registered twice."""
    person = matter.facts.person
    if person is not None:
        return f"此人已于登记册中（个人编号{person.number}），不得重复登记。请改办续保或关系转移"
    return None


def is_of_working_age(matter: Matter[Form, Facts]) -> str | None:
    """Old enough to work on the day of hiring."""
    least = matter.parameter("minimum-working-age")
    if age(matter.form.citizen_id, matter.form.employed_on) < least:
        return f"用工当日未满{least}周岁，不得招用。请核对身份证号和用工日期"
    return None


def is_not_over_age(matter: Matter[Form, Facts]) -> str | None:
    """Persons over age have an item of their own, which is level 1 (SX-13)."""
    limit = matter.parameter(f"over-age-{sex_of(matter.form.citizen_id)}")
    if age(matter.form.citizen_id, matter.on) >= limit:
        return f"已满{limit}周岁，属超龄人员参保登记（一级风险），不能按职工参保登记受理"
    return None


def begins_when_employed(matter: Matter[Form, Facts]) -> str | None:
    """Enrolment begins in the month of hiring at the earliest, and not in a month to come."""
    form = matter.form
    if form.since < f"{form.employed_on:%Y-%m}":
        return f"参保年月早于用工日期{form.employed_on}所在月。请更正其中一项"
    if form.since > f"{matter.on:%Y-%m}":
        return "参保年月不得晚于本月。请更正参保年月"
    return None


def age(citizen_id: str, on: date) -> int:
    """Give the completed years of age on a day."""
    born = born_on(citizen_id)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def effect(matter: Matter[Form, Facts], act: Entry) -> Effect:
    """Enter the person and the enrolment."""
    form, employer = matter.form, matter.facts.employer
    assert employer is not None  # noqa: S101 -- the check has seen to it
    values = {
        **form.model_dump(include={"citizen_id", "name", "phone"}),
        "sex": sex_of(form.citizen_id),
        "born_on": born_on(form.citizen_id),
    }
    person = register_person(values, act=act)
    enrolment = enrol(
        person.number,
        employer.number,
        insurance=PENSION,
        since=form.since,
        employed_on=form.employed_on,
        act=act,
    )
    result = {"个人编号": person.number, "参保关系编号": enrolment.number, "参保年月": form.since}
    return Effect((*person.rows, *enrolment.rows), result)


def differences(matter: Matter[Form, Facts]) -> tuple[Difference, ...]:
    """Show every field with its paper; nothing of it stood in the register before."""
    form, employer = matter.form, matter.facts.employer
    through = form.employer if employer is None else f"{employer.name}（{form.employer}）"
    lines = (
        ("name", "姓名", form.name, ID_CARD),
        ("citizen_id", "公民身份号码", form.citizen_id, ID_CARD),
        ("sex", "性别", SEXES[sex_of(form.citizen_id)], ID_CARD),
        ("born_on", "出生日期", born_on(form.citizen_id).isoformat(), ID_CARD),
        ("phone", "联系电话", form.phone, "职工参保登记表"),
        ("employer", "用人单位", through, CONTRACT),
        ("employed_on", "用工日期", form.employed_on.isoformat(), CONTRACT),
        ("insurance", "险种", PENSION_NAME, "社会保险法第十条"),
        ("since", "参保年月", form.since, "职工参保登记表"),
    )
    return tuple(Difference(field, title, None, *new) for field, title, *new in lines)


def claims(form: Form) -> tuple[Claim, ...]:
    """Hold the identity, so that no second case registers or re-writes it meanwhile."""
    if not form.has("citizen_id"):
        return ()
    return (Claim(f"citizen/{form.citizen_id}", "identity"),)


ITEM = Item(
    code="person-registration",
    form=Form,
    look_up=look_up,
    checks=(
        Check(
            "employer-is-registered",
            "用人单位已参保登记",
            ("employer",),
            "社会保险法第五十八条",
            employer_is_registered,
        ),
        Check(
            "person-is-new",
            "此人未曾参保登记",
            ("citizen_id",),
            "社会保险经办条例第六条",
            person_is_new,
        ),
        Check(
            "of-working-age",
            "用工当日已满最低就业年龄",
            ("citizen_id", "employed_on"),
            "劳动法第十五条",
            is_of_working_age,
        ),
        Check(
            "not-over-age",
            "未到超龄参保年龄",
            ("citizen_id",),
            "陕社保发〔2016〕27号第十三条",
            is_not_over_age,
        ),
        Check(
            "begins-when-employed",
            "参保年月不早于用工之月，不晚于本月",
            ("employed_on", "since"),
            "社会保险法第五十八条",
            begins_when_employed,
        ),
    ),
    claims=claims,
    effect=effect,
    subject=lambda form: form.name,
    differences=differences,
)
