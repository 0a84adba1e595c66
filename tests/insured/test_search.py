"""Who stands at the window is found by what a teller types or scans into one box."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.bad_values import NO_TEXT, UNCLEAN, anything
from tests.cases.ground import nothing_written
from tests.forms import EMPLOYER_PAPERS, PERSON_PAPERS, employer_form, person_form
from tests.halls import Hall, Huanglong, Luochuan
from yichuang.domain.insured.models import Employer, Enrolment, Person
from yichuang.domain.insured.queries import believed
from yichuang.domain.insured.search import card_of, find, masked_id, masked_phone
from yichuang.domain.trail.verify import verify


def registered(hall: Hall, employer: str, **changed: Any) -> Person:
    """Let a person be registered."""
    form = person_form(employer, **changed)
    hall.carry(hall.accept("person-registration", form, PERSON_PAPERS))
    return Person.objects.get(citizen_id=form["citizen_id"])


@pytest.fixture
def town(huanglong: Huanglong, luochuan: Luochuan) -> dict[str, Any]:
    """Give an employer with two persons in Huanglong, and one person in Luochuan."""
    code = huanglong.registered_employer()
    return {
        "employer": Employer.objects.get(credit_code=code),
        "gao": registered(huanglong, code),
        "shan": registered(huanglong, code, name="单秀英", phone="0911-5628822"),
        "other": registered(luochuan, code, name="高桂兰", phone="13909110002"),
    }


def names(hall: Hall, text: object, limit: int = 20) -> list[str]:
    return [found.name for found in find(hall.code, text, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("高", ["高桂梅"]),
        ("高桂梅", ["高桂梅"]),
        (" 高桂 ", ["高桂梅"]),
        ("桂梅", []),
        ("高桂兰", []),
        ("ggm", ["高桂梅"]),
        ("GG", ["高桂梅"]),
        ("ｇｇ", ["高桂梅"]),
        ("sxy", ["单秀英"]),
        ("dx", ["单秀英"]),
        ("xy", []),
        ("黄龙县", ["黄龙县果业有限公司"]),
        ("hlxgy", ["黄龙县果业有限公司"]),
        ("0002", ["高桂梅"]),
        ("13909110002", ["高桂梅"]),
        ("0911-5628822", ["单秀英"]),
        ("09115628822", ["单秀英"]),
        ("8822", ["单秀英"]),
        ("13909119999", []),
        ("0001", ["黄龙县果业有限公司"]),
        ("0911-5620001", ["黄龙县果业有限公司"]),
        ("9999", []),
    ],
)
def test_names_initials_and_phones_find_whoever_is_registered_here(
    town: dict[str, Any], huanglong: Hall, typed: str, found: list[str]
) -> None:
    assert names(huanglong, typed) == found


def test_a_whole_number_is_found_wherever_it_is_registered(
    town: dict[str, Any], huanglong: Hall, luochuan: Hall
) -> None:
    for hall in (huanglong, luochuan):
        for row, identity in (
            (town["gao"], town["gao"].citizen_id),
            (town["other"], town["other"].citizen_id),
            (town["employer"], town["employer"].credit_code),
        ):
            assert names(hall, identity) == [row.name]
            assert names(hall, f" {identity.lower()}　") == [row.name]
            assert names(hall, row.number) == [row.name]
            assert names(hall, row.number.lower()) == [row.name]
            assert names(hall, identity[:-1]) == []


def test_what_is_found_shows_enough_to_choose_by_and_no_more(
    town: dict[str, Any], huanglong: Hall
) -> None:
    gao, employer = town["gao"], town["employer"]
    (found,) = find(huanglong.code, "ggm")
    assert (found.kind, found.number) == ("person", gao.number)
    assert found.identity == f"{gao.citizen_id[:4]}**********{gao.citizen_id[-4:]}"
    assert (found.phone, found.detail) == ("139****0002", employer.name)
    Enrolment.objects.filter(person=gao).update(until="2026-03")
    assert find(huanglong.code, "ggm")[0].detail == ""
    (found,) = find(huanglong.code, "hlx")
    assert (found.kind, found.number, found.detail) == ("employer", employer.number, "企业")
    assert (found.identity, found.phone) == (employer.credit_code, "0911-***0001")


def test_a_list_is_bounded_and_has_room_for_both(town: dict[str, Any], huanglong: Hall) -> None:
    values = Person.objects.filter(pk=town["gao"].pk).values()[0]
    for i in range(30):
        more = {"number": f"R-{i}", "citizen_id": f"{i:018}", "name": f"黄{i:02}"}
        Person.objects.create(**values | more | {"initials": f"hl{i:02}"})
    found = find(huanglong.code, "hl")
    assert [one.kind for one in found] == ["person"] * 19 + ["employer"]
    assert [one.name for one in found[:19]] == [f"黄{i:02}" for i in range(19)]
    assert len(find(huanglong.code, "hl", limit=5)) == 5


def test_garbage_finds_nobody_and_breaks_nothing(town: dict[str, Any], huanglong: Hall) -> None:
    odd = [*NO_TEXT, *UNCLEAN, "", " ", "　", "%", "_", "高%", "\\", "'", "高'", "ggm\0", "g_m"]
    with nothing_written():
        for text in odd:
            assert find(huanglong.code, text) == []
        for agency in ("", "999999", "\0", "六一", "\ud800"):
            assert find(agency, "ggm") == []


def test_whatever_is_typed_breaks_nothing(town: dict[str, Any], huanglong: Hall) -> None:
    @settings(
        max_examples=150,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(anything | st.text(st.characters(), max_size=120))
    def whatever(text: object) -> None:
        assert len(find(huanglong.code, text)) <= 20

    whatever()


def test_a_change_of_name_is_found_by_the_new_one_alone(
    town: dict[str, Any], huanglong: Hall
) -> None:
    huanglong.carry(huanglong.accept_change(town["gao"].citizen_id, new_name="解小东"))
    assert names(huanglong, "gg") == names(huanglong, "高") == []
    for typed in ("xxd", "jxd", "解"):
        assert names(huanglong, typed) == ["解小东"]
    assert names(huanglong, "0002") == ["解小东"], "the phone stays"
    assert verify().faults == [], "what is searched by is explained by the act"


def test_what_is_searched_by_is_no_part_of_what_was_believed(
    town: dict[str, Any], huanglong: Hall
) -> None:
    huanglong.carry(huanglong.accept_change(town["gao"].citizen_id, new_name="解小东"))
    known = believed("person", town["gao"].number, huanglong.now.date())
    assert known is not None
    assert known["name"] == "解小东"
    assert not {"initials", "other_initials", "phone_end"} & set(known)


def test_a_forged_reading_is_seen(town: dict[str, Any]) -> None:
    Person.objects.filter(pk=town["gao"].pk).update(initials="zzz")
    (fault,) = verify().faults
    assert "initials" in fault.what


def test_a_name_without_any_known_sign_is_registered_all_the_same(huanglong: Hall) -> None:
    code = huanglong.registered_employer()
    person = registered(huanglong, code, name="\U0003134a\U0003134b")
    assert (person.initials, person.other_initials, person.phone_end) == (None, None, "0002")
    assert names(huanglong, "\U0003134a") == [person.name]
    assert verify().faults == []


def crowded(table: Any, key: str) -> None:
    """Let the hall have three thousand of them, each with a name of its own."""
    values = table.objects.values()[0]
    letters = "abcdefghjklmnopqrst"
    more = [
        values
        | {"number": f"X-{i}", key: f"{i:018}", "name": f"{chr(0x4E00 + i)}桂", "phone_end": f"{i}"}
        | {"initials": letters[i % 19] + letters[i // 19 % 19], "other_initials": f"{i}"}
        for i in range(3000)
    ]
    table.objects.bulk_create(table(**one) for one in more)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {table._meta.db_table}")  # noqa: SLF001 -- Django's own name


@pytest.mark.parametrize(("table", "key"), [(Person, "citizen_id"), (Employer, "credit_code")])
def test_every_way_of_searching_has_its_index(huanglong: Hall, table: Any, key: str) -> None:
    huanglong.registered_person()
    crowded(table, key)
    for column, asked in (
        ("name", Q(name__startswith="高桂")),
        ("initials", Q(initials__startswith="gg")),
        ("other_initials", Q(other_initials__startswith="gg")),
        ("phone_end", Q(phone_end="0002")),
    ):
        plan = table.objects.filter(Q(agency=huanglong.code) & asked).explain()
        if connection.vendor == "postgresql":
            looked_up = plan.split("Index Cond", 1)[1].split("\n")[0]
            assert f"({column})" in looked_up, "the beginning is looked up, not filtered"
        else:
            assert f"{table.__name__.lower()}_by_" in plan, "SQLite goes through the agency's"


def test_a_card_shows_who_was_identified(town: dict[str, Any], huanglong: Hall) -> None:
    gao, employer = town["gao"], town["employer"]
    card = card_of("person", gao.number)
    assert card is not None
    assert (card.name, card.whole_identity, card.whole_phone) == (
        "高桂梅",
        gao.citizen_id,
        "13909110002",
    )
    assert (card.identity, card.phone) == (masked_id(gao.citizen_id), "139****0002")
    assert card.born_on == gao.born_on
    assert card.sex in {"男", "女"}
    (enrolment,) = card.enrolments
    assert (enrolment.insurance, enrolment.since) == ("企业职工基本养老保险", "2026-03")
    assert (enrolment.employer, enrolment.employer_code) == (employer.name, employer.credit_code)
    Enrolment.objects.filter(person=gao).update(until="2026-03")
    card = card_of("person", gao.number)
    assert card is not None
    assert card.enrolments == ()


def test_a_card_of_an_employer(town: dict[str, Any]) -> None:
    employer = town["employer"]
    card = card_of("employer", employer.number)
    assert card is not None
    assert (card.name, card.whole_identity, card.representative) == (
        employer.name,
        employer.credit_code,
        "白守田",
    )
    assert (card.sex, card.born_on, card.enrolments) == (None, None, ())


def test_there_is_no_card_of_nobody(town: dict[str, Any]) -> None:
    assert card_of("employer", town["gao"].number) is None
    assert card_of("proof", town["gao"].number) is None
    for bad in [*NO_TEXT, *UNCLEAN, "", "R1"]:
        assert card_of("person", bad) is None


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("610102199003151234", "6101**********1234"),
        ("12345678", "********"),
        ("", ""),
    ],
)
def test_a_number_is_masked(whole: str, shown: str) -> None:
    assert masked_id(whole) == shown


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("13812345678", "138****5678"),
        ("0911-5620001", "0911-***0001"),
        ("029-87654321", "029-****4321"),
        ("12345", "*****"),
    ],
)
def test_a_phone_is_masked(whole: str, shown: str) -> None:
    assert masked_phone(whole) == shown


def test_an_employer_is_found_beside_a_namesake_elsewhere(huanglong: Hall, luochuan: Hall) -> None:
    for hall in (huanglong, luochuan):
        form = employer_form(name="延安苹果公司")
        hall.carry(hall.accept("employer-registration", form, EMPLOYER_PAPERS))
    for hall in (huanglong, luochuan):
        (found,) = find(hall.code, "yapg")
        assert Employer.objects.get(pk=found.number).agency == hall.code
