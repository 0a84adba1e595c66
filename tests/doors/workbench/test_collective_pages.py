"""The signing page asks for the minutes of a collective review, and no raw form gets round it."""

import pytest

from tests.cases.ground import state_of
from tests.cases.test_collective import at_the_director, met
from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import do, open_page, refused_in_words, went_to
from tests.doors.workbench.sitting import begin, look_at
from tests.halls import Hall
from yichuang.doors.workbench.models import SeenBrief

EMPTY = {"number": "", "held_on": "", "present": "", "decision": ""}


@pytest.mark.clause("SX-12")
@pytest.mark.parametrize("sent", [{}, EMPTY], ids=["without", "empty"])
def test_the_page_asks_for_them_and_raw_forms_do_not_get_round(
    huanglong: Hall, come_in: ComeIn, sent: dict[str, str]
) -> None:
    number = at_the_director(huanglong)
    director = come_in(huanglong.director)
    page = open_page(director, f"/cases/{number}/signing/")
    assert "集体会审纪要 本件 14,901.00 元" in page
    assert "未核实" in page
    assert "集体会审" in open_page(director, "/signing/")
    answer = refused_in_words(do(director, number, "sign", sent))
    assert "纪要" in answer
    assert state_of(number) == "director"
    held = {**met(huanglong), "present": "雷震、樊志明，强宝珍"}
    assert went_to(do(director, number, "sign", held))
    assert state_of(number) == "done"
    assert "应付款项" in open_page(director, f"/cases/{number}/")


@pytest.mark.clause("WQ-05")
def test_a_signing_session_leaves_it_to_the_page_of_the_case(
    huanglong: Hall, come_in: ComeIn
) -> None:
    number = at_the_director(huanglong)
    director = come_in(huanglong.director)
    session = begin(director)
    assert "须附会审纪要，单件办" in open_page(director, "/session/")
    assert "请在单件页面填写纪要后签批" in look_at(director, number)
    assert not SeenBrief.objects.filter(session=session.key).exists()
