"""Which test proves which clause: read from the source of the tests, without running it."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# A test that doesn't run, or is known to fail, proves nothing.
VOID_MARKS = frozenset({"skip", "xfail"})

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


class ClausesUnreadable(ValueError):
    """The list of clauses, or a test's mark, isn't as it must be; the message says where."""


@dataclass(frozen=True)
class Clause:
    """One clause of the sources: its id and what it says."""

    id: str
    says: str


@dataclass(frozen=True)
class Index:
    """The clauses in the order of the list, and the tests that name each id."""

    clauses: tuple[Clause, ...]
    proofs: dict[str, list[str]]

    def tests(self, clause_id: str) -> list[str]:
        """The tests that prove a clause, in the order of files and lines."""
        return self.proofs.get(clause_id, [])

    @property
    def open(self) -> list[str]:
        """The ids of the list that no test proves."""
        return [clause.id for clause in self.clauses if not self.tests(clause.id)]

    @property
    def unknown(self) -> dict[str, list[str]]:
        """The ids that tests name and the list doesn't, with those tests."""
        known = {clause.id for clause in self.clauses}
        return {name: tests for name, tests in self.proofs.items() if name not in known}


def read_index(root: Path) -> Index:
    """Join docs/clauses.toml and the tests of a checkout; raises ClausesUnreadable."""
    return Index(read_clauses(root / "docs" / "clauses.toml"), find_proofs(root))


def read_clauses(path: Path) -> tuple[Clause, ...]:
    """Read the list of clauses; an id stands in it once."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["clause"]
        clauses = tuple(Clause(id=row["id"], says=row["says"]) for row in rows)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ClausesUnreadable(f"{path}: {error!r}") from error
    seen: set[str] = set()
    for clause in clauses:
        if clause.id in seen:
            raise ClausesUnreadable(f"{path}: {clause.id} stands twice")
        seen.add(clause.id)
    return clauses


def find_proofs(root: Path) -> dict[str, list[str]]:
    """Give each clause id that tests of this checkout carry, with those tests."""
    proofs: dict[str, list[str]] = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        name = path.relative_to(root).as_posix()
        tree = ast.parse(path.read_bytes(), filename=name)
        for test, ids in _tests(tree, name, name, _marked(tree, name)):
            for clause_id in ids:
                proofs.setdefault(clause_id, []).append(test)
    return proofs


def _tests(
    body: ast.Module | ast.ClassDef, file: str, path: str, inherited: list[str]
) -> Iterator[tuple[str, list[str]]]:
    """Walk the tests below a module or class, each with the ids it carries and inherits."""
    for node in body.body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            ids = inherited + _ids(node.decorator_list, file) + _marked(node, file)
            yield from _tests(node, file, f"{path}::{node.name}", ids)
        elif isinstance(node, FUNCTION) and _proves(node):
            ids = inherited + _ids(node.decorator_list, file)
            yield f"{path}::{node.name}", list(dict.fromkeys(ids))


def _proves(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is a test that runs and is meant to pass."""
    void = any(_mark(decorator) in VOID_MARKS for decorator in function.decorator_list)
    return function.name.startswith("test") and not void


def _marked(body: ast.Module | ast.ClassDef, file: str) -> list[str]:
    """Give the ids in `pytestmark` of a module or class."""
    return [
        clause_id
        for node in body.body
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets)
        for clause_id in _ids([node.value], file)
    ]


def _ids(expressions: list[ast.expr], file: str) -> list[str]:
    """Give the ids of every clause mark inside expressions, `pytest.param(marks=…)` included."""
    ids = []
    for node in (inner for expression in expressions for inner in ast.walk(expression)):
        if not isinstance(node, ast.Call) or _mark(node) != "clause":
            continue
        for value in node.args:
            if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
                raise ClausesUnreadable(f"{file}:{node.lineno}: a clause id is a plain string")
            ids.append(value.value)
    return ids


def _mark(node: ast.expr) -> str | None:
    """Name the mark that an expression like `pytest.mark.name(…)` sets, if any."""
    target = node.func if isinstance(node, ast.Call) else node
    if not isinstance(target, ast.Attribute):
        return None
    holder = target.value
    name = holder.attr if isinstance(holder, ast.Attribute) else getattr(holder, "id", None)
    return target.attr if name == "mark" else None
