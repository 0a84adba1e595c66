"""The finance officers' pages: a list, one payment whole, its sheet; two persons, one signature."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.cases.paying import owed, prepared
from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import HTMX, hidden_of, open_page, refused_in_words, went_to
from tests.halls import Hall
from yichuang.domain.cases.payments import payable_of
from yichuang.domain.trail.verify import verify
from yichuang.doors.workbench.rows.payments import day_in_capitals

pytestmark = pytest.mark.clause("WQ-05")


def send(client: Client, number: str, deed: str, **instead: Any) -> Any:
    """Send what the payment's page sends, as the page does it."""
    page = client.get(f"/payments/{number}/").content.decode()
    sent = hidden_of(page) | {"request": str(uuid4())} | instead
    return client.post(f"/payments/{number}/do/{deed}/", sent, headers=HTMX)


def test_one_prepares_and_the_other_releases(huanglong: Hall, come_in: ComeIn) -> None:
    funeral, grant = owed(huanglong)
    first, second = come_in(huanglong.finance), come_in(huanglong.second_finance)
    assert first.get("/").headers["Location"] == "/payments/?list=prepare"
    listed = open_page(first, "/payments/")
    assert "共 2 笔 合计 14,901.00 元 人民币壹万肆仟玖佰零壹元整" in listed
    onward = went_to(send(first, funeral.number, "prepare"))
    assert f"已记入：制单 {funeral.number}" in open_page(first, onward)
    own = open_page(first, f"/payments/{funeral.number}/")
    assert "须由另一名财务人员签付" in own
    for whole in ("6222 0202 0001 2345 670", funeral.citizen_id):
        assert whole not in own, "nothing is left for this one to compare"
    assert "由您制单，等另一人" in open_page(first, "/payments/?list=release")
    refused = refused_in_words(send(first, funeral.number, "release"))
    assert "须由另一名财务人员签付" in refused
    page = open_page(second, f"/payments/{funeral.number}/")
    assert "6222 0202 0001 2345 670" in page
    assert funeral.citizen_id in page
    assert "人民币伍仟玖佰陆拾元零肆角" in page
    went_to(send(second, funeral.number, "release"))
    assert "✓ 签名有效" in open_page(second, f"/payments/{funeral.number}/")
    assert funeral.number in open_page(second, "/payments/?list=paid")
    assert payable_of(grant.number).prepared_by is None
    assert verify().faults == []


def test_a_release_needs_a_fresh_proof_and_what_was_on_the_screen(
    huanglong: Hall, come_in: ComeIn
) -> None:
    number = prepared(huanglong)
    unproved = come_in(huanglong.second_finance, proved=False)
    answer = send(unproved, number, "release")
    assert answer.headers["HX-Trigger"] == "proof-needed"
    assert "核验" in refused_in_words(answer)
    second = come_in(huanglong.second_finance)
    assert "更改" in refused_in_words(send(second, number, "release", screen="0" * 64))
    assert payable_of(number).released_by is None


def test_what_is_returned_waits_again_with_the_reason_beside_it(
    huanglong: Hall, come_in: ComeIn
) -> None:
    number = prepared(huanglong)
    first, second = come_in(huanglong.finance), come_in(huanglong.second_finance)
    assert "请写明理由" in refused_in_words(send(second, number, "return"))
    onward = went_to(send(second, number, "return", reason="账号与存折不符"))
    assert f"已记入：退回制单 {number}" in open_page(second, onward)
    assert "已退回 账号与存折不符" in open_page(first, "/payments/")
    assert "账号与存折不符" in open_page(first, f"/payments/{number}/")
    went_to(send(first, number, "prepare"))
    assert "已退回" not in open_page(first, "/payments/")


def test_the_sheet_has_amount_and_day_in_capitals(huanglong: Hall, come_in: ComeIn) -> None:
    number = prepared(huanglong)
    sheet = open_page(come_in(huanglong.finance), f"/payments/{number}/sheet/")
    for said in ("人民币伍仟玖佰陆拾元零肆角", "¥5,960.40", "贰零贰陆年叁月零玖日", "尚未签付"):
        assert said in sheet


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2026, 1, 1), "贰零贰陆年零壹月零壹日"),
        (date(2026, 2, 15), "贰零贰陆年零贰月壹拾伍日"),
        (date(2026, 10, 20), "贰零贰陆年零壹拾月零贰拾日"),
        (date(2026, 11, 30), "贰零贰陆年壹拾壹月零叁拾日"),
        (date(2030, 12, 31), "贰零叁零年壹拾贰月叁拾壹日"),
    ],
)
def test_days_are_written_as_payment_papers_have_them(on: date, says: str) -> None:
    assert day_in_capitals(on) == says


def test_a_payment_of_another_agency_is_not_there(
    huanglong: Hall, luochuan: Hall, come_in: ComeIn
) -> None:
    number = prepared(huanglong)
    stranger = come_in(luochuan.finance)
    for path in (f"/payments/{number}/", f"/payments/{number}/sheet/"):
        assert stranger.get(path).status_code == 404
    sent = {"request": str(uuid4())}
    assert stranger.post(f"/payments/{number}/do/prepare/", sent, headers=HTMX).status_code == 404
    assert number not in open_page(stranger, "/payments/")
