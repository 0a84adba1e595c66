"""授权登记的页面: asked for, examined, approved, put into force; looked at, printed, checked."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.authority.ground import INSTANT, ask, authorise, held, sign, signer
from tests.doors.workbench.conftest import AFTERNOON, ComeIn
from tests.doors.workbench.pages import (
    HTMX,
    do,
    open_page,
    refused_in_words,
    text_of,
    ticks_of,
    went_to,
)
from tests.halls import Hall
from yichuang.domain.authority.models import Duty, Grant, RegisterCheck
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.notes import chain_of
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Act
from yichuang.doors.commands.demonstration.agencies import office
from yichuang.doors.workbench.models import Draft

CITY, PROVINCE = office("610600"), office("610000")
REASON = "期限过长，请缩短"


def auditor(hall: Hall) -> str:
    return hall.county.number(Post.AUDITOR)


def begun(client: Client, pick: str = "grant") -> Draft:
    """Begin a request on the register's page, and give the draft that it opens."""
    response = client.post("/authority/apply/", {"pick": pick})
    assert response.status_code == 302, text_of(response)
    return Draft.objects.get(key=response.headers["Location"].split("/")[2])


def sent(client: Client, draft: Draft, **typed: Any) -> Any:
    data = {**draft.form, **typed}
    return client.post(f"/drafts/{draft.key}/submit/", data, headers=HTMX)


def submitted(client: Client, draft: Draft, **typed: Any) -> str:
    """Submit a request, and give the number that its signing page has in its address."""
    to = went_to(sent(client, draft, **typed))
    found = re.fullmatch(r"/cases/([0-9-]+)/signing/\?done=\1", to)
    assert found, to
    return found[1]


WANTED = {
    "post": "综合业务",
    "item": "单位参保登记",
    "duty": "受理并经办",
    "until": "20261201",
    "ground": "县局纪要〔2026〕3号",
}


@pytest.mark.clause("SX-10")
def test_the_four_do_it_on_their_pages_and_the_register_shows_it(
    huanglong: Hall, come_in: ComeIn
) -> None:
    deputy = come_in(huanglong.deputy)
    draft = begun(deputy)
    page = text_of(deputy.get(f"/drafts/{draft.key}/"))
    for words in ("稽核内控", "安全管理员", "由上级机构的安全管理员赋权生效"):
        assert words in page
    number = submitted(deputy, draft, **WANTED)
    went_to(do(deputy, number, "sign"))
    examiner = come_in(auditor(huanglong))
    assert "待审核" in open_page(examiner, "/signing/")
    html = examiner.get(f"/cases/{number}/signing/").content.decode()
    assert len(ticks_of(html)) == 7
    assert "还有要点没有核对" in refused_in_words(do(examiner, number, "sign", {"ticked": []}))
    went_to(do(examiner, number, "sign"))
    went_to(do(come_in(huanglong.director), number, "sign"))
    security = come_in(CITY.number(Post.SECURITY_ADMIN))
    assert number in open_page(security, "/signing/")
    assert "待赋权" in open_page(security, f"/cases/{number}/")
    went_to(do(security, number, "sign"))
    shown = open_page(deputy, "/authority/?post=teller&item=employer-registration")
    assert "县局纪要〔2026〕3号" in shown
    assert number in shown


@pytest.mark.clause("SX-10")
def test_what_is_wrong_is_told_all_at_once_and_again_while_typing(
    huanglong: Hall, come_in: ComeIn
) -> None:
    deputy = come_in(huanglong.deputy)
    draft = begun(deputy)
    wrong = {"item": "参保证明", "duty": "审批", "since": "20260301", "post": "综合业务"}
    typed = deputy.post(f"/drafts/{draft.key}/", {**draft.form, **wrong}, headers=HTMX)
    told = text_of(typed)
    for words in ("即时业务须整体授予", "授权不溯及既往", "请核对岗位与权限"):
        assert words in told
    response = sent(deputy, draft, **wrong)
    assert response.status_code == 422
    assert "还不能提交" in text_of(response)
    assert Grant.objects.filter(by_case__isnull=False).count() == 0


