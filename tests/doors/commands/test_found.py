"""`yichuang found`: an agency opens from a plan, whole or not at all; what broke goes on."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import pytest

from tests.doors.commands.empty_databases import (
    SOURCES,
    ask,
    empty_database,
    migrated_database,
    python,
    yichuang,
)
from yichuang.__main__ import Yichuang
from yichuang.doors.commands.founding.plan import Amiss, read

EXAMPLE = (files("yichuang.doors.commands.founding") / "example.toml").read_text("utf-8")

ACCEPT = """
import os, sys
sys.path.insert(0, os.environ["CHECKOUT"])
os.environ["DJANGO_SETTINGS_MODULE"] = "yichuang.project.settings"
import django; django.setup()
from datetime import datetime
from uuid import uuid4
from tests.halls import EMPLOYER_PAPERS, employer_form
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import LOCAL
at = datetime(2026, 12, 7, 9, 0, tzinfo=LOCAL)
told = {"form": employer_form(), "materials": EMPLOYER_PAPERS}
who = {"by": "61063102", "at": at, "request": uuid4()}
print(journeys.accept("610631", "employer-registration", **told, **who).said["number"])
"""

MINIMAL = """
[founding]
ground = "陕人社函〔2026〕12号"
since = 2026-12-01
until = 2029-12-01
proposed_by = "61000001"
published_by = "61000002"
[[agency]]
code = "610000"
name = "陕西省社会保障局"
level = "province"
mode = "department"
profile = "shaanxi"
people = [
  { number = "61000001", name = "甲一", posts = [{ post = "director" }] },
  { number = "61000002", name = "甲二" },
]
"""

CITY = """
[founding]
ground = "陕人社函〔2027〕1号"
since = 2027-03-01
until = 2029-12-01
proposed_by = "61000001"
published_by = "61000002"
[[agency]]
code = "610600"
name = "延安市养老保险经办处"
level = "city"
parent = "610000"
mode = "department"
profile = "shaanxi"
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """Give the URL of an empty database."""
    with empty_database(tmp_path) as url:
        yield url


def plan(folder: Path, text: str) -> str:
    """Write a plan down."""
    file = folder / "plan.toml"
    file.write_text(text, "utf-8")
    return str(file)


def acts(url: str) -> int:
    """Count the acts of the agencies and the house, without the audit lines of the codes."""
    rows = ask(url, "SELECT count(*) FROM trail_act WHERE chain_id NOT LIKE 'audit/%'")
    return int(rows[0][0])


@pytest.mark.usefixtures("django_db_setup")
def test_the_example_opens_an_agency_in_which_a_teller_accepts_a_case(
    database: str, tmp_path: Path
) -> None:
    ran = yichuang(database, "found", plan(tmp_path, EXAMPLE))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.count("　黄龙县养老保险经办中心") == 9, "a code for everybody"
    assert "12 月 31 日止" in ran.stdout, "until when they count as trained is said"
    accepted = python(database, "-c", ACCEPT, CHECKOUT=str(SOURCES.parent))
    assert accepted.stdout.startswith("610631-20261207-0001-"), accepted.stderr
    verified = yichuang(database, "verify")
    assert verified.returncode == 0, verified.stdout
    by_founding = "SELECT count(*) FROM staff_assignment WHERE trained_by_founding"
    assert ask(database, by_founding) == [(22,)], "everybody, and it says so"
    before = acts(database)
    again = yichuang(database, "found", plan(tmp_path, EXAMPLE))
    assert (again.returncode, acts(database)) == (0, before)
    assert "新办 0 笔" in again.stdout
    assert "都已有账号" in again.stdout, "a code that was handed out isn't taken away"


@pytest.fixture
def migrated(tmp_path: Path, django_db_setup: str) -> Iterator[str]:
    """Give the URL of a database with all tables, and nothing in them."""
    with migrated_database(tmp_path, django_db_setup) as url:
        yield url


