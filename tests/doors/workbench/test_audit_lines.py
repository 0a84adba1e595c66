"""Every request that is refused leaves one line and nothing else; no line holds what it may not."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from tests.doors.workbench.conftest import AFTERNOON, ComeIn
from tests.doors.workbench.entrance import logged_in
from tests.doors.workbench.pages import HTMX, do, refused_in_words, text_of
from tests.forms import PERSON_PAPERS, person_form
from tests.halls import Hall
from tests.trail.intruder import past_the_guards
from yichuang.domain.cases.queries import chain_of as case_chain
from yichuang.domain.insured.models import Person
from yichuang.domain.journeys.notes import ROOM, Kind, chain_of, note
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.raw import raw_rows
from yichuang.domain.trail.verify import verify
from yichuang.doors.workbench.audit import lines as audit_lines
from yichuang.doors.workbench.audit.page_names import PAGES
from yichuang.doors.workbench.models import Draft
from yichuang.doors.workbench.urls import urlpatterns

TABLES = ("cases_case", "cases_seat", "insured_person", "staff_assignment", "workbench_draft",
          "archives_file", "catalogue_edition", "authority_grant")  # fmt: skip


def lines(kind: Kind | None = None) -> list[dict[str, Any]]:
    """Give what every audit line says, in their order."""
    acts = Act.objects.filter(chain__key__startswith=ROOM).order_by("at", "chain", "n")
    chosen = acts.filter(verb=kind.value) if kind else acts
    return [{"by": a.actor, **json.loads(a.content)["said"]} for a in chosen]


def stands() -> tuple[Any, ...]:
    """Give everything that isn't an audit line."""
    with connection.cursor() as cursor:
        counted = []
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608 -- tables of ours
            counted.append(repr(cursor.fetchall()))
    acts = [a["digest"] for a in raw_rows(Act) if not a["chain_id"].startswith(ROOM)]
    return *counted, sorted(acts)


def test_a_refused_verb_leaves_one_line_and_nothing_else(huanglong: Hall, come_in: ComeIn) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    teller, before = come_in(huanglong.teller), stands()
    refused_in_words(do(teller, number, "pass", {"ticked": []}))
    assert stands() == before
    assert lines() == [
        {"by": huanglong.teller, "code": "not-your-post", "page": "case-act", "method": "POST",
         "verb": "pass", "case": number, "post": "teller", "agency": "610631"}
    ]  # fmt: skip


def test_so_does_an_application_with_mistakes(huanglong: Hall, come_in: ComeIn) -> None:
    form = person_form(huanglong.registered_employer(), citizen_id="610631199003150000")
    draft = Draft(key=uuid4(), by_id=huanglong.teller, agency="610631", item="person-registration")
    draft.form, draft.materials, draft.saved_at = form, PERSON_PAPERS, huanglong.now
    draft.save(force_insert=True)
    sent = {f: v for f, v in form.items() if f != "name"}
    answer = come_in(huanglong.teller).post(f"/drafts/{draft.key}/submit/", sent, headers=HTMX)
    assert answer.status_code == 422
    (line,) = lines()
    assert (line["code"], line["page"]) == ("mistakes", "draft-submit")
    assert "610631199003150000" not in str(line)


def test_a_door_that_is_closed_leaves_one_line(huanglong: Hall, come_in: ComeIn) -> None:
    before = stands()
    assert come_in(huanglong.teller).get("/review/").status_code == 403
    assert come_in(huanglong.guide).post("/counter/begin/", headers=HTMX).status_code == 403
    assert stands() == before
    told = [(x["by"], x["code"], x["page"], x["method"]) for x in lines(Kind.TURNED_AWAY)]
    assert sorted(told) == [
        (huanglong.guide, "not-for-this-post", "begin", "POST"),
        (huanglong.teller, "not-for-this-post", "review", "GET"),
    ]


def test_a_case_of_another_agency_leaves_one_line_and_one_that_is_none_leaves_none(
    huanglong: Hall, luochuan: Hall, come_in: ComeIn
) -> None:
    theirs = luochuan.accept_employer()
    teller, before = come_in(huanglong.teller), stands()
    for path in ("", "receipt/"):
        assert teller.get(f"/cases/{theirs}/{path}").status_code == 404
    assert do(teller, theirs, "finish").status_code == 404
    assert teller.get("/cases/610629-20260309-9999-0/").status_code == 404
    assert teller.get("/nowhere/").status_code == 404
    assert stands() == before
    assert [(x["code"], x["case"]) for x in lines()] == [("not-your-case", theirs)] * 3


def test_a_form_without_its_token_leaves_a_line_of_whoever_is_logged_in(huanglong: Hall) -> None:
    known = logged_in(huanglong.teller)
    had = len(lines())
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/find/", {"q": "高桂梅"}).status_code == 403
    assert len(lines()) == had, "nobody is known to have sent it"
    strict.cookies = known.cookies
    assert strict.post("/find/", {"q": "高桂梅"}).status_code == 403
    (line,) = lines(Kind.TURNED_AWAY)
    assert (line["by"], line["code"], line["page"]) == (huanglong.teller, "page-too-old", "find")
    assert "高桂梅" not in str(line)


def test_what_is_allowed_leaves_no_line_of_a_refusal(huanglong: Hall, come_in: ComeIn) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    reviewer = come_in(huanglong.reviewer)
    assert reviewer.get("/review/").status_code == 200
    assert do(reviewer, number, "pass").status_code == 204
    assert lines(Kind.REFUSED) == lines(Kind.TURNED_AWAY) == []


