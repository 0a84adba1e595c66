"""Whatever happens to an agency's posts, grants and mode: all its tellers have the same scope.

In department mode, where a counter handles what its department handles, all of a department.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.authority.ground import INSTANT, ask, ask_to_switch, sign
from tests.halls import Huanglong
from yichuang.domain.authority.models import Duty, Grant
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.authority.scope import BY_DEPARTMENT
from yichuang.domain.cases.desk import desk
from yichuang.domain.items.form import read
from yichuang.domain.items.registry import ITEMS
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Agency, Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.cast import FOUNDER

CODE = "610631"
END = date(2027, 1, 1)
CATEGORIES = ("参保登记", "权益服务", "参保人员基本信息维护")
MODES = ("专管员制", "征缴柜员制", "科室内部综合柜员制", "综合柜员制")
ITEM_NAMES = (INSTANT, "单位参保登记", "在职人员基本信息变更")
DUTIES = ("受理", "受理并经办")
_people = count(1)

deed = st.one_of(
    st.tuples(st.just("assign"), st.sampled_from([f"{CODE}-01", f"{CODE}-02"])),
    st.tuples(st.just("end"), st.integers(0, 5)),
    st.tuples(st.just("grant"), st.sampled_from(ITEM_NAMES), st.sampled_from(DUTIES)),
    st.tuples(st.just("withdraw"), st.integers(0, 5)),
    st.tuples(st.just("mode"), st.sampled_from(MODES)),
    st.tuples(st.just("business"), st.lists(st.sampled_from(CATEGORIES), min_size=1, unique=True)),
)  # fmt: skip


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back what one life has written."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def happens(hall: Huanglong, what: str, *how: Any) -> None:
    """Let one thing happen, as the people of the hall do it; a refused one changes nothing."""
    on = hall.now.date()
    match what:
        case "assign":
            number = f"6106314{next(_people):04d}"
            period: dict[str, Any] = {"since": on, "until": END, "trained_until": END}
            period |= {"department": how[0], "trained_by_founding": True}
            hall.do(staff.enlist, CODE, number, "新柜员", by=FOUNDER)
            hall.do(staff.assign, number, CODE, Post.TELLER, **period, by=FOUNDER)
        case "end" if len(tellers(on)) > 1:
            held = tellers(on)[how[0] % len(tellers(on))]
            hall.do(staff.end_assignment, held.id, on=on, by=FOUNDER)
        case "grant":
            sign(hall, ask(hall, item=how[0], duty=how[1], until="2027-01-01"))
        case "withdraw" if lines := list(
            Grant.objects.filter(agency=CODE, post=Post.TELLER, until__gt=on)
        ):
            line = lines[how[0] % len(lines)]
            rule = desk(CODE, line.item, by=hall.teller, on=on).profile.item(line.item)
            assert rule is not None
            whole = rule.timing == "instant"
            form = (
                {"item": INSTANT, "grant": None} if whole else {"item": rule.name, "grant": line.id}
            )
            sign(hall, ask(hall, kind="收回", duty=Duty(line.duty).label, until=None, **form))
        case "mode":
            sign(hall, ask_to_switch(hall, how[0]))
        case "business":
            hall.do(staff.set_business, f"{CODE}-01", how[0], by=FOUNDER)
        case _:
            pass


def tellers(on: date) -> list[Assignment]:
    held = Assignment.objects.filter(agency=CODE, post=Post.TELLER, since__lte=on, until__gt=on)
    return list(held.order_by("id"))


def scope_of(teller: str, on: date) -> frozenset[tuple[str, str]]:
    """Ask the policy for every item: what a teller may accept, and by which duty."""
    may = set()
    for code, item in ITEMS.items():
        here, (form, _) = desk(CODE, code, by=teller, on=on), read(item.form, {})
        for duty in (Duty.ACCEPT.value, Duty.HANDLE.value):
            try:
                here.mandate(item, form, Post.TELLER.value, duty)
            except NotYourPost:
                raise
            except Refusal:
                continue
            may.add((code, duty))
    return frozenset(may)


def scopes(on: date) -> dict[str | None, set[frozenset[tuple[str, str]]]]:
    """Give the different scopes of the tellers; by department where the mode asks for it."""
    apart = Agency.objects.get(code=CODE).mode in BY_DEPARTMENT
    found: dict[str | None, set[frozenset[tuple[str, str]]]] = {}
    for held in tellers(on):
        where = held.department_id if apart else None
        found.setdefault(where, set()).add(scope_of(held.staff_id, on))
    return found


@pytest.mark.clause("SX-02", "SX-04", "SX-10")
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(life=st.lists(deed, min_size=3, max_size=7))
def test_at_any_moment_all_tellers_have_the_same_scope(
    huanglong: Huanglong, life: list[tuple[Any, ...]]
) -> None:
    with taken_back():
        huanglong.do(staff.open_department, CODE, 2, "权益科", business=["权益服务"], by=FOUNDER)
        for what, *how in life:
            try:
                with transaction.atomic():
                    happens(huanglong, what, *how)
            except Refusal:
                pass
            assert all(len(different) == 1 for different in scopes(huanglong.now.date()).values())


def test_the_control_the_lives_do_move_the_scope(huanglong: Huanglong) -> None:
    on = huanglong.now.date()
    whole = scope_of(huanglong.teller, on)
    assert len(whole) == 8
    happens(huanglong, "grant", "单位参保登记", "受理并经办")
    assert scope_of(huanglong.teller, on) - whole == {("employer-registration", "handle")}
    happens(huanglong, "mode", "征缴柜员制")
    assert {item for item, _ in scope_of(huanglong.teller, on)} == {
        *("person-registration", "employer-registration"),
    }
    happens(huanglong, "withdraw", 0)
    assert "person-registration" not in {item for item, _ in scope_of(huanglong.teller, on)}


@pytest.mark.clause("SX-04")
def test_the_control_departments_differ_where_their_business_does(huanglong: Huanglong) -> None:
    on = huanglong.now.date()
    huanglong.do(staff.open_department, CODE, 2, "权益科", business=["权益服务"], by=FOUNDER)
    happens(huanglong, "assign", f"{CODE}-02")
    happens(huanglong, "business", ["参保登记"])
    happens(huanglong, "mode", "科室内部综合柜员制")
    found = scopes(on)
    assert [len(different) for different in found.values()] == [1, 1]
    assert found[f"{CODE}-01"] != found[f"{CODE}-02"]
    own = next(iter(found[f"{CODE}-02"]))
    assert {item for item, _ in own} == {"insurance-proof"}
    assert verify().faults == []
