"""All tellers of an agency have the same scope, whatever is granted and withdrawn (SX-10)."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.halls import Hall, Huanglong
from yichuang.domain.authority.actions import GrantStands, Scope, grant, withdraw
from yichuang.domain.authority.models import Duty, Grant
from yichuang.domain.authority.policy import NotGranted
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.items import authorisation
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.staff.actions import assign, enlist
from yichuang.domain.staff.models import Staff
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.rows import columns
from yichuang.doors.commands.demonstration.cast import FOUNDER, YEAR

LEVELS = {
    "insurance-proof": 3,
    "person-registration": 2,
    "employer-registration": 1,
    "basic-data-change": 1,
    "death-in-service": 1,
    "objection": 1,
    "correction": 2,
    "major-correction": 1,
}
"""Every item of the catalogue that is taken at a counter, by its level of risk."""
FIRST = date(2026, 3, 1)
DAYS = 12

days = st.integers(0, DAYS - 1).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def grants(draw: st.DrawFn) -> tuple[Scope, date, date]:
    post = draw(st.sampled_from([Post.TELLER, Post.TELLER, Post.SPECIAL, Post.HANDLER]))
    item, duty = draw(st.sampled_from([*LEVELS])), draw(st.sampled_from(Duty))
    since = draw(days)
    return Scope(post, item, duty), since, since + timedelta(days=draw(st.integers(1, DAYS)))


history = st.lists(
    st.one_of(grants(), st.tuples(st.integers(0, 20), days)), min_size=3, max_size=14
)


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back what one example has written."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def four_tellers(hall: Hall) -> list[str]:
    """Let two more tellers come, one of them for a few weeks only."""
    for number, until in (("61063190", YEAR[1]), ("61063191", date(2026, 4, 1))):
        hall.do(enlist, hall.code, number, "另一柜员", by=FOUNDER)
        period: dict[str, Any] = {"since": FIRST, "until": until, "trained_until": until}
        hall.do(assign, number, hall.code, Post.TELLER, by=FOUNDER, **period)
    return [hall.teller, hall.second_teller, "61063190", "61063191"]


def without_grants(hall: Hall) -> None:
    for found in Grant.objects.filter(agency=hall.code):
        hall.do(withdraw, found.id, on=found.since, ground="收回重授", by=FOUNDER)


def make_history(hall: Hall, events: list[tuple[object, ...]]) -> None:
    """Grant and withdraw as drawn; an event that the register refuses changes nothing."""
    given: list[int] = []
    for event in events:
        if isinstance(event[0], Scope):
            scope, since, until = event
            period: dict[str, Any] = {"since": since, "until": until, "ground": "试验"}
            try:
                hall.do(grant, hall.code, [scope], by=FOUNDER, **period)
            except GrantStands:
                continue
            given.append(Grant.objects.latest("id").id)
        elif given:
            which, day = event
            assert isinstance(which, int)
            found = Grant.objects.get(id=given[which % len(given)])
            if found.until > day:  # type: ignore[operator]
                hall.do(withdraw, found.id, on=day, ground="试验", by=FOUNDER)


def scope_of(hall: Hall, teller: str, on: date) -> set[str]:
    """Ask the action itself: an empty application is found faulty only by who may accept one."""
    hall.now = datetime.combine(on, time(9), tzinfo=LOCAL)
    may = set()
    for item in LEVELS:
        try:
            hall.do(journeys.accept, hall.code, item, form={}, materials={}, by=teller)
        except Mistakes:
            may.add(item)
        except NotGranted:
            continue
    return may


def granted_to_tellers(hall: Hall, on: date) -> set[str]:
    """Read the scope off the register: limited business may also be granted for acceptance."""
    held = Grant.objects.filter(agency=hall.code, post=Post.TELLER, since__lte=on, until__gt=on)
    return {
        grant.item
        for grant in held
        if grant.duty == Duty.HANDLE or (grant.duty == Duty.ACCEPT and LEVELS[grant.item] == 1)
    }


@pytest.mark.clause("SX-02", "SX-10")
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=history, asked=st.lists(days, min_size=2, max_size=3, unique=True))
def test_any_two_tellers_may_accept_exactly_the_same(
    huanglong: Huanglong, events: list[tuple[object, ...]], asked: list[date]
) -> None:
    with taken_back():
        tellers = four_tellers(huanglong)
        without_grants(huanglong)
        make_history(huanglong, events)
        for day in asked:
            scopes = [scope_of(huanglong, teller, day) for teller in tellers]
            assert scopes == [granted_to_tellers(huanglong, day)] * 4


@pytest.mark.clause("SX-10")
def test_the_founding_grants_all_of_instant_business(huanglong: Hall) -> None:
    assert scope_of(huanglong, huanglong.teller, FIRST) == set(LEVELS)
    held = Grant.objects.filter(agency="610631", post=Post.TELLER, duty=Duty.HANDLE)
    instant = {"insurance-proof", "person-registration", "correction"}
    assert {grant.item for grant in held} == instant


@pytest.mark.clause("SX-10")
def test_there_is_no_way_to_grant_anything_to_a_person() -> None:
    assert {field.name for field in fields(Scope)} == {"post", "item", "duty", "limit_fen"}
    assert set(inspect.signature(grant).parameters) == {
        *("agency", "scopes", "since", "until", "ground"),
        *("by", "at", "request"),
    }
    assert set(columns(Grant)) == {
        *("id", "agency_id", "post", "item", "duty", "limit_fen"),
        *("since", "until", "ground", "granted_by", "by_case", "act_id", "version"),
    }
    assert Staff not in {field.related_model for field in columns(Grant).values()}
    asked = {name.title for name in authorisation.Form.model_fields.values()}
    assert asked == {
        *("机构", "事由", "岗位", "事项", "权限", "原授权编号"),
        *("金额上限", "起", "止", "依据"),
    }


def test_the_control_where_grants_differ_scopes_do(huanglong: Hall, luochuan: Hall) -> None:
    without_grants(huanglong)
    assert scope_of(huanglong, huanglong.teller, FIRST) == set()
    assert scope_of(luochuan, luochuan.teller, FIRST) == set(LEVELS)
