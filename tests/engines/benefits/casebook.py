"""Reads the files of expected results, and the days on which the parameters of a file change."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from yichuang.engines.benefits import parameters
from yichuang.engines.benefits.book import Answer, Book
from yichuang.engines.benefits.faults import CannotAnswer

EXPECTED = Path(__file__).parent / "expected"

Door = Callable[[Mapping[str, Any]], Answer]


@dataclass(frozen=True)
class Case:
    """One expected result, as it stands in the file."""

    title: str
    inputs: Mapping[str, Any]
    result: Mapping[str, Any]
    source: str
    call: str = ""
    on: date | None = None

    def __str__(self) -> str:
        return self.title

    def values(self, book: Book, doors: Mapping[str, Door]) -> Mapping[str, Any]:
        """Reckon the case: through a door where it names one, else by the rules on its day."""
        if self.call:
            return doors[self.call](self.inputs).values
        assert self.on is not None, "a case without a call says on which day it is reckoned"
        return book.answer(*self.result, inputs=self.inputs, on=self.on).values


def cases(subject: str) -> list[Case]:
    """Read the expected results of a subject."""
    text = (EXPECTED / f"{subject}.toml").read_text("utf-8")
    return [Case(**case) for case in tomllib.loads(text)["case"]]


def codes(subject: str) -> list[str]:
    """Give the codes of the parameters in a subject's file."""
    text = (files(parameters.__package__) / f"{subject}.toml").read_text("utf-8")
    return list(tomllib.loads(text))


def changes(subject: str) -> list[date]:
    """Give every day on which a parameter of a subject's file changes."""
    found = parameters.parameters()
    return sorted({value.since for code in codes(subject) for value in found[code].values})


def first_days(book: Book) -> list[tuple[str, str, date]]:
    """Give each rule of a book with its title and the first day it can answer for."""
    return [(name, rules[0].title, rules[0].since) for name, rules in book.rules.items()]


def gaps(book: Book, days: list[date], given: set[str]) -> list[str]:
    """Name each rule that claims a day on which something it rests on has no value."""
    found = []
    for name, _, since in first_days(book):
        for day in sorted({since, *(day for day in days if day > since)}):
            found += [f"{name} {day}: {one}" for one in missing(book, name, day, given)]
    return found


def missing(book: Book, name: str, day: date, given: set[str]) -> Iterator[str]:
    """Name what a rule rests on that isn't known on a day; what is given needs no rule."""
    for need in set(book.version(name, day).needs) - given:
        try:
            if need in book.rules:
                yield from missing(book, need, day, given)
            else:
                parameters.parameters()[need.replace("_", "-")].at(day)
        except (CannotAnswer, KeyError):
            yield need


def eve(day: date) -> date:
    """Give the day before."""
    return day - timedelta(days=1)
