"""The minutes of an office meeting are read whole, or refused by name with every fault."""

from typing import Any

import pytest

from tests.cases.bad_values import BLANK, ODD
from tests.cases.ground import (
    refused,
    reported,
)
from tests.forms import minutes
from tests.halls import Huanglong
from yichuang.domain.cases.minutes import MinutesIncomplete
from yichuang.domain.journeys import actions as journeys

pytestmark = pytest.mark.clause("SX-12")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"number": ""}, "纪要编号"),
        ({"number": "长" * 51}, "纪要编号最多填 50 个字"),
        ({"held_on": None}, "开会日期"),
        ({"held_on": "2026-03-10"}, "至今日之间"),
        ({"held_on": "2026-03-08"}, "应在受理之日"),
        ({"present": []}, "至少 1 人"),
        ({"present": "强振邦"}, "应逐一列出"),
        ({"present": ["强振邦"] * 41}, "至多 40 人"),
        ({"present": ["强 振邦"]}, "出席人员汉字姓名中间不要空格"),
        ({"decision": "  "}, "会议决定"),
        ({"vote": "3:1"}, "含有纪要没有的栏目"),
    ],
    ids=str,
)
def test_minutes_that_are_not_whole_are_refused_by_name(
    huanglong: Huanglong, wrong: dict[str, Any], says: str
) -> None:
    number = reported(huanglong, "meeting")
    held = minutes(huanglong.now.date(), **wrong)
    with refused(MinutesIncomplete) as told:
        huanglong.do(journeys.conclude, number, minutes=held, by=huanglong.chief)
    assert says in str(told.value)


def test_every_fault_of_the_minutes_is_named_at_once(huanglong: Huanglong) -> None:
    number = reported(huanglong, "meeting")
    with refused(MinutesIncomplete) as told:
        huanglong.do(journeys.conclude, number, minutes={}, by=huanglong.chief)
    assert str(told.value).count("；") == 3


@pytest.mark.parametrize("field", ["number", "held_on", "present", "decision"])
def test_odd_minutes_are_refused_by_name(huanglong: Huanglong, field: str) -> None:
    number = reported(huanglong, "meeting")
    right = minutes(huanglong.now.date())
    names = [bad for bad in ODD if bad not in (["x"], ("x",))]
    for bad in [*(names if field == "present" else ODD), *BLANK]:
        for wrong in (bad, right | {field: bad}, right | {"present": [bad]}):
            with pytest.raises(MinutesIncomplete):
                huanglong.do(journeys.conclude, number, minutes=wrong, by=huanglong.chief)
    huanglong.do(journeys.conclude, number, minutes=right, by=huanglong.chief)
