"""关联办件: a correction or an objection begins at the case it is about, and each leads there."""

import pytest

from tests.cases.ground import REASON, nothing_but_lines
from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import do, open_page, refused_in_words
from tests.halls import Huanglong, Wangqing
from tests.items.linked import (
    CORRECTION,
    MAJOR,
    OBJECTION,
    accept_about,
    correction_form,
    decided_by_others,
    in_post_of,
    objection_form,
)
from yichuang.domain.cases.queries import standing
from yichuang.domain.insured.models import Employer
from yichuang.domain.journeys import actions as journeys
from yichuang.doors.workbench.models import Draft


@pytest.mark.clause("SX-13")
def test_the_window_begins_it_with_the_number_of_the_case(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    employer = huanglong.accept_employer()
    teller = come_in(huanglong.teller)
    assert "case-about" not in teller.get(f"/cases/{employer}/").content.decode()
    assert "法定 20 个自然日" in open_page(teller, "/counter/"), "an objection promises nothing"
    with nothing_but_lines():
        for item in (MAJOR, OBJECTION):
            refused_in_words(teller.post(f"/cases/{employer}/about/{item}/"))
    huanglong.carry(employer)
    html = teller.get(f"/cases/{employer}/").content.decode()
    for item, key in ((MAJOR, "Alt+G"), (OBJECTION, "Alt+J")):
        assert f'form="about-{item}" data-key="{key}"' in html
        page = teller.post(f"/cases/{employer}/about/{item}/", follow=True)
        assert f'value="{employer}"' in page.content.decode()
        assert Draft.objects.get(item=item).form == {"original": employer}
    with nothing_but_lines():
        refused_in_words(teller.post(f"/cases/{employer}/about/{CORRECTION}/"))
        refused_in_words(teller.post(f"/cases/{employer}/about/authorisation/"))
    assert "about-" not in come_in(huanglong.director).get(f"/cases/{employer}/").content.decode()


@pytest.mark.clause("WQ-03")
def test_in_wangqing_each_window_begins_what_it_takes(wangqing: Wangqing, come_in: ComeIn) -> None:
    employer = wangqing.carry(wangqing.accept_employer()).case.number
    address = f"/cases/{employer}/"
    offered = [
        come_in(who).get(address).content.decode() for who in (wangqing.teller, wangqing.special)
    ]
    assert [f"about-{CORRECTION}" in html for html in offered] == [True, False]
    assert [f"about-{OBJECTION}" in html for html in offered] == [False, True]


def test_the_case_its_corrections_and_the_register_lead_to_each_other(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    employer = huanglong.carry(huanglong.accept_employer()).case.number
    form = correction_form(employer, "住所", "黄龙县石堡镇")
    correction = accept_about(huanglong, MAJOR, form)
    client = come_in(huanglong.teller)
    assert f'href="/cases/{correction}/"' in client.get(f"/cases/{employer}/").content.decode()
    assert f'href="/cases/{employer}/"' in client.get(f"/cases/{correction}/").content.decode()
    signing = come_in(huanglong.handler)
    for part in ("", "?part=brief"):
        page = signing.get(f"/cases/{correction}/signing/{part}").content.decode()
        assert f'href="/cases/{employer}/"' in page
    decided_by_others(huanglong, correction)
    assert "住所：" not in open_page(client, f"/cases/{employer}/")
    card = open_page(client, f"/find/insured/employer/{Employer.objects.get().number}/")
    assert f"更正 {employer}" in card
    assert "黄龙县石堡镇" in card


@pytest.mark.clause("SX-12", "SX-13")
def test_who_decided_the_original_is_told_so_by_the_page(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    person = huanglong.carry(huanglong.accept_person(huanglong.registered_employer())).case.number
    form = correction_form(person, "姓名", "高瑰梅")
    correction = accept_about(huanglong, CORRECTION, form)
    objection = accept_about(huanglong, OBJECTION, objection_form(person))
    huanglong.do(journeys.sign, objection, by=huanglong.handler)
    for who in (huanglong.reviewer, huanglong.teller):
        for number, verb in ((correction, "pass"), (objection, "sign")):
            in_post_of(huanglong, who, number)
            client = come_in(who)
            for address in (f"/cases/{number}/", f"/cases/{number}/review/"):
                if not standing(number).roles_of(who):
                    assert f"办理过原办件 {person}" in open_page(client, address)
            with nothing_but_lines():
                words = refused_in_words(do(client, number, verb))
            mine = standing(number).roles_of(who)
            assert ("同一人在一个办件中" if mine else "办理过原办件") in words
            told = {"step": "0", "code": "other", "reason": REASON}
            with nothing_but_lines():
                refused_in_words(do(client, number, "return", told))
