"""办结更正: what a done case wrote wrongly into the register is put right (level 1 or 2).

Two items of one form: a case of level 1 is corrected at level 1, every other at level 2. The
original stays as it was signed; the register changes by this case, and keeps what it said before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from pydantic import Field, TypeAdapter, ValidationError

from yichuang.domain.insured.actions import (
    Entry,
    Planned,
    change_employer,
    change_enrolment,
    change_person,
)
from yichuang.domain.insured.models import SEXES, Employer, Enrolment, Person
from yichuang.domain.insured.queries import changed_by, employer_by_code, person_by_id, written_in
from yichuang.domain.items.employer_registration import Kind
from yichuang.domain.items.fields import (
    CitizenId,
    CreditCode,
    Day,
    LineText,
    LongText,
    Month,
    PersonName,
    Phone,
    born_on,
    sex_of,
)
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.item import Check, Claim, Difference, Effect, Item, Matter
from yichuang.domain.items.references import CaseNumber, PartyId
from yichuang.domain.trail.canonical import plain

SOURCE = "更正须另立办件（本系统规则）"
DONE = {"done", "filed"}
ID, CODE = "公民身份号码", "统一社会信用代码"
TITLES = {"sex": "性别", "born_on": "出生日期"}
"""What changes with a citizen's number."""


class Form(ItemForm):
    """办结更正申请表."""

    original: CaseNumber = Field(title="原受理编号")
    party_id: PartyId = Field(title="现登记的身份号码或信用代码")
    field: Literal[
        "姓名", "公民身份号码", "联系电话", "用工日期", "参保年月", "单位名称",
        "统一社会信用代码", "单位类型", "法定代表人或负责人", "住所", "单位联系电话",
    ] = Field(title="更正的项目")  # fmt: skip
    value: LineText = Field(title="正确的内容")
    since: Month = Field(title="自何年月起有误")
    mistake: LongText = Field(title="差错及原因")
    evidence: LineText = Field(title="更正依据")


@dataclass(frozen=True)
class Column:
    """Where a field of the form stands in the register, and what may be written there."""

    noun: str
    name: str
    kind: TypeAdapter[Any]


COLUMNS: Final = {
    "姓名": Column("person", "name", TypeAdapter(PersonName)),
    ID: Column("person", "citizen_id", TypeAdapter(CitizenId)),
    "联系电话": Column("person", "phone", TypeAdapter(Phone)),
    "用工日期": Column("enrolment", "employed_on", TypeAdapter(Day)),
    "参保年月": Column("enrolment", "since", TypeAdapter(Month)),
    "单位名称": Column("employer", "name", TypeAdapter(LineText)),
    CODE: Column("employer", "credit_code", TypeAdapter(CreditCode)),
    "单位类型": Column("employer", "kind", TypeAdapter(Kind)),
    "法定代表人或负责人": Column("employer", "representative", TypeAdapter(PersonName)),
    "住所": Column("employer", "address", TypeAdapter(LineText)),
    "单位联系电话": Column("employer", "phone", TypeAdapter(Phone)),
}
Written = Person | Employer | Enrolment
Nouns = dict[str, type[Written]]
NOUNS: Nouns = {"person": Person, "employer": Employer, "enrolment": Enrolment}


@dataclass(frozen=True)
class Facts:
    """What the original wrote of the row that is asked about, and what the register says now."""

    wrote: Mapping[str, Any]
    """The columns that the original wrote."""
    stands: Written | None
    taken: bool
    """Whether the right number is somebody else's in the register."""


def look_up(form: Form) -> Facts:
    """Read what the original wrote, the row as it is now, and who has the right number."""
    column = COLUMNS[form.field] if form.has("field") else None
    written = written_in(form.original) if column and form.has("original") else []
    last = next((r for r in reversed(written) if column and r.noun == column.noun), None)
    if column is None or last is None:
        return Facts({}, None, taken=False)
    stands = NOUNS[last.noun].objects.filter(pk=last.number).first()
    number = right(form) if form.has("value") else None
    return Facts(changed_by(last), stands, taken=number is not None and _taken(column, number))


