"""The pages of absences, declarations and of what nobody can carry on."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.cases.ground import carried_to, form_of, limited, newcomer, returned
from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import HTMX, do, open_page, refused_in_words, text_of, went_to
from tests.forms import new_citizen_id
from tests.halls import Huanglong
from tests.staff.absentees import DAY, away, back, declared
from yichuang.domain.cases.own import concerned
from yichuang.domain.cases.queries import standing
from yichuang.domain.staff.models import Absence, Relative
from yichuang.domain.staff.posts import Post

DEPUTY = Post.DEPUTY_DIRECTOR
TODAY = date(2026, 3, 9)
WRITTEN = {"reason": "年休假", "paper": "休假审批单〔2026〕3号"}


def send(client: Client, address: str, **sent: Any) -> Any:
    """Send a form as the page does."""
    return client.post(address, {"request": str(uuid4())} | sent, headers=HTMX)


def taken_by_the_deputy(hall: Huanglong) -> str:
    """Bring a case back to the deputy's seat, which the deputy has."""
    return returned(hall, carried_to(hall, limited(hall), 4), 3)


@pytest.mark.clause("SX-12")
def test_the_head_records_an_absence_and_ends_it(huanglong: Huanglong, come_in: ComeIn) -> None:
    second, director = newcomer(huanglong, DEPUTY), come_in(huanglong.director)
    until = f"{TODAY + 5 * DAY:%Y%m%d}"
    sent = {"holder": f"{huanglong.deputy}:deputy-director", "delegate": second, **WRITTEN}
    answer = send(director, "/absences/record/", since="2026-03-09", until=until, **sent)
    assert went_to(answer) == "/absences/?entered=1"
    page = open_page(director, "/absences/?entered=1")
    assert "已记入：登记缺勤" in page
    assert "缺勤中" in page
    one = Absence.objects.get()
    assert "樊志明销假" in open_page(director, f"/absences/?end={one.id}")
    assert went_to(send(director, "/absences/end/", absence=one.id, on="20260310"))
    one.refresh_from_db()
    assert one.until == TODAY + DAY


def test_others_see_and_record_only_their_own(huanglong: Huanglong, come_in: ComeIn) -> None:
    away(huanglong, huanglong.reviewer, Post.REVIEWER)
    teller = come_in(huanglong.teller)
    assert "没有缺勤登记" in open_page(teller, "/absences/")
    sent = {"since": "20260309", "until": "20260312", **WRITTEN}
    holder = f"{huanglong.reviewer}:reviewer"
    words = refused_in_words(send(teller, "/absences/record/", holder=holder, **sent))
    assert "主任" in words
    holder = f"{huanglong.teller}:teller"
    went_to(send(teller, "/absences/record/", holder=holder, **sent))
    page = open_page(teller, "/counter/")
    assert "您登记缺勤，3月12日返岗" in page
    one = Absence.objects.get(staff=huanglong.teller)
    went_to(send(teller, "/absences/end/", absence=one.id, on="20260309"))
    assert "您登记缺勤" not in open_page(teller, "/counter/")


def test_every_fault_of_the_form_is_told_at_once(huanglong: Huanglong, come_in: ComeIn) -> None:
    director = come_in(huanglong.director)
    words = refused_in_words(send(director, "/absences/record/", since="昨天"))
    assert all(title in words for title in ("缺勤人", "起", "返岗日", "事由", "书面依据"))
    for address in ("/absences/end/", "/relatives/declare/", "/relatives/end/"):
        refused_in_words(send(director, address))


