"""`proof` writes a case with its proof, or the checker; what can't be is said in one object."""

import io
import json
from pathlib import Path
from typing import Any

from django.core.management import call_command

from tests.halls import Huanglong
from yichuang import checker


def run(*arguments: Any) -> tuple[int, str]:
    """Run `proof` here; give its exit status and what it wrote on standard output."""
    out = io.StringIO()
    try:
        call_command("proof", *arguments, stdout=out)
    except SystemExit as ending:
        return int(str(ending.code)), out.getvalue()
    return 0, out.getvalue()


def test_what_it_writes_is_what_the_checker_reads(huanglong: Huanglong, tmp_path: Path) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number)
    file, program = tmp_path / "proof.json", tmp_path / "checker.py"
    status, text = run(number)
    assert (status, json.loads(text)["case"]) == (0, number)
    assert run(number, "--out", file) == (0, "")
    assert checker.main([str(file), "--json"]) == 0
    assert run("--checker", "--out", program) == (0, "")
    assert program.read_bytes() == Path(checker.__file__).read_bytes()


def test_what_cannot_be_is_said_with_status_2(huanglong: Huanglong, tmp_path: Path) -> None:
    number = huanglong.accept_employer()
    asked: list[tuple[Any, ...]] = [
        (),
        ("610631-20260309-9999-9",),
        (number, "--checker"),
        (number, "--out", tmp_path),
    ]
    codes = []
    for arguments in asked:
        status, text = run(*arguments)
        assert status == 2
        error = json.loads(text)["error"]
        assert set(error) == {"code", "message", "field"}
        codes.append(error["code"])
    assert codes == ["number-needed", "no-such-case", "number-needed", "not-written"]
