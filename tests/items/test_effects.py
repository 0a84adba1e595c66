"""What an item holds while its case is open, and what stands in the register afterwards."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.cases.ground import refused
from tests.forms import EMPLOYER_PAPERS, PERSON_PAPERS, employer_form, new_citizen_id, person_form
from tests.halls import Hall, Huanglong, Luochuan
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.cases.models import Claim
from yichuang.domain.cases.planning import ClaimTaken
from yichuang.domain.insured.models import Employer, Enrolment, Person, Proof, Revision
from yichuang.domain.items.fields import born_on, sex_of
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import reads_right
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify

EMPLOYER, PERSON = "employer-registration", "person-registration"


def values(row: Any, *names: str) -> list[Any]:
    return [getattr(row, name) for name in names]


def result_of(number: str) -> str:
    """Give what the act that made a case done says of its result."""
    last = acts_of(f"case/{number}").last()
    assert last is not None
    return last.content


def open_claims() -> list[str]:
    return sorted(Claim.objects.filter(open=True).values_list("subject", flat=True))


def test_two_open_cases_do_not_register_one_employer(
    huanglong: Huanglong, luochuan: Luochuan
) -> None:
    form = employer_form()
    first = huanglong.accept(EMPLOYER, form, EMPLOYER_PAPERS)
    for hall in (huanglong, luochuan):
        with refused(ClaimTaken) as told:
            hall.accept(EMPLOYER, form, EMPLOYER_PAPERS)
        assert told.value.code == "claim-taken"
    assert huanglong.accept_employer(), "another employer is free"
    huanglong.do(journeys.withdraw, first, reason="材料不全", by=huanglong.teller)
    assert luochuan.accept(EMPLOYER, form, EMPLOYER_PAPERS), "a withdrawn case holds nothing"


def test_two_open_cases_do_not_register_one_person(huanglong: Hall) -> None:
    form = person_form(huanglong.registered_employer())
    huanglong.accept(PERSON, form, PERSON_PAPERS)
    with refused(ClaimTaken):
        huanglong.accept(PERSON, form, PERSON_PAPERS)


def test_a_change_holds_the_old_and_the_new_number(huanglong: Hall) -> None:
    citizen, free = huanglong.registered_person(), new_citizen_id()
    huanglong.accept_change(citizen, new_name="", new_citizen_id=free)
    assert open_claims() == sorted([f"citizen/{citizen}", f"citizen/{free}"])
    with refused(ClaimTaken):
        huanglong.accept_change(citizen)
    employer = Employer.objects.get().credit_code
    with refused(ClaimTaken):
        huanglong.accept_person(employer, citizen_id=free)


def test_a_proof_keeps_nothing_from_anybody(huanglong: Hall) -> None:
    citizen = huanglong.registered_person()
    huanglong.accept_change(citizen)
    numbers = [huanglong.accept_proof(citizen) for _ in range(2)]
    for number in numbers:
        huanglong.carry(number)
    assert Proof.objects.count() == 2


def withdrawn(hall: Hall, number: str) -> None:
    hall.do(journeys.withdraw, number, reason="申请人撤回", by=hall.teller)


def refused_in_writing(hall: Hall, number: str) -> None:
    for _ in range(3):
        hall.advance(number)
    hall.do(journeys.refuse, number, reason="不符合登记条件", by=hall.director)


@pytest.mark.parametrize("end", [withdrawn, refused_in_writing, Hall.carry])
def test_a_case_that_is_over_holds_nothing(
    huanglong: Hall, end: Callable[[Hall, str], object]
) -> None:
    number = huanglong.accept_employer()
    assert len(open_claims()) == 1
    end(huanglong, number)
    assert open_claims() == []
    assert Employer.objects.exists() is (end is Hall.carry)


def test_after_registration_an_employer_stands_in_the_register(huanglong: Hall) -> None:
    form = employer_form()
    number = huanglong.accept(EMPLOYER, form, EMPLOYER_PAPERS)
    huanglong.carry(number)
    employer = Employer.objects.get()
    entered = ("credit_code", "name", "kind", "representative", "address", "phone")
    assert values(employer, *entered) == [form[name] for name in entered]
    assert values(employer, "agency", "registered_on", "version") == [
        "610631",
        huanglong.now.date(),
        1,
    ]
    assert employer.number.startswith("D610631-20260309-")
    assert reads_right(employer.number)
    assert employer.number in result_of(number)
    with pytest.raises(Mistakes, match="不得重复登记"):
        huanglong.accept(EMPLOYER, form, EMPLOYER_PAPERS)


def test_after_registration_a_person_is_enrolled_through_the_employer(huanglong: Hall) -> None:
    form = person_form(huanglong.registered_employer())
    number = huanglong.accept(PERSON, form, PERSON_PAPERS)
    huanglong.carry(number)
    person, enrolment = Person.objects.get(), Enrolment.objects.get()
    citizen = form["citizen_id"]
    assert values(person, "citizen_id", "name", "phone") == [citizen, "高桂梅", form["phone"]]
    assert values(person, "sex", "born_on") == [sex_of(citizen), date(1990, 3, 15)]
    assert (enrolment.person, enrolment.employer) == (person, Employer.objects.get())
    assert values(enrolment, "insurance", "since", "until", "employed_on") == [
        "enterprise-pension",
        "2026-03",
        None,
        date(2026, 3, 2),
    ]
    assert person.act == enrolment.act, "one act writes both"
    assert person.number in result_of(number)
    assert enrolment.number in result_of(number)


def test_a_proof_says_what_the_register_says_and_is_kept(huanglong: Hall) -> None:
    citizen = huanglong.registered_person()
    number = huanglong.accept_proof(citizen)
    huanglong.carry(number)
    proof = Proof.objects.get()
    assert proof.text == (
        f"兹证明高桂梅（公民身份号码{citizen}）自2026-03起在黄龙县果业有限公司参加企业职工基本养老保险。"
    )
    assert values(proof, "purpose", "issued_on") == ["子女入学", huanglong.now.date()]
    assert proof.number.startswith("Z610631-20260309-")
    assert proof.text in result_of(number)


def test_a_proof_for_somebody_no_longer_insured_says_so(huanglong: Hall) -> None:
    citizen = huanglong.registered_person()
    Enrolment.objects.update(until="2026-03")
    huanglong.carry(huanglong.accept_proof(citizen))
    assert Proof.objects.get().text.endswith("已参加企业职工基本养老保险，目前无在保关系。")


def test_a_changed_number_brings_its_own_sex_and_date_of_birth(huanglong: Hall) -> None:
    huanglong.with_city()
    citizen = huanglong.registered_person()
    before = Person.objects.get()
    new = new_citizen_id(born="19910720")
    papers = dict.fromkeys(("id-card", "household-register", "personnel-file"), "original")
    form = {"citizen_id": citizen, "new_citizen_id": new, "reason": "公安机关更正"}
    number = huanglong.accept("basic-data-change", form, papers)
    huanglong.carry(number)
    person = Person.objects.get()
    assert values(person, "citizen_id", "sex", "born_on", "version") == [
        new,
        sex_of(new),
        born_on(new),
        2,
    ]
    assert values(person, "number", "name", "phone") == values(before, "number", "name", "phone")
    assert Revision.objects.filter(number=person.number).count() == 2
    assert citizen in result_of(number), "the former number stays readable"
    assert verify().faults == []


def test_a_new_name_alone_changes_nothing_else(huanglong: Hall) -> None:
    citizen = huanglong.registered_person()
    before: dict[str, Any] = {**Person.objects.values().get()}
    huanglong.carry(huanglong.accept_change(citizen))
    after: dict[str, Any] = {**Person.objects.values().get()}
    differing = {name for name in before if before[name] != after[name]}
    assert differing == {"name", "version", "act_id"}
    assert Enrolment.objects.get().version == 1
