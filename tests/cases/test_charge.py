"""The deputy in charge of that business signs, not any deputy (SX-12, WQ-04)."""

from uuid import uuid4

import pytest

from tests.cases.ground import (
    carried_to,
    limited,
    newcomer,
    put_in_charge,
    refused,
    returned,
    state_of,
    stood_down,
)
from tests.halls import Huanglong, pen
from tests.staff.absentees import away
from yichuang.domain.cases.actions.decisions import decided
from yichuang.domain.cases.charge import NotInCharge
from yichuang.domain.cases.planning import permit
from yichuang.domain.cases.prospect import possible
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.worklists import waiting
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import MandateEnded, perform
from yichuang.domain.trail.verify import verify

DEPUTY = Post.DEPUTY_DIRECTOR

pytestmark = pytest.mark.clause("SX-12", "WQ-04")


@pytest.fixture
def number(huanglong: Huanglong) -> str:
    """Give a case that waits for the deputy."""
    return carried_to(huanglong, limited(huanglong), 3)


def listed(hall: Huanglong, who: str) -> list[str]:
    """Give what a deputy's list offers."""
    return [case.number for case in waiting(hall.code, [DEPUTY], who, hall.now.date())]


def test_another_deputy_neither_signs_nor_returns_it_and_finds_it_in_no_list(
    huanglong: Huanglong, number: str
) -> None:
    other, on = newcomer(huanglong, DEPUTY), huanglong.now.date()
    with refused(NotInCharge) as told:
        huanglong.do(journeys.sign, number, by=other)
    assert huanglong.deputy in str(told.value)
    why = {p.verb: type(p.why) for p in possible(standing(number, by=other, on=on), other, on)}
    assert (why["sign"], why["return"], why["suspend"]) == (NotInCharge,) * 3
    assert (listed(huanglong, other), listed(huanglong, huanglong.deputy)) == ([], [number])
    put_in_charge(huanglong, other)
    with refused(NotInCharge):
        huanglong.do(journeys.sign, number, by=huanglong.deputy)
    assert (listed(huanglong, other), listed(huanglong, huanglong.deputy)) == ([number], [])
    huanglong.do(journeys.sign, number, by=other)
    assert verify().faults == []


def test_who_stands_in_is_the_delegate_or_of_who_stood_down_any_deputy(
    huanglong: Huanglong, number: str
) -> None:
    delegate, other = newcomer(huanglong, DEPUTY), newcomer(huanglong, DEPUTY)
    held = returned(huanglong, carried_to(huanglong, limited(huanglong), 4), 3)
    stood_down(huanglong, held, 3)
    assert listed(huanglong, other) == [held]
    huanglong.do(journeys.sign, held, by=other)
    away(huanglong, huanglong.deputy, DEPUTY, delegate)
    with refused(NotInCharge):
        huanglong.do(journeys.sign, number, by=other)
    assert listed(huanglong, delegate) == [number]
    huanglong.do(journeys.sign, number, by=delegate)
    assert state_of(number) == "director"


def test_being_in_charge_is_asked_again_at_the_moment_of_writing(
    huanglong: Huanglong, number: str
) -> None:
    request, at, by = uuid4(), huanglong.tick(), huanglong.deputy
    plan = decided(permit(number, "sign", by=by, at=at), request, pen=pen(number, by, at))
    put_in_charge(huanglong, newcomer(huanglong, DEPUTY))
    with pytest.raises(MandateEnded):
        perform(lambda: plan, asked=["sign", number], by=by, at=at, request=request)
    assert state_of(number) == "deputy"
