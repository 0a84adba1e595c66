"""复核: the reviewer sees side by side what is and what would be, and ticks before passing."""

import re

import pytest

from tests.cases.ground import corrected, nothing_but_lines, promised_person, returned, state_of
from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import (
    do,
    hidden_of,
    open_page,
    refused_in_words,
    text_of,
    ticks_of,
    went_to,
)
from tests.halls import Huanglong, Luochuan
from yichuang.domain.cases.queries import standing
from yichuang.domain.insured.models import Person
from yichuang.domain.trail.queries import acts_of


def test_the_queue_shows_what_waits_and_today_what_was_reviewed(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_person(huanglong.registered_employer(), name="白守田")
    client = come_in(huanglong.reviewer)
    assert number in open_page(client, "/review/")
    assert went_to(do(client, number, "pass")) == f"/review/?done={number}"
    told = open_page(client, f"/review/?done={number}")
    assert "已记入：复核通过" in told
    assert "没有等您复核的件" in told
    assert number in open_page(client, "/review/today/")


@pytest.mark.clause("SX-11")
def test_a_case_is_shown_before_and_after_with_its_papers_and_its_checks(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    citizen = huanglong.registered_person()
    number = huanglong.accept_change(citizen)
    huanglong.advance(number)
    shown = open_page(come_in(huanglong.reviewer), f"/cases/{number}/review/")
    for words in ("高桂梅", "高瑰梅", "不变", "户口簿变更记录或户籍证明", "复印件", citizen):
        assert words in shown
    assert "转主管副主任签字；登记册暂不变。" in shown
    assert "变更后的内容与现登记不同" in shown
    assert "所签与现内容一致" in shown
    assert "1 / 1" in shown


def test_what_is_to_be_ticked_is_what_the_case_asks_for_numbered_down_the_page(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = promised_person(huanglong)
    html = come_in(huanglong.reviewer).get(f"/cases/{number}/review/").content.decode()
    ticks = ticks_of(html)
    assert ticks[0].startswith("material:")
    assert ticks[-1].startswith("field:")
    numbered = [int(n) for n in re.findall(r'class="nth"[^>]*>(\d+)<', html)]
    assert numbered == list(range(1, len(ticks) + 1))
    assert "承诺后补，尚未补交" in html


def test_the_page_sends_what_passes_the_case(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    client = come_in(huanglong.reviewer)
    html = client.get(f"/cases/{number}/review/").content.decode()
    sent = hidden_of(html) | {"ticked": ticks_of(html)}
    assert client.post(f"/cases/{number}/do/pass/", sent).status_code == 302
    assert state_of(number) == "ready"
    assert Person.objects.count() == 0, "review has no effect yet"


@pytest.mark.clause("SX-11")
def test_the_server_refuses_while_something_is_not_ticked(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    client = come_in(huanglong.reviewer)
    ticks = ticks_of(client.get(f"/cases/{number}/review/").content.decode())
    for ticked in ([], ticks[1:], [*ticks, "field:invented"]):
        with nothing_but_lines():
            words = refused_in_words(do(client, number, "pass", ticked=ticked))
        assert "核对" in words
    went_to(do(client, number, "pass", ticked=ticks))


def test_a_case_goes_back_to_the_step_that_was_chosen(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_employer()
    huanglong.advance(number)
    client = come_in(huanglong.reviewer)
    shown = client.get(f"/cases/{number}/review/").content.decode()
    assert '<option value="0">综合业务（补正）' in shown
    assert '<option value="1">经办（签字）' in shown
    went_to(do(client, number, "return", step="1", reason="单位名称与执照不一致"))
    assert state_of(number) == "handling"
    assert "单位名称与执照不一致" in open_page(client, f"/cases/{number}/")


def test_after_a_decision_comes_the_next_case_of_the_list(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    code = huanglong.registered_employer()
    first, second, third = (huanglong.accept_person(code) for _ in range(3))
    client = come_in(huanglong.reviewer)
    assert "2 / 3" in open_page(client, f"/cases/{second}/review/")
    assert went_to(do(client, second, "pass")) == f"/cases/{third}/review/?done={second}"
    assert went_to(do(client, third, "pass")) == f"/cases/{first}/review/?done={third}"
    gone = do(client, first, "return", step="0", reason="请补齐")
    assert went_to(gone) == f"/review/?done={first}"


def test_a_brief_that_changed_is_refused_with_who_moved_it(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    client = come_in(huanglong.reviewer)
    html = client.get(f"/cases/{number}/review/").content.decode()
    returned(huanglong, number, 0)
    corrected(huanglong, number, name="高贵梅")
    sent = hidden_of(html) | {"ticked": ticks_of(html)}
    with nothing_but_lines():
        words = refused_in_words(do(client, number, "pass", sent))
    assert "本件内容在您打开之后已经更改" in words
    assert "马建国" in words
    assert "补正" in words


def test_sending_twice_acts_once(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    client = come_in(huanglong.reviewer)
    html = client.get(f"/cases/{number}/review/").content.decode()
    sent = hidden_of(html) | {"ticked": ticks_of(html)}
    went_to(do(client, number, "pass", sent))
    with nothing_but_lines():
        assert number in went_to(do(client, number, "pass", sent))
    assert [act.verb for act in acts_of(f"case/{number}")] == ["accept", "pass"]


def test_a_broken_check_is_shown_before_anybody_signs(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    citizen = huanglong.registered_person()
    number = huanglong.accept_change(citizen)
    huanglong.advance(number)
    # The claim keeps every other case from this person: only a hand past the program can do it.
    Person.objects.filter(citizen_id=citizen).update(name="高瑰梅")
    shown = open_page(come_in(huanglong.reviewer), f"/cases/{number}/review/")
    assert "变更后的内容与现登记内容相同" in shown
    assert "✗" in shown


def test_a_case_that_waits_for_somebody_else_says_why_it_cannot_be_reviewed(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_employer()
    client = come_in(huanglong.reviewer)
    html = client.get(f"/cases/{number}/review/").content.decode()
    assert "本件现在不在复核这一步" in html
    assert ticks_of(html) == []
    huanglong.carry(number)
    assert client.get(f"/cases/{number}/review/").headers["Location"] == f"/cases/{number}/"


def test_another_agencys_case_looks_like_none_at_all(
    huanglong: Huanglong, luochuan: Luochuan, come_in: ComeIn
) -> None:
    number = luochuan.accept_person(luochuan.registered_employer())
    client = come_in(huanglong.reviewer)
    with nothing_but_lines():
        pages = [client.get(f"/cases/{number}/{page}") for page in ("", "review/")]
        acts = [do(client, number, verb, step="0", reason="x") for verb in ("pass", "return")]
    assert [r.status_code for r in (*pages, *acts)] == [404] * 4
    assert "没有编号为" in text_of(pages[0])
    assert went_to(do(come_in(luochuan.reviewer), number, "pass")), "its own reviewer may"


def test_the_reviewers_pages_are_for_reviewers(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    client = come_in(huanglong.teller)
    for address in ("/review/", "/review/today/", f"/cases/{number}/review/"):
        assert client.get(address).status_code == 403
    with nothing_but_lines():
        refused_in_words(do(client, number, "pass"))
    assert standing(number).case.state == "review"
    went_to(do(come_in(huanglong.reviewer), number, "pass"))