def test_a_run_that_is_killed_in_the_middle_goes_on_at_the_next(
    migrated: str, tmp_path: Path
) -> None:
    database = migrated
    rooms = "".join(f'  {{ number = {i}, name = "第{i}科" }},\n' for i in range(1, 100))
    windows = "".join(f'  {{ number = {i}, post = "guide" }},\n' for i in range(1, 100))
    file = plan(tmp_path, f"{MINIMAL}departments = [\n{rooms}]\nwindows = [\n{windows}]\n")
    whole = 1 + 1 + 99 + 99 + 2 + 1 + 2 + 1
    killed = kill_after(database, file, 20)
    assert 20 <= killed < whole, "it was killed in the middle"
    again = yichuang(database, "found", file)
    assert again.returncode == 0, again.stdout + again.stderr
    assert f"新办 {whole - killed} 笔，已有 {killed} 笔" in again.stdout
    assert acts(database) == whole
    assert yichuang(database, "verify").returncode == 0
    below = yichuang(database, "found", plan(tmp_path, CITY))
    assert below.returncode == 0, below.stdout + below.stderr
    grown = acts(database)
    assert grown == whole + 2, "an agency below, and what it is granted"
    other = MINIMAL.replace("陕西省社会保障局", "陕西省社保局").replace("甲一", "乙一")
    differs = yichuang(database, "found", plan(tmp_path, other))
    assert differs.returncode == 2
    told = json.loads(differs.stdout)["error"]
    assert [fault["field"] for fault in told["faults"]] == ["agency/610000", "person/61000001"]
    assert acts(database) == grown, "nothing was written"


def kill_after(url: str, file: str, enough: int) -> int:
    """Let a founding run until some acts stand, kill it, and count them."""
    environment = {**os.environ, "YICHUANG_DATABASE": url, "PYTHONPATH": str(SOURCES)}
    command = [sys.executable, "-m", "yichuang", "found", file]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None:
            with suppress(Exception):  # before there are tables
                if acts(url) >= enough:
                    running.kill()
            time.sleep(0.002)
    return acts(url)


@pytest.mark.usefixtures("django_db_setup")
def test_every_mistake_is_named_at_once_and_nothing_is_written(
    database: str, tmp_path: Path
) -> None:
    bad = EXAMPLE.replace('published_by = "61000002"', 'published_by = "61000001"')
    bad = bad.replace('parent = "610000"', 'parent = "610631"').replace('"参保登记"', '"自拟"')
    bad = bad.replace('post = "archivist"', 'post = "auditor"').replace(
        '["basic-data-change"]', '["nothing"]'
    )
    ran = yichuang(database, "found", plan(tmp_path, bad))
    assert ran.returncode == 2
    told = json.loads(ran.stdout)["error"]
    assert told["code"] == "bad-plan"
    messages = "".join(fault["message"] for fault in told["faults"])
    for words in ("第二人", "上级应为", "自拟", "nothing"):
        assert words in messages
    assert all(fault["message"] in ran.stderr for fault in told["faults"])
    with suppress(Exception):  # on PostgreSQL and SQLite alike there is no such table
        assert acts(database) == -1


@pytest.mark.parametrize("wrong", [[], ["nowhere.toml"], ["--nonsense"], ["/"]])
def test_what_is_no_plan_is_bad_input(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        Yichuang(["yichuang", "found", *wrong]).execute()
    assert ending.value.code == 2
    assert json.loads(capsys.readouterr().out)["error"]["field"]


def test_the_example_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    Yichuang(["yichuang", "found", "--example"]).execute()
    assert capsys.readouterr().out == EXAMPLE


FAULTS = {
    "a code of five digits": ('code = "610631"', 'code = "61063"'),
    "a level that isn't": ('level = "city"', 'level = "town"'),
    "a post that isn't": ('post = "guide" }', 'post = "boss" }'),
    "a field of one's own": ('name = "丙一"', 'title = "大堂经理", name = "丙一"'),
    "a window's own sign": ('{ number = 1, post = "guide" }', '{ number = 1, sign = "迎宾" }'),
    "no such catalogue": ('profile = "shaanxi" ', 'profile = "../secret" '),
    "a mode above the county": ('mode = "department"  ', 'mode = "universal"  '),
    "no such insurance": ('["pension"]', '["car"]'),
    "no insurance": ('["pension"]', "[]"),
    "a period reversed": ("until = 2028-06-01", "until = 2026-06-01"),
    "exclusive posts": ('post = "trainer", since', 'post = "finance", since'),
    "one number twice": ('"61063109"', '"61063108"'),
    "no such department": ("department = 2", "department = 9"),
    "an unclean name": ("丙二", "丙\\u0000二"),
    "broken TOML": ("[founding]", "[founding"),
    "a whole plan reversed": ("until = 2029-12-01", "until = 2020-12-01"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_what_is_wrong_with_a_plan_is_seen(what: str) -> None:
    before, after = FAULTS[what]
    assert EXAMPLE.count(before) >= 1, "the example still says this"
    with pytest.raises(Amiss):
        read(EXAMPLE.replace(before, after))


def test_and_the_example_is_as_it_should_be() -> None:
    assert [office.code for office in read(EXAMPLE).agency] == ["610000", "610600", "610631"]
