"""`pension.assess` and bad input: what is wrong is named by its field."""

from typing import Any

import pytest

from tests.engines.benefits.test_pension import PERSON, YEARS
from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.benefits.pension import assess

BAD: list[tuple[dict[str, Any], str, str]] = [
    *[({field: None}, "input-missing", field) for field in PERSON],
    ({"province": "sichuan"}, "province-unknown", "province"),
    ({"province": ["jilin"]}, "province-unknown", "province"),
    ({"province": "national"}, "input-missing", "base_fen"),
    ({"city": 1}, "city-malformed", "city"),
    ({"sex": "m"}, "sex-unknown", "sex"),
    ({"sex": {}}, "sex-unknown", "sex"),
    ({"born": "1965-13"}, "month-malformed", "born"),
    ({"retires_on": "2025-00"}, "month-malformed", "retires_on"),
    ({"retires_on": "1965-06"}, "retires-before-born", "retires_on"),
    ({"retires_on": "2005-12"}, "before-first-day", "retires_on"),
    ({"retires_on": "2019-12"}, "before-first-day", "retires_on"),
    ({"retires_on": "2019-12", "province": "jilin"}, "before-first-day", "retires_on"),
    ({"retires_on": "2099-12"}, "parameter-unknown", "retires_on"),
    ({"born": "1985-09"}, "age-outside-table", "retires_on"),
    ({"born": "1955-07"}, "age-outside-table", "retires_on"),
    ({"average_index": "一"}, "decimal-malformed", "average_index"),
    ({"average_index": 0.62}, "decimal-malformed", "average_index"),
    ({"average_index": "0.6.2"}, "decimal-malformed", "average_index"),
    ({"average_index": "1e3"}, "decimal-malformed", "average_index"),
    ({"average_index": " 0.6"}, "decimal-malformed", "average_index"),
    ({"average_index": "nan"}, "decimal-malformed", "average_index"),
    ({"average_index": ""}, "decimal-malformed", "average_index"),
    ({"average_index": "-0.6"}, "negative", "average_index"),
    ({"average_index": "100.1"}, "too-large", "average_index"),
    ({"months_total": "403"}, "whole-number-malformed", "months_total"),
    ({"months_total": 403.0}, "whole-number-malformed", "months_total"),
    ({"months_total": -1}, "negative", "months_total"),
    ({"months_total": 1201}, "too-large", "months_total"),
    ({"months_deemed": 404}, "deemed-over-total", "months_deemed"),
    ({"years_total": "30"}, "both-kinds-of-years", "years_total"),
    ({"account_balance_fen": -1}, "negative", "account_balance_fen"),
    ({"account_balance_fen": True}, "whole-number-malformed", "account_balance_fen"),
    ({"account_balance_fen": 10**13 + 1}, "too-large", "account_balance_fen"),
    ({"base_fen": 0}, "not-positive", "base_fen"),
    ({"base_fen": -1}, "negative", "base_fen"),
    ({"provincial_base_fen": "788100"}, "whole-number-malformed", "provincial_base_fen"),
    ({"divisor": "0.0"}, "not-positive", "divisor"),
    ({"divisor": "-139"}, "negative", "divisor"),
    ({"divisor": float("nan")}, "decimal-malformed", "divisor"),
]


@pytest.mark.parametrize(("change", "code", "field"), BAD, ids=str)
def test_bad_input_is_refused_by_its_field(change: Any, code: str, field: str) -> None:
    with pytest.raises(CannotAnswer) as refused:
        assess({**PERSON, **change})

    assert (refused.value.code, refused.value.field) == (code, field)
    assert refused.value.message.endswith("。")


def test_deemed_years_are_compared_exactly() -> None:
    with pytest.raises(CannotAnswer, match="视同缴费年限"):
        assess({**YEARS, "years_total": "30.5", "years_deemed": "30.51"})
    with pytest.raises(CannotAnswer, match="years_deemed"):
        assess({**YEARS, "years_total": "30.5"})
