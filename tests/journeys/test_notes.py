"""An audit line stands whatever came in, under whom it belongs, bounded, and in a chain."""

from datetime import date
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.halls import MORNING, Hall
from tests.trail.intruder import faults_after
from yichuang.domain.authority.policy import post_mandate
from yichuang.domain.journeys.notes import (
    LONGEST,
    MOST,
    NOBODY,
    Kind,
    bounded,
    chain_of,
    lines_of,
    note,
)
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import MandateEnded
from yichuang.domain.trail.models import Chain
from yichuang.domain.trail.verify import verify, verify_chain

CITIZEN, MOBILE = "610631199003150006", "13909110002"
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.dates(),
    lambda inner: st.lists(inner, max_size=40) | st.dictionaries(st.text(), inner, max_size=40),
    max_leaves=60,
)


def leave(by: str, kind: Kind = Kind.LOGIN, **said: Any) -> Any:
    return note(kind, by=by, at=MORNING, said=said)


def test_a_line_stands_on_the_chain_of_whose_it_is(huanglong: Hall) -> None:
    first, second = leave(huanglong.teller), leave(huanglong.teller, Kind.LOGOUT)
    assert (first.chain, first.n, second.n) == (f"audit/{huanglong.teller}", 1, 2)
    assert leave(huanglong.reviewer).n == 1
    assert [act.verb for act in lines_of([huanglong.teller])] == ["logout", "login"]
    assert verify().faults == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("61069999", "6106…（8 字）"),
        ("", "…（0 字）"),
        ("my secret words", "m…（15 字）"),
        (CITIZEN, "6106…（18 字）"),
        ("9" * 5000, "9999…（5000 字）"),
        ("\0\ud800", "\ufffd…（2 字）"),
        ("-", "-…（1 字）"),
        ("人", "人…（1 字）"),
    ],
)
def test_what_is_no_staff_number_is_nobody_and_told_by_its_beginning(
    huanglong: Hall, typed: str, told: str
) -> None:
    assert huanglong
    answer = leave(typed, Kind.LOGIN_FAILED)
    assert (answer.chain, answer.said["typed"]) == (chain_of(NOBODY), told)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(by=st.text() | st.sampled_from(["61063102", "-"]), said=st.dictionaries(st.text(), ANYTHING))
def test_nothing_that_came_in_keeps_a_line_from_standing(
    huanglong: Hall, by: str, said: dict[str, Any]
) -> None:
    before = lines_of([huanglong.teller, NOBODY]).count()
    note(Kind.REFUSED, by=by, at=MORNING, said=said)
    assert lines_of([huanglong.teller, NOBODY]).count() == before + 1
    assert len(str(bounded(said))) < 10**7


def test_a_line_is_short_and_holds_nobodys_whole_number() -> None:
    said = bounded({"a": "字" * 5000, "b": f"电话{MOBILE}，证件{CITIZEN}。", "c": list(range(99))})
    assert len(said["a"]) == LONGEST
    assert said["b"] == "电话139****0002，证件6106**********0006。"
    assert len(said["c"]) == MOST
    assert bounded({"n": 10**30, "day": date(2026, 3, 9), "deep": [[[[["x"]]]]]}) == {
        "n": "（很大的数）",
        "day": "2026-03-09",
        "deep": [[["（list）"]]],
    }


def test_an_administrators_line_rests_on_an_assignment_asked_again(huanglong: Hall) -> None:
    post: dict[str, str] = {"agency": huanglong.code, "post": Post.TELLER}
    rests = post_mandate(huanglong.teller, **post, on=MORNING.date())
    line: dict[str, Any] = {"by": huanglong.teller, "at": MORNING, "said": {}, "mandate": rests}
    assert note(Kind.UNLOCKED, **line).n == 1
    held = Assignment.objects.get(id=rests.assignment)
    huanglong.do(staff.end_assignment, held.id, on=MORNING.date(), by="0001")
    with pytest.raises(MandateEnded):
        note(Kind.UNLOCKED, **line)
    assert lines_of([huanglong.teller]).count() == 1


def test_one_person_at_two_windows_at_one_moment_leaves_both_lines(own_database: str) -> None:
    assert own_database

    def at_a_window() -> None:
        for _ in range(10):
            note(Kind.REFUSED, by="61063102", at=MORNING, said={"code": str(uuid4())})
        connection.close()

    threads = [Thread(target=at_a_window) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [act.n for act in lines_of(["61063102"]).order_by("n")] == list(range(1, 21))
    assert verify().faults == []


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE trail_act SET content = replace(content, 'granted', 'busy')", "内容与摘要不符"),
        ("DELETE FROM trail_act", "中间有缺失或调换"),
        ("UPDATE trail_act SET actor = '61063103'", "内容与所列的"),
    ],
)
def test_a_changed_or_missing_line_is_named(huanglong: Hall, sql: str, what: str) -> None:
    for _ in range(3):
        leave(huanglong.teller, Kind.REFUSED, code="not-granted")
    assert faults_after() == []
    found = faults_after((f"{sql} WHERE chain_id = 'audit/61063102' AND n = 2",))
    assert found
    assert all("audit/61063102" in fault for fault in found)
    assert any(what in fault for fault in found)


def test_one_chain_is_checked_by_itself(huanglong: Hall) -> None:
    leave(huanglong.teller)
    leave(huanglong.reviewer)
    one, all_of_it = verify_chain(chain_of(huanglong.teller)), verify()
    assert (one.chains, one.acts, one.faults) == (1, 1, [])
    assert all_of_it.chains == Chain.objects.count() > 1
    assert verify_chain("audit/nobody").acts == 0
