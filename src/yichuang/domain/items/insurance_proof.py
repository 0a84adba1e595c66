"""参保证明: a proof of insurance, finished on the spot (level 3)."""

from dataclasses import dataclass

from pydantic import Field

from yichuang.domain.insured.actions import Entry, issue_proof
from yichuang.domain.insured.models import Enrolment, Person
from yichuang.domain.insured.queries import open_enrolment, person_by_id
from yichuang.domain.items.fields import CitizenId, LineText
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.item import Check, Claim, Difference, Effect, Item, Matter
from yichuang.domain.items.person_registration import PENSION, PENSION_NAME


class Form(ItemForm):
    """参保证明申请."""

    citizen_id: CitizenId = Field(title="公民身份号码")
    purpose: LineText = Field(title="用途")


@dataclass(frozen=True)
class Facts:
    """What the register says of the person."""

    person: Person | None
    enrolment: Enrolment | None


def look_up(form: Form) -> Facts:
    """Read the person and the open enrolment."""
    person = person_by_id(form.citizen_id if form.has("citizen_id") else None)
    return Facts(person, open_enrolment(person, PENSION))


def is_registered(matter: Matter[Form, Facts]) -> str | None:
    """Only who is in the register can have a proof of it."""
    if matter.facts.person is None:
        return "登记册中没有此人。请核对身份证号；未参保的，先办理职工参保登记"
    return None


def wording(matter: Matter[Form, Facts]) -> str:
    """Write the proof: what the register says on the day, and nothing else."""
    person, enrolment = matter.facts.person, matter.facts.enrolment
    assert person is not None  # noqa: S101 -- the check has seen to it
    if enrolment is None:
        state = f"已参加{PENSION_NAME}，目前无在保关系"
    else:
        state = f"自{enrolment.since}起在{enrolment.employer.name}参加{PENSION_NAME}"
    return f"兹证明{person.name}（公民身份号码{person.citizen_id}）{state}。"


def effect(matter: Matter[Form, Facts], act: Entry) -> Effect:
    """Enter the proof and give it out."""
    person = matter.facts.person
    assert person is not None  # noqa: S101 -- the check has seen to it
    text = wording(matter)
    planned = issue_proof(
        person.number, purpose=matter.form.purpose, text=text, issued_on=act.on, act=act
    )
    return Effect(planned.rows, {"证明编号": planned.number, "证明内容": text})


def differences(matter: Matter[Form, Facts]) -> tuple[Difference, ...]:
    """Show what the proof will say, and what for."""
    if matter.facts.person is None:
        return ()
    return (
        Difference("text", "证明内容", None, wording(matter), "参保登记册"),
        Difference("purpose", "用途", None, matter.form.purpose, "参保证明申请"),
    )


def claims(_: Form) -> tuple[Claim, ...]:
    """A proof keeps nothing from anybody."""
    return ()


ITEM = Item(
    code="insurance-proof",
    form=Form,
    look_up=look_up,
    checks=(
        Check(
            "person-is-registered",
            "登记册中有此人",
            ("citizen_id",),
            "社会保险经办条例第三十二条",
            is_registered,
        ),
    ),
    claims=claims,
    effect=effect,
    subject=lambda form: form.citizen_id,
    differences=differences,
)
