"""A decision is over exactly what was on the screen."""

import pytest

from tests.forms import EMPLOYER_PAPERS, employer_form
from tests.halls import Huanglong
from yichuang.domain.cases.actions.decisions import NotWhatWasShown
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import brief_digest
from yichuang.domain.journeys import actions as journeys


@pytest.mark.clause("SX-12")
def test_a_page_left_open_cannot_sign_what_was_corrected_meanwhile(huanglong: Huanglong) -> None:
    form = employer_form()
    number = huanglong.accept("employer-registration", form, EMPLOYER_PAPERS)
    huanglong.advance(number)
    on_the_screen = brief_digest(standing(number))
    why = "住所与执照不符"
    huanglong.do(journeys.return_to, number, 0, code="other", reason=why, by=huanglong.reviewer)
    corrected = {**form, "address": "陕西省延安市黄龙县石堡镇"}
    huanglong.do(
        journeys.correct,
        number,
        form=corrected,
        materials=EMPLOYER_PAPERS,
        by=huanglong.teller,
    )
    huanglong.advance(number)
    with pytest.raises(NotWhatWasShown):
        huanglong.do(journeys.sign, number, brief=on_the_screen, by=huanglong.reviewer)
    assert standing(number).case.state == "review"
    now = brief_digest(standing(number))
    huanglong.do(journeys.sign, number, brief=now, by=huanglong.reviewer)
    assert standing(number).seat(2).signed == now


def test_a_paper_that_comes_later_changes_nothing_of_what_was_signed(huanglong: Huanglong) -> None:
    papers = {**EMPLOYER_PAPERS, "authorisation": "promised"}
    number = huanglong.accept("employer-registration", employer_form(), papers)
    huanglong.advance(number)
    signed = standing(number).seat(1).signed
    huanglong.do(journeys.supply, number, "authorisation", "original", by=huanglong.teller)
    case = standing(number)
    assert case.seat(1).signed == signed == brief_digest(case)
    assert case.materials["authorisation"] == "original"


def test_nor_does_it_when_the_case_is_corrected_without_a_change(huanglong: Huanglong) -> None:
    form, papers = employer_form(), {**EMPLOYER_PAPERS, "authorisation": "promised"}
    number = huanglong.accept("employer-registration", form, papers)
    huanglong.advance(number)
    signed = standing(number).seat(1).signed
    huanglong.do(
        journeys.return_to, number, 0, code="other", reason="请说明", by=huanglong.reviewer
    )
    huanglong.do(journeys.supply, number, "authorisation", "original", by=huanglong.teller)
    huanglong.do(journeys.correct, number, form=form, materials=papers, by=huanglong.teller)
    case = standing(number)
    assert case.case.state == "review", "on to who returned it: nothing signed has changed"
    assert case.seat(1).signed == signed == brief_digest(case)
    assert case.materials["authorisation"] == "original"
