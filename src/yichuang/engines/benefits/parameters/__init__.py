"""Dated parameters: every year, rate, limit and table, its document and how far it is known."""

import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from yichuang.engines.benefits.faults import ParameterUnknown


@dataclass(frozen=True)
class Value:
    """One value of a parameter and where it comes from."""

    since: date
    value: Any
    """A whole number in the parameter's unit, or a table (keys to whole numbers)."""
    document: str
    verified: bool


@dataclass(frozen=True)
class Parameter:
    """A parameter (参数): its values by the day from which each is valid."""

    code: str
    name: str
    unit: str
    values: tuple[Value, ...]

    def at(self, on: date) -> Value:
        """Give the value that is valid on a day (ParameterUnknown)."""
        place = bisect_right([value.since for value in self.values], on)
        if not place:
            raise ParameterUnknown(self.code, self.name, on)
        return self.values[place - 1]


@cache
def parameters() -> dict[str, Parameter]:
    """Read every file of parameters, once."""
    found: dict[str, Parameter] = {}
    for parameter in _read():
        if parameter.code in found:
            message = f"parameter {parameter.code} stands twice"
            raise ValueError(message)
        found[parameter.code] = parameter
    return found


def parameter(code: str) -> Parameter:
    """Give a parameter by its code; one that isn't there is a fault of the program."""
    return parameters()[code]


def _read() -> Iterator[Parameter]:
    for file in sorted(files(__package__).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            for code, said in tomllib.loads(file.read_text("utf-8")).items():
                yield Parameter(code, said["name"], said["unit"], tuple(_values(said["values"])))


def _values(rows: list[dict[str, Any]]) -> list[Value]:
    values = [
        Value(row["since"], _whole(row["value"]), row["document"], row["verified"]) for row in rows
    ]
    return sorted(values, key=lambda value: value.since)


def _whole(value: Any) -> Any:
    """Let the keys of a table be numbers again, where TOML has made them texts."""
    if not isinstance(value, dict):
        return value
    return {int(key) if key.lstrip("-").isdigit() else key: v for key, v in value.items()}
