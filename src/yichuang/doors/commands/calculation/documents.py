"""Inputs from a file or standard input: one JSON object, or a list of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from yichuang.doors.commands.calculation.calls import Call
from yichuang.engines.benefits.faults import CannotAnswer

STANDARD_INPUT = "-"
DEEPEST = 2
"""A table is a list of rows, and a row holds values."""


class Misread:
    """An object that holds a name twice: refused where it stands, not with its whole list."""

    def __init__(self, name: str) -> None:
        self.name = name


def read_document(file: str, standard_input: Callable[[], bytes]) -> Any:
    """Read a JSON document; everything that can be wrong with it is bad input (CannotAnswer)."""
    try:
        content = standard_input() if file == STANDARD_INPUT else Path(file).read_bytes()
    except (OSError, ValueError) as error:
        message = f"读不了文件“{file}”，请检查路径和权限。"
        raise CannotAnswer("file-unreadable", message, "input") from error
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_object)
    except RecursionError:
        raise CannotAnswer("json-malformed", "JSON 嵌套过深，请检查输入。", "input") from None
    except UnicodeDecodeError:
        raise CannotAnswer("json-malformed", "输入不是 UTF-8 编码，请转换。", "input") from None
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 列"
        message = f"输入不是正确的 JSON，请检查{where}。"
        raise CannotAnswer("json-malformed", message, "input") from None
    except ValueError:
        message = "JSON 里有无穷大、非数字或过长的数，请检查输入。"
        raise CannotAnswer("json-malformed", message, "input") from None


def fields_of(document: Any, call: Call) -> dict[str, Any]:
    """Give the fields of one object by the names that engines use (CannotAnswer)."""
    if isinstance(document, Misread):
        raise CannotAnswer("given-twice", f"“{document.name}”写了两次，请去掉一个。", document.name)
    if not isinstance(document, dict):
        raise CannotAnswer("input-kind", "应为一组“名称: 值”，请检查输入格式。", "input")
    fields: dict[str, Any] = {}
    for key, value in document.items():
        name = key.replace("-", "_")
        if name not in call.fields:
            message = f"没有“{key[:40]}”这一项，可用的有：{'、'.join(call.fields)}。"
            raise CannotAnswer("unknown-option", message, key[:40])
        if name in fields:
            raise CannotAnswer("given-twice", f"“{name}”写了两次，请去掉一个。", name)
        _refuse_unread(name, value)
        fields[name] = value
    return fields


def _refuse_unread(name: str, value: Any, depth: int = 0) -> None:
    """Refuse what holds a name twice, and what is deeper than rows of a table."""
    if isinstance(value, Misread):
        raise CannotAnswer("given-twice", f"“{name}”里有一项写了两次，请去掉一个。", name)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        if depth >= DEEPEST:
            raise CannotAnswer("input-kind", f"“{name}”嵌套过深，请检查输入格式。", name)
        _refuse_unread(name, one, depth + 1)


def _object(pairs: list[tuple[str, Any]]) -> Any:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            return Misread(name[:40])
        found[name] = value
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
