"""A year's holidays, entered when the notice is out, by a leader of the province's agency."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from tests.cases.ground import nothing_written
from tests.halls import Huanglong
from yichuang.domain.catalogue.queries import calendar
from yichuang.doors.commands.management.commands.calendar import EXAMPLE

DIRECTOR_OF_THE_PROVINCE, DIRECTOR_OF_THE_COUNTY = "61000001", "61063107"


@pytest.fixture(autouse=True)
def in_the_year_of_the_halls(huanglong: Huanglong, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock on the wall say what it says in the halls of the tests."""
    monkeypatch.setattr(timezone, "now", huanglong.tick)


@pytest.fixture
def notice(tmp_path: Path) -> str:
    """Give the file of the example."""
    path = tmp_path / "2027.toml"
    path.write_text(EXAMPLE, "utf-8")
    return str(path)


def test_the_example_is_a_year_that_can_be_entered(
    huanglong: Huanglong, notice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not calendar().is_known(2027)
    call_command("calendar", notice, by=DIRECTOR_OF_THE_PROVINCE)
    assert "2027 年的节假日安排已录入" in capsys.readouterr().out
    days = calendar()
    assert not days.is_workday(date(2027, 2, 8))
    assert days.is_workday(date(2027, 2, 13)), "a Saturday that is worked"


@pytest.mark.parametrize("by", [DIRECTOR_OF_THE_COUNTY, "nobody", "0001", ""])
def test_nobody_else_enters_it(huanglong: Huanglong, notice: str, by: str) -> None:
    with nothing_written(), pytest.raises(CommandError) as told:
        call_command("calendar", notice, by=by)
    assert told.value.returncode == 2


@pytest.mark.parametrize("text", ["", "[2027]\n", "x = [", "\0", EXAMPLE * 2])
def test_what_is_no_year_is_answered_in_words(
    huanglong: Huanglong, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, "utf-8")
    with nothing_written(), pytest.raises(CommandError) as told:
        call_command("calendar", str(path), by=DIRECTOR_OF_THE_PROVINCE)
    assert told.value.returncode == 2
    assert "请" in str(told.value)


def test_a_file_that_is_not_there_is_told(huanglong: Huanglong) -> None:
    with pytest.raises(CommandError, match="读不出文件"):
        call_command("calendar", "/nowhere", by=DIRECTOR_OF_THE_PROVINCE)
