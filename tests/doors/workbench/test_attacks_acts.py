"""Getting round the order of things: steps skipped, others' cases and drafts, requests replayed."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.cases.ground import nothing_but_lines, reported, returned, state_of
from tests.doors.workbench.addresses import addresses
from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import HTMX, do, refused_in_words, went_to
from tests.halls import Huanglong, Luochuan
from yichuang.domain.cases.queries import standing
from yichuang.domain.trail.queries import acts_of
from yichuang.doors.workbench.here import SEAT, WINDOW
from yichuang.doors.workbench.models import Draft
from yichuang.doors.workbench.views.cases import WAYS

DECISIONS = sorted(set(WAYS) - {"return", "withdraw", "hold", "supply", "stand-down"})
REASON = {"reason": "依据不足", "step": "0", "number": "1号", "held_on": "2026-03-09",
          "present": "强振邦", "decision": "同意"}  # fmt: skip


@pytest.mark.clause("SX-12")
@pytest.mark.parametrize("state", ["handling", "review", "deputy", "director", "done"])
def test_no_step_is_skipped_by_anybody_of_the_hall(
    huanglong: Huanglong, come_in: ComeIn, state: str
) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number, state)
    turn, stage = huanglong.whose_turn(number), standing(number).stage()
    allowed = {(turn, "file" if stage is None else stage["verb"])}
    if state == "director":
        allowed.add((turn, "refuse"))
    hall = [huanglong.teller, huanglong.second_teller, huanglong.handler, huanglong.reviewer]
    for person in [*hall, huanglong.deputy, huanglong.director, huanglong.guide]:
        client = come_in(person)
        with nothing_but_lines():
            for verb in DECISIONS:
                if (person, verb) not in allowed:
                    refused_in_words(do(client, number, verb, REASON))
    assert state_of(number) == state


def test_the_county_does_nothing_while_the_city_has_the_case_but_take_it_back(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = reported(huanglong, "city-review")
    for person in (huanglong.teller, huanglong.reviewer, huanglong.deputy, huanglong.director):
        client = come_in(person)
        with nothing_but_lines():
            for verb in DECISIONS:
                refused_in_words(do(client, number, verb, REASON))


def test_a_request_sent_again_is_answered_again_and_nothing_else_goes_under_its_key(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    one, other = (huanglong.accept_employer() for _ in range(2))
    client, key = come_in(huanglong.teller), {"request": str(uuid4())}
    another = come_in(huanglong.second_teller)
    went_to(do(client, one, "hold", key, reason="持回执离开"))
    with nothing_but_lines():
        went_to(do(client, one, "hold", key, reason="持回执离开"))
        for number, verb, why in (
            (one, "hold", "另一个理由"),
            (other, "hold", "持回执离开"),
            (one, "withdraw", "持回执离开"),
        ):
            words = refused_in_words(do(client, number, verb, key, reason=why))
            assert "这个请求编号已经用于另一项内容" in words
        refused_in_words(do(another, one, "hold", key, reason="持回执离开"))


def test_what_a_page_sends_unseen_lends_no_power(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_employer()
    forged = {"n": "0", "by": huanglong.handler, "at": "2020-01-01", "agency": "610000",
              "mandate": "1", "seat": "1:", "post": "director", "to": "done"}  # fmt: skip
    headers = {"X-Staff": huanglong.handler, "X-Seat": "1:", "HX-Trigger": "x", "HX-Prompt": "x"}
    client = come_in(huanglong.teller)
    with nothing_but_lines():
        refused_in_words(do(client, number, "sign", forged))
        sent = forged | {"request": str(uuid4())}
        answer = client.post(f"/cases/{number}/do/sign/", sent, headers={**headers, **HTMX})
        refused_in_words(answer)
    went_to(do(come_in(huanglong.handler), number, "sign", forged))
    last = acts_of(f"case/{number}").last()
    assert last is not None
    assert (last.actor, last.at.year) == (huanglong.handler, 2026)


def test_a_field_sent_twice_counts_once(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number, "review")
    sent = do(come_in(huanglong.reviewer), number, "return", step=["1", "0"], reason=["", "补正"])
    assert went_to(sent)
    assert state_of(number) == "correction"


def test_looking_changes_nothing(huanglong: Huanglong, come_in: ComeIn) -> None:
    number, own = huanglong.accept_employer(), uuid4()
    Draft(key=own, by_id=huanglong.teller, agency="610631", item="insurance-proof",
          saved_at=huanglong.now).save(force_insert=True)  # fmt: skip
    query = f"?request={uuid4()}&n=1&reason=x&seat=1:&size=3&item=insurance-proof&check=1"
    for person in (huanglong.teller, huanglong.handler, huanglong.director):
        client = come_in(person)
        with nothing_but_lines():
            for address in addresses(number=number, key=own, verb="hold"):
                assert client.get(address.path + query).status_code < 500, address.name


def test_a_form_of_another_site_is_refused_even_with_a_token(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = come_in(huanglong.teller).cookies
    html = strict.get("/keys/").content.decode()
    token = html.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = {"size": "3", "csrfmiddlewaretoken": token}
    for origin in ("https://example.com", "null", "http://testserver.example.com"):
        assert strict.post("/size/", sent, headers={"Origin": origin}).status_code == 403
    assert strict.post("/size/", sent, headers={"Origin": "http://testserver"}).status_code == 302


def test_only_whoever_may_correct_a_case_gets_its_form(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    """A draft of the correction shows the whole form, unmasked."""
    number = huanglong.accept_person(huanglong.registered_employer())
    first, second = come_in(huanglong.teller), come_in(huanglong.second_teller)
    for client in (first, second):
        refused_in_words(client.post(f"/cases/{number}/correct/", headers=HTMX))
    returned(huanglong, number, 0)
    refused_in_words(second.post(f"/cases/{number}/correct/"))
    assert not Draft.objects.exists()
    page = first.post(f"/cases/{number}/correct/", follow=True)
    assert standing(number).case.subject in page.content.decode()


def test_a_correction_leaves_no_older_draft_that_could_undo_it(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    returned(huanglong, number, 0)
    client = come_in(huanglong.teller)
    address = client.post(f"/cases/{number}/correct/")["Location"]
    draft = Draft.objects.get()
    stale = Draft.objects.get()
    stale.key = uuid4()
    stale.save(force_insert=True)
    papers = {f"materials.{code}": how for code, how in draft.materials.items()}
    went_to(client.post(f"{address}submit/", {**draft.form, **papers}, headers=HTMX))
    returned(huanglong, number, 0)
    with nothing_but_lines():
        answer = client.post(f"/drafts/{stale.key}/submit/", {**draft.form, **papers})
        assert answer.status_code == 404


def test_a_seat_that_was_not_taken_up_is_not_sat_on(
    huanglong: Huanglong, luochuan: Luochuan, come_in: ComeIn
) -> None:
    for seat, window in ((10**9, 1), (-1, None), ("1; --", "x"), (None, None), ({}, [])):
        client = come_in(huanglong.teller)
        session = client.session
        session[SEAT], session[WINDOW] = seat, window
        if isinstance(seat, int) or seat is None:
            session.save()
            assert client.get("/counter/")["Location"].startswith("/seat/")
    theirs = come_in(luochuan.teller).session[SEAT]
    client = come_in(huanglong.teller)
    assert client.post("/seat/", {"seat": f"{theirs}:1"}).status_code == 422
    page = client.get("/counter/", headers={"X-Seat": f"{theirs}:1", "X-Staff": luochuan.teller})
    assert "黄龙县" in page.content.decode()
