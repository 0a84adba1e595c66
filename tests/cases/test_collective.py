"""Above an amount the last signature rests on the minutes of a collective review (集体会审)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cases.ground import form_of, refused, state_of
from tests.cases.shown import agrees
from tests.catalogue.editions import item_changed, next_version, packaged, publish_text
from tests.forms import DEATH_PAPERS, death_form, minutes
from tests.halls import Hall
from yichuang.domain.cases.actions.keying import KeyingNeeded, awaits_keying
from yichuang.domain.cases.collective import CollectiveReviewNeeded, CollectiveReviewNotAsked
from yichuang.domain.cases.minutes import MinutesIncomplete
from yichuang.domain.cases.queries import standing
from yichuang.domain.insured.models import Payable
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify

pytestmark = pytest.mark.clause("SX-12", "SX-13")

DEATH = "death-in-service"
AT_THE_LIMIT, A_FEN_ABOVE = 200_000, 200_001
"""Incomes of a month: five of them are owed, 10,000.00 yuan and 10,000.05."""


def at_the_director(hall: Hall, **changed: Any) -> str:
    number = hall.accept_death(hall.registered_person(), **changed)
    return hall.carry(number, "director").case.number


def sign(hall: Hall, number: str, **more: Any) -> None:
    hall.do(journeys.sign, number, by=hall.whose_turn(number), **more)


def met(hall: Hall) -> dict[str, Any]:
    present = ["雷震", "樊志明", "强宝珍"]
    return minutes(hall.now.date(), number="黄养老会审〔2026〕1号", present=present)


def test_the_director_signs_an_amount_above_the_limit_only_with_the_minutes(
    huanglong: Hall,
) -> None:
    number = at_the_director(huanglong)
    with refused(CollectiveReviewNeeded) as told:
        sign(huanglong, number)
    assert "14,901.00 元，超过集体会审的限额 10,000.00 元" in str(told.value)
    for lacking in (
        {},
        met(huanglong) | {"present": []},
        met(huanglong) | {"held_on": "2026-03-01"},
    ):
        with refused(MinutesIncomplete):
            sign(huanglong, number, minutes=lacking)
    sign(huanglong, number, minutes=met(huanglong))
    assert state_of(number) == "done"
    last = acts_of(f"case/{number}").last()
    assert last is not None
    assert "黄养老会审〔2026〕1号" in last.content
    assert verify().faults == []


@pytest.mark.parametrize("income", [AT_THE_LIMIT, A_FEN_ABOVE])
def test_up_to_the_limit_nothing_superfluous_is_kept(huanglong: Hall, income: int) -> None:
    number = at_the_director(huanglong, monthly_income_fen=income)
    above = income == A_FEN_ABOVE
    with refused(CollectiveReviewNeeded if above else CollectiveReviewNotAsked):
        sign(huanglong, number, minutes=None if above else met(huanglong))
    sign(huanglong, number, minutes=met(huanglong) if above else None)
    assert Payable.objects.filter(case_number=number).count() == 2


def test_no_earlier_signature_takes_minutes(huanglong: Hall) -> None:
    number = huanglong.accept_death(huanglong.registered_person())
    while state_of(number) != "director":
        case = standing(number)
        blind = case.case.state == "review" and awaits_keying(case)
        with refused(KeyingNeeded if blind else CollectiveReviewNotAsked):
            sign(huanglong, number, minutes=met(huanglong))
        huanglong.advance(number)


def test_a_correction_above_the_limit_asks_for_them_too(huanglong: Hall) -> None:
    number = at_the_director(huanglong, monthly_income_fen=AT_THE_LIMIT)
    back: dict[str, Any] = {"code": "amount-wrong", "reason": "收入基数有误"}
    huanglong.do(journeys.return_to, number, 0, **back, by=huanglong.director)
    more = form_of(number, monthly_income_fen=A_FEN_ABOVE)
    huanglong.do(journeys.correct, number, form=more, materials=DEATH_PAPERS, by=huanglong.teller)
    huanglong.carry(number, "director")
    with refused(CollectiveReviewNeeded):
        sign(huanglong, number)


def test_where_the_city_decides_its_approver_attaches_them(huanglong: Hall) -> None:
    text = next_version(packaged("shaanxi"), 2, huanglong.now.date() + timedelta(days=1))
    reported = 'reported = { source = "本目录约定", verified = false }\nchain = "county"'
    publish_text(huanglong, item_changed(text, DEATH, ('chain = "county"', reported)))
    huanglong.now += timedelta(days=1)
    number = huanglong.with_city().accept_death(huanglong.registered_person())
    huanglong.carry(number, "director")
    sign(huanglong, number)
    huanglong.carry(number, "city-review")
    by = huanglong.whose_turn(number)
    with refused(CollectiveReviewNeeded):
        huanglong.do(journeys.approve, number, by=by)
    huanglong.do(journeys.approve, number, minutes=met(huanglong), by=by)
    assert state_of(number) == "done"


def test_the_window_tells_it_before_anything_is_submitted(huanglong: Hall) -> None:
    person = huanglong.registered_person()
    told = agrees(huanglong, DEATH, death_form(person), DEATH_PAPERS)
    assert told.way.turns[-1].says == "签字（附集体会审纪要）"
    why = [reason for reason in told.way.route.reasons if "集体会审" in reason.says]
    assert [reason.says for reason in why] == ["金额超过10,000.00 元，末级签批须附集体会审纪要"]
    small = death_form(huanglong.registered_person(), monthly_income_fen=AT_THE_LIMIT)
    way = agrees(huanglong, DEATH, small, DEATH_PAPERS).way
    assert [turn.says for turn in way.turns] == [
        *("受理", "签字", "裁定（复录不一致时）", "签字", "签字", "签字"),
    ]
    assert not any("集体会审" in reason.says for reason in way.route.reasons)
