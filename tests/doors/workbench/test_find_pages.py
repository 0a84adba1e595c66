"""Looking up: people, employers and cases, each only as far as it concerns whoever looks."""

from urllib.parse import quote

import pytest
from django.test import Client

from tests.doors.workbench.conftest import ComeIn
from tests.halls import Hall
from yichuang.domain.insured.models import Employer, Person
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.posts import Post

HTMX = {"HX-Request": "true"}


def found(client: Client, text: str) -> str:
    """Search for a text, as the box does while somebody types."""
    response = client.post("/find/", {"q": text}, headers=HTMX)
    assert response.status_code == 200
    page = response.content.decode()
    assert "<html" not in page, "only the results"
    return page


@pytest.fixture
def person(huanglong: Hall) -> Person:
    """Give a person whom Huanglong has registered."""
    return Person.objects.get(citizen_id=huanglong.registered_person())


def card(client: Client, person: Person) -> str:
    """Open the card of a person."""
    response = client.get(f"/find/insured/person/{person.number}/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_person_is_found_by_name_initials_phone_and_id(
    huanglong: Hall, person: Person, come_in: ComeIn
) -> None:
    teller = come_in(huanglong.teller)
    for text in (person.name, person.name[0], "ggm", person.phone[-4:], person.citizen_id):
        page = found(teller, text)
        assert f"/find/insured/person/{person.number}/" in page, text
        assert person.citizen_id not in page
        assert f"{person.citizen_id[:4]}**********{person.citizen_id[-4:]}" in page


def test_a_person_of_another_agency_is_found_only_by_the_whole_id(
    huanglong: Hall, luochuan: Hall, person: Person, come_in: ComeIn
) -> None:
    stranger = come_in(luochuan.teller)
    for text in (person.name, "ggm", person.phone[-4:], person.citizen_id[:17]):
        assert person.number not in found(stranger, text)
    assert person.number in found(stranger, person.citizen_id)
    assert "外机构登记" in card(stranger, person)


def test_a_case_is_found_by_its_number_and_by_todays_serial(
    huanglong: Hall, come_in: ComeIn
) -> None:
    number = huanglong.accept_employer()
    teller, serial = come_in(huanglong.teller), number.split("-")[2]
    for text in (number, number.replace("-", ""), f" {number} ", serial, serial.lstrip("0")):
        assert f"/cases/{number}/" in found(teller, text), text
    assert f"/cases/{number}/" in found(teller, "".join(chr(ord(c) + 0xFEE0) for c in serial))


def test_a_number_that_was_mistyped_is_told_by_its_check_digit(
    huanglong: Hall, come_in: ComeIn
) -> None:
    number = huanglong.accept_employer()
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    page = found(come_in(huanglong.teller), wrong)
    assert "校验位不对" in page
    assert "/cases/" not in page


def test_another_agencys_case_looks_like_none_but_the_city_above_sees_it(
    huanglong: Hall, luochuan: Hall, come_in: ComeIn
) -> None:
    number = huanglong.accept_employer()
    assert "没有找到" in found(come_in(luochuan.teller), number)
    assert f"/cases/{number}/" in found(come_in("61060001"), number)
    assert f"/cases/{number}/" in found(come_in("61000001"), number)
    assert "没有找到" in found(come_in("61070001"), number)


def test_a_card_shows_cases_and_what_each_changed_masked(
    huanglong: Hall, person: Person, come_in: ComeIn
) -> None:
    huanglong.carry(huanglong.accept_proof(person.citizen_id))
    changing = huanglong.accept_change(person.citizen_id)
    teller = come_in(huanglong.teller)
    assert changing in card(teller, person)
    huanglong.carry(changing)
    person.refresh_from_db()
    page = card(teller, person)
    assert "<del>高桂梅</del>" in page
    assert "<ins>高瑰梅</ins>" in page
    assert page.count(changing) >= 2, "in the history, and among the finished"
    assert "参保证明" in page, "also a case that only handed something out"
    assert "黄龙县果业有限公司" in page
    assert person.citizen_id not in page
    assert person.phone not in page


def test_a_case_of_another_agency_is_counted_on_a_card_and_not_named(
    huanglong: Hall, luochuan: Hall, person: Person, come_in: ComeIn
) -> None:
    number = huanglong.accept_change(person.citizen_id)
    page = card(come_in(luochuan.teller), person)
    assert "另有 1 件在其他机构办理" in page
    assert f"/cases/{number}/" not in page


def test_the_card_of_an_employer(huanglong: Hall, come_in: ComeIn) -> None:
    code = huanglong.registered_employer()
    employer = Employer.objects.get(credit_code=code)
    page = come_in(huanglong.reviewer).get(f"/find/insured/employer/{employer.number}/")
    for words in (code, "白守田", "登记册沿革", "黄龙县果业有限公司"):
        assert words in page.content.decode()


def test_administrators_and_the_anonymous_look_nobody_up(person: Person) -> None:
    for address in ("/find/", f"/find/insured/person/{person.number}/"):
        response = Client().get(address)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/login/")


def test_a_filed_case_is_found_too(huanglong: Hall, come_in: ComeIn) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number)
    huanglong.do(journeys.file, number, by=huanglong.teller)
    assert "已归档" in found(come_in(huanglong.county.number(Post.ARCHIVIST)), number)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\0", "'; DROP TABLE", "%", "_", "\u202e", "9" * 5000, "字" * 5000, "\ud7ff",
     "<script>", "610631-20261399-0001-0", "²³", "٣", "0", "0000", "a" * 100],
    ids=range(17),
)  # fmt: skip
def test_whatever_is_typed_it_is_only_not_found(
    huanglong: Hall, come_in: ComeIn, text: str
) -> None:
    teller = come_in(huanglong.teller)
    huanglong.registered_person()
    page = found(teller, text)
    assert "/find/insured/" not in page
    assert "<script>" not in page
    assert teller.post("/find/", {"q": text}).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["person/none", "animal/R610631-20260309-0001-1", "person/%00", f"person/{'9' * 3000}",
     f"person/{quote('人')}", "enrolment/G610631-20260309-0001-1"],
    ids=range(6),
)  # fmt: skip
def test_a_card_of_nobody_is_not_found(huanglong: Hall, come_in: ComeIn, address: str) -> None:
    assert come_in(huanglong.teller).get(f"/find/insured/{address}/").status_code == 404
