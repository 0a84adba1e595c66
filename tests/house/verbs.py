"""Finding the verbs of the house: the public functions of `actions` that lead to an act."""

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.house.plan import DOMAIN, ROOMS
from yichuang.domain.trail.actions import perform

Verb = Callable[..., Any]


def actions() -> Iterator[ModuleType]:
    """Give the `actions` of every room that has any, and what leaves audit lines."""
    for room in ROOMS:
        if list((DOMAIN / room).glob("actions*")):
            yield import_module(f"yichuang.domain.{room}.actions")
    yield import_module("yichuang.domain.journeys.notes")


def exported(module: ModuleType) -> dict[str, Verb]:
    """Give the public functions of a module or package of actions by `room.name`."""
    names = getattr(module, "__all__", None)
    found: dict[str, Verb] = {}
    for name, thing in vars(module).items():
        own = thing.__module__ == module.__name__ if inspect.isfunction(thing) else False
        if inspect.isfunction(thing) and (name in names if names else own and name[0] != "_"):
            room = thing.__module__.split(".")[2]
            found[f"{room}.{thing.__name__}"] = thing
    return found


def leads_to_an_act(function: Verb, seen: frozenset[Verb] = frozenset()) -> bool:
    """Whether a function calls `perform`, itself or by way of others in `actions`."""
    for thing in _mentioned(function):
        if thing is perform:
            return True
        if not inspect.isfunction(thing) or thing in seen or ".actions" not in thing.__module__:
            continue
        if leads_to_an_act(thing, seen | {function}):
            return True
    return False


def verbs() -> dict[str, Verb]:
    """Give every verb of the house by `room.name`."""
    everything = {name: f for module in actions() for name, f in exported(module).items()}
    return {name: f for name, f in everything.items() if leads_to_an_act(f)}


def _mentioned(function: Verb) -> Iterator[object]:
    """Give what a function names, directly or as part of a module that it names."""
    assert isinstance(function, FunctionType)
    names = set(_names(function.__code__))
    for name in names:
        thing = function.__globals__.get(name)
        yield thing
        if inspect.ismodule(thing):
            yield from (getattr(thing, part, None) for part in names)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from _names(part)
