"""What each business item checks, holds while it is open, and leaves in the register."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cases.shown import CHANGE, EMPLOYER, PAPERS, PERSON, PROOF
from tests.forms import (
    EMPLOYER_PAPERS,
    PERSON_PAPERS,
    employer_form,
    new_citizen_id,
    new_credit_code,
    person_form,
)
from tests.halls import Hall
from tests.items.test_death_in_service import BROKEN as OF_DEATH
from tests.items.test_linked_items import BROKEN as ABOUT_ANOTHER
from tests.items.test_own_items import BROKEN as OF_THE_AGENCY
from yichuang.domain.cases.application import Mistake, Mistakes
from yichuang.domain.insured.models import Employer, Enrolment, Person
from yichuang.domain.items.fields import sex_of
from yichuang.domain.items.item import ItemNotRun
from yichuang.domain.items.registry import ITEMS

Form = dict[str, Any]


def born(day: str, sex: str = "female") -> str:
    """Give a new citizen id by day of birth and sex."""
    number = new_citizen_id(born=day)
    return number if sex_of(number) == sex else born(day, sex)


@pytest.fixture
def known(huanglong: Hall) -> Person:
    """Give a person who is registered and insured through a registered employer."""
    return Person.objects.get(citizen_id=huanglong.registered_person())


def through(known: Person) -> str:
    return Employer.objects.get(enrolment__person=known).credit_code


def employer(_: Person, **changed: Any) -> Form:
    return employer_form(**changed)


def person(known: Person, **changed: Any) -> Form:
    return person_form(through(known)) | changed


def proof(known: Person, **changed: Any) -> Form:
    return {"citizen_id": known.citizen_id, "purpose": "子女入学"} | changed


def change(known: Person, **changed: Any) -> Form:
    form = {"citizen_id": known.citizen_id, "new_name": "高瑰梅", "reason": "户籍更名"}
    return form | changed


def closed(known: Person) -> Form:
    Enrolment.objects.filter(person=known).update(until="2026-03")
    return change(known)


def taken(known: Person) -> Form:
    """Ask for the number of somebody else in the register."""
    values = Person.objects.filter(pk=known.pk).values()[0]
    other = Person.objects.create(**values | {"number": "R-other", "citizen_id": new_citizen_id()})
    return change(known, new_citizen_id=other.citizen_id)


LAW_57, LAW_58 = "社会保险法第五十七条", "社会保险法第五十八条"
OVER_AGE = "陕社保发〔2016〕27号第十三条"

BROKEN: dict[str, tuple[str, Callable[[Person], Form], str, str, str]] = {
    "employer registered": (
        EMPLOYER,
        lambda known: employer(known, credit_code=through(known)),
        *("employer-is-new", LAW_57, "不得重复登记"),
    ),
    "employer of tomorrow": (
        EMPLOYER,
        lambda known: employer(known, established_on="2026-03-10"),
        *("is-established", LAW_57, "成立日期晚于今天"),
    ),
    "employer unknown": (
        PERSON,
        lambda known: person(known, employer=new_credit_code()),
        *("employer-is-registered", LAW_58, "尚未参保登记"),
    ),
    "person registered": (
        PERSON,
        lambda known: person(known, citizen_id=known.citizen_id),
        *("person-is-new", "社会保险经办条例第六条", "不得重复登记"),
    ),
    "a day under sixteen": (
        PERSON,
        lambda known: person(known, citizen_id=born("20100303")),
        *("of-working-age", "劳动法第十五条", "未满16周岁"),
    ),
    "a woman of fifty-eight": (
        PERSON,
        lambda known: person(known, citizen_id=born("19680309", "female")),
        *("not-over-age", OVER_AGE, "已满58周岁"),
    ),
    "a man of sixty-three": (
        PERSON,
        lambda known: person(known, citizen_id=born("19630309", "male")),
        *("not-over-age", OVER_AGE, "已满63周岁"),
    ),
    "insured before hired": (
        PERSON,
        lambda known: person(known, since="2026-02"),
        *("begins-when-employed", LAW_58, "早于用工日期"),
    ),
    "insured from next month": (
        PERSON,
        lambda known: person(known, since="2026-04"),
        *("begins-when-employed", LAW_58, "不得晚于本月"),
    ),
    "proof for a stranger": (
        PROOF,
        lambda known: proof(known, citizen_id=new_citizen_id()),
        *("person-is-registered", "社会保险经办条例第三十二条", "登记册中没有此人"),
    ),
    "change of a stranger": (
        CHANGE,
        lambda known: change(known, citizen_id=new_citizen_id()),
        *("is-in-service", "WQ-03", "登记册中没有此人"),
    ),
    "change of somebody not in service": (
        CHANGE,
        closed,
        *("is-in-service", "WQ-03", "没有在保关系"),
    ),
    "change of nothing": (
        CHANGE,
        lambda known: change(known, new_name=""),
        *("changes-something", "WQ-03", "没有填写任何变更后的内容"),
    ),
    "change to the same": (
        CHANGE,
        lambda known: change(known, new_name=known.name, new_citizen_id=known.citizen_id),
        *("changes-something", "WQ-03", "与现登记内容相同"),
    ),
    "somebody else's number": (
        CHANGE,
        taken,
        *("number-is-free", LAW_58, "已属另一参保人员"),
    ),
}


def mistakes(hall: Hall, item: str, form: Form, papers: object = None) -> list[Mistake]:
    """Bring an application and give everything that is told against it."""
    with pytest.raises(Mistakes) as refused:
        hall.accept(item, form, PAPERS[item] if papers is None else papers)
    return refused.value.mistakes


@pytest.mark.parametrize("what", BROKEN)
def test_each_check_that_is_broken_alone_is_named_with_its_source(
    huanglong: Hall, known: Person, what: str
) -> None:
    item, form, code, source, says = BROKEN[what]
    (mistake,) = mistakes(huanglong, item, form(known))
    assert (mistake.code, mistake.source) == (code, source)
    assert says in mistake.message
    assert mistake.field in next(c.needs for c in ITEMS[item].checks if c.code == code)


def test_every_check_of_every_item_is_broken_here_once() -> None:
    broken = {(item, code) for item, _, code, _, _ in BROKEN.values()}
    broken |= {("death-in-service", code) for _, code, _, _ in OF_DEATH.values()}
    assert broken | set(OF_THE_AGENCY) | set(ABOUT_ANOTHER) == {
        (item.code, check.code) for item in ITEMS.values() for check in item.checks
    }


@pytest.mark.parametrize(
    "form",
    [
        {"citizen_id": "20100302"},
        {"citizen_id": "19680310"},
        {"employed_on": "2026-01-31", "since": "2026-01"},
        {"employed_on": "2026-01-31", "since": "2026-02"},
    ],
    ids=["sixteen today", "fifty-eight tomorrow", "from the month of hiring", "a month later"],
)
def test_what_just_holds_is_accepted(huanglong: Hall, known: Person, form: Form) -> None:
    if "citizen_id" in form:
        form = {"citizen_id": born(form["citizen_id"])}
    assert huanglong.accept(PERSON, person(known, **form), PERSON_PAPERS)


def test_everything_that_is_wrong_is_named_at_once(huanglong: Hall, known: Person) -> None:
    form = person(
        known,
        employer=new_credit_code(),
        citizen_id=known.citizen_id,
        name="高 梅",
        phone="12345",
        employed_on="2005-01-01",
        since="2004-12",
        bonus="1",
    )
    named = mistakes(huanglong, PERSON, form, {"labour-contract": "later", "photo": "copy"})
    assert [(mistake.field, mistake.code) for mistake in named] == [
        ("name", "name-space"),
        ("phone", "phone-format"),
        ("bonus", "field-unknown"),
        ("materials.id-card", "material-missing"),
        ("materials.labour-contract", "material-kind"),
        ("materials", "material-unknown"),
        ("employer", "employer-is-registered"),
        ("citizen_id", "person-is-new"),
        ("citizen_id", "of-working-age"),
        ("employed_on", "begins-when-employed"),
    ]
    assert all(mistake.title and mistake.message for mistake in named)
    assert named[3].source == "社会保险经办条例第三十一条"


def test_what_can_be_checked_is_checked_beside_a_field_that_cannot_be_read(
    huanglong: Hall, known: Person
) -> None:
    form = person(known, citizen_id="1", since="2026-04")
    assert [m.code for m in mistakes(huanglong, PERSON, form)] == [
        "citizen-id-format",
        "begins-when-employed",
    ]


@pytest.mark.parametrize(
    ("changed", "papers"),
    [
        ({}, {"household-register"}),
        ({"new_name": "", "new_citizen_id": born("19900315")}, {"household-register"}),
        ({"new_citizen_id": born("19900316")}, {"household-register", "personnel-file"}),
    ],
    ids=["name", "number", "date of birth"],
)
def test_a_change_asks_for_the_papers_of_what_it_changes(
    huanglong: Hall, known: Person, changed: Form, papers: set[str]
) -> None:
    named = mistakes(huanglong, CHANGE, change(known, **changed), {"id-card": "original"})
    assert {m.field.removeprefix("materials.") for m in named} == papers
    assert {m.code for m in named} == {"material-missing"}


def test_only_what_may_follow_can_be_promised(huanglong: Hall, known: Person) -> None:
    promised = dict.fromkeys(EMPLOYER_PAPERS, "promised")
    named = mistakes(huanglong, EMPLOYER, employer(known), promised)
    assert {m.field for m in named} == {"materials.business-licence", "materials.agent-id-card"}
    assert {m.code for m in named} == {"material-must-be-here"}


def test_an_item_that_does_not_exist_is_refused(huanglong: Hall) -> None:
    with pytest.raises(ItemNotRun):
        huanglong.accept("pension-lottery", {}, {})
