"""Finding every refusal of the house, and how each is raised."""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from string import Formatter
from types import ModuleType

import yichuang
from yichuang.domain.kernel.refusals import Refusal

Kind = type[Refusal]


@cache
def modules() -> tuple[ModuleType, ...]:
    """Import everything there is, but what runs when it is imported."""
    names = (found.name for found in walk_packages(yichuang.__path__, "yichuang."))
    return tuple(import_module(name) for name in names if not name.endswith("__main__"))


def refusals() -> list[Kind]:
    """Give every refusal of the house."""
    assert modules()
    kinds = _below(Refusal)
    return sorted((k for k in kinds if k.__module__.startswith("yichuang.")), key=lambda k: k.code)


def placeholders(kind: Kind) -> set[str]:
    """Give the facts that a refusal's words ask for."""
    return {name for _, name, _, _ in Formatter().parse(kind.says) if name}


def speaks_for_itself(kind: Kind) -> bool:
    """Whether a refusal has a way of its own to be made, which fills its words."""
    return kind.__init__ is not Refusal.__init__


def raised() -> Iterator[tuple[str, Kind, set[str]]]:
    """Give every place that makes a refusal, and the facts it gives.

    A class that is named without a call (`raise NotPromised`, a table of refusals) gives none.
    """
    for module in modules():
        tree = _tree(module)
        called = {id(n.func): n for n in ast.walk(tree) if isinstance(n, ast.Call)}
        for node in _values(tree):
            kind = getattr(module, node.id, None)
            if inspect.isclass(kind) and issubclass(kind, Refusal) and kind is not Refusal:
                call = called.get(id(node))
                facts = {word.arg or "" for word in call.keywords} if call else set()
                yield f"{module.__name__}:{node.lineno}", kind, facts


def given_to_itself(kind: Kind) -> set[str]:
    """Give the facts that a refusal's own way of being made fills its words with."""
    module = inspect.getmodule(kind)
    assert module is not None
    (body,) = (
        node
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__
    )
    calls = [n for n in ast.walk(body) if isinstance(n, ast.Call)]
    return {
        str(word.arg)
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "__init__"
        for word in call.keywords
    }


def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(Path(str(module.__file__)).read_bytes())


def _values(tree: ast.Module) -> Iterator[ast.Name]:
    """Give the names that stand where a refusal is made or handed on: raise, return, tables."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            places = [node.exc]
        elif isinstance(node, ast.Return):
            places = [*_choices(node.value)]
        elif isinstance(node, ast.Dict):
            places = list(node.values)
        elif isinstance(node, ast.DictComp):
            places = [node.value]
        else:
            continue
        for place in places:
            name = place.func if isinstance(place, ast.Call) else place
            if isinstance(name, ast.Name):
                yield name


def _choices(value: ast.expr | None) -> list[ast.expr | None]:
    return [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]


def _below(kind: Kind) -> set[Kind]:
    return {kind for child in kind.__subclasses__() for kind in ({child} | _below(child))}
