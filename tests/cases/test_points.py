"""Whoever reviews ticks every point that must be looked at; nobody else ticks any."""

from typing import Any

import pytest

from tests.cases.bad_values import ODD
from tests.cases.ground import carried_to, limited, promised_person, refused, said_of, state_of
from tests.halls import Huanglong, Luochuan, shown
from yichuang.domain.cases.points import NoSuchPoint, Point, PointsNotTicked, points
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.trail.queries import acts_of

pytestmark = pytest.mark.clause("SX-11")


def codes(number: str) -> list[str]:
    """Give the codes of the points of a case."""
    return [point.code for point in points(standing(number))]


def test_every_difference_and_every_paper_is_a_point(huanglong: Huanglong) -> None:
    number = huanglong.accept_change(huanglong.registered_person())
    case = standing(number)
    lines = case.item.differences(case.matter())
    assert lines, "the control: the change shows differences"
    told = points(case)
    assert told[: len(lines)] == tuple(Point(f"field:{x.field}", x.title) for x in lines)
    assert told[len(lines) :] == (
        Point("material:id-card", "本人身份证"),
        Point("material:household-register", "户口簿变更记录或户籍证明"),
    )


def test_a_paper_that_is_promised_is_a_point_too(huanglong: Huanglong) -> None:
    assert "material:labour-contract" in codes(promised_person(huanglong))


@pytest.mark.parametrize("level", [1, 2])
def test_without_every_tick_nothing_is_passed_and_what_is_missing_is_named(
    huanglong: Huanglong, level: int
) -> None:
    number = promised_person(huanglong) if level == 2 else limited(huanglong)
    huanglong.carry(number, "review")
    verb = journeys.pass_on if level == 2 else journeys.sign
    asked = points(standing(number))
    for point in asked:
        rest = {other.code for other in asked} - {point.code}
        with refused(PointsNotTicked) as told:
            huanglong.do(verb, number, ticked=rest, by=huanglong.reviewer)
        assert f"：{point.title}。" in str(told.value)
    with refused(PointsNotTicked) as told:
        huanglong.do(verb, number, ticked=(), by=huanglong.reviewer)
    assert all(point.title in str(told.value) for point in asked)
    huanglong.do(verb, number, ticked=codes(number), by=huanglong.reviewer)
    last = acts_of(f"case/{number}").last()
    assert last is not None
    assert said_of(last.content)["ticked"] == sorted(point.code for point in asked)


@pytest.mark.parametrize("strange", ["field:balance", "material:passport", "", "field:"])
def test_what_is_no_point_of_the_case_is_refused(huanglong: Huanglong, strange: str) -> None:
    number = carried_to(huanglong, limited(huanglong), 2)
    with refused(NoSuchPoint):
        ticked = [*codes(number), strange]
        huanglong.do(journeys.sign, number, ticked=ticked, by=huanglong.reviewer)


def test_only_the_reviewer_ticks(luochuan: Luochuan) -> None:
    number = luochuan.accept_employer()
    while state_of(number) != "done":
        by = luochuan.whose_turn(number)
        if by != luochuan.reviewer:
            with refused(NoSuchPoint):
                luochuan.do(journeys.sign, number, ticked=codes(number), by=by)
        luochuan.advance(number)
    told = [said_of(act.content).get("ticked") for act in acts_of(f"case/{number}")]
    assert [ticks is not None for ticks in told] == [False, False, True, False, False]


@pytest.mark.parametrize("kind", [list, tuple, set, frozenset, lambda c: [*c, *c]])
def test_ticks_may_come_in_any_collection_and_order(huanglong: Huanglong, kind: Any) -> None:
    number = carried_to(huanglong, limited(huanglong), 2)
    ticked = kind(reversed(codes(number)))
    huanglong.do(journeys.sign, number, ticked=ticked, by=huanglong.reviewer)
    assert state_of(number) == "deputy"


def test_the_same_ticks_in_another_order_are_the_same_request(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 2)
    what = shown(number)
    request = huanglong.do(journeys.sign, number, by=huanglong.reviewer, **what).request
    again = what | {"ticked": {*reversed(what["ticked"])}}
    answer = huanglong.do(journeys.sign, number, by=huanglong.reviewer, request=request, **again)
    assert answer.n == 3


def test_odd_ticks_are_no_points_of_the_case(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 2)
    right = shown(number)["ticked"]
    collections = [[bad] for bad in ODD] + [[*right, bad] for bad in ODD]
    for bad in [*ODD, None, *collections]:
        if type(bad) in {list, tuple, set} and not bad:
            continue
        with pytest.raises(NoSuchPoint):
            huanglong.do(journeys.sign, number, ticked=bad, by=huanglong.reviewer)
    huanglong.do(journeys.sign, number, ticked={*right}, by=huanglong.reviewer)
