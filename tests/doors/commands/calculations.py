"""Runs `calc` in this process, and holds one good example of each of its calls."""

import json
from collections.abc import Mapping
from typing import Any

from yichuang.doors.commands.calculation.answers import calculate

Answered = tuple[int, Any]

PENSION = {
    "province": "shaanxi",
    "sex": "male",
    "born": "1964-06",
    "retires_on": "2024-06",
    "average_index": "0.62",
    "months_total": 372,
    "months_deemed": 60,
    "account_balance_fen": 9876543,
}
SURVIVORS = {
    "died_on": "2022-03-01",
    "annual_income_fen": 4071300,
    "contribution_months": 200,
    "pension_months": 0,
}
CREDITS = [{"month": month, "fen": 10000} for month in range(1, 13)]

GOOD: dict[str, tuple[dict[str, Any], set[str]]] = {
    "retirement-age": (
        {"born": "1965-01", "category": "male"},
        {
            "retires_on",
            "age_years",
            "age_months",
            "delay_months",
            "earliest_on",
            "latest_on",
            "minimum_months",
        },
    ),
    "divisor": ({"years": 60, "months": 1, "on": "2025-02"}, {"divisor"}),
    "pension": (
        PENSION,
        {
            "basic_fen",
            "account_fen",
            "transitional_fen",
            "supplement_fen",
            "total_fen",
            "divisor",
            "base_fen",
            "provisional",
        },
    ),
    "interest": (
        {"method": "monthly", "opening_fen": 1000000, "rate": "0.0262", "credits": CREDITS},
        {"interest_fen", "closing_fen", "month_product_fen"},
    ),
    "account": (
        {"opening_fen": 1000000, "from_year": 2016, "to_year": 2018},
        {"closing_fen", "years"},
    ),
    "transfer": (
        {
            "account_balance_fen": 654321,
            "wages": [{"year": 2010, "monthly_fen": 217800, "months": 12}],
        },
        {"account_fen", "pooled_fen", "total_fen"},
    ),
    "benefit-place": (
        {
            "household": "陕西",
            "current": "吉林",
            "history": [{"province": "吉林", "months": 130}],
        },
        {"province", "reason"},
    ),
    "survivors": (SURVIVORS, {"funeral_fen", "grant_months", "grant_fen", "total_fen"}),
    "unemployment": ({"months": 61, "carried": 3}, {"months"}),
    "late-fee": ({"fen": 1234567, "days": 31}, {"fee_fen"}),
    "disability": (
        {"months": 61, "to_retirement": 61, "minimum_met": False},
        {"basis", "months"},
    ),
    "deadline": (
        {"from": "2026-02-10", "workdays": 20, "suspended": ["2026-03-01..2026-03-05"]},
        {"due_on", "counted"},
    ),
    "check-id": (
        {"value": "11010519491231002X"},
        {"valid", "reason", "born_on", "sex", "region"},
    ),
    "check-uscc": ({"value": "91350100M000100Y43"}, {"valid", "reason"}),
    "check-card": ({"value": "79927398713"}, {"valid", "reason"}),
}
"""Of each call: inputs that are good, and the keys of the result."""


def nothing() -> bytes:
    """Stand for a standard input that nobody wrote to."""
    return b""


def calc(*words: str, given: Any = None) -> Answered:
    """Give the exit status and the answer; what is given goes in as JSON by standard input."""
    status, text = calculate(words, lambda: json.dumps(given).encode())
    return status, json.loads(text)


def by_file(call: str, given: Any) -> Answered:
    """Ask with the inputs from standard input."""
    return calc(call, "--input", "-", given=given)


def options(given: Mapping[str, Any]) -> list[str]:
    """Write inputs as options, as far as options can say them."""
    words: list[str] = []
    for name, value in given.items():
        words.append(f"--{name.replace('_', '-')}")
        words += value if isinstance(value, list) else [_word(value)]
    return words


def _word(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)
