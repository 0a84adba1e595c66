"""The checker is one file that goes anywhere by itself."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house.plan import HOUSE

CHECKER = HOUSE / "checker.py"


def imported(tree: ast.Module) -> Iterator[str]:
    """Give the packages that a file imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + str(node.module).split(".", maxsplit=1)[0]


def foreign(text: str) -> list[str]:
    """Name what a file imports beside Python's own library."""
    return sorted(set(imported(ast.parse(text))) - sys.stdlib_module_names)


def test_it_needs_nothing_but_python() -> None:
    assert foreign(CHECKER.read_text("utf-8")) == []


def test_and_what_it_needed_would_be_seen() -> None:
    asked = "import django\nfrom yichuang.domain import trail\nfrom . import engines\nimport json"
    assert foreign(asked) == [".None", "django", "yichuang"]


def test_it_runs_alone_where_nothing_is_installed(tmp_path: Path) -> None:
    alone, garbage = tmp_path / "checker.py", tmp_path / "proof.json"
    alone.write_bytes(CHECKER.read_bytes())
    garbage.write_text("{}", "utf-8")
    command = [sys.executable, "-I", "-S", str(alone), str(garbage)]
    ran = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (2, b"")
    assert "核对文件是否完整" in ran.stdout.decode()
