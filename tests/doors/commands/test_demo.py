"""The demonstration: a case of each level from the window to the archive, told step by step."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.doors.commands.empty_databases import ask, empty_database, python, yichuang

SETTINGS = "yichuang.project.settings"
STEP = re.compile(r"  \d\d:\d\d (?P<verb>\S+) .*?\((?P<number>\d{8})\) → ")
FOUND_FOR_SERVICE = """
import django; django.setup()
from datetime import UTC, datetime
from uuid import uuid4
from django.core.management import call_command
from yichuang.domain.staff.actions import Purpose, found
call_command("migrate", verbosity=0)
found(Purpose.SERVICE, by="0001", at=datetime(2026, 3, 9, tzinfo=UTC), request=uuid4())
"""


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Give a database in which the demonstration was told, and what it said."""
    with empty_database(tmp_path_factory.mktemp("demo")) as url:
        told = yichuang(url, "demo", "--no-serve")
        assert told.returncode == 0, told.stdout + told.stderr
        yield url, told.stdout


def part(said: str, application: str) -> list[str]:
    """Give the lines that tell of one application."""
    return next(block for block in said.split("\n■ ") if block.startswith(application)).splitlines()


def steps(said: str, application: str) -> list[str]:
    """Give who did what for one application: the verb and the staff number."""
    told = (STEP.match(line) for line in part(said, application))
    return [f"{step['verb']} {step['number']}" for step in told if step]


@pytest.mark.clause("SX-11", "SX-12", "SX-15")
def test_a_case_of_level_1_is_told_step_by_step_with_who_and_why(
    demonstration: tuple[str, str],
) -> None:
    _, said = demonstration
    assert steps(said, "01") == [
        "受理 61063102",
        "签字 61063104",
        "签字 61063105",
        "签字 61063106",
        "签字 61063107",
        "补交材料 61063102",
        "归档 61063102",
    ]
    told = "\n".join(part(said, "01"))
    for why in ("陕社保发〔2016〕27号第十三条", "SX-07、SX-10", "SX-12", "法定期限 2026-03-24"):
        assert why in told
    assert "被拒（not-in-this-state）" in told, "nobody shortens the route"


@pytest.mark.clause("SX-11")
def test_so_are_level_2_and_level_3(demonstration: tuple[str, str]) -> None:
    _, said = demonstration
    assert steps(said, "02") == [
        "受理 61063102",
        "复核通过 61063105",
        "办结 61063102",
        "归档 61063102",
    ]
    assert steps(said, "03") == ["受理 61063103", "办结 61063103", "归档 61063103"]


def test_the_same_item_goes_otherwise_where_the_profile_says_so(
    demonstration: tuple[str, str],
) -> None:
    _, said = demonstration
    verbs = {name: [step.split()[0] for step in steps(said, name)] for name in ("06", "07")}
    assert verbs["06"] == ["受理", "签字", "签字", "签字", "签字", "归档"]
    assert verbs["07"] == ["受理", "复核通过", "办结", "归档"]


def test_three_mistakes_are_named_at_once(demonstration: tuple[str, str]) -> None:
    _, said = demonstration
    told = part(said, "05")
    mistakes = [line for line in told if "✗" in line]
    assert len(mistakes) == 3
    for named, line in zip(("校验位", "缺少这份材料", "成立日期晚于今天"), mistakes, strict=True):
        assert named in line
    assert steps(said, "05") == []


def test_it_reads_back_the_register_and_verifies_itself(demonstration: tuple[str, str]) -> None:
    url, said = demonstration
    assert "高瑰梅" in "\n".join(part(said, "从登记册读回"))
    assert "无一不符" in "\n".join(part(said, "核验"))
    assert "演示成立" in said
    assert "尚未使用个人密钥" in said
    states = ask(url, "SELECT state, count(*) FROM cases_case GROUP BY state")
    assert states == [("filed", 6)]
    verified = yichuang(url, "verify", "--json")
    assert (verified.returncode, json.loads(verified.stdout)["ok"]) == (0, True)


def test_it_takes_less_than_half_a_minute(demonstration: tuple[str, str]) -> None:
    _, said = demonstration
    seconds = float(said.rsplit("用时 ", 1)[1].split()[0])
    assert seconds < 30


def test_a_second_run_tells_the_same_story_anew(demonstration: tuple[str, str]) -> None:
    url, said = demonstration
    again = yichuang(url, "demo", "--no-serve")
    assert again.returncode == 0, again.stdout + again.stderr
    assert again.stdout.rsplit("用时")[0] == said.rsplit("用时")[0]
    assert ask(url, "SELECT count(*) FROM insured_employer") == [(3,)]


@pytest.mark.parametrize("rows", [1, 0])
def test_what_holds_something_else_is_refused_and_left_as_it_is(tmp_path: Path, rows: int) -> None:
    with empty_database(tmp_path) as url:
        ask(url, "CREATE TABLE ledger (line integer)")
        if rows:
            ask(url, "INSERT INTO ledger VALUES (1)")
        told = yichuang(url, "demo", "--no-serve")
        assert told.returncode == 1
        assert "不是演示库" in told.stderr
        assert ask(url, "SELECT count(*) FROM ledger") == [(rows,)]


def test_something_else_beside_the_demonstration_is_left_as_it_is_too(
    demonstration: tuple[str, str],
) -> None:
    url, _ = demonstration
    ask(url, "CREATE TABLE ledger (line integer)")
    try:
        assert yichuang(url, "demo", "--no-serve").returncode == 1
        assert ask(url, "SELECT count(*) FROM ledger") == [(0,)]
        assert ask(url, "SELECT count(*) FROM cases_case") == [(6,)]
    finally:
        ask(url, "DROP TABLE ledger")


def test_a_database_in_service_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    with empty_database(tmp_path) as url:
        founded = python(url, "-c", FOUND_FOR_SERVICE, DJANGO_SETTINGS_MODULE=SETTINGS)
        assert founded.returncode == 0, founded.stderr
        before = ask(url, "SELECT content, digest FROM trail_act")
        assert len(before) == 1
        assert yichuang(url, "demo", "--no-serve").returncode == 1
        assert ask(url, "SELECT content, digest FROM trail_act") == before


def test_production_runs_no_demonstration(tmp_path: Path) -> None:
    with empty_database(tmp_path) as url:
        production = {
            "YICHUANG_PRODUCTION": "1",
            "YICHUANG_SECRET_KEY": "k" * 60,
            "YICHUANG_HOSTS": "hall.example",
        }
        told = yichuang(url, "demo", "--no-serve", **production)
        assert told.returncode == 1
        assert "生产环境不运行演示" in told.stderr


def test_until_there_are_pages_it_says_how_to_run_without_them() -> None:
    with pytest.raises(CommandError, match="demo --no-serve"):
        call_command("demo")
