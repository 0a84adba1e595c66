"""How code looks here: short files, no clock below the doors, no floats, no hidden writers."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.plan import CHECKOUT, DOMAIN, HOUSE, at, sources

LINES_IN_A_FILE = 300
LINES_IN_A_FUNCTION = 40
WHOLE = {HOUSE / "checker.py": 440}
"""What must be one file, because it goes anywhere by itself, may be longer; so long at most."""

CLOCKS = {"now", "today", "utcnow", "auto_now", "auto_now_add"}
SIGNALS = {"django.dispatch", "django.db.models.signals", "django.core.signals"}
SIGNAL_ROOM = DOMAIN / "trail" / "apps.py"
ORM_WRITES = {
    "save",
    "create",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}


def clocks(tree: ast.Module) -> Iterator[int]:
    """Give the lines that ask what time it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            yield node.lineno
        if isinstance(node, ast.keyword) and node.arg in CLOCKS:
            yield node.lineno


def floats(tree: ast.Module) -> Iterator[int]:
    """Give the lines that reckon with floats."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            yield node.lineno
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "float":
            yield node.lineno


def signals(tree: ast.Module) -> Iterator[int]:
    """Give the lines that get hold of a signal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names = {alias.name for alias in node.names}
        else:
            continue
        if names & SIGNALS:
            yield node.lineno


def orm_writes(tree: ast.Module) -> Iterator[int]:
    """Give the lines that write through a model instead of an act."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ORM_WRITES:
            yield node.lineno


def long_functions(tree: ast.Module) -> Iterator[int]:
    """Give the lines where a function begins that is too long to be read at once."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno is not None
            if node.end_lineno - node.lineno >= LINES_IN_A_FUNCTION:
                yield node.lineno


def found(rule: Callable[[ast.Module], Iterator[int]], *places: Path) -> list[str]:
    """Name every place where something stands that a rule looks for."""
    return [at(path, line) for path, tree in sources(*places) for line in rule(tree)]


def test_files_are_short() -> None:
    long = {
        at(path, 1): lines
        for path, _ in sources(HOUSE, CHECKOUT / "tests")
        if (lines := len(path.read_text("utf-8").splitlines())) > WHOLE.get(path, LINES_IN_A_FILE)
    }
    assert long == {}


def test_functions_are_short() -> None:
    assert found(long_functions, HOUSE, CHECKOUT / "tests") == []


def test_nothing_below_the_doors_asks_what_time_it_is() -> None:
    assert found(clocks, DOMAIN, HOUSE / "engines") == []


def test_the_domain_reckons_without_floats() -> None:
    assert found(floats, DOMAIN) == []


def test_signals_serve_the_guards_of_the_trail_and_nothing_else() -> None:
    assert {place.split(":")[0] for place in found(signals, HOUSE)} == {
        str(SIGNAL_ROOM.relative_to(CHECKOUT))
    }


def test_nothing_is_written_but_by_an_act() -> None:
    assert found(orm_writes, DOMAIN) == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (clocks, "at = datetime.now(UTC)"),
        (clocks, "at = models.DateTimeField(auto_now_add=True)"),
        (floats, "rate = 0.08"),
        (floats, "rate = 8 / 100"),
        (floats, "rate = float('0.08')"),
        (signals, "from django.db.models.signals import post_save"),
        (signals, "from django.db.models import signals"),
        (signals, "import django.dispatch"),
        (orm_writes, "Case.objects.create(number='1')"),
        (long_functions, "def endless():\n" + "    pass\n" * LINES_IN_A_FUNCTION),
    ],
)
def test_and_each_rule_sees_what_breaks_it(
    rule: Callable[[ast.Module], Iterator[int]], text: str
) -> None:
    assert list(rule(ast.parse(text))) != []
