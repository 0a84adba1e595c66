"""What rules use instead of `if`, `min` and `table[key]`, so that they run over columns too.

For one case everything is a Python integer (unbounded); for many, numpy.int64 columns of one
length. Masks are columns of bool.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.int64]
Whole = Any
"""A Python integer, or a column of them."""


class _Unknown(int):
    """What isn't known stays unknown, whatever is added to it."""

    def _stay(self, *_: object) -> "_Unknown":
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _stay
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _stay
    __neg__ = __abs__ = _stay


UNKNOWN = _Unknown(-(2**62))
"""Stands where a table knows no answer. A target that rests on it is refused (`Book`), and a row
of a chunk that reckons with it goes the way of one case (`chunk`)."""


def choose(condition: Any, yes: Whole, no: Whole) -> Whole:
    """Give one value where a condition holds, another where it doesn't."""
    if isinstance(condition, np.ndarray):
        return np.where(condition, yes, no)
    return yes if condition else no


def both(one: Any, other: Any) -> Any:
    """Say where both conditions hold."""
    return np.logical_and(one, other) if _columns(one, other) else bool(one and other)


def at_most(value: Whole, limit: Whole) -> Whole:
    """Give a value, but never more than a limit."""
    if _columns(value, limit):
        return np.minimum(value, limit)
    return UNKNOWN if UNKNOWN in (value, limit) else min(value, limit)


def at_least(value: Whole, limit: Whole) -> Whole:
    """Give a value, but never less than a limit."""
    if _columns(value, limit):
        return np.maximum(value, limit)
    return UNKNOWN if UNKNOWN in (value, limit) else max(value, limit)


def look_up(table: Mapping[int, int], key: Whole) -> Whole:
    """Give what a table says for a key; UNKNOWN where it says nothing."""
    if not isinstance(key, np.ndarray):
        return table.get(key, UNKNOWN)
    keys = np.array(sorted(table), dtype=np.int64)
    values = np.array([table[int(k)] for k in keys], dtype=np.int64)
    places = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
    return np.where(keys[places] == key, values[places], UNKNOWN)


def _columns(*values: Any) -> bool:
    return any(isinstance(value, np.ndarray) for value in values)