def _taken(column: Column, number: Any) -> bool:
    if column.name == "citizen_id":
        return person_by_id(number) is not None
    return column.name == "credit_code" and employer_by_code(number) is not None


def right(form: Form) -> Any:
    """Give the right content as the register keeps it; None where it can't be read so."""
    try:
        return COLUMNS[form.field].kind.validate_python(form.value)
    except ValidationError:
        return None


def is_here(matter: Matter[Form, Facts]) -> str | None:
    """An agency corrects its own cases, and only once they are done."""
    original = matter.original
    if original is None:
        return "没有这个编号的办件。请对照受理回执核对原受理编号"
    if original.agency != matter.agency:
        return f"原办件由{original.agency}机构办理，请由该机构更正"
    if original.state not in DONE:
        return "原办件尚未办结。在办的请退回补正，不另立更正"
    return None


def was_written(matter: Matter[Form, Facts]) -> str | None:
    """Only what the original wrote, and what still stands as it wrote it, is corrected here."""
    if matter.original is None or matter.original.state not in DONE:
        return None
    facts, name = matter.facts, COLUMNS[matter.form.field].name
    if facts.stands is None or name not in facts.wrote:
        return f"原办件没有登记“{matter.form.field}”。请选择原办件登记的项目，或另查登记它的办件"
    if plain(getattr(facts.stands, name)) != facts.wrote[name]:
        return f"“{matter.form.field}”已由后来的办件更改。请就后来的办件申请更正"
    return None


def is_the_party(matter: Matter[Form, Facts]) -> str | None:
    """Whoever types the case's number says also whom it is about."""
    stands = matter.facts.stands
    if stands is not None and matter.form.party_id != _identity(stands):
        return "与原办件登记的个人或单位不符。请核对原受理编号和证件号码"
    return None


def _identity(row: Written) -> str:
    if isinstance(row, Employer):
        return row.credit_code
    return row.citizen_id if isinstance(row, Person) else row.person.citizen_id


def is_right(matter: Matter[Form, Facts]) -> str | None:
    """What is to be written can be, and is something else."""
    form, facts = matter.form, matter.facts
    value = right(form)
    if value is None:
        return f"不是可以登记的“{form.field}”。请对照更正依据核对写法"
    if facts.stands is not None and getattr(facts.stands, COLUMNS[form.field].name) == value:
        return "与现登记内容相同，无须更正。请核对"
    return "该号码在登记册中已属他人或其他单位。请先核查是否重复登记" if facts.taken else None


def fits(matter: Matter[Form, Facts]) -> str | None:
    """Enrolment begins in the month of hiring at the earliest, and not in a month to come."""
    stands, value = matter.facts.stands, right(matter.form)
    if not isinstance(stands, Enrolment) or value is None:
        return None
    months = matter.form.field == "参保年月"
    since, hired = (value, stands.employed_on) if months else (stands.since, value)
    if since < f"{hired:%Y-%m}":
        return "更正后参保年月早于用工日期所在月。请核对更正依据"
    if since > f"{matter.on:%Y-%m}":
        return "更正后参保年月晚于本月。请核对更正依据"
    return None


def is_past(matter: Matter[Form, Facts]) -> str | None:
    """What is corrected has been wrong already."""
    if matter.form.since > f"{matter.on:%Y-%m}":
        return "起始年月晚于本月。请填写从哪个月起有误"
    return None


def follows(form: Form, value: Any) -> dict[str, Any]:
    """Give every column that changes: sex and date of birth go with a citizen's number."""
    changed: dict[str, Any] = {COLUMNS[form.field].name: value}
    if form.field == ID:
        changed |= {"sex": sex_of(value), "born_on": born_on(value)}
    return changed