@pytest.mark.clause("SX-12", "WQ-04")
def test_the_delegate_finds_and_signs_it_and_the_case_says_so(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number, second = taken_by_the_deputy(huanglong), newcomer(huanglong, DEPUTY)
    away(huanglong, huanglong.deputy, DEPUTY, second)
    delegate = come_in(second)
    page = open_page(delegate, "/signing/")
    assert number in page
    assert "代 樊志明（缺勤）" in page
    assert went_to(do(delegate, number, "sign"))
    page = open_page(come_in(huanglong.director), f"/cases/{number}/")
    assert page.count("代 樊志明（缺勤）") >= 4, "in the picture, the acts and the stops"
    absent = come_in(huanglong.deputy)
    assert "您登记缺勤" in open_page(absent, "/signing/")


@pytest.mark.clause("SX-12", "WQ-04")
def test_between_page_and_click_it_may_have_ended(huanglong: Huanglong, come_in: ComeIn) -> None:
    number, second = taken_by_the_deputy(huanglong), newcomer(huanglong, DEPUTY)
    absence = away(huanglong, huanglong.deputy, DEPUTY, second)
    delegate = come_in(second)
    assert "F9 签字" in open_page(delegate, f"/cases/{number}/signing/")
    back(huanglong, absence)
    assert "樊志明" in refused_in_words(do(delegate, number, "sign"))
    assert standing(number).seat(3).holder == huanglong.deputy


@pytest.mark.clause("SX-12", "WQ-04")
def test_the_colleague_at_the_counter_finishes_and_corrects(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    employer = huanglong.registered_employer()
    ready = huanglong.carry(huanglong.accept_person(employer), "ready").case.number
    sent_back = returned(huanglong, huanglong.accept_person(employer), 0)
    away(huanglong, huanglong.teller, Post.TELLER, huanglong.second_teller)
    colleague = come_in(huanglong.second_teller)
    for which, number in (("ready", ready), ("returned", sent_back)):
        page = open_page(colleague, f"/counter/mine/?list={which}")
        assert number in page
        assert "代 马建国（缺勤）" in page
    went_to(do(colleague, ready, "finish"))
    draft = colleague.post(f"/cases/{sent_back}/correct/").headers["Location"]
    papers = {f"materials.{code}": how for code, how in standing(sent_back).materials.items()}
    typed = form_of(sent_back, phone="13909119999") | papers
    went_to(send(colleague, f"{draft}submit/", **typed))
    assert standing(sent_back).seat(0).holder == huanglong.second_teller


def test_a_relative_is_declared_shown_masked_and_never_offered(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    citizen, reviewer = min(concerned(standing(number).form)), come_in(huanglong.reviewer)
    assert number in open_page(reviewer, "/review/")
    sent = {"citizen_id": citizen, "name": "高桂兰", "relation": "sibling"}
    went_to(send(reviewer, "/relatives/declare/", **sent))
    html = text_of(reviewer.get("/relatives/"))
    assert citizen not in html
    assert f"{citizen[:4]}**********{citizen[-4:]}" in html
    assert number not in open_page(reviewer, "/review/")
    assert "近亲属" in refused_in_words(do(reviewer, number, "pass"))
    director, one = come_in(huanglong.director), Relative.objects.get()
    assert "终止曹淑兰的申报" in open_page(director, f"/relatives/?end={one.id}")
    went_to(send(director, "/relatives/end/", declaration=one.id, reason="号码填错"))
    assert "已终止" in open_page(director, "/relatives/")
    went_to(do(reviewer, number, "pass"))


def test_nobody_but_the_head_sees_or_ends_what_others_declared(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    one = declared(huanglong, huanglong.teller, new_citizen_id())
    for person in (huanglong.deputy, huanglong.teller):
        client = come_in(person)
        assert "本机构人员的申报" not in open_page(client, f"/relatives/?end={one.id}")
        refused_in_words(send(client, "/relatives/end/", declaration=one.id, reason="错了"))
    one.refresh_from_db()
    assert one.ended_on is None


@pytest.mark.clause("SX-12", "WQ-04")
def test_leaders_see_what_nobody_can_carry_on(huanglong: Huanglong, come_in: ComeIn) -> None:
    director = come_in(huanglong.director)
    assert "每一件都有人可以办" in open_page(director, "/vacant/")
    number = taken_by_the_deputy(huanglong)
    away(huanglong, huanglong.deputy, DEPUTY)
    page = open_page(director, "/vacant/")
    assert number in page
    assert "2026-03-14 返岗" in page
    assert "指定受托人，或登记回避换人" in page
    assert "无人可办 1" in open_page(director, "/signing/")
