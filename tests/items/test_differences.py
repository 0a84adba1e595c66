"""What is and what would be, in words for whoever decides; and every rule in words."""

import re
from dataclasses import fields
from typing import Any

import pytest

from tests.forms import EMPLOYER_PAPERS, PERSON_PAPERS, employer_form, new_citizen_id
from tests.forms import person_form as new_person
from tests.halls import Hall
from yichuang.domain.cases.queries import standing
from yichuang.domain.insured.models import SEXES, Employer, Enrolment, Person
from yichuang.domain.items.fields import born_on, sex_of
from yichuang.domain.items.form import read
from yichuang.domain.items.item import Difference, Item
from yichuang.domain.items.registry import ITEMS

EMPLOYER, PERSON = "employer-registration", "person-registration"
HOLD_THE_PERSON = {PERSON, "basic-data-change", "death-in-service"}


def shown(number: str) -> dict[str, Difference]:
    """Give what whoever decides a case is shown, by field."""
    case = standing(number)
    lines = case.item.differences(case.matter())
    assert len({line.field for line in lines}) == len(lines)
    assert all(line.title and line.after and line.source for line in lines)
    return {line.field: line for line in lines}


def changing(lines: dict[str, Difference]) -> set[str]:
    return {field for field, line in lines.items() if line.changes}


def test_of_a_new_employer_every_field_is_new_and_has_its_paper(huanglong: Hall) -> None:
    form = employer_form()
    lines = shown(huanglong.accept(EMPLOYER, form, EMPLOYER_PAPERS))
    assert {field: line.after for field, line in lines.items()} == form
    assert {line.before for line in lines.values()} == {None}
    assert changing(lines) == set(form)
    assert lines["credit_code"].source == "营业执照或批准成立文件"
    assert lines["established_on"].title == "成立日期"


def test_of_a_new_person_what_follows_from_the_number_is_shown_in_words(huanglong: Hall) -> None:
    form = new_person(huanglong.registered_employer())
    lines = shown(huanglong.accept(PERSON, form, PERSON_PAPERS))
    assert {line.before for line in lines.values()} == {None}
    assert {field: line.after for field, line in lines.items()} == {
        "name": form["name"],
        "citizen_id": form["citizen_id"],
        "sex": SEXES[sex_of(form["citizen_id"])],
        "born_on": born_on(form["citizen_id"]).isoformat(),
        "phone": form["phone"],
        "employer": f"黄龙县果业有限公司（{form['employer']}）",
        "employed_on": "2026-03-02",
        "insurance": "企业职工基本养老保险",
        "since": "2026-03",
    }


def test_a_new_name_changes_one_line_and_the_others_stand_beside_it(huanglong: Hall) -> None:
    citizen = huanglong.registered_person()
    lines = shown(huanglong.accept_change(citizen, new_name="高瑰梅"))
    assert changing(lines) == {"new_name"}
    assert lines["new_name"] == Difference(
        "new_name", "姓名", "高桂梅", "高瑰梅", "户口簿变更记录或户籍证明"
    )
    stays = [lines[field].title for field in lines if not lines[field].changes]
    assert stays == ["公民身份号码", "性别", "出生日期", "用人单位", "参保年月"]
    assert lines["employer"].after == Employer.objects.get().name
    assert lines["since"].after == Enrolment.objects.get().since
    assert {line.source for line in lines.values() if not line.changes} == {"参保登记册"}


def test_a_new_number_brings_sex_and_date_of_birth_with_it(huanglong: Hall) -> None:
    citizen = huanglong.registered_person()
    new = next(
        number
        for number in (new_citizen_id(born="19800101") for _ in range(9))
        if sex_of(number) != sex_of(citizen)
    )
    form = {"citizen_id": citizen, "new_citizen_id": new, "reason": "号码有误"}
    papers = {"id-card": "original", "household-register": "copy", "personnel-file": "copy"}
    lines = shown(huanglong.accept("basic-data-change", form, papers))
    assert changing(lines) == {"new_citizen_id", "sex", "born_on"}
    words = [(lines[field].before, lines[field].after) for field in ("sex", "born_on")]
    of = [(SEXES[sex_of(n)], born_on(n).isoformat()) for n in (citizen, new)]
    assert words == list(zip(*of, strict=True))
    assert lines["born_on"].source == "人事档案（出生日期认定）"


def test_what_was_shown_is_what_the_register_says_afterwards(huanglong: Hall) -> None:
    citizen = huanglong.registered_person()
    number = huanglong.accept_change(citizen, new_name="高瑰梅")
    assert changing(shown(number))
    huanglong.carry(number)
    assert Person.objects.get().name == "高瑰梅"
    assert changing(shown(number)) == set(), "the control: nothing is left to change"


def test_of_a_proof_its_words_are_shown(huanglong: Hall) -> None:
    citizen = huanglong.registered_person()
    number = huanglong.accept_proof(citizen)
    lines = shown(number)
    assert lines["purpose"].after == "子女入学"
    assert lines["text"].before is None
    huanglong.carry(number)
    assert lines["text"].after in handed_out()


def handed_out() -> str:
    """Give what was handed out."""
    person = Person.objects.get()
    return "".join(person.proof_set.values_list("text", flat=True))


def test_of_whoever_left_the_register_nothing_is_made_up(huanglong: Hall) -> None:
    number = huanglong.accept_change(huanglong.registered_person())
    Enrolment.objects.update(until="2026-03")
    assert "employer" not in shown(number)
    item, matter = standing(number).item, standing(number).matter()
    nobody = type(matter.facts)(person=None, enrolment=None, other=None)
    strange = type(matter)(matter.form, nobody, matter.profile, matter.agency, matter.on)
    assert item.differences(strange) == ()


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_every_check_says_its_rule_in_words(code: str) -> None:
    titles = [check.title for check in ITEMS[code].checks]
    assert titles
    assert len(set(titles)) == len(titles)
    for title in titles:
        assert re.fullmatch("[\u4e00-\u9fff，、]{4,24}", title), title


def test_every_item_of_the_house_shows_differences() -> None:
    silent = next(f.default for f in fields(Item) if f.name == "differences")
    assert all(item.differences is not silent for item in ITEMS.values())


@pytest.mark.parametrize("code", sorted(ITEMS))
@pytest.mark.parametrize("value", ["", "x", None, 1])
def test_a_claim_is_made_only_of_what_can_be_read(code: str, value: Any) -> None:
    item = ITEMS[code]
    form, _ = read(item.form, dict.fromkeys(item.form.model_fields, value))
    assert item.claims(form) == ()
    ids = {"citizen_id": new_citizen_id(), "credit_code": "x", "new_name": "高 梅"}
    form, _ = read(item.form, {name: v for name, v in ids.items() if form_has(code, name)})
    assert [claim.subject for claim in item.claims(form)] == (
        [f"citizen/{ids['citizen_id']}"] if code in HOLD_THE_PERSON else []
    )


def form_has(code: str, name: str) -> bool:
    return name in ITEMS[code].form.model_fields
