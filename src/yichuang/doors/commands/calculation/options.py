"""What stands on the command line: the call, its options, or a file that holds them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from yichuang.doors.commands.calculation.calls import (
    CALLS,
    FIELDS,
    MANY,
    ROWS,
    WHOLE,
    YES_NO,
    Call,
)
from yichuang.engines.benefits.faults import CannotAnswer

WHOLE_NUMBER = re.compile("-?[0-9]{1,20}")
WORDS = {"true": True, "false": False}


@dataclass
class Asked:
    """What the command line asks for."""

    call: Call
    given: dict[str, Any] = field(default_factory=dict)
    file: str = ""
    """Where the inputs are read from, if not from the options; `-` is standard input."""
    explain: bool = False


def read_options(arguments: Sequence[str]) -> Asked:
    """Read the words after `calc` (CannotAnswer)."""
    if not arguments:
        raise CannotAnswer("call-missing", f"请写明要算什么：{'、'.join(CALLS)}。", "call")
    name, waiting = arguments[0], list(arguments[1:])
    if name not in CALLS:
        message = f"没有“{name}”这种计算，可以算的有：{'、'.join(CALLS)}。"
        raise CannotAnswer("unknown-call", message, "call")
    asked = Asked(CALLS[name])
    while waiting:
        _take(asked, waiting)
    if asked.file and asked.given:
        first = next(iter(asked.given))
        message = "写了 --input 就不要再写其他选项，请把它们写进文件。"
        raise CannotAnswer("input-and-options", message, first)
    return asked


def _take(asked: Asked, waiting: list[str]) -> None:
    """Take the next option with its value, or the value that has no name."""
    word = waiting.pop(0)
    if not word.startswith("--"):
        _enter(asked, _positional(asked, word), word)
        return
    option, equals, value = word.removeprefix("--").partition("=")
    name = option.replace("-", "_")
    if option == "explain" and not equals:
        asked.explain = True
        return
    if option != "input" and (name not in asked.call.fields or "_" in option):
        known = "、".join(f"--{one.replace('_', '-')}" for one in asked.call.fields)
        message = f"没有“--{option}”这个选项，可用的有：{known}、--input、--explain。"
        raise CannotAnswer("unknown-option", message, name)
    if not equals:
        if not waiting or waiting[0].startswith("--"):
            raise CannotAnswer("value-missing", f"“--{option}”后面缺少值，请补上。", name)
        value = waiting.pop(0)
    if option == "input":
        _enter_file(asked, value)
        return
    _enter(asked, name, value)
    while FIELDS[name].kind == MANY and waiting and not waiting[0].startswith("--"):
        _enter(asked, name, waiting.pop(0))


def _positional(asked: Asked, word: str) -> str:
    """Say which field a word without a name fills."""
    if not asked.call.positional:
        message = f"不明白“{word[:40]}”，选项要写成 --名称 值。"
        raise CannotAnswer("unknown-argument", message, "")
    return asked.call.positional


def _enter_file(asked: Asked, value: str) -> None:
    if asked.file:
        raise CannotAnswer("given-twice", "“--input”只能写一次，请去掉一个。", "input")
    if not value:
        raise CannotAnswer("value-missing", "“--input”后面缺少文件名，请补上。", "input")
    asked.file = value


def _enter(asked: Asked, name: str, value: str) -> None:
    """Enter a field; what isn't of its kind stays a text, which the engine then refuses."""
    kind = FIELDS[name].kind
    if kind == ROWS:
        message = f"“{name}”是一张表，请写进文件，用 --input 读入。"
        raise CannotAnswer("input-kind", message, name)
    if kind == MANY:
        asked.given.setdefault(name, []).append(value)
        return
    if name in asked.given:
        raise CannotAnswer("given-twice", f"“{name}”只能写一次，请去掉一个。", name)
    asked.given[name] = value
    if kind == WHOLE and WHOLE_NUMBER.fullmatch(value):
        asked.given[name] = int(value)
    if kind == YES_NO:
        asked.given[name] = WORDS.get(value, value)