def test_a_look_at_a_case_leaves_a_line_of_whoever_has_no_seat_in_it(
    huanglong: Hall, come_in: ComeIn
) -> None:
    number = huanglong.accept_employer()
    for person in (huanglong.teller, huanglong.second_teller):
        assert come_in(person).get(f"/cases/{number}/").status_code == 200
    told = [(line["by"], line["kind"], line["of"]) for line in lines(Kind.OPENED)]
    assert told == [(huanglong.second_teller, "case", number)]


def test_every_opening_of_a_card_leaves_a_line_also_at_the_counter(
    huanglong: Hall, come_in: ComeIn
) -> None:
    person = Person.objects.get(citizen_id=huanglong.registered_person())
    teller, named = come_in(huanglong.teller), f"person:{person.number}"
    teller.get(f"/find/insured/person/{person.number}/")
    teller.get("/counter/", {"chosen": named})
    teller.post("/counter/begin/", {"item": "insurance-proof", "chosen": named})
    draft = Draft.objects.latest("saved_at")
    teller.post(f"/drafts/{draft.key}/subject/", {"chosen": named})
    teller.get("/find/insured/person/R610631-20260309-9999-0/")
    assert [line["of"] for line in lines(Kind.OPENED)] == [person.number] * 4


def broken_chain(by: str) -> None:
    """Put the head of somebody's chain back, so that no line can follow."""
    for _ in range(2):
        note(Kind.LOGIN, by=by, at=AFTERNOON, said={})
    with past_the_guards() as run:
        run("UPDATE trail_chain SET n = n - 1 WHERE key = %s", chain_of(by))


def test_a_refused_request_is_answered_though_its_line_cannot_be_written(
    huanglong: Hall, come_in: ComeIn, caplog: pytest.LogCaptureFixture
) -> None:
    broken_chain(huanglong.teller)
    answer = come_in(huanglong.teller).get("/review/")
    assert answer.status_code == 403
    assert "这个页面供以下岗位使用" in text_of(answer)
    assert [record.name for record in caplog.records if record.levelname == "ERROR"] == [
        audit_lines.__name__
    ]
    assert "not-for-this-post" in caplog.text
    assert lines(Kind.TURNED_AWAY) == []


def test_but_no_card_is_shown_and_nothing_leaves_the_house_without_its_line(
    huanglong: Hall, come_in: ComeIn
) -> None:
    person = Person.objects.get(citizen_id=huanglong.registered_person())
    teller = come_in(huanglong.teller)
    broken_chain(huanglong.teller)
    for path in (f"/find/insured/person/{person.number}/", "/catalogue/shaanxi/1/toml/"):
        answer = teller.get(path)
        assert answer.status_code == 409, path
        assert person.name not in text_of(answer)
        assert "in_force_on" not in text_of(answer)


def test_a_file_that_leaves_the_house_leaves_a_line(huanglong: Hall, come_in: ComeIn) -> None:
    assert come_in(huanglong.director).get("/catalogue/shaanxi/1/toml/").status_code == 200
    (line,) = lines(Kind.EXPORTED)
    assert (line["what"], line["count"], line["of"]) == ("业务目录", 1, "shaanxi/1")


def test_no_line_holds_a_whole_number_a_password_or_a_form(
    huanglong: Hall, luochuan: Hall, come_in: ComeIn
) -> None:
    """After a morning of looking, erring and being refused, all lines are searched."""
    citizen = huanglong.registered_person()
    person = Person.objects.get(citizen_id=citizen)
    number = huanglong.accept_change(citizen, reason="户籍更名特别理由")
    for who in (huanglong.teller, huanglong.reviewer, huanglong.guide, luochuan.teller):
        client = come_in(who)
        client.post("/find/", {"q": citizen}, headers=HTMX)
        client.get(f"/find/insured/person/{person.number}/")
        client.get(f"/cases/{citizen}/")
        client.get(f"/cases/{number}/")
        for verb in ("sign", "return", "refuse", "withdraw"):
            do(client, number, verb, {"reason": f"特别理由{citizen}", "step": "9"})
        client.post("/counter/begin/", {"item": citizen, "chosen": f"person:{citizen}"})
    Client().post("/login/", {"number": huanglong.teller, "password": "no-such-password-1"})
    everything = "".join(a["content"] for a in raw_rows(Act) if a["chain_id"].startswith(ROOM))
    assert len(lines()) > 10
    for secret in (citizen, person.phone, person.name, "特别理由", "no-such-password", "yichuang-"):
        assert secret not in everything, secret
    assert not re.search("[0-9]{17}[0-9X]", everything)
    assert huanglong.teller in everything, "and the search would find what stands there"
    assert verify().faults == []


def test_a_teller_who_is_refused_goes_on_working(huanglong: Hall, come_in: ComeIn) -> None:
    """Lines stand on a chain of their own: a case moves on as if nothing had been tried."""
    number = huanglong.accept_proof(huanglong.registered_person())
    teller = come_in(huanglong.teller)
    n = Act.objects.filter(chain=case_chain(number)).count()
    refused_in_words(do(teller, number, "pass"))
    assert Act.objects.filter(chain=case_chain(number)).count() == n
    assert do(teller, number, "finish").status_code == 204


def test_every_page_has_a_name_in_the_halls_words() -> None:
    assert {one.name for one in urlpatterns} == set(PAGES)
