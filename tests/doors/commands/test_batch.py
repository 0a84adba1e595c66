"""`batch pension` reckons a file, tells in one object what became of it, and refuses in another."""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import sleep
from typing import Any

import pyarrow.parquet as pq
import pytest

from bench.persons import write
from tests.house.plan import CHECKOUT

COUNT = 200


@pytest.fixture
def ground(tmp_path: Path) -> list[str]:
    """Give the options that name two files of persons and what is written."""
    persons, years = write(tmp_path, COUNT)
    return f"--persons {persons} --contributions {years} --out {tmp_path / 'out.parquet'}".split()


def batch(*words: str) -> tuple[int, dict[str, Any], str]:
    """Run the command; give its exit status, its object, and what it wrote for people."""
    command = [sys.executable, "-m", "yichuang", "batch", *words]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT / "src"), "PYTHONUTF8": "1"}
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=CHECKOUT, env=environment
    )
    return ran.returncode, json.loads(ran.stdout), ran.stderr


def test_a_file_is_reckoned_and_the_tally_told(ground: list[str], tmp_path: Path) -> None:
    status, told, said = batch("pension", *ground, "--workers", "2", "--chunk", "64")
    rejects = tmp_path / "out.rejects.parquet"
    assert status == 0
    assert said == "", "no progress bar where there is no terminal"
    assert told == {
        "persons": COUNT,
        "answered": COUNT,
        "rejected": 0,
        "out": str(tmp_path / "out.parquet"),
        "rejects": str(rejects),
    }
    answers = pq.read_table(told["out"])
    assert answers["person_id"].to_pylist() == [f"P{n:09}" for n in range(COUNT)]
    parts = ("basic_fen", "account_fen", "transitional_fen", "supplement_fen")
    for row in answers.to_pylist():
        assert row["total_fen"] == sum(row[part] for part in parts)
    assert pq.read_table(rejects).num_rows == 0


def test_rejects_go_where_one_wants_them(ground: list[str], tmp_path: Path) -> None:
    persons = pq.read_table(ground[1])
    at = persons.schema.get_field_index("months_deemed")
    negative = persons.set_column(at, "months_deemed", [[-1] * COUNT])
    pq.write_table(negative, ground[1])
    named = tmp_path / "bad.parquet"
    status, told, _ = batch("pension", *ground, "--rejects", str(named))
    assert (status, told["answered"], told["rejected"]) == (0, 0, COUNT)
    row = pq.read_table(named).to_pylist()[0]
    assert row == {
        "person_id": "P000000000",
        "year": None,
        "code": "negative",
        "field": "months_deemed",
        "says": "“months_deemed”不能是负数，请核对。",
    }


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (["--persons", "nowhere.parquet"], "no-file", "persons"),
        (["--contributions", "pyproject.toml"], "not-parquet", "contributions"),
        (["--chunk", "0"], "too-large", "chunk"),
        (["--workers", "many"], "options", None),
        (["--speed", "9"], "options", None),
    ],
)
def test_bad_input_is_refused_in_one_object_and_nothing_is_written(
    ground: list[str], tmp_path: Path, change: list[str], code: str, field: str | None
) -> None:
    status, told, _ = batch("pension", *ground, *change)
    assert status == 2
    assert (told["error"]["code"], told["error"]["field"]) == (code, field)
    assert told["error"]["message"].endswith("。")
    assert not list(tmp_path.glob("*out*"))


def test_without_files_or_with_another_subject_it_says_what_is_missing(ground: list[str]) -> None:
    for words in ([], ["pension"], ["weather", *ground]):
        status, told, _ = batch(*words)
        assert (status, told["error"]["code"]) == (2, "options")


def test_what_is_killed_in_the_middle_leaves_no_half_answer(tmp_path: Path) -> None:
    persons, years = write(tmp_path, 100 * COUNT)
    out = tmp_path / "out.parquet"
    words = ["pension", "--persons", str(persons), "--contributions", str(years), "--out", str(out)]
    command = [sys.executable, "-m", "yichuang", "batch", *words, "--chunk", "64"]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT / "src"), "PYTHONUTF8": "1"}
    begun = subprocess.Popen(command, cwd=CHECKOUT, env=environment)
    while not list(tmp_path.glob(".out*")):
        assert begun.poll() is None, "it ended before it could be killed"
        sleep(0.01)
    begun.kill()
    begun.wait()
    assert not out.exists()
    assert not (tmp_path / "out.rejects.parquet").exists()
    status, told, _ = batch(*words)
    assert status == 0
    assert told["answered"] == 100 * COUNT
