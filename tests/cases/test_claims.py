"""While a case is open, nobody opens a second one of its kind on the same subject."""

import pytest

from tests.forms import EMPLOYER_PAPERS, employer_form
from tests.halls import Huanglong, Luochuan
from yichuang.domain.cases.planning import ClaimTaken
from yichuang.domain.journeys import actions as journeys


def test_whoever_comes_second_is_told_which_case_is_in_the_way(
    huanglong: Huanglong, luochuan: Luochuan
) -> None:
    form = employer_form()
    number = huanglong.accept("employer-registration", form, EMPLOYER_PAPERS)
    with pytest.raises(ClaimTaken, match=number):
        luochuan.accept("employer-registration", form, EMPLOYER_PAPERS)
    huanglong.do(journeys.withdraw, number, reason="申请人撤回", by=huanglong.teller)
    assert luochuan.accept("employer-registration", form, EMPLOYER_PAPERS)


def test_so_is_whoever_corrects_a_case_into_the_way_of_another(huanglong: Huanglong) -> None:
    other = employer_form()
    in_the_way = huanglong.accept("employer-registration", other, EMPLOYER_PAPERS)
    number = huanglong.accept_employer()
    huanglong.advance(number)
    huanglong.do(
        journeys.return_to, number, 0, code="other", reason="代码有误", by=huanglong.reviewer
    )
    with pytest.raises(ClaimTaken, match=in_the_way):
        huanglong.do(
            journeys.correct, number, form=other, materials=EMPLOYER_PAPERS, by=huanglong.teller
        )
