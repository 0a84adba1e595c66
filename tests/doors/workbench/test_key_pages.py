"""Signatures and keys as pages show them: what stands, what is void, what doesn't hold."""

from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string

from tests.cases.ground import corrected, nothing_but_lines, returned
from tests.doors.workbench.conftest import AFTERNOON, ComeIn
from tests.doors.workbench.entrance import HTMX, security_admin
from tests.doors.workbench.pages import do, open_page, refused_in_words, went_to
from tests.halls import Huanglong
from yichuang.domain.staff.actions import key_of
from yichuang.domain.staff.models import SigningKey
from yichuang.domain.trail.models import Act
from yichuang.doors.workbench.marks import Mark

VALID = "✓ 签名有效"
PLAIN = "本签名由系统代管密钥生成，不替代手写签名或盖章。"


@pytest.mark.clause("SX-12")
def test_a_case_shows_each_signature_and_whether_it_stands(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number, "director")
    client, address = come_in(huanglong.director), f"/cases/{number}/"
    shown = open_page(client, address)
    # Among the deeds, at the stops of the way, and beside the places of the wet signatures.
    assert shown.count(VALID) == 3 * 3
    assert shown.count("主任：＿＿＿＿＿＿") == 2, "the place for the hand stays"
    assert PLAIN in shown
    for person in (huanglong.handler, huanglong.reviewer, huanglong.deputy):
        own = key_of(person)
        assert own is not None
        assert f"Ed25519 密钥 {own.fingerprint[:12]} · 核验身份：密码、验证器" in shown
    returned(huanglong, number, 0)
    corrected(huanglong, number, phone="0911-5620009")
    huanglong.carry(number, "review")
    shown = open_page(client, address)
    assert shown.count("○ 已作废（签名本身核验无误）") == 3, "void, and kept"
    assert shown.count(VALID) == 3, "the handler signed what it is now"
    assert f"{VALID} · Ed25519" in open_page(come_in(huanglong.reviewer), f"{address}review/")


@pytest.mark.clause("SX-12")
def test_a_signature_that_does_not_hold_is_never_called_valid(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_employer()
    huanglong.advance(number)
    own, other = key_of(huanglong.handler), key_of(huanglong.teller)
    assert own is not None
    assert other is not None
    SigningKey.objects.filter(pk=own.pk).update(public=other.public)
    shown = open_page(come_in(huanglong.reviewer), f"/cases/{number}/")
    assert shown.count("✗ 签名核验未通过") == 3
    assert VALID not in shown


def test_what_was_signed_before_there_were_keys_says_so() -> None:
    before = Mark(2, 1, "61063104", AFTERNOON, ())
    assert "启用密钥之前的签字：席位与摘要" in render_to_string(
        "workbench/_mark.html", {"m": before}
    )


def test_one_changes_one_s_own_key_with_a_fresh_proof_and_a_reason(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    deputy, number = huanglong.deputy, huanglong.accept_employer()
    huanglong.carry(number, "director")
    old = key_of(deputy)
    assert old is not None
    stranger, client = come_in(deputy, proved=False), come_in(deputy)
    page = open_page(client, "/me/")
    for told in (old.fingerprint, "Ed25519", "启用时间", PLAIN):
        assert told in page
    change: dict[str, Any] = {"path": "/me/do/key/", "headers": HTMX}
    with nothing_but_lines():
        assert "核验本人身份" in refused_in_words(stranger.post(data={"reason": "换"}, **change))
        assert "理由" in refused_in_words(client.post(data={"reason": " "}, **change))
    assert went_to(client.post(data={"reason": "怀疑外泄"}, **change)) == "/me/?told=key"
    new = key_of(deputy)
    assert new is not None
    assert new.fingerprint != old.fingerprint
    verbs = Act.objects.filter(chain=f"key/{deputy}").values_list("verb", flat=True)
    assert list(verbs) == ["register-key", "end-key", "register-key"]
    assert open_page(client, f"/cases/{number}/").count(VALID) == 9, "what was signed stays signed"
    again = huanglong.accept_employer()
    huanglong.now = AFTERNOON + timedelta(minutes=1)
    huanglong.carry(again, "deputy")
    assert went_to(do(client, again, "sign")), "the new key signs"


def test_the_security_administrator_ends_a_key_with_a_reason(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    admin, deputy = security_admin(huanglong), huanglong.deputy
    client, address = come_in(admin), f"/accounts/{huanglong.deputy}/"
    assert "停用密钥" in open_page(client, address)
    with nothing_but_lines():
        unreasoned = client.post(f"{address}do/key/", {"reason": ""}, headers=HTMX)
        assert "理由" in refused_in_words(unreasoned)
    ended = client.post(f"{address}do/key/", {"reason": "本人报告外泄"}, headers=HTMX)
    assert went_to(ended) == f"{address}?told=key"
    assert key_of(deputy) is None
    assert "没有启用" in open_page(client, address)
    again = client.post(f"{address}do/key/", {"reason": "再停"}, headers=HTMX)
    assert "没有启用的签名密钥" in refused_in_words(again)
    own = client.post(f"/accounts/{admin}/do/key/", {"reason": "x"}, headers=HTMX)
    assert "不能办理自己的账号" in refused_in_words(own)
