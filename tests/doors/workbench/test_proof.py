"""核验身份: nobody signs at the window without having just shown who they are, in this session."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.ground import nothing_but_lines, referred, reported, state_of
from tests.doors.workbench.conftest import AFTERNOON, Clock, ComeIn, proof_in_session
from tests.doors.workbench.entrance import (
    HTMX,
    PASSWORD,
    code_of,
    enrolled,
    half_a_minute_later,
    lines_of,
    open_account,
    try_password,
)
from tests.doors.workbench.pages import do, hidden_of, refused_in_words, text_of, went_to
from tests.doors.workbench.test_signing_pages import MINUTES
from tests.halls import Hall, Huanglong
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.actions import key_of
from yichuang.domain.staff.models import Assignment
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.queries import acts_of
from yichuang.doors.workbench.entrance.keys import signer_of
from yichuang.doors.workbench.here import PROOF
from yichuang.doors.workbench.models import SealedKey

pytestmark = pytest.mark.usefixtures("clock", "quick_hashes")


def prove(client: Client, password: str = PASSWORD, code: str = "") -> Any:
    """Send password and code, as the panel does."""
    return client.post("/proof/", {"password": password, "code": code}, headers=HTMX)


def sign(client: Client, number: str, **more: Any) -> Any:
    """Send what the signing page sends."""
    return do(client, number, "sign", **more)


def asks_who_signs(answer: Any) -> bool:
    """Say whether a page refused for want of a proof, and opens its panel for it."""
    words = refused_in_words(answer)
    return "核验本人身份" in words and answer.headers.get("HX-Trigger") == "proof-needed"


def at_the_deputy(hall: Hall) -> str:
    """Bring a case to the deputy, who has an account."""
    open_account(hall.deputy)
    number = hall.accept_employer()
    hall.carry(number, "deputy")
    return number


def last_signature(number: str) -> dict[str, Any]:
    """Give the last signature of a case as the trail keeps it."""
    signed = [json.loads(act.content)["said"] for act in acts_of(f"case/{number}")]
    found: dict[str, Any] = [said["signature"] for said in signed if "signature" in said][-1]
    return found


def carried(hall: Hall, to: str) -> str:
    """Carry a case of level 1 on until it is in a state."""
    number = hall.accept_employer()
    hall.carry(number, to)
    return number


def met(hall: Hall) -> str:
    """Bring a case to the office meeting."""
    number = reported(hall, "city-review")
    referred(hall, number)
    return number


Ways = list[tuple[str, str, Callable[[Huanglong], str], dict[str, Any]]]
WAYS: Ways = [
    ("handler", "sign", lambda hall: hall.accept_employer(), {}),
    ("reviewer", "sign", lambda hall: carried(hall, "review"), {}),
    ("director", "refuse", lambda hall: carried(hall, "director"), {"reason": "不符合条件"}),
    ("approver", "approve", lambda hall: reported(hall, "city-review"), {}),
    ("chief", "conclude", met, MINUTES),
]
"""Who signs what on a page, and where the case stands then."""


@pytest.mark.clause("SX-12")
@pytest.mark.parametrize(("who", "verb", "bring", "sent"), WAYS, ids=[w[0] for w in WAYS])
def test_nobody_signs_without_a_fresh_proof(
    huanglong: Huanglong, come_in: ComeIn, who: str, verb: str, bring: Any, sent: dict[str, Any]
) -> None:
    number = bring(huanglong)
    person = getattr(huanglong, who)
    open_account(person)
    client, before = come_in(person, proved=False), state_of(number)
    page = "review" if who == "reviewer" else "signing"
    html = client.get(f"/cases/{number}/{page}/").content.decode()
    assert "签字前须核验身份" in html
    seen = hidden_of(html) if verb != "refuse" else hidden_of(html) | sent
    if who == "reviewer":
        seen = {}
    with nothing_but_lines():
        assert asks_who_signs(do(client, number, verb, seen | sent))
    assert prove(client).status_code == 200
    again = client.get(f"/cases/{number}/{page}/").content.decode()
    assert "身份已核验，至 16:15" in again
    went_to(do(client, number, verb, seen | sent))
    assert state_of(number) != before
    signature = last_signature(number)
    assert signature["key"] == key_of(person).fingerprint  # type: ignore[union-attr]
    assert signature["proof"]["factors"] == ["password"]


@pytest.mark.clause("SX-12")
def test_a_proof_is_fresh_for_some_minutes_and_its_end_loses_nothing(
    huanglong: Huanglong, come_in: ComeIn, clock: Clock, settings: Any
) -> None:
    number = at_the_deputy(huanglong)
    client = come_in(huanglong.deputy, proved=False)
    settings.PROOF_MINUTES = 5
    prove(client)
    clock.pass_by(minutes=5, seconds=1)
    assert asks_who_signs(sign(client, number))
    assert state_of(number) == "deputy"
    clock.pass_by(seconds=-1)
    went_to(sign(client, number))


def copied(client: Client, **changed: Any) -> None:
    """Put a proof into a session that wasn't given in it."""
    session = client.session
    seat = Assignment.objects.filter(staff=session["_auth_user_id"]).latest("id").id
    held = proof_in_session(session["_auth_user_id"], seat, AFTERNOON)
    session[PROOF] = held | changed
    session.save()


