"""签批: what waits for a signature, on one page each; the county's signers and the city's."""

import json

import pytest

from tests.cases.ground import (
    corrected,
    nothing_but_lines,
    promised_employer,
    reported,
    returned,
    state_of,
)
from tests.doors.workbench.conftest import AFTERNOON, ComeIn
from tests.doors.workbench.pages import (
    do,
    hidden_of,
    open_page,
    refused_in_words,
    text_of,
    went_to,
)
from tests.halls import Hall, Huanglong, Luochuan, Wangqing
from yichuang.domain.cases.queries import standing
from yichuang.domain.trail.queries import acts_of

MINUTES = {
    "number": "延市养老办纪〔2026〕7号",
    "held_on": AFTERNOON.date().isoformat(),
    "present": "强振邦\r\n惠延生、拓海燕",
    "decision": "同意更正",
}


@pytest.mark.clause("SX-12")
def test_the_four_sign_each_on_their_own_page(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_employer()
    people = [huanglong.handler, huanglong.reviewer, huanglong.deputy, huanglong.director]
    for person in people:
        client = come_in(person)
        page = "review" if person == huanglong.reviewer else "signing"
        assert number in open_page(client, f"/{page}/")
        assert "签字" in open_page(client, f"/cases/{number}/{page}/")
        assert went_to(do(client, number, "sign")) == f"/{page}/?done={number}"
    assert state_of(number) == "done"
    assert number in open_page(come_in(huanglong.director), "/signing/today/")


@pytest.mark.clause("SX-10")
def test_a_teller_who_handles_signs_on_the_same_page(luochuan: Luochuan, come_in: ComeIn) -> None:
    number = luochuan.accept_employer()
    client = come_in(luochuan.teller)
    assert "去签批" in open_page(client, f"/cases/{number}/")
    html = client.get(f"/cases/{number}/signing/").content.decode()
    went_to(do(client, number, "sign", hidden_of(html)))
    assert state_of(number) == "review"


def test_what_was_returned_or_is_due_stands_first(huanglong: Huanglong, come_in: ComeIn) -> None:
    plain = huanglong.accept_employer(name="黄龙县石堡建材经营部")
    returned_once = huanglong.accept_employer(name="陕西洛河物流有限公司")
    huanglong.advance(returned_once)
    returned(huanglong, returned_once, 0)
    corrected(huanglong, returned_once, phone="0911-5620009")
    shown = open_page(come_in(huanglong.handler), "/signing/")
    assert "需要留意 1" in shown
    assert "退回过 1 次" in shown
    assert shown.index(returned_once) < shown.index(plain)


def test_the_brief_of_the_row_under_the_cursor_comes_by_itself(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_employer(name="陕西洛河物流有限公司")
    client = come_in(huanglong.handler)
    part = client.get(f"/cases/{number}/signing/?part=brief")
    shown = text_of(part)
    assert "<html" not in part.content.decode()
    for words in ("一页摘要", "陕西洛河物流有限公司", "单位未曾参保登记", "经办 签字"):
        assert words in shown


def test_the_brief_beside_the_list_masks_what_the_page_shows_for_comparing(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    citizen = huanglong.registered_person()
    number = huanglong.accept_change(citizen)
    client = come_in(huanglong.handler)
    listed = open_page(client, "/signing/") + open_page(
        client, f"/cases/{number}/signing/?part=brief"
    )
    assert citizen not in listed
    assert citizen in open_page(client, f"/cases/{number}/signing/")


@pytest.mark.clause("SX-10")
def test_the_page_shows_the_route_why_and_whether_each_signature_still_stands(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = promised_employer(huanglong)
    huanglong.carry(number, "deputy")
    client = come_in(huanglong.deputy)
    shown = open_page(client, f"/cases/{number}/signing/")
    assert shown.count("所签与现内容一致") == 2
    assert "承诺后补，尚未补交" in shown
    assert "一级风险" in shown
    assert "第十二条" in shown
    assert "转主任签字" in shown
    went_to(do(client, number, "return", step="0", reason="住所有误"))
    corrected(huanglong, number, address="陕西省延安市黄龙县东街")
    again = open_page(client, f"/cases/{number}/signing/")
    assert "所签与现内容" not in again, "what was signed before is void and asked for again"
    assert "住所有误" in again


def test_a_signer_returns_to_the_step_that_was_chosen(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number, "director")
    client = come_in(huanglong.director)
    html = client.get(f"/cases/{number}/signing/").content.decode()
    for step, post in enumerate(("综合业务（补正）", "经办（签字）", "复核（签字）")):
        assert f'<option value="{step}">{post}' in html
    gone = do(client, number, "return", step="2", reason="请再核对法定代表人")
    assert went_to(gone) == f"/signing/?done={number}"
    assert state_of(number) == "review"


@pytest.mark.clause("SX-12")
def test_the_last_signer_refuses_in_writing_and_nobody_before(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number, "deputy")
    deputy = come_in(huanglong.deputy)
    assert "panel-refuse" not in deputy.get(f"/cases/{number}/signing/").content.decode()
    with nothing_but_lines():
        words = refused_in_words(do(deputy, number, "refuse", reason="不符合规定"))
    assert "不能不予办理" in words
    huanglong.advance(number)
    director = come_in(huanglong.director)
    assert "panel-refuse" in director.get(f"/cases/{number}/signing/").content.decode()
    went_to(do(director, number, "refuse", reason="不符合规定的条件"))
    assert state_of(number) == "refused"


@pytest.mark.clause("SX-12")
def test_the_city_receives_and_approves(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = reported(huanglong, "reported")
    client = come_in(huanglong.approver)
    listed = open_page(client, "/signing/")
    assert "待接收 1" in listed
    assert "黄龙县养老保险经办中心" in listed
    html = client.get(f"/cases/{number}/signing/").content.decode()
    stays = f"/cases/{number}/signing/"
    assert went_to(do(client, number, "receive", hidden_of(html))) == f"{stays}?done={number}"
    assert "待审批 1" in open_page(client, "/signing/")
    approves = hidden_of(client.get(stays).content.decode())
    assert went_to(do(client, number, "approve", approves)) == f"/signing/?done={number}"
    assert state_of(number) == "done"
    assert number in open_page(client, "/signing/today/")


@pytest.mark.clause("SX-12")
def test_what_goes_to_the_office_meeting_is_signed_with_its_minutes(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = reported(huanglong, "city-review")
    went_to(do(come_in(huanglong.approver), number, "refer", reason="档案两处记载不一"))
    chief = come_in(huanglong.chief)
    assert "待上会 1" in open_page(chief, "/signing/")
    assert "办公会纪要" in open_page(chief, f"/cases/{number}/signing/")
    with nothing_but_lines():
        words = refused_in_words(do(chief, number, "conclude", MINUTES | {"number": ""}))
    assert "纪要编号" in words
    went_to(do(chief, number, "conclude", MINUTES))
    assert state_of(number) == "done"
    content = acts_of(f"case/{number}").filter(verb="conclude").get().content
    assert json.loads(content)["said"]["minutes"]["present"] == ["强振邦", "惠延生", "拓海燕"]


def test_the_countys_director_takes_a_report_back(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = reported(huanglong, "reported")
    client = come_in(huanglong.director)
    listed = open_page(client, "/signing/")
    assert "已上报，市处尚未接收" in listed
    assert number in listed
    assert "panel-recall" in client.get(f"/cases/{number}/").content.decode()
    with nothing_but_lines():
        assert "理由" in refused_in_words(do(client, number, "recall", reason=""))
    went_to(do(client, number, "recall", reason="材料需要补充"))
    assert state_of(number) == "director"


def test_a_signature_over_what_is_no_longer_so_is_refused_with_who_moved_it(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_employer()
    huanglong.advance(number)
    huanglong.advance(number)
    client = come_in(huanglong.deputy)
    sent = hidden_of(client.get(f"/cases/{number}/signing/").content.decode())
    returned(huanglong, number, 0)
    corrected(huanglong, number, phone="0911-5620009")
    huanglong.carry(number, "deputy")
    with nothing_but_lines():
        words = refused_in_words(do(client, number, "sign", sent))
    assert "已经更改" in words
    assert "曹淑兰" in words


def test_two_clicks_sign_once(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_employer()
    client = come_in(huanglong.handler)
    sent = hidden_of(client.get(f"/cases/{number}/signing/").content.decode())
    went_to(do(client, number, "sign", sent))
    with nothing_but_lines():
        went_to(do(client, number, "sign", sent))
    assert [act.verb for act in acts_of(f"case/{number}")] == ["accept", "sign"]


def test_another_agencys_case_is_neither_shown_nor_signed(
    huanglong: Huanglong, luochuan: Luochuan, wangqing: Wangqing, come_in: ComeIn
) -> None:
    number = luochuan.accept_employer()
    luochuan.carry(number, "deputy")
    strangers: list[Hall] = [huanglong, wangqing]
    for hall in strangers:
        client = come_in(hall.deputy)
        with nothing_but_lines():
            shown = [client.get(f"/cases/{number}/{page}") for page in ("", "signing/")]
            acts = [do(client, number, verb, step="0", reason="x") for verb in ("sign", "return")]
        assert [r.status_code for r in (*shown, *acts)] == [404] * 4
        assert number not in open_page(client, "/signing/")
    assert number in open_page(come_in(luochuan.deputy), "/signing/")


def test_the_signers_list_is_for_signers(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_employer()
    for person in (huanglong.teller, huanglong.reviewer, huanglong.guide):
        client = come_in(person)
        assert client.get("/signing/").status_code == 403
        with nothing_but_lines():
            refused_in_words(do(client, number, "sign"))
    assert standing(number).case.state == "handling"
