"""The demonstration: a case of each level from the window to the archive, told step by step."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management.base import CommandError

from tests.doors.commands.empty_databases import (
    ask,
    empty_database,
    migrated_database,
    python,
    yichuang,
)
from tests.halls import Hall
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration import cast, story
from yichuang.doors.commands.demonstration.agencies import county, people
from yichuang.doors.commands.management.commands.demo import promised

SETTINGS = "yichuang.project.settings"
STEP = re.compile(r"  \d\d:\d\d (?P<verb>\S+) .*?\((?P<number>\d{8})\) → ")
FOUND = """
import django; django.setup()
from datetime import UTC, datetime
from uuid import uuid4
from yichuang.domain.staff.actions import Purpose, found
def founded(purpose):
    found(purpose, by="0001", at=datetime(2026, 3, 9, tzinfo=UTC), request=uuid4())
"""
FOR_SERVICE = "founded(Purpose.SERVICE)"
EMPTIED = """
from django.db import connection
from yichuang.doors.commands.management.commands.demo import Command
founded(Purpose.DEMONSTRATION)
before = connection.introspection.table_names()
Command()._empty_database()
print("trail_act" in before, "trail_act" in connection.introspection.table_names())
"""


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
    for why in ("陕社保发〔2016〕27号第十三条", "SX-07、SX-10", "SX-12"):
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


@pytest.mark.clause("SX-12")
def test_one_goes_to_the_city_which_receives_and_signs(demonstration: tuple[str, str]) -> None:
    _, said = demonstration
    assert steps(said, "09") == [
        "受理 61062902",
        "签字 61062902",
        "签字 61062904",
        "签字 61062905",
        "签字 61062906",
        "接收 61060001",
        "审批 61060001",
        "归档 61062902",
    ]


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
    assert "密钥由系统代管，不替代手写签名或盖章" in said
    verified = yichuang(url, "verify", "--json")
    assert (verified.returncode, json.loads(verified.stdout)["ok"]) == (0, True)


def test_it_takes_less_than_a_minute(told: tuple[str, str, float]) -> None:
    # Of work, not of waiting for others: the tests beside it keep both processors busy.
    _, said, seconds = told
    assert seconds < 60
    assert "用时" in said.splitlines()[-1]


def test_everybody_has_an_account_whose_password_is_shown_and_not_kept(
    demonstration: tuple[str, str],
) -> None:
    url, said = demonstration
    told = [line.split() for line in part(said, "账号")[2:] if line.strip()]
    shown = {number: password for _, _, _, number, password in told[:-1]}
    kept = dict(ask(url, "SELECT staff_id, password FROM workbench_account"))
    assert set(shown) == set(kept) == {number for number, *_ in people()}
    assert len(set(shown.values())) == len(shown)
    director = county("610631").number(Post.DIRECTOR)
    assert check_password(shown[director], kept[director])
    assert not check_password(shown["61063101"], kept[director])
    assert all(secret.startswith("argon2") for secret in kept.values())


def test_a_demonstration_makes_room_for_the_next_one(tmp_path: Path, django_db_setup: str) -> None:
    with migrated_database(tmp_path, django_db_setup) as url:
        again = python(url, "-c", FOUND + EMPTIED, DJANGO_SETTINGS_MODULE=SETTINGS)
        assert again.returncode == 0, again.stderr
        assert again.stdout == "True False\n"


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
        assert ask(url, "SELECT count(*) FROM cases_case WHERE state = 'meeting'") != [(0,)]
    finally:
        ask(url, "DROP TABLE ledger")


def test_a_database_in_service_is_refused_and_left_as_it_is(
    tmp_path: Path, django_db_setup: str
) -> None:
    with migrated_database(tmp_path, django_db_setup) as url:
        founded = python(url, "-c", FOUND + FOR_SERVICE, DJANGO_SETTINGS_MODULE=SETTINGS)
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
            "YICHUANG_SIGNING_KEY": "5e" * 32,
            "YICHUANG_HOSTS": "hall.example",
        }
        told = yichuang(url, "demo", "--no-serve", **production)
        assert told.returncode == 1
        assert "生产环境不运行演示" in told.stderr


def test_a_broken_promise_ends_it(huanglong: Hall) -> None:
    two = [one for one in story.applications(huanglong.now.date()) if one.name[:2] in {"01", "02"}]
    with pytest.raises(CommandError, match="演示没有成立"), promised():
        story.tell_all(two, cast.LiveClock(huanglong.tick, huanglong.now), lambda _: None)


def test_what_is_brought_is_dated_near_the_day_of_the_demonstration() -> None:
    today = date(2027, 3, 1)
    assert story.dated('"{days_ago:1}", "{month:1}"', today) == '"2027-02-28", "2027-02"'
    assert all("{" not in str(one.form.values()) for one in story.applications(today))
