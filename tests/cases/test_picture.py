"""The picture of a case tells who did what when, from the data that the engine goes by."""

from xml.etree import ElementTree as ET

from tests.forms import CHANGE_PAPERS
from tests.halls import Huanglong
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.queries import case_picture
from yichuang.domain.trail.queries import acts_of


def texts(svg: str) -> list[str]:
    """Give the lines of a picture."""
    return [node.text or "" for node in ET.fromstring(svg).iter() if node.tag.endswith("text")]  # noqa: S314 -- our own drawing


def test_every_act_stands_in_the_picture_with_its_person_and_reason(huanglong: Huanglong) -> None:
    citizen = huanglong.registered_person()
    number = huanglong.accept_change(citizen)
    huanglong.advance(number)
    why = "户口簿复印件不清晰"
    huanglong.do(journeys.return_to, number, 0, code="other", reason=why, by=huanglong.reviewer)
    lines = texts(case_picture(number))
    for act in acts_of(f"case/{number}"):
        assert any(
            line.startswith(f"{act.n}. ") and f"（{act.actor}）" in line for line in lines
        ), act
    assert any(line.endswith(f"退回：{why}") for line in lines)
    form = {"citizen_id": citizen, "new_name": "高瑰梅", "reason": "户籍更名"}
    huanglong.do(journeys.correct, number, form=form, materials=CHANGE_PAPERS, by=huanglong.teller)
    huanglong.carry(number)
    huanglong.do(journeys.file, number, by=huanglong.teller)
    boxes = [line for line in texts(case_picture(number)) if line.startswith("✓")]
    assert boxes == [
        "✓ 综合业务",
        "✓ 经办",
        "✓ 复核",
        "✓ 主管副主任",
        "✓ 主任",
        "✓ 办结",
        "✓ 归档",
    ]


def test_one_box_at_most_is_where_the_case_stands(huanglong: Huanglong) -> None:
    number = huanglong.accept_employer()
    here = [line for line in texts(case_picture(number)) if line.startswith("●")]
    assert here == ["● 经办"]
    huanglong.do(journeys.withdraw, number, reason="申请人撤回", by=huanglong.second_teller)
    lines = texts(case_picture(number))
    assert not [line for line in lines if line.startswith("●")]
    assert f"■ {LIFECYCLE.states['withdrawn']}" in lines


def test_leaders_are_called_as_in_their_own_hall(wangqing: Huanglong) -> None:
    number = wangqing.accept_change(wangqing.registered_person())
    assert {"○ 主管局长", "○ 局长"} <= set(texts(case_picture(number)))
