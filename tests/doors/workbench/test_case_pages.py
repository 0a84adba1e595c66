"""办件: everything about a case on one page, and only what this person may do to it."""

import re
from typing import Any

import pytest

from tests.cases.ground import (
    corrected,
    nothing_but_lines,
    promised_employer,
    promised_person,
    reported,
    returned,
    state_of,
)
from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import do, hidden_of, open_page, refused_in_words, went_to
from tests.halls import Huanglong, Luochuan, Wangqing
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.states import VERBS
from yichuang.domain.trail.queries import acts_of
from yichuang.doors.workbench.views.cases import WAYS

ELSEWHERE = {"rekey", "settle", "accept", "correct"}
"""Verbs that come with a whole application: their pages stand elsewhere."""

BAD: dict[str, list[dict[str, Any]]] = {
    "finish": [{"request": ""}, {"request": "no-uuid"}],
    "file": [{"request": "no-uuid"}],
    "receive": [{}],
    "pass": [{"brief": ""}, {"brief": "\0"}, {"ticked": ["x" * 5000]}, {"ticked": []}],
    "sign": [{"brief": "nothing"}],
    "approve": [{"brief": ""}],
    "conclude": [{"held_on": "2026-02-30"}, {"present": "、" * 50}, {"decision": "\0"}, {}],
    "return": [
        {"step": "0", "reason": ""},
        {"step": "0", "reason": "请补齐", "code": ""},
        {"step": "9", "reason": "请补齐"},
        {"step": "-1", "reason": "请补齐"},
        {"step": "１", "reason": "请补齐"},
        {"step": "9" * 5000, "reason": "请补齐"},
        {"step": "0", "reason": "长" * 501},
        {"step": "0", "reason": "=1+1"},
        {"step": "0", "reason": "\0"},
        {"reason": "请补齐"},
        {},
    ],
    "suspend": [{"ground": "", "reason": "等鉴定"}, {"ground": "force-majeure", "reason": ""}, {}],
    "confirm-suspension": [{}],
    "resume": [{"reason": ""}, {}],
    "deliver": [{"way": "post", "receiver": "\0"}, {"delivered_on": "２０２６"}, {}],
    "stand-down": [{"step": "0", "reason": ""}, {"step": "7", "reason": "亲属"}, {}],
    "refer": [{"reason": " "}],
    "recall": [{"reason": ""}],
    "refuse": [{"reason": ""}],
    "withdraw": [{"reason": ""}, {"reason": "\u200b"}],
    "hold": [{"reason": ""}, {}],
    "supply": [{"material": "", "how": ""}, {"material": "\0", "how": "promised"}, {}],
}
"""What no verb takes, for every verb of the address."""


