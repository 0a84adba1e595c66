"""Law has a date and a source: parameters say where they come from, and no figure hides in code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.plan import HOUSE, at
from yichuang.engines.benefits.parameters import Parameter, parameters

BENEFITS = HOUSE / "engines" / "benefits"
NOT_LAW = {
    "rounding.py": "the arithmetic of rounding",
    "columns.py": "whole numbers in columns",
    "given.py": "what may be typed at all",
    "notation.py": "how figures are written",
    "identity.py": "the forms of numbers, as standards give them",
    "chunk.py": "the bounds of whole numbers in columns",
    "tables.py": "columns in files",
    "batch.py": "sizes of chunks",
    "checked.py": "the bounds of whole numbers in columns",
    "crowd.py": "the scales of columns",
    "reading.py": "columns in files",
}
MONTHS_IN_A_YEAR = 12


def figures(tree: ast.Module) -> Iterator[int]:
    """Give the lines with a number that could be law: beyond counting, months and tens."""
    told = {
        id(inner)
        for node in ast.walk(tree)
        if _is_a_date(node) or _bounds_what_comes_in(node)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or type(node.value) not in {int, float}:
            continue
        number = node.value
        plain = number in {*range(11), MONTHS_IN_A_YEAR} or str(number).strip("0") == "1"
        if not plain and id(node) not in told:
            yield node.lineno


def _is_a_date(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "date"


def _bounds_what_comes_in(node: ast.AST) -> bool:
    names = [getattr(t, "id", "") for t in getattr(node, "targets", [])]
    return any(name == "BOUNDS" or name.startswith("LONGEST") for name in names)


@pytest.mark.parametrize("one", parameters().values(), ids=lambda one: one.code)
def test_every_parameter_has_a_name_a_unit_dates_and_documents(one: Parameter) -> None:
    assert one.name
    assert one.unit
    days = [value.since for value in one.values]
    assert days == sorted(set(days))
    assert days
    assert all(value.document and isinstance(value.verified, bool) for value in one.values)


def test_no_figure_of_the_law_stands_in_code() -> None:
    found = [
        at(path, line)
        for path in sorted(BENEFITS.rglob("*.py"))
        if path.name not in NOT_LAW
        for line in figures(ast.parse(path.read_bytes()))
    ]
    assert found == []


def test_and_one_would_be_seen() -> None:
    assert list(figures(ast.parse("rate = 14"))) == [1]
    assert list(figures(ast.parse("divisor = 139"))) == [1]
    assert list(figures(ast.parse("since = date(2024, 9, 13)"))) == []
    assert not (BENEFITS / Path("utils.py")).exists()
