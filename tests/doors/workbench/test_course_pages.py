"""Returned with a reason of the list, stopped by two persons, refused and delivered: on pages."""

import re

import pytest

from tests.cases.ground import limited, reported, state_of
from tests.cases.stopping import GROUND, WHY, proposed, stopped
from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import do, open_page, refused_in_words, went_to
from tests.halls import Huanglong
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys


@pytest.mark.clause("SX-12")
def test_a_stop_is_proposed_on_one_page_and_confirmed_on_another(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    hall, number = huanglong, limited(huanglong)
    handler, deputy = come_in(hall.handler), come_in(hall.deputy)
    went_to(do(handler, number, "suspend", {"ground": GROUND, "reason": WHY}))
    page = open_page(handler, f"/cases/{number}/")
    assert "提请，待确认；期限照计" in page
    assert "本目录约定 未核实" in page
    assert number in open_page(deputy, "/signing/")
    assert "由您（" in refused_in_words(do(handler, number, "confirm-suspension"))
    went_to(do(deputy, number, "confirm-suspension"))
    assert "起中止" in refused_in_words(do(handler, number, "sign"))
    page = open_page(handler, f"/cases/{number}/")
    assert "已中止" in page
    assert f"{WHY}。恢复之前停计期限" in page, "why it stands is said at its head"
    assert "提请中止，待确认" not in open_page(deputy, "/signing/")
    went_to(do(deputy, number, "resume", {"reason": "鉴定结论已送达"}))
    assert "首尾 1 日不计" in open_page(handler, f"/cases/{number}/")
    assert standing(number).case.suspended_on is None


def test_the_chief_sees_what_an_approver_would_have_stopped(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = reported(huanglong, "city-review")
    proposed(huanglong, number)
    assert "提请中止，待确认" in open_page(come_in(huanglong.chief), "/signing/")
    assert "提请中止，待确认" not in open_page(come_in(huanglong.deputy), "/signing/")


def test_a_return_shows_its_reason_of_the_list(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.carry(limited(huanglong), "review").case.number
    reviewer = come_in(huanglong.reviewer)
    sent = {"step": "0", "code": "copy-unclear", "reason": "第二页看不清"}
    went_to(do(reviewer, number, "return", sent))
    assert "退回到综合业务：复印件不清楚：第二页看不清" in open_page(reviewer, f"/cases/{number}/")


@pytest.mark.clause("SX-12", "SX-07")
def test_a_refusal_is_a_letter_with_its_rules_and_ways_to_appeal_and_is_delivered(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    hall, number = huanglong, limited(huanglong)
    hall.carry(number, "director")
    director, teller = come_in(hall.director), come_in(hall.teller)
    assert teller.get(f"/cases/{number}/decision/").status_code == 302, "nothing is decided yet"
    page = director.get(f"/cases/{number}/").content.decode()
    assert 'id="panel-refuse"' not in page, "what is signed is shown first, on the signer's page"
    shown = director.get(f"/cases/{number}/signing/").content.decode()
    assert re.search(
        r'id="panel-refuse".*?name="brief".*?name="screen".*?data-signs', shown, re.DOTALL
    )
    went_to(do(director, number, "refuse", {"reason": "营业执照已注销"}))
    assert state_of(number) == "refused"
    letter = open_page(teller, f"/cases/{number}/decision/")
    for words in (
        "不予办理决定书",
        number,
        "营业执照已注销",
        "行政复议",
        "60日",
        "未核实",
        "送达回证",
    ):
        assert words in letter, words
    assert "雷震" in letter, "who decided"
    assert "陕西省综合柜员制业务目录（第 1 版）" in letter
    assert "shaanxi" not in letter
    today = hall.now.date()
    sent = {"paper": "refusal", "way": "left", "receiver": "白守田", "delivered_on": f"{today}"}
    assert "送达方式只有" in refused_in_words(do(teller, number, "deliver", sent | {"way": ""}))
    went_to(do(teller, number, "deliver", sent))
    page = open_page(teller, f"/cases/{number}/")
    assert "回执 不予办理决定书 打印流程单" in page, "the letter is one key away"
    assert "留置送达" in page
    assert "申请复查/复议的期限自送达之日起" in page
    assert "雷震" in open_page(teller, f"/cases/{number}/decision/"), "and not who delivered it"


def test_what_is_done_has_a_notice_with_its_results(huanglong: Huanglong, come_in: ComeIn) -> None:
    hall, number = huanglong, limited(huanglong)
    stopped_by = stopped(hall, number)
    hall.do(journeys.resume, number, reason=WHY, by=stopped_by)
    hall.carry(number)
    notice = open_page(come_in(hall.teller), f"/cases/{number}/decision/")
    assert "办结通知书" in notice
    assert "行政诉讼" in notice
    assert "不予办理" not in notice