def effect(matter: Matter[Form, Facts], act: Entry) -> Effect:
    """Write the right content over the wrong one; the register's history keeps both."""
    form, stands = matter.form, matter.facts.stands
    assert stands is not None  # noqa: S101 -- the check has seen to it
    name = COLUMNS[form.field].name
    planned = _planned(stands, follows(form, right(form)), act)
    told = {"原办件": form.original, "更正的项目": form.field, "登记编号": planned.number}
    told |= {"更正前": f"{getattr(stands, name)}", "更正后": f"{right(form)}"}
    return Effect(planned.rows, {**told, "自何年月起有误": form.since})


def _planned(stands: Written, changes: dict[str, Any], act: Entry) -> Planned:
    if isinstance(stands, Person):
        return change_person(stands, changes, act=act)
    if isinstance(stands, Employer):
        return change_employer(stands, changes, act=act)
    return change_enrolment(stands, changes, act=act)


def differences(matter: Matter[Form, Facts]) -> tuple[Difference, ...]:
    """Show what the register says and what it would say, and why."""
    form, stands, value = matter.form, matter.facts.stands, right(matter.form)
    if stands is None or value is None:
        return ()
    changed = follows(form, value)
    lines = [
        Difference(name, TITLES.get(name, form.field), _words(getattr(stands, name)),
                   _words(told), form.evidence)
        for name, told in changed.items()
    ]  # fmt: skip
    table = "办结更正申请表"
    return (
        *lines,
        Difference("original", "原办件", None, form.original, table),
        Difference("since_when", "自何年月起有误", None, form.since, table),
        Difference("mistake", "差错及原因", None, form.mistake, table),
    )


def _words(value: str | date) -> str:
    return SEXES.get(str(value), str(value))


def claims(form: Form) -> tuple[Claim, ...]:
    """Hold the original, and the number that somebody would get."""
    held = [Claim(f"case/{form.original}", "correction")] if form.has("original") else []
    if form.has("field", "value") and form.field in {ID, CODE} and right(form) is not None:
        noun, kind = ("citizen", "identity") if form.field == ID else ("employer", "registration")
        held.append(Claim(f"{noun}/{right(form)}", kind))
    return tuple(held)


def _item(code: str, level_one: bool) -> Item[Form, Facts]:  # noqa: FBT001 -- which of the two
    def at_its_level(matter: Matter[Form, Facts]) -> str | None:
        """Nobody corrects at a lower level than was decided at."""
        original = matter.original
        if original is None or (original.level == 1) == level_one:
            return None
        names = {rule.code: rule.name for rule in matter.profile.items}
        other = item_for(original.level)
        return f"原办件为{'一二三'[original.level - 1]}级风险，请改办“{names.get(other, other)}”"

    whole = ("field", "value", "original")
    return Item(
        code=code,
        form=Form,
        look_up=look_up,
        checks=(
            Check("original-is-done", "原办件由本机构办结", ("original",), SOURCE, is_here),
            Check("at-its-level", "更正的等级不低于原办件", ("original",), SOURCE, at_its_level),
            Check("was-written", "该项由原办件登记且未再更改", ("field", "original"), SOURCE,
                  was_written),
            Check("is-the-party", "与原办件登记的对象相符", ("party_id", "field", "original"),
                  SOURCE, is_the_party),
            Check("is-right", "正确的内容可以登记", ("value", "field", "original"), SOURCE,
                  is_right),
            Check("fits-the-rest", "与参保关系的其他登记相符", whole, "社会保险法第五十八条", fits),
            Check("is-past", "有误的起始年月已到", ("since",), SOURCE, is_past),
        ),
        claims=claims,
        effect=effect,
        subject=lambda form: f"{form.field}：{form.original}",
        differences=differences,
        original=lambda form: form.original if form.has("original") else None,
    )  # fmt: skip


def item_for(level: int) -> str:
    """Give the code of the item that corrects a case of a level."""
    return MAJOR if level == 1 else MINOR


MINOR, MAJOR = "correction", "major-correction"
CORRECTION = _item(MINOR, level_one=False)
MAJOR_CORRECTION = _item(MAJOR, level_one=True)
