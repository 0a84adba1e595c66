"""集中签批 at the window (WQ-05): what was on the screen is signed in one go, and nothing else."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.cases.ground import nothing_but_lines, state_of
from tests.cases.paying import owed, prepared
from tests.doors.workbench.conftest import Clock, ComeIn
from tests.doors.workbench.pages import HTMX, do, open_page, refused_in_words, text_of, went_to
from tests.doors.workbench.sitting import (
    begin,
    confirm,
    look_at,
    results_of,
    sheet,
    signatures_on,
    summed_up,
)
from tests.halls import Hall, Huanglong
from yichuang.domain.cases.sessions import made_in
from yichuang.domain.insured.models import Payable
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.money import capitals
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.agencies import county
from yichuang.doors.workbench import sittings
from yichuang.doors.workbench.models import SeenBrief

OTHER_DEPUTY = county("610629").number(Post.DEPUTY_DIRECTOR)

pytestmark = pytest.mark.clause("WQ-05")


def waiting(hall: Hall, many: int = 3) -> list[str]:
    """Let cases wait for the handler's signature."""
    return [hall.accept_employer() for _ in range(many)]


def test_a_session_begins_on_a_proof_at_the_fixed_time_and_one_at_a_time(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    waiting(huanglong, 1)
    sent = {"request": str(uuid4())}
    stranger = come_in(huanglong.handler, proved=False)
    assert "核验" in refused_in_words(stranger.post("/session/begin/", sent, headers=HTMX))
    client = come_in(huanglong.handler)
    assert "今日集中签批 16:00" in open_page(client, "/signing/")
    session = begin(client)
    assert session.planned == "16:00"
    again = client.post("/session/begin/", {"request": str(uuid4())}, headers=HTMX)
    assert "还没有结束" in refused_in_words(again)


def test_only_what_was_on_the_screen_is_signed_each_with_its_own_act(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    seen, left_out, unseen = waiting(huanglong)
    money = huanglong.accept_death(huanglong.registered_person())
    client = come_in(huanglong.handler)
    session = begin(client)
    open_page(client, "/session/")
    assert "人民币壹万肆仟玖佰零壹元整" in look_at(client, seen, left_out, money)
    went_to(client.post("/session/choose/", {"of": left_out}, headers=HTMX))
    client.post("/session/choose/", {"of": unseen}, headers=HTMX)  # never on the screen
    summary = open_page(client, "/session/summary/")
    assert "14,901.00" in summary
    assert "签字 2 件" in summary
    told = sheet(client, confirm(client))
    assert "已签 2 件，未签 1 件" in told
    assert "您留出本次" in told
    assert "人民币壹万肆仟玖佰零壹元整" in told
    assert [state_of(n) for n in (seen, money)] == ["review"] * 2
    assert [state_of(n) for n in (left_out, unseen)] == ["handling"] * 2
    made = made_in(session.key, [f"case/{n}" for n in (seen, money)])
    assert sum(one.amount_fen for one in made.values()) == 1_490_100
    session.refresh_from_db()
    assert (session.signed, session.not_signed, session.total_fen) == (2, 1, 1_490_100)
    last = acts_of(f"case/{money}").last()
    assert last is not None
    assert session.key in last.content, "the proof says for which session it was given"


def test_what_was_never_shown_is_not_signed_even_when_posted_by_hand(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    seen, unseen, _ = waiting(huanglong)
    client = come_in(huanglong.handler)
    begin(client)
    look_at(client, seen)
    sent = summed_up(client)
    # Another selection than the summary's, and one that the form has no field for.
    SeenBrief.objects.filter(number=seen).update(brief="0" * 64)
    assert "有变化" in refused_in_words(confirm(client, sent | {"number": unseen}))
    assert "有变化" in refused_in_words(confirm(client, {"chosen": ""}))
    assert "已签 0 件，未签 1 件" in sheet(client, confirm(client, summed_up(client)))
    assert signatures_on([seen, unseen], huanglong.handler) == []


def test_what_a_signer_returned_is_signed_only_when_it_was_looked_at_again(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    kept, back = waiting(huanglong, 2)
    for number in (kept, back):
        huanglong.carry(number, "deputy")
    client = come_in(huanglong.deputy)
    session = begin(client)
    open_page(client, "/session/")
    look_at(client, kept, back)
    sent = summed_up(client)
    went = went_to(
        do(client, back, "return", step="0", reason="住所有误", next="/session/summary/")
    )
    assert went == f"/session/summary/?done={back}"
    assert "有变化" in refused_in_words(confirm(client, sent)), "the summary was another"
    assert "您已退回 1 件" in text_of(client.get("/session/summary/")).replace(f" {back}", "")
    assert "已签 1 件，未签 1 件" in sheet(client, confirm(client))
    assert results_of(session) == {kept: None, back: "returned"}


def test_broken_off_in_the_middle_and_confirmed_again_nothing_is_twice_or_missing(
    huanglong: Huanglong, come_in: ComeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = waiting(huanglong, 4)
    client = come_in(huanglong.handler)
    begin(client)
    look_at(client, *numbers)
    sent, sign = summed_up(client), journeys.sign
    many = iter(range(10))

    def dies(*args: Any, **more: Any) -> Any:
        if next(many) == 2:
            raise KeyboardInterrupt
        return sign(*args, **more)

    with monkeypatch.context() as broken:
        broken.setattr(journeys, "sign", dies)
        with pytest.raises(KeyboardInterrupt):
            confirm(client, sent)
    assert len(signatures_on(numbers, huanglong.handler)) == 2
    assert "已签 2 件；还有 2 件未签" in open_page(client, "/session/summary/")
    told = confirm(client, sent)
    assert "已签 4 件，未签 0 件" in sheet(client, told)
    assert signatures_on(numbers, huanglong.handler) == numbers
    with nothing_but_lines():
        assert "没有开始中" in refused_in_words(confirm(client, sent)), "it is over"
        assert "已签 4 件" in sheet(client, told), "and its sheet can be opened again"
    assert verify().faults == []


def test_a_proof_that_runs_out_in_the_middle_stops_and_the_rest_follows(
    huanglong: Huanglong, come_in: ComeIn, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = waiting(huanglong, 3)
    client = come_in(huanglong.handler)
    session = begin(client)
    look_at(client, *numbers)
    clock.pass_by(minutes=13)
    sign = journeys.sign

    def slowly(*args: Any, **more: Any) -> Any:
        answer = sign(*args, **more)
        clock.pass_by(minutes=1, seconds=30)
        return answer

    with monkeypatch.context() as slow:
        slow.setattr(journeys, "sign", slowly)
        assert went_to(confirm(client)) == "/session/summary/?proof=over"
    assert len(signatures_on(numbers, huanglong.handler)) == 2
    assert "身份核验已经过期" in open_page(client, "/session/summary/")
    assert "核验" in refused_in_words(confirm(client))
    session.refresh_from_db()
    assert session.closed_at is None, "nothing says done"
    again = come_in(huanglong.handler)
    kept = again.session
    kept["proof"] |= {"at": clock.now.isoformat()}
    kept.save()
    assert "已签 3 件，未签 0 件" in sheet(again, confirm(again))
    assert signatures_on(numbers, huanglong.handler) == numbers


def test_two_confirmations_at_once_sign_everything_once(
    huanglong: Huanglong, come_in: ComeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = waiting(huanglong, 4)
    first, second = come_in(huanglong.handler), come_in(huanglong.handler)
    begin(first)
    look_at(first, *numbers)
    sent, sign = summed_up(first), journeys.sign
    answers: list[Any] = []

    def between(*args: Any, **more: Any) -> Any:
        # The other window is through with everything while this one signs its second case.
        if args[0] == numbers[1] and not answers:
            answers.append(None)
            answers.append(confirm(second, sent))
        return sign(*args, **more)

    monkeypatch.setattr(journeys, "sign", between)
    answers.append(confirm(first, sent))
    assert "已签 4 件，未签 0 件" in sheet(first, answers[1])
    assert went_to(answers[1]) == went_to(answers[2]), "one session, one sheet"
    assert signatures_on(numbers, huanglong.handler) == numbers


def test_another_persons_session_is_nobody_elses(huanglong: Huanglong, come_in: ComeIn) -> None:
    (number,) = waiting(huanglong, 1)
    handler, deputy = come_in(huanglong.handler), come_in(huanglong.deputy)
    session = begin(handler)
    look_at(handler, number)
    sent = summed_up(handler)
    with nothing_but_lines():
        assert "没有开始中" in refused_in_words(confirm(deputy, sent))
        assert "没有开始中" in refused_in_words(deputy.post("/session/close/", headers=HTMX))
        assert deputy.get(f"/session/case/{number}/").status_code == 302
    assert not sittings.seen_in(session).keys() - {number}
    address = went_to(confirm(handler, sent))
    assert "已签 1 件" in open_page(deputy, address), "who oversees the agency reads its sheets"
    for stranger in (OTHER_DEPUTY, huanglong.finance):
        assert come_in(stranger).get(address).status_code == 404


def test_the_fixed_times_are_the_heads_and_the_administrators(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    director = come_in(huanglong.director)
    sent = {"request": str(uuid4()), "hours": "16:30、9:70"}
    assert "不是时刻" in refused_in_words(director.post("/session/hours/", sent, headers=HTMX))
    sent = {"request": str(uuid4()), "hours": "16:30 ，10:00"}
    assert went_to(director.post("/session/hours/", sent, headers=HTMX)) == "/session/"
    assert "10:00、16:30" in open_page(director, "/session/")
    assert "10:00、16:30" in open_page(director, f"/agencies/{huanglong.code}/")


def test_finance_signs_its_payments_the_same_way(huanglong: Huanglong, come_in: ComeIn) -> None:
    first = prepared(huanglong)
    funeral, _ = owed(huanglong)
    client = come_in(huanglong.second_finance)
    begin(client)
    assert first in open_page(client, "/session/")
    assert funeral.number not in open_page(client, "/session/"), "it isn't prepared"
    amount = Payable.objects.get(number=first).amount_fen
    assert f"人民币{capitals(amount)}" in text_of(client.get(f"/session/payment/{first}/"))
    assert "已签 1 件，未签 0 件" in sheet(client, confirm(client))
    assert Payable.objects.get(number=first).released_by == huanglong.second_finance
    assert verify().faults == []


def test_finance_returns_a_payment_from_its_brief_and_it_is_not_signed(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number, client = prepared(huanglong), come_in(huanglong.second_finance)
    begin(client)
    onward = '<input type="hidden" name="next" value="/session/summary/">'
    assert onward in client.get(f"/session/payment/{number}/").content.decode()
    sent = {"request": str(uuid4()), "reason": "账号与存折不符", "next": "/session/summary/"}
    onward = went_to(client.post(f"/payments/{number}/do/return/", sent, headers=HTMX))
    assert onward == f"/session/summary/?done={number}"
    assert "您已退回" in open_page(client, onward)
    assert Payable.objects.get(number=number).released_by is None


def test_whoever_left_a_session_open_in_another_post_ends_it_first(
    huanglong: Huanglong, come_in: ComeIn, clock: Clock
) -> None:
    session = begin(come_in(huanglong.handler))
    session.__class__.objects.filter(key=session.key).update(post="director")
    client = come_in(huanglong.handler)
    assert "还没有结束" in open_page(client, "/session/")
    clock.pass_by(minutes=1)
    assert "没有签任何一件" in sheet(client, client.post("/session/close/", headers=HTMX))
    session.refresh_from_db()
    assert session.closed_at == clock.now
    assert session.closed_at - session.opened_at == timedelta(minutes=1)
