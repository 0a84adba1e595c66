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

UNKNOWN = -(2**62)
"""Stands in a column where a table knows no answer; whoever runs the chunk rejects such rows."""


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
    return np.minimum(value, limit) if _columns(value, limit) else min(value, limit)


def at_least(value: Whole, limit: Whole) -> Whole:
    """Give a value, but never less than a limit."""
    return np.maximum(value, limit) if _columns(value, limit) else max(value, limit)


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