def test_the_page_tells_the_whole_case(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = promised_employer(huanglong)
    huanglong.carry(number, "deputy")
    client = come_in(huanglong.teller)
    html = client.get(f"/cases/{number}/").content.decode()
    shown = open_page(client, f"/cases/{number}/")
    assert "<svg" in html
    for words in ("马建国", "冯卫东", "曹淑兰", "综合业务", "经办", "待主管副主任审批", "承诺期限"):
        assert words in shown
    for act in acts_of(f"case/{number}"):
        assert act.digest[:12] in shown
    assert "欠 1 份，补齐前不能归档" in shown
    assert "为什么走这条流程" in shown
    assert "社会保险法第五十七条" in shown
    assert "陕西省综合柜员制业务目录第 1 版" in shown


def test_ids_are_masked_where_nobody_has_to_compare_them(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    citizen = huanglong.registered_person()
    number = huanglong.accept_proof(citizen)
    page = come_in(huanglong.teller).get(f"/cases/{number}/").content.decode()
    assert citizen not in page
    assert f"{citizen[:4]}**********{citizen[-4:]}" in page


@pytest.mark.clause("SX-10")
def test_who_may_not_act_is_told_why(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_employer()
    client = come_in(huanglong.director)
    shown = open_page(client, f"/cases/{number}/")
    assert "我为什么不能办" in shown
    assert "签字" in shown
    html = client.get(f"/cases/{number}/").content.decode()
    assert 'data-key="F9"><kbd>F9</kbd>签字' not in html
    assert "panel-withdraw" not in html
    own = open_page(come_in(huanglong.handler), f"/cases/{number}/")
    assert "去签批" in own


def test_a_teller_finishes_and_files(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_proof(huanglong.registered_person())
    client = come_in(huanglong.teller)
    for verb, state in (("finish", "done"), ("file", "filed")):
        sent = hidden_of(client.get(f"/cases/{number}/").content.decode())
        assert went_to(do(client, number, verb, sent)) == f"/cases/{number}/?done={number}"
        assert state_of(number) == state
    shown = open_page(client, f"/cases/{number}/?done={number}")
    assert "已记入：归档" in shown
    assert "证明编号" in shown


def test_what_was_promised_is_brought_later_and_then_the_file_is_complete(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = promised_person(huanglong)
    huanglong.carry(number)
    client = come_in(huanglong.teller)
    with nothing_but_lines():
        refused_in_words(do(client, number, "file"))
    assert "panel-supply" in client.get(f"/cases/{number}/").content.decode()
    went_to(do(client, number, "supply", material="labour-contract", how="copy"))
    shown = open_page(client, f"/cases/{number}/")
    assert "承诺后补，已补复印件" in shown
    went_to(do(client, number, "file"))
    assert state_of(number) == "filed"


def test_the_client_leaves_or_withdraws(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    client = come_in(huanglong.teller)
    went_to(do(client, number, "hold", reason="持回执离开"))
    assert "客户已离开" in open_page(client, f"/cases/{number}/")
    went_to(do(client, number, "withdraw", reason="申请人要求撤回"))
    assert state_of(number) == "withdrawn"
    assert "撤回" in open_page(client, f"/cases/{number}/")


def test_a_returned_case_is_taken_up_for_correction(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    returned(huanglong, number, 0)
    html = come_in(huanglong.teller).get(f"/cases/{number}/").content.decode()
    assert f'action="/cases/{number}/correct/"' in html
    assert "等待补正" in html
    assert "补正" in html


def test_the_head_enters_that_somebody_stands_down(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_employer()
    huanglong.advance(number)
    returned(huanglong, number, 1)
    client = come_in(huanglong.director)
    assert "panel-stand-down" in client.get(f"/cases/{number}/").content.decode()
    went_to(do(client, number, "stand-down", step="1", reason="与申请人有亲属关系"))
    assert standing(number).seat(1).holder is None
    assert "与申请人有亲属关系" in open_page(client, f"/cases/{number}/")


def test_one_goes_on_only_to_a_page_of_this_house(huanglong: Huanglong, come_in: ComeIn) -> None:
    client = come_in(huanglong.teller)
    code = huanglong.registered_employer()
    own = "/counter/mine/?list=open"
    number = huanglong.accept_person(code)
    answer = do(client, number, "hold", reason="持回执离开", next=own)
    assert went_to(answer) == f"{own}&done={number}"
    for other in (
        "https://example.com/",
        "//example.com/",
        "/\\example.com",
        "/{x}/",
        "/a\nb",
        "x",
    ):
        number = huanglong.accept_person(code)
        answer = do(client, number, "hold", reason="持回执离开", next=other)
        assert went_to(answer) == f"/cases/{number}/?done={number}", other


def test_an_unknown_verb_is_no_page(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_employer()
    client = come_in(huanglong.handler)
    for verb in ("accept", "correct", "delete", "签字", "sign\0"):
        with nothing_but_lines():
            assert do(client, number, verb, reason="x").status_code == 404
    assert client.get(f"/cases/{number}/do/sign/").status_code == 405


def test_every_verb_of_a_case_has_its_address() -> None:
    assert set(WAYS) == set(VERBS) - ELSEWHERE
    assert set(BAD) == set(WAYS), "and every one is tried with bad input"


@pytest.mark.parametrize("verb", sorted(BAD))
def test_bad_input_is_answered_in_words_and_writes_nothing(
    huanglong: Huanglong, come_in: ComeIn, verb: str
) -> None:
    """Of whoever could do the verb to the case if what was sent were right."""
    number, who = stage_for(huanglong, verb)
    client = come_in(who)
    for sent in BAD[verb]:
        with nothing_but_lines():
            refused_in_words(do(client, number, verb, sent))


def stage_for(hall: Huanglong, verb: str) -> tuple[str, str]:
    """Give a case to which a verb could be done, and who could; of `receive`, who can't."""
    if verb in {"approve", "refer"}:
        return reported(hall, "city-review"), hall.approver
    if verb == "conclude":
        return reported(hall, "meeting"), hall.chief
    if verb in {"receive", "recall"}:
        return reported(hall, "reported"), hall.director
    if verb in {"finish", "refuse"}:
        return hall.accept_proof(hall.registered_person()), hall.teller
    if verb == "pass":
        return promised_person(hall), hall.reviewer
    number = promised_employer(hall)
    if verb == "file":
        hall.carry(number)
    if verb == "return":
        hall.carry(number, "director")
    people = {"return": hall.director, "stand-down": hall.director, "sign": hall.handler}
    return number, people.get(verb, hall.teller)


def test_another_agencys_case_takes_no_verb_at_all(
    huanglong: Huanglong, luochuan: Luochuan, wangqing: Wangqing, come_in: ComeIn
) -> None:
    number = luochuan.accept_proof(luochuan.registered_person())
    for stranger in (huanglong.teller, huanglong.director, wangqing.teller):
        client = come_in(stranger)
        with nothing_but_lines():
            answers = {do(client, number, verb, reason="x").status_code for verb in WAYS}
            assert client.get(f"/cases/{number}/").status_code == 404
        assert answers == {404}
    went_to(do(come_in(luochuan.teller), number, "finish"))


def test_a_case_that_nobody_has_is_no_page(huanglong: Huanglong, come_in: ComeIn) -> None:
    client = come_in(huanglong.teller)
    for number in ("610631-20260309-9999-9", "x", "签", "%00", "a" * 300):
        for page in ("", "review/", "signing/", "do/finish/"):
            address = f"/cases/{number}/{page}"
            ask = client.post if page.startswith("do/") else client.get
            assert ask(address).status_code in {403, 404}, address


def test_every_state_has_its_page_for_everybody_of_the_hall(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    clients = [come_in(p) for p in (huanglong.teller, huanglong.reviewer, huanglong.director)]
    number = reported(huanglong, "reported")
    cases = [number, reported(huanglong, "meeting"), huanglong.accept_employer()]
    cases.append(
        returned(huanglong, huanglong.carry(huanglong.accept_employer(), "review").case.number, 0)
    )
    done = promised_employer(huanglong)
    huanglong.carry(done)
    cases.append(done)
    clients += [come_in(huanglong.approver), come_in(huanglong.chief)]
    for client in clients:
        for case in cases:
            shown = open_page(client, f"/cases/{case}/")
            assert re.search(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", shown)


def test_an_act_that_moved_the_case_meanwhile_is_told_by_name(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_proof(huanglong.registered_person())
    client = come_in(huanglong.teller)
    before = hidden_of(client.get(f"/cases/{number}/").content.decode())
    went_to(do(come_in(huanglong.second_teller), number, "withdraw", reason="申请人要求撤回"))
    with nothing_but_lines():
        words = refused_in_words(do(client, number, "finish", before))
    assert "撤回" in words
    assert "薛文静" in words


def test_a_correction_voids_what_was_signed_and_the_page_says_so_of_the_rest(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number, "deputy")
    client = come_in(huanglong.teller)
    assert open_page(client, f"/cases/{number}/").count("所签与现内容一致") == 2
    returned(huanglong, number, 0)
    corrected(huanglong, number, phone="0911-5620009")
    assert "所签与现内容" not in open_page(client, f"/cases/{number}/")