@pytest.mark.clause("SX-12")
def test_a_proof_is_worth_nothing_elsewhere(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = at_the_deputy(huanglong)
    proved, other = (come_in(huanglong.deputy, proved=False) for _ in range(2))
    prove(proved)
    assert asks_who_signs(sign(other, number)), "another session of the same person"
    tomorrow = (AFTERNOON + timedelta(days=1)).isoformat()
    for amiss in ({"staff": huanglong.director}, {"seat": 0}, {"at": tomorrow}):
        copied(other, **amiss)
        assert asks_who_signs(sign(other, number)), amiss
    assert state_of(number) == "deputy"
    copied(other)
    went_to(sign(other, number))


def test_it_is_gone_with_the_session_and_with_the_seat(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = at_the_deputy(huanglong)
    client = come_in(huanglong.deputy, proved=False)
    prove(client)
    seat = Assignment.objects.get(staff=huanglong.deputy).id
    assert client.post("/seat/", {"seat": f"{seat}:"}).status_code == 302
    assert asks_who_signs(sign(client, number))
    prove(client)
    assert PROOF in client.session
    client.post("/logout/")
    assert try_password(client, huanglong.deputy).status_code == 302
    assert PROOF not in client.session
    assert asks_who_signs(sign(client, number))


def test_wrong_passwords_count_as_at_the_door(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = at_the_deputy(huanglong)
    client = come_in(huanglong.deputy, proved=False)
    for wrong in ("", "\0", "x" * 5000):
        answer = prove(client, wrong)
        assert (answer.status_code, "密码不对" in text_of(answer)) == (422, True)
        assert json.loads(answer.headers["HX-Trigger"]) == {"proof-amiss": {"field": "password"}}
    tries = [prove(client, "walnut-harvest").status_code for _ in range(4)]
    assert tries == [422, 422, 422, 429]
    assert prove(client).status_code == 429, "the right one doesn't help any more"
    assert "锁定 15 分钟" in text_of(prove(client))
    assert asks_who_signs(sign(client, number))
    assert try_password(Client(), huanglong.deputy).status_code == 429
    assert lines_of(huanglong.deputy)[:5] == ["proof-failed"] * 4 + ["locked-out"]


@pytest.mark.clause("SX-12")
def test_where_signers_must_have_a_second_factor_it_is_asked(
    huanglong: Huanglong, come_in: ComeIn, settings: Any
) -> None:
    settings.SECOND_FACTOR = "signers"
    deputy = huanglong.deputy
    papers = enrolled(deputy)
    number = huanglong.accept_employer()
    huanglong.carry(number, "deputy")
    client = come_in(deputy, proved=False)
    assert 'id="proof-code"' in client.get(f"/cases/{number}/signing/").content.decode()
    answer = prove(client)
    assert "验证码不对" in text_of(answer)
    assert json.loads(answer.headers["HX-Trigger"]) == {"proof-amiss": {"field": "code"}}
    half_a_minute_later(deputy)
    assert prove(client, code=code_of(deputy)).status_code == 200
    went_to(sign(client, number))
    assert last_signature(number)["proof"]["factors"] == ["password", "totp"]
    half_a_minute_later(deputy)
    assert prove(client, code=papers[0]).status_code == 200
    assert client.session[PROOF]["factors"] == ["password", "paper-code"]
    assert lines_of(deputy)[-3:] == ["proof-failed", "proof-given", "proof-given"]
    open_account(huanglong.director)
    director = come_in(huanglong.director, proved=False)
    assert "须有第二因素" in text_of(prove(director)), "enrolling comes first"


@pytest.mark.clause("SX-12")
def test_a_forged_screen_is_refused_and_the_signer_is_who_sits_here(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = at_the_deputy(huanglong)
    client = come_in(huanglong.deputy)
    for forged in ({"screen": "0" * 64}, {"screen": ""}, {"brief": "0" * 64}, {"brief": ""}):
        with nothing_but_lines():
            assert "已经更改" in refused_in_words(sign(client, number, **forged))
    theirs = signer_of(huanglong.director)
    assert theirs is not None
    told = {"by": huanglong.director, "staff": huanglong.director, "key": theirs.public}
    went_to(sign(client, number, **told, proof=AFTERNOON.isoformat(), factors="totp"))
    act = acts_of(f"case/{number}").last()
    own = key_of(huanglong.deputy)
    assert act is not None
    assert own is not None
    assert (act.actor, last_signature(number)["key"]) == (huanglong.deputy, own.fingerprint)


def test_a_first_proof_puts_a_key_into_force_and_others_leave_it(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number, deputy = at_the_deputy(huanglong), huanglong.deputy
    huanglong.do(journeys.end_key, deputy, reason="更换", by=deputy)
    client = come_in(deputy)
    assert asks_who_signs(sign(client, number)), "the key was ended since the proof was given"
    prove(client)
    own = key_of(deputy)
    prove(client)
    assert own is not None
    assert key_of(deputy) == own
    assert Act.objects.filter(chain=f"key/{deputy}").last().actor == deputy  # type: ignore[union-attr]
    went_to(sign(client, number))


def test_a_key_that_was_put_under_another_name_signs_nothing(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = at_the_deputy(huanglong)
    theirs = SealedKey.objects.get(staff=huanglong.director)
    SealedKey.objects.filter(staff=huanglong.deputy).update(sealed=theirs.sealed)
    client = come_in(huanglong.deputy)
    with nothing_but_lines():
        assert "更换密钥" in refused_in_words(sign(client, number))
