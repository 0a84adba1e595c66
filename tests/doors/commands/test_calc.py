"""`calc`: every call of the contract answers with its keys, its steps and its doubts."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.doors.commands.calculations import GOOD, SURVIVORS, by_file, calc, nothing, options
from yichuang.doors.commands.calculation.answers import calculate
from yichuang.doors.commands.calculation.calls import CALLS

STEP = {"rule", "title", "formula", "inputs", "value", "source"}
NAMES = re.compile("代入　[A-Za-z_]+ ＝|^    [a-z_]+　", re.MULTILINE)
"""Names of the program where a person should read a title."""
TABLES = {"interest", "transfer", "benefit-place"}


def yichuang(*words: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """Run the command as somebody at a terminal does."""
    command = [sys.executable, "-m", "yichuang", "calc", *words]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    return subprocess.run(
        command, capture_output=True, check=False, env=env, stdin=subprocess.DEVNULL
    )


def test_there_is_an_example_of_every_call() -> None:
    assert set(GOOD) == set(CALLS)


@pytest.mark.parametrize("call", GOOD)
def test_every_call_answers_with_its_keys_and_steps(call: str) -> None:
    given, keys = GOOD[call]
    status, answer = by_file(call, given)
    assert status == 0
    assert answer.keys() == keys | {"steps", "unverified"}
    assert answer["steps"]
    for step in answer["steps"]:
        assert step.keys() == STEP
        assert step["title"]
        assert step["formula"]
        assert step["source"]


@pytest.mark.parametrize("call", [call for call in GOOD if call not in TABLES])
def test_options_say_the_same_as_a_file(call: str) -> None:
    given, _ = GOOD[call]
    words = [given["value"]] if CALLS[call].positional else options(given)
    assert calc(call, *words) == by_file(call, given)


@pytest.mark.parametrize("call", GOOD)
def test_the_same_input_gives_the_same_bytes(call: str) -> None:
    document = json.dumps(GOOD[call][0]).encode()
    first, second = (calculate([call, "--input", "-"], lambda: document) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("call", GOOD)
def test_amounts_are_whole_and_nothing_is_a_float(call: str) -> None:
    _, answer = by_file(call, GOOD[call][0])

    def refuse(text: str) -> None:
        pytest.fail(f"{call} answers with the float {text}")

    json.loads(json.dumps(answer), parse_float=refuse)
    assert all(type(value) is int for key, value in answer.items() if key.endswith("_fen"))


@pytest.mark.parametrize("call", GOOD)
def test_every_call_explains_itself_in_chinese(call: str) -> None:
    document = json.dumps(GOOD[call][0]).encode()
    status, text = calculate([call, "--input", "-", "--explain"], lambda: document)
    assert status == 0
    assert text.startswith(f"{CALLS[call].title}：计算过程\n")
    assert " 1. " in text
    assert "依据" in text
    assert NAMES.findall(text) == []


@pytest.mark.parametrize("line", ["    代入　owed_fen ＝ 3 分", "    fee_fen　3 分"])
def test_and_a_name_without_a_title_would_be_seen(line: str) -> None:
    assert NAMES.findall(line)


def test_an_explanation_can_be_followed_with_pencil_and_paper() -> None:
    _, text = calculate(["survivors", *options(SURVIVORS), "--explain"], nothing)
    assert "代入　上一年度城镇居民人均可支配收入（全年） ＝ 4071300 分（40,713.00 元）" in text
    assert "得出　678550 分（6,785.50 元）" in text
    assert "依据　人社部发〔2021〕18号" in text
    assert "2. 缴费满几年【未核实】" in text
    assert text.endswith("没有与文件原文核对：缴费满几年、领取养老金满几年。\n")


def test_an_explanation_writes_every_base_as_an_amount() -> None:
    document = json.dumps({**GOOD["pension"][0], "province": "jilin"}).encode()
    _, text = calculate(["pension", "--input", "-", "--explain"], lambda: document)
    assert "代入　吉林省全省计发基数 ＝ 717850 分（7,178.50 元）" in text
    assert "得出　581458.5 分" in text


def test_a_list_is_answered_with_a_list_and_errors_stand_in_their_places() -> None:
    status, answers = by_file("unemployment", [{"months": 12}, {"months": -1}, 7, {"months": 60}])
    assert status == 0
    assert [answer.get("months") for answer in answers] == [12, None, None, 18]
    assert answers[1]["error"]["field"] == "months"
    assert answers[2]["error"]["code"] == "input-kind"
    assert by_file("unemployment", []) == (0, [])


def test_a_list_explains_its_errors_too() -> None:
    document = json.dumps([{"months": 12}, {}]).encode()
    status, text = calculate(["unemployment", "--explain", "--input", "-"], lambda: document)
    assert status == 0
    assert "〔第 1 项〕\n失业保险金期限：计算过程" in text
    assert "〔第 2 项〕\n不能计算：缺少“months”" in text


def test_names_in_a_file_may_be_written_as_the_options_are() -> None:
    given, _ = GOOD["disability"]
    hyphens = {name.replace("_", "-"): value for name, value in given.items()}
    assert by_file("disability", hyphens) == by_file("disability", given)


def test_a_file_is_read_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "一件.json"
    path.write_text("\ufeff" + json.dumps(SURVIVORS), encoding="utf-8")
    assert calc("survivors", "--input", str(path)) == by_file("survivors", SURVIVORS)
    assert calc("survivors", f"--input={path}") == by_file("survivors", SURVIVORS)


@pytest.mark.parametrize(
    ("suspended", "due_on"),
    [
        ([], "2025-10-13"),
        (["2025-10-10..2025-10-10"], "2025-10-14"),
        (["2025-10-10..2025-10-11", "2025-10-13..2025-10-13"], "2025-10-16"),
        ("2025-10-01..2025-10-08", "2025-10-13"),
    ],
)
def test_a_deadline_skips_holidays_and_suspensions(suspended: object, due_on: str) -> None:
    given = {"from": "2025-09-30", "workdays": 4, "suspended": suspended}
    status, answer = by_file("deadline", given)
    assert (status, answer["due_on"], answer["counted"]) == (0, due_on, 4)


def test_suspensions_may_follow_one_option_or_each_its_own() -> None:
    periods = ["2025-10-10..2025-10-10", "2025-10-13..2025-10-13"]
    start = ["deadline", "--from", "2025-09-30", "--workdays", "4"]
    together = calc(*start, "--suspended", *periods)
    apart = calc(*start, "--suspended", periods[0], f"--suspended={periods[1]}")
    assert together == apart
    assert together[1]["due_on"] == "2025-10-15"


def test_a_deadline_that_rests_on_days_nobody_compared_says_so() -> None:
    _, answer = by_file("deadline", {"from": "2005-03-01", "workdays": 5})
    assert answer["unverified"] == ["2005 年节假日安排"]


def test_the_help_lists_every_call() -> None:
    status, text = calculate(["--help"], nothing)
    assert status == 0
    assert all(call in text for call in CALLS)


def test_the_program_needs_no_database_and_no_settings() -> None:
    nowhere = {"YICHUANG_DATABASE": "postgresql://nobody@127.0.0.1:1/none"}
    ran = yichuang("unemployment", "--months", "61", DJANGO_SETTINGS_MODULE="nowhere", **nowhere)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout)["months"] == 18


@pytest.mark.parametrize("option", ["--settings=nowhere", "--traceback", "--pythonpath=/"])
def test_options_of_the_framework_are_none_of_calc(option: str) -> None:
    ran = yichuang("unemployment", option)
    assert (ran.returncode, ran.stderr) == (2, b"")
    assert json.loads(ran.stdout)["error"]["code"] == "unknown-option"


def test_the_program_writes_utf_8_whatever_the_terminal_speaks() -> None:
    ran = yichuang("check-card", "\udce4", PYTHONIOENCODING="ascii")
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["reason"] == "银行卡号应为 8 至 19 位数字，请核对。"
    ran = yichuang("\udce4", PYTHONIOENCODING="ascii")
    assert ran.returncode == 2
    assert json.loads(ran.stdout)["error"]["code"] == "unknown-call"


def test_a_reader_who_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    path.write_text(json.dumps([{"months": 12}] * 2_000), encoding="utf-8")
    command = f"{sys.executable} -m yichuang calc unemployment --input {path} | head -c 1"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(["bash", "-c", command], capture_output=True, check=False, env=env)  # noqa: S607
    assert (ran.stdout, ran.stderr) == (b"[", b"")


def test_other_commands_can_call_it(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("calc", "unemployment", "--months", "12")
    assert json.loads(capsys.readouterr().out)["months"] == 12