@pytest.mark.clause("SX-10")
def test_a_row_of_the_register_leads_to_its_change_or_withdrawal(
    huanglong: Hall, come_in: ComeIn
) -> None:
    deputy = come_in(huanglong.deputy)
    instant = held(huanglong, item="insurance-proof")[0]
    form = begun(deputy, f"withdraw:{instant.id}").form
    assert (form["kind"], form["item"], form["grant"]) == ("收回", INSTANT, "")
    line = held(huanglong, Post.REVIEWER, item="employer-registration")[0]
    draft = begun(deputy, f"change:{line.id}")
    assert draft.form["grant"] == f"{line.id}"
    number = submitted(deputy, draft, limit="8800", ground="限额调整")
    sign(huanglong, number)
    line.refresh_from_db()
    assert line.until == huanglong.now.date()
    assert "8,800.00 元" in open_page(deputy, "/authority/?post=reviewer")
    others = Grant.objects.filter(agency="610629").latest("id").id
    for pick in ("change:999999999", "change:x", f"change:{others}"):
        refused_in_words(deputy.post("/authority/apply/", {"pick": pick}, headers=HTMX))


def test_a_returned_request_is_corrected_on_its_form(huanglong: Hall, come_in: ComeIn) -> None:
    number = sign(huanglong, ask(huanglong), to="audit").case.number
    huanglong.do(journeys.return_to, number, 0, code="other", reason=REASON, by=auditor(huanglong))
    deputy = come_in(huanglong.deputy)
    assert "补正" in open_page(deputy, f"/cases/{number}/signing/")
    to = deputy.post(f"/cases/{number}/correct/").headers["Location"]
    draft = Draft.objects.get(key=to.split("/")[2])
    assert REASON in text_of(deputy.get(to))
    assert submitted(deputy, draft, until="20260901") == number
    assert standing(number).case.state == "handling"


@pytest.mark.clause("SX-10")
def test_a_withdrawal_stops_whoever_has_the_form_open(huanglong: Hall, come_in: ComeIn) -> None:
    teller = come_in(huanglong.teller)
    begin = teller.post("/counter/begin/", {"item": "insurance-proof"})
    draft = Draft.objects.get(key=begin.headers["Location"].split("/")[2])
    citizen = huanglong.registered_person()
    authorise(huanglong, kind="收回", item=INSTANT, until=None)
    data = {"citizen_id": citizen, "purpose": "子女入学", "materials.id-card": "original"}
    refused = teller.post(f"/drafts/{draft.key}/submit/", data, headers=HTMX)
    assert "没有“insurance-proof”的受理并经办授权" in refused_in_words(refused)
    assert "没有这个事项的“受理并经办”授权" in open_page(teller, "/authority/why/")


def test_a_save_that_comes_after_the_submission_leads_to_the_same_page(
    huanglong: Hall, come_in: ComeIn
) -> None:
    deputy = come_in(huanglong.deputy)
    draft = begun(deputy)
    number = submitted(deputy, draft, **WANTED)
    late = deputy.post(f"/drafts/{draft.key}/", {**draft.form, **WANTED}, headers=HTMX)
    assert went_to(late) == f"/cases/{number}/signing/?done={number}"


@pytest.mark.clause("SX-04", "SX-10")
def test_another_mode_is_asked_for_on_the_same_page(huanglong: Hall, come_in: ComeIn) -> None:
    deputy = come_in(huanglong.deputy)
    number = submitted(deputy, begun(deputy, "switch"), mode="征缴柜员制", ground="省局批复")
    sign(huanglong, number)
    teller = open_page(come_in(huanglong.teller), "/authority/why/")
    assert "征缴柜员制只办理登记与征缴业务" in teller


@pytest.mark.clause("SX-06", "SX-10")
def test_counters_do_not_offer_what_an_agency_decides_about_itself(
    huanglong: Hall, come_in: ComeIn
) -> None:
    teller = come_in(huanglong.teller)
    for text in ("", "gwsq", "岗位授权", "jbms"):
        found = text_of(teller.get(f"/counter/?item={text}", headers=HTMX))
        assert "岗位授权" not in found
        assert "经办模式切换" not in found
    assert "岗位授权" not in open_page(teller, "/counter/")
    began = teller.post("/counter/begin/", {"item": "authorisation"}, headers=HTMX)
    assert "不受理这个事项" in refused_in_words(began)


@pytest.mark.clause("SX-10")
def test_the_page_says_that_all_tellers_are_equal_and_shows_what_comes_and_ended(
    huanglong: Hall, come_in: ComeIn
) -> None:
    authorise(huanglong, since="2026-05-01")
    authorise(huanglong, kind="收回", item=INSTANT, until=None)
    head = come_in(huanglong.director)
    shown = open_page(head, "/authority/")
    assert "综合业务 2 人，范围和权限相同：" in shown
    assert "马建国" in shown
    assert "不可能有不同的权限" in shown
    assert "受理并经办 2026-05-01" not in shown
    coming = open_page(head, "/authority/?which=coming")
    assert "受理并经办 2026-05-01" in coming
    assert "参保证明" in open_page(head, "/authority/?which=past&post=teller").split("各岗位")[1]


