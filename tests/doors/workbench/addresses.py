"""Every address of the window, read from where Django reads them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from yichuang.doors.workbench.doorway import Door

SAMPLES: dict[str, Any] = {
    "number": "610631-20260309-0001-5",
    "key": UUID("5f0c4d3e-6a52-4a39-9d0b-0b6f3f7a2d11"),
    "verb": "sign",
    "kind": "person",
    "register": "610631199003150006",
    "profile": "shaanxi",
    "version": 1,
    "item": "employer-registration",
    "staff": "61063102",
    "agency": "610631",
    "window": 1,
    "training": 1,
    "attendance": 1,
    "payment": "F610631-20260309-0001-4",
    "sitting": "610631-61063106-1",
    "n": 1,
    "who": "61063102",
    "deed": "end",
}
"""What stands in an address where nothing better is asked for."""


@dataclass(frozen=True)
class Address:
    """One address of the window and what its page declares."""

    name: str
    path: str
    door: Door | None
    takes: frozenset[str]


def addresses(**instead: Any) -> Iterator[Address]:
    """Give every address, with samples in it or what is given instead."""
    for pattern in _patterns(get_resolver().url_patterns):
        takes = frozenset(pattern.pattern.converters)
        values = {name: (SAMPLES | instead)[name] for name in takes}
        assert pattern.name is not None
        door = getattr(pattern.callback, "door", None)
        yield Address(pattern.name, reverse(pattern.name, kwargs=values), door, takes)


def _patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one
