"""The documentation's picture of a case's life is the table that the code goes by."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.halls import Huanglong

ROOT = Path(__file__).resolve().parents[3]


def test_the_picture_in_the_documentation_is_the_table_of_today() -> None:
    drawn = StringIO()
    call_command("picture", stdout=drawn)
    kept = (ROOT / "docs" / "lifecycle.svg").read_text("utf-8")
    assert drawn.getvalue() == kept, "make it anew: ./yichuang picture > docs/lifecycle.svg"


def test_a_case_is_drawn_by_its_number(huanglong: Huanglong) -> None:
    number = huanglong.accept_employer()
    drawn = StringIO()
    call_command("picture", number, stdout=drawn)
    assert number in drawn.getvalue()


def test_a_number_that_nobody_has_is_told_so(db: None) -> None:
    with pytest.raises(CommandError, match="受理回执"):
        call_command("picture", "610631-20260309-9999-1")
