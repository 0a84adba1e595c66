"""The one command: what doesn't exist and what is missing is said, never passed over."""

import json
from pathlib import Path

import pytest

from yichuang.__main__ import Yichuang
from yichuang.doors.commands.cluster import PostgresNotFound
from yichuang.doors.commands.management.commands import test as test_command
from yichuang.doors.commands.steps import FAILED, PASSED, SKIPPED, run_tool


def test_an_unknown_command_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        Yichuang(["yichuang", "nonsense"]).execute()
    assert ending.value.code == 2
    answer = capsys.readouterr()
    assert json.loads(answer.out)["error"]["code"] == "unknown-command"
    assert "nonsense" in answer.err


@pytest.mark.parametrize(("required", "result"), [([], SKIPPED), (["postgresql"], FAILED)])
def test_a_missing_postgresql_is_named_and_fails_where_required(
    monkeypatch: pytest.MonkeyPatch, required: list[str], result: str
) -> None:
    def missing(*_: object) -> None:
        raise PostgresNotFound

    monkeypatch.setattr(test_command, "private_cluster", missing)
    outcome = test_command.run_on_postgresql([], Path(), required)
    assert outcome.result == result
    assert "apt-get install postgresql" in outcome.note


@pytest.mark.parametrize(("required", "result"), [([], SKIPPED), (["chromium"], FAILED)])
def test_so_is_a_missing_browser(
    monkeypatch: pytest.MonkeyPatch, required: list[str], result: str
) -> None:
    monkeypatch.setenv("YICHUANG_CHROMIUM", "/nowhere/chromium")
    outcome = test_command.run_in_chromium([], Path(), required)
    assert outcome.result == result
    assert "apt-get install --no-install-recommends chromium fonts-wqy-microhei" in outcome.note


@pytest.mark.parametrize(("program", "result"), [("", PASSED), ("raise SystemExit(3)", FAILED)])
def test_a_step_is_judged_by_its_exit_status(tmp_path: Path, program: str, result: str) -> None:
    assert run_tool("tool", ["-c", program], tmp_path).result == result
