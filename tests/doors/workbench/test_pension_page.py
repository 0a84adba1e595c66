"""待遇试算: typed figures in, amounts and every step out; nothing is kept, nothing breaks."""

import pytest

from tests.doors.workbench.conftest import ComeIn
from tests.halls import Huanglong
from yichuang.domain.trail.models import Act

TYPED = {
    "province": "shaanxi",
    "sex": "female",
    "born": "197601",
    "retires_on": "202608",
    "average_index": "0.912",
    "months_total": "408",
    "months_deemed": "0",
    "account_balance_fen": "152,000.00",
}


def test_the_amounts_come_with_every_step_and_its_source(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    before = Act.objects.count()
    answer = come_in(huanglong.teller).post("/pension/", TYPED)
    page = answer.content.decode()
    assert answer.status_code == 200
    for amount in ("2,561.64", "791.25", "3,352.89", "192.1"):
        assert amount in page
    assert "国发〔2005〕38号" in page
    assert "预发" in page, "the base of the year isn't published yet"
    assert "未核实" in page
    assert Act.objects.count() == before


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *[("months_total", wrong) for wrong in ("", "abc", "-1", "1.5", "９", "9" * 20)],
        *[("account_balance_fen", wrong) for wrong in ("x", "1.005", "NaN", "Infinity", "1e999")],
        *[("born", wrong) for wrong in ("", "197613", "1976-1", "0000", "\0", "999999999")],
        *[("average_index", wrong) for wrong in ("", "一", "-1", "1e3", "0." + "1" * 400)],
        *[("province", wrong) for wrong in ("", "beijing", "'; --")],
        ("months_deemed", "409"),
        ("divisor", "0"),
        ("base_fen", "-1"),
    ],
)
def test_what_cant_be_reckoned_is_said_in_words(
    huanglong: Huanglong, come_in: ComeIn, field: str, typed: str
) -> None:
    answer = come_in(huanglong.teller).post("/pension/", TYPED | {field: typed})
    assert answer.status_code == 422
    assert "。" in answer.content.decode().split('role="alert"')[1].split("</b>")[0]