@pytest.mark.clause("SX-10")
def test_the_ledger_prints_and_leaves_its_line(huanglong: Hall, come_in: ComeIn) -> None:
    head = come_in(huanglong.director)
    printed = open_page(head, "/authority/ledger/")
    assert "岗位授权台账" in printed
    assert "单位负责人：" in printed
    line = Act.objects.filter(chain=chain_of(huanglong.director), verb="exported").last()
    assert line is not None
    assert "授权台账" in line.content


@pytest.mark.clause("SX-10")
def test_the_yearly_check_is_entered_once_and_who_lacks_it_is_listed(
    huanglong: Hall, come_in: ComeIn
) -> None:
    examiner = come_in(auditor(huanglong))
    city = come_in(CITY.number(Post.CITY_CHIEF))
    assert "黄龙县养老保险经办中心" in open_page(city, "/authority/").split("还没有检查的机构")[1]
    key = {"request": "5f0c4d3e-6a52-4a39-9d0b-0b6f3f7a2d12"}
    short = examiner.post("/authority/check/", {**key, "remark": " "}, headers=HTMX)
    assert "请写明检查意见" in refused_in_words(short)
    went_to(examiner.post("/authority/check/", {**key, "remark": "逐项相符"}, headers=HTMX))
    again = {"request": "5f0c4d3e-6a52-4a39-9d0b-0b6f3f7a2d13", "remark": "再查"}
    assert "一年一次" in refused_in_words(examiner.post("/authority/check/", again, headers=HTMX))
    check = RegisterCheck.objects.get(agency="610631", year=AFTERNOON.year)
    assert (check.grants, check.checked_by) == (len(all_held(huanglong)), auditor(huanglong))
    assert "逐项相符" in open_page(examiner, "/authority/")
    below = open_page(city, "/authority/").split("还没有检查的机构")[1]
    assert "黄龙县" not in below
    assert "洛川县" in below


def all_held(hall: Hall) -> list[Grant]:
    return [grant for post in Post for grant in held(hall, post)]


def test_agencies_below_may_be_looked_at_and_no_others(huanglong: Hall, come_in: ComeIn) -> None:
    city = come_in(CITY.number(Post.CITY_CHIEF))
    assert "马建国" in open_page(city, "/authority/?agency=610631")
    assert city.get("/authority/?agency=610703").status_code == 404
    head = come_in(huanglong.director)
    assert head.get("/authority/?agency=610629").status_code == 404
    assert head.get("/authority/ledger/?agency=610600").status_code == 404
    province = come_in(PROVINCE.number(Post.SECURITY_ADMIN))
    assert "马建国" in open_page(province, "/authority/?agency=610631")


@pytest.mark.clause("SX-10")
def test_a_security_administrator_sees_no_client_s_case(huanglong: Hall, come_in: ComeIn) -> None:
    security = come_in(CITY.number(Post.SECURITY_ADMIN))
    business = huanglong.accept_employer()
    assert security.get(f"/cases/{business}/").status_code == 404
    own = ask(huanglong)
    assert security.get(f"/cases/{own}/").status_code == 200
    refused_in_words(do(security, own, "sign"))
    assert signer(own) == huanglong.deputy
    assert held(huanglong, item="employer-registration", duty=Duty.HANDLE) == []


@pytest.mark.parametrize("post", [Post.TELLER, Post.AUDITOR, Post.GUIDE, Post.SYSTEM_ADMIN])
def test_everybody_sees_why_every_cell_with_reason_and_source(
    huanglong: Hall, come_in: ComeIn, post: Post
) -> None:
    place = CITY if post == Post.SYSTEM_ADMIN else huanglong.county
    client = come_in(place.number(post))
    html = client.get("/authority/why/").content.decode()
    cells = re.findall(r'href="#why-([0-9]+)"', html)
    assert len(cells) == 10 * 27
    reasons = re.findall(r'<li id="why-([0-9]+)">.*?</b>　(.*?)</div><small>(.*?)</small>', html)
    assert set(cells) == {n for n, _, _ in reasons}
    assert all(says and source for _, says, source in reasons)
    assert "“复核”岗位的授权" in open_page(client, "/authority/why/?post=reviewer")
