"""The audit administrator looks at all of the agency and of those below, and changes nothing."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.doors.workbench.addresses import addresses
from tests.doors.workbench.conftest import AFTERNOON, ComeIn
from tests.doors.workbench.pages import HTMX, do, open_page, text_of
from tests.doors.workbench.test_audit_lines import lines, stands
from tests.halls import Hall
from tests.trail.intruder import past_the_guards
from yichuang.domain.insured.models import Person
from yichuang.domain.journeys.notes import Kind, note
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Act
from yichuang.doors.workbench import doorway

COUNTY, CITY = "61063190", "61060090"
SENDS = {"login", "login-again", "text-size", "logout", "seat", "find", "archive", "audit-looks"}
"""What an audit administrator may send, written down a second time."""


@pytest.fixture
def auditor(huanglong: Hall, come_in: ComeIn) -> Callable[[str], Client]:
    """Let an audit administrator of the county or of the city come in."""

    def enter(number: str) -> Client:
        year: dict[str, Any] = {"since": date(2026, 1, 1), "until": date(2027, 1, 1)}
        agency, trained = number[:6], {"trained_until": year["until"]}
        huanglong.do(staff.enlist, agency, number, "审计员", by="0001")
        huanglong.do(staff.assign, number, agency, Post.AUDIT_ADMIN, **year, **trained, by="0001")
        return come_in(number)

    return enter


def test_it_sends_nothing_but_searches_and_what_is_its_own(
    huanglong: Hall, auditor: Callable[[str], Client], come_in: ComeIn
) -> None:
    person = Person.objects.get(citizen_id=huanglong.registered_person())
    number = huanglong.accept_proof(person.citizen_id)
    client, before = auditor(COUNTY), stands()
    refused = set()
    for one in addresses(number=number, register=person.number):
        assert one.door is not None
        if one.name in SENDS or one.name.startswith(("login", "me-")):
            continue
        status = client.post(one.path, {"q": "1", "reason": "试"}, headers=HTMX).status_code
        assert status in {403, 405}, one.name
        refused |= {one.name} if status == 403 else set()
    assert stands() == before
    assert {"case-act", "begin", "reveal", "pension", "publish"} <= refused
    assert len(lines(Kind.TURNED_AWAY)) == len(refused), "and each try leaves its line"


def test_and_the_rule_is_what_keeps_it_out(
    huanglong: Hall, auditor: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = auditor(COUNTY)
    monkeypatch.setattr(doorway, "_only_looks", lambda _: True)
    assert client.post("/pension/", {}).status_code != 403


def test_it_looks_at_every_page_of_business_masked(
    huanglong: Hall, auditor: Callable[[str], Client]
) -> None:
    person = Person.objects.get(citizen_id=huanglong.registered_person())
    number = huanglong.accept_proof(person.citizen_id)
    client = auditor(COUNTY)
    kept = (f"/find/insured/person/{person.number}/", f"/cases/{number}/")
    for path in (*kept, f"{kept[1]}receipt/", "/find/", "/catalogue/shaanxi/1/", "/archive/"):
        page = client.get(path)
        assert page.status_code == 200, path
        for whole in (person.citizen_id, person.phone):
            assert whole not in page.content.decode(), path
        assert "panel-reveal" not in page.content.decode()
    assert person.name in text_of(client.post("/find/", {"q": person.citizen_id}))
    own = [line for line in lines() if line["by"] == COUNTY]
    assert [line["of"] for line in own] == [person.number, number, number], "it is seen too"
    for path in ("/counter/", "/review/", "/signing/", f"/cases/{number}/signing/"):
        assert client.get(path).status_code == 403


def test_it_sees_the_lines_of_its_people_and_of_those_below_and_no_others(
    huanglong: Hall, luochuan: Hall, auditor: Callable[[str], Client], come_in: ComeIn
) -> None:
    come_in(huanglong.teller).get("/review/")
    come_in(luochuan.teller).get("/review/")
    note(Kind.LOGIN_FAILED, by="99999999", at=AFTERNOON, said={})
    county, city = auditor(COUNTY), auditor(CITY)
    own, both = open_page(county, "/audit/"), open_page(city, "/audit/")
    assert huanglong.teller in own
    assert luochuan.teller not in own, "of another county"
    for teller in (huanglong.teller, luochuan.teller):
        assert teller in both, "the city is above both"
    assert "工号不存在" in own
    theirs, unknown = f"/audit/lines/{luochuan.teller}/1/", "/audit/lines/nobody/1/"
    assert county.get(theirs).status_code == county.get(unknown).status_code == 404
    assert city.get(theirs).status_code == 200


def test_lines_are_filtered_and_come_fifty_a_page_the_latest_first(
    huanglong: Hall, auditor: Callable[[str], Client], come_in: ComeIn
) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    do(come_in(huanglong.teller), number, "pass")
    for _ in range(60):
        note(Kind.LOGIN, by=huanglong.reviewer, at=huanglong.tick(), said={})
    client = auditor(COUNTY)

    def rows(**asked: str) -> list[str]:
        page = client.get("/audit/", asked).content.decode()
        return re.findall(r'href="/audit/lines/([^"]+)/"', page)

    assert next(row for row in rows() if row.startswith(huanglong.reviewer)).endswith("/60")
    assert len(rows()) == 50
    assert len(rows(page="2")) == 11
    assert rows(by=huanglong.teller) == rows(kind="refused") == rows(code="not-your-post")
    assert len(rows(by=huanglong.teller)) == 1
    assert len(rows(day="2026-03-09", kind="login", page="2")) == 10
    assert rows(day="2026-03-10") == rows(by="61062902") == rows(code="%") == []
    assert "日期请写成" in open_page(client, "/audit/?day=yesterday")
    for nasty in ("\0", "'", '"', "٣", "9" * 400, "�"):
        assert client.get("/audit/", dict.fromkeys(("by", "code", "day", "page", "kind"), nasty))


def test_a_line_is_shown_whole_with_the_state_of_its_chain(
    huanglong: Hall, auditor: Callable[[str], Client], come_in: ComeIn
) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    do(come_in(huanglong.teller), number, "pass")
    client, path = auditor(COUNTY), f"/audit/lines/{huanglong.teller}/1/"
    act = Act.objects.get(chain=f"audit/{huanglong.teller}", n=1)
    page = open_page(client, path)
    for words in (act.digest, number, "not-your-post", "复核通过", "1 笔都相符", "黄龙县"):
        assert words in page, words
    with past_the_guards() as run:
        run("UPDATE trail_act SET content = replace(content, 'pass', 'sign') WHERE chain_id = %s",
            act.chain_id)  # fmt: skip
    assert "内容与摘要不符" in open_page(client, path)


def test_who_looked_at_a_record_is_told_by_its_number(
    huanglong: Hall, luochuan: Hall, auditor: Callable[[str], Client], come_in: ComeIn
) -> None:
    person = Person.objects.get(citizen_id=huanglong.registered_person())
    number = huanglong.accept_proof(person.citizen_id)
    for somebody in (huanglong.reviewer, luochuan.teller):
        come_in(somebody).get(f"/find/insured/person/{person.number}/")
    come_in(huanglong.reviewer).get(f"/cases/{number}/")
    client = auditor(COUNTY)

    def lookers(of: str) -> str:
        return text_of(client.post("/audit/looks/", {"of": of}))

    told = lookers(f" {person.number.lower()} ")
    assert huanglong.reviewer in told
    assert luochuan.teller in told, "whoever looked at our person, wherever they work"
    assert huanglong.teller not in told
    assert huanglong.reviewer in lookers(number)
    assert luochuan.teller not in lookers(number)
    assert "没有编号为" in lookers("R610631-20260309-9999-9")
    theirs = Person.objects.get(citizen_id=luochuan.registered_person())
    come_in(luochuan.teller).get(f"/find/insured/person/{theirs.number}/")
    assert luochuan.teller not in lookers(theirs.number), "of others' records only our people"


def test_walking_along_the_numbers_of_the_register_is_seen(
    huanglong: Hall, auditor: Callable[[str], Client], come_in: ComeIn
) -> None:
    walker = come_in(huanglong.guide)
    found = [Person.objects.get(citizen_id=huanglong.registered_person()) for _ in range(3)]
    for person in found:
        assert walker.get(f"/find/insured/person/{person.number}/").status_code == 200
    page = open_page(auditor(COUNTY), f"/audit/?by={huanglong.guide}&kind=opened")
    for person in found:
        assert person.number in page


def test_an_audit_administrator_begins_the_day_with_the_lines(
    huanglong: Hall, auditor: Callable[[str], Client]
) -> None:
    assert huanglong
    assert auditor(COUNTY).get("/").headers["Location"] == "/audit/"
