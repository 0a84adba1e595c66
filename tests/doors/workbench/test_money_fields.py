"""Amounts are yuan where a person types and reads them, and fen everywhere else."""

import pytest
from django.http import QueryDict

from yichuang.domain.items.authorisation import Form
from yichuang.domain.items.form import read
from yichuang.doors.workbench.fields import drawn, typed_in


def kept(text: str) -> str:
    post = QueryDict(mutable=True)
    post["limit"] = text
    return typed_in(Form, post)["limit"]


def shown(text: str) -> str:
    return next(field.value for field in drawn(Form, {"limit": text}) if field.name == "limit")


@pytest.mark.parametrize(
    ("typed", "fen", "again"),
    [
        ("50000", "5000000", "50,000.00"),
        ("50,000.5", "5000050", "50,000.50"),
        (" 0.07 ", "7", "0.07"),
        ("0", "0", "0.00"),
        ("0012", "1200", "12.00"),
        ("", "", ""),
    ],
)
def test_an_amount_is_typed_in_yuan_and_kept_in_fen(typed: str, fen: str, again: str) -> None:
    assert kept(typed) == fen
    assert shown(fen) == again
    assert kept(again) == fen


@pytest.mark.parametrize(
    "typed", ["12.345", "1,2,3", "五百", "-5", "1e3", "5000元", "５００", "9" * 40]
)
def test_what_is_no_amount_stays_as_it_was_typed_and_is_refused(typed: str) -> None:
    _, mistakes = read(Form, {"limit": kept(typed)})
    assert "limit" in {mistake.field for mistake in mistakes}
    assert typed.strip() in shown(kept(typed))
