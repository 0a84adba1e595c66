"""`verify` says in one object for programs, or in lines for people, whether all still holds."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from tests.doors.commands.empty_databases import empty_database, yichuang
from tests.halls import Huanglong
from yichuang.domain.insured.models import Employer
from yichuang.domain.trail.models import Act


@pytest.fixture
def number(own_database: str) -> str:
    """Give the number of a case that was carried to its end, in a database of its own."""
    hall = Huanglong()
    number = hall.accept_employer()
    hall.carry(number)
    return number


def run(*arguments: str) -> tuple[int, str]:
    """Run `verify` here; give its exit status and what it wrote on standard output."""
    out = io.StringIO()
    try:
        call_command("verify", *arguments, stdout=out)
    except SystemExit as ending:
        return int(str(ending.code)), out.getvalue()
    return 0, out.getvalue()


def as_json() -> tuple[int, dict[str, Any]]:
    status, out = run("--json")
    told: dict[str, Any] = json.loads(out)
    return status, told


def past_every_action(statement: str, *, through: str = "") -> None:
    """Change the database as an intruder would; `through` names the trigger in the way."""
    with connection.cursor() as cursor:
        if through:
            on = " ON trail_act" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {through}{on}")
        cursor.execute(statement)
        assert cursor.rowcount == 1


def test_where_all_holds_it_says_what_it_went_through(number: str) -> None:
    status, told = as_json()
    assert status == 0
    assert told.keys() == {"ok", "chains", "acts", "rows", "signatures", "faults"}
    assert (told["ok"], told["faults"]) == (True, [])
    assert told["acts"] == Act.objects.count()
    assert told["chains"] < told["acts"]
    assert told["rows"] > Employer.objects.count()


def test_a_changed_register_is_named_with_its_row_and_column(number: str) -> None:
    employer = Employer.objects.get().number
    past_every_action("UPDATE insured_employer SET phone = '0911-5620009'")
    status, told = as_json()
    assert (status, told["ok"]) == (1, False)
    (fault,) = told["faults"]
    assert fault["where"] == f"insured_employer {employer}"
    assert "phone" in fault["what"]


def test_a_changed_act_in_the_middle_is_named_with_its_chain_and_place(number: str) -> None:
    changed = f"UPDATE trail_act SET actor = '61063199' WHERE chain_id = 'case/{number}' AND n = 3"  # noqa: S608
    trigger = "trail_act_no_update" if connection.vendor == "sqlite" else "trail_act_no_change"
    past_every_action(changed, through=trigger)
    status, told = as_json()
    assert status == 1
    wheres = [fault["where"] for fault in told["faults"]]
    assert f"case/{number} 第3笔" in wheres
    assert f"trigger {trigger}" in wheres, "the missing trigger is named as well"
    assert len(wheres) == 2


def test_people_are_told_in_lines_with_the_rate(number: str) -> None:
    status, out = run()
    assert status == 0
    assert "0 处不符" in out
    assert "每秒核验" in out
    past_every_action("DELETE FROM insured_employer")
    status, out = run()
    assert status == 1
    assert out.startswith("✗ insured_employer")
    assert "1 处不符" in out


def test_an_empty_database_is_bad_input_and_stays_empty(tmp_path: Path) -> None:
    with empty_database(tmp_path) as url:
        told = yichuang(url, "verify", "--json")
        assert told.returncode == 2
        error = json.loads(told.stdout)["error"]
        assert error.keys() == {"code", "message", "field"}
        assert (error["code"], error["field"]) == ("no-trail", "YICHUANG_DATABASE")
        again = yichuang(url, "verify")  # It would find what the first run had written.
        assert again.returncode == 2
        assert again.stdout.strip() == error["message"]
