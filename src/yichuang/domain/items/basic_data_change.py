"""在职人员基本信息变更: name or citizen id of a person in service is re-written (level 1)."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from yichuang.domain.insured.actions import Entry, change_person
from yichuang.domain.insured.models import SEXES, Enrolment, Person
from yichuang.domain.insured.queries import open_enrolment, person_by_id
from yichuang.domain.items.fields import CitizenId, LineText, PersonName, born_on, sex_of
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.item import Check, Claim, Difference, Effect, Item, Matter
from yichuang.domain.items.person_registration import PENSION


class Form(ItemForm):
    """在职人员基本信息变更表; what stays as it is, is left empty."""

    citizen_id: CitizenId = Field(title="现登记的公民身份号码")
    new_name: PersonName | None = Field(default=None, title="变更后姓名")
    new_citizen_id: CitizenId | None = Field(default=None, title="变更后公民身份号码")
    reason: LineText = Field(title="变更原因")


@dataclass(frozen=True)
class Facts:
    """What the register says of the person, and of whoever has the new number."""

    person: Person | None
    enrolment: Enrolment | None
    other: Person | None


def look_up(form: Form) -> Facts:
    """Read the person, the open enrolment, and whoever has the new number."""
    person = person_by_id(form.citizen_id if form.has("citizen_id") else None)
    other = person_by_id(form.new_citizen_id if form.has("new_citizen_id") else None)
    return Facts(person, open_enrolment(person, PENSION), other)


def changes(form: Form) -> dict[str, Any]:
    """Give what will stand otherwise in the register."""
    changed: dict[str, Any] = {}
    if form.new_name is not None:
        changed["name"] = form.new_name
    if form.new_citizen_id is not None:
        changed["citizen_id"] = form.new_citizen_id
        changed["sex"] = sex_of(form.new_citizen_id)
        changed["born_on"] = born_on(form.new_citizen_id)
    return changed


def is_in_service(matter: Matter[Form, Facts]) -> str | None:
    """The item is for persons in service; others have items of their own."""
    if matter.facts.person is None:
        return "登记册中没有此人。请核对现登记的公民身份号码"
    if matter.facts.enrolment is None:
        return "此人目前没有在保关系，不属在职人员。请先核实参保状态"
    return None


def changes_something(matter: Matter[Form, Facts]) -> str | None:
    """A change that changes nothing isn't one."""
    person = matter.facts.person
    asked = changes(matter.form)
    if not asked:
        return "没有填写任何变更后的内容。请至少填写姓名或公民身份号码中的一项"
    if person is not None and all(getattr(person, name) == v for name, v in asked.items()):
        return "变更后的内容与现登记内容相同。请核对后填写"
    return None


def number_is_free(matter: Matter[Form, Facts]) -> str | None:
    """Nobody may get a number that somebody else has in the register."""
    other, person = matter.facts.other, matter.facts.person
    if other is not None and (person is None or other.number != person.number):
        return (
            f"变更后的公民身份号码已属另一参保人员（个人编号{other.number}）。请先核查是否重复登记"
        )
    return None


def effect(matter: Matter[Form, Facts], act: Entry) -> Effect:
    """Re-write the person; the former data stay in the register's history."""
    person = matter.facts.person
    assert person is not None  # noqa: S101 -- the check has seen to it
    asked = changes(matter.form)
    before = {name: getattr(person, name) for name in asked}
    planned = change_person(person, asked, act=act)
    return Effect(planned.rows, {"个人编号": planned.number, "变更前": before, "变更后": asked})


def differences(matter: Matter[Form, Facts]) -> tuple[Difference, ...]:
    """Show what is re-written and what follows from it, beside what stays."""
    form, person = matter.form, matter.facts.person
    if person is None:
        return ()
    citizen_id = form.new_citizen_id or person.citizen_id
    born = born_on(citizen_id) if form.new_citizen_id else person.born_on
    sex = sex_of(citizen_id) if form.new_citizen_id else person.sex
    return (
        _line("new_name", "姓名", person.name, form.new_name or person.name),
        _line("new_citizen_id", "公民身份号码", person.citizen_id, citizen_id),
        _line("sex", "性别", SEXES[person.sex], SEXES[sex], "公民身份号码第十七位"),
        _line("born_on", "出生日期", f"{person.born_on}", f"{born}", "人事档案（出生日期认定）"),
        *_unchanged(matter.facts),
    )


def _unchanged(facts: Facts) -> tuple[Difference, ...]:
    enrolment = facts.enrolment
    if enrolment is None:
        return ()
    employer = enrolment.employer.name
    return (
        _line("employer", "用人单位", employer, employer),
        _line("since", "参保年月", enrolment.since, enrolment.since),
    )


def _line(
    field: str, title: str, before: str, after: str, paper: str = "户口簿变更记录或户籍证明"
) -> Difference:
    return Difference(field, title, before, after, "参保登记册" if before == after else paper)


def claims(form: Form) -> tuple[Claim, ...]:
    """Hold the identity, the old and the new."""
    named = [name for name in ("citizen_id", "new_citizen_id") if form.has(name)]
    numbers = {number for name in named if (number := getattr(form, name)) is not None}
    return tuple(Claim(f"citizen/{number}", "identity") for number in sorted(numbers))


def conditions(form: Form) -> frozenset[str]:
    """Say which further papers are asked for."""
    new = form.new_citizen_id if form.has("new_citizen_id") else None
    name = form.new_name if form.has("new_name") else None
    found = set()
    if new is not None or name is not None:
        found.add("identity-changes")
    if new is not None and form.has("citizen_id") and born_on(new) != born_on(form.citizen_id):
        found.add("birth-changes")
    return frozenset(found)


ITEM = Item(
    code="basic-data-change",
    form=Form,
    look_up=look_up,
    checks=(
        Check("is-in-service", "属在职参保人员", ("citizen_id",), "WQ-03", is_in_service),
        Check(
            "changes-something",
            "变更后的内容与现登记不同",
            ("citizen_id", "new_name", "new_citizen_id"),
            "WQ-03",
            changes_something,
        ),
        Check(
            "number-is-free",
            "变更后的号码未被他人登记",
            ("citizen_id", "new_citizen_id"),
            "社会保险法第五十八条",
            number_is_free,
        ),
    ),
    claims=claims,
    effect=effect,
    subject=lambda form: form.citizen_id,
    conditions=conditions,
    differences=differences,
)
