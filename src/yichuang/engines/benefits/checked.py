"""Columns that know between what they lie, so that nothing ever runs over int64 unseen.

Every operation on such a column first looks whether its result can leave the safe range, by the
bounds of its operands; only where those leave a doubt does it look at the rows themselves. Rows
that would run over, divide by nothing or reckon with what is unknown stop the reckoning by name
(`Unsafe`); whoever runs the chunk reckons them as single cases, whose integers have no end.
Floats can't arise: what isn't listed here is refused.
"""

from collections.abc import Callable
from typing import Any, Self

import numpy as np
import numpy.typing as npt

SAFE = 2**62 - 1
"""Two numbers within it can be added in an int64, and what is unknown (−2⁶²) isn't within it."""

Bounds = tuple[int, int]
Mask = npt.NDArray[np.bool_]


class Unsafe(Exception):
    """Some rows can't be reckoned in int64."""

    def __init__(self, rows: Mask) -> None:
        self.rows = rows
        super().__init__(f"{int(np.count_nonzero(rows))} rows")


class Checked(np.ndarray[Any, Any]):
    """A column (列) of whole numbers with its bounds."""

    _bounds: Bounds | None

    def __array_finalize__(self, source: object) -> None:
        self._bounds = None

    def __bool__(self) -> bool:
        raise TypeError("a rule asks `if` of a column; it must use `choose`")

    @property
    def bounds(self) -> Bounds:
        """Between what the numbers lie, at least; exactly, when nothing is known yet."""
        if self._bounds is None:
            self._bounds = exact(self)
        return self._bounds

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """Do an operation, once it is known to be safe."""
        if method != "__call__" or options:
            raise TypeError(f"a rule can't use {ufunc.__name__}.{method}")
        if ufunc in COMPARISONS:
            return checked(ufunc(*[_plain(one) for one in inputs]), (0, 1))
        bounds = _reach(ufunc, inputs)
        return checked(ufunc(*[_whole(one) for one in inputs]), bounds)

    def __array_function__(
        self, function: Callable[..., Any], types: Any, inputs: Any, options: Any
    ) -> Any:
        """Choose or look up; no other function of NumPy belongs in a rule."""
        if function not in {np.where, np.searchsorted} or options:
            raise TypeError(f"a rule can't use {function.__name__}")
        return checked(function(*[_plain(one) for one in inputs]))

    def within(self, bounds: Bounds | None) -> Self:
        """Remember bounds that were reckoned."""
        self._bounds = bounds
        return self


def checked(column: npt.NDArray[Any], bounds: Bounds | None = None) -> Checked:
    """Let a column know between what it lies."""
    return np.asarray(column).view(Checked).within(bounds)


def exact(column: npt.NDArray[Any]) -> Bounds:
    """Look between what numbers lie."""
    plain = _plain(column)
    return (int(plain.min()), int(plain.max())) if plain.size else (0, 0)


def _plain(value: Any) -> Any:
    return value.view(np.ndarray) if isinstance(value, Checked) else value


def _whole(value: Any) -> Any:
    """Let a mask count as 0 and 1, as Python does."""
    plain = _plain(value)
    return plain.astype(np.int64) if getattr(plain, "dtype", None) == np.bool_ else plain


def _bounds(value: Any, *, anew: bool = False) -> Bounds:
    if isinstance(value, Checked) and not anew:
        return value.bounds
    return exact(value) if isinstance(value, np.ndarray) else (int(value), int(value))


def _corners(one: Bounds, other: Bounds) -> Bounds:
    reached = [a * b for a in one for b in other]
    return min(reached), max(reached)


def _divided(one: Bounds, other: Bounds) -> Bounds | None:
    if other[0] <= 0:
        return None
    reached = [a // b for a in one for b in other]
    return min(reached), max(reached)


Reach = Callable[..., Bounds | None]
NUMBERS: dict[np.ufunc, Reach] = {
    np.add: lambda a, b: (a[0] + b[0], a[1] + b[1]),
    np.subtract: lambda a, b: (a[0] - b[1], a[1] - b[0]),
    np.multiply: _corners,
    np.floor_divide: _divided,
    np.remainder: lambda _, b: (0, b[1] - 1) if b[0] > 0 else None,
    np.negative: lambda a: (-a[1], -a[0]),
    np.absolute: lambda a: (0, max(abs(a[0]), abs(a[1]))),
    np.minimum: lambda a, b: (min(a[0], b[0]), min(a[1], b[1])),
    np.maximum: lambda a, b: (max(a[0], b[0]), max(a[1], b[1])),
}
"""Operations whose result is a number: how far it reaches, or None where nobody can say."""

COMPARISONS: set[np.ufunc] = {np.less, np.less_equal, np.greater, np.greater_equal}
COMPARISONS |= {np.equal, np.not_equal, np.logical_and, np.logical_or, np.logical_not}

DOUBTFUL: dict[np.ufunc, Callable[..., Any]] = {
    np.add: np.add,
    np.subtract: np.subtract,
    np.multiply: np.multiply,
}
"""Operations that can lead out of the safe range though the operands lie in it."""


def _reach(ufunc: np.ufunc, inputs: tuple[Any, ...]) -> Bounds | None:
    """Say between what the result will lie (Unsafe)."""
    if ufunc not in NUMBERS:
        raise TypeError(f"a rule can't use {ufunc.__name__}")
    for anew in (False, True):
        bounds = [_bounds(one, anew=anew) for one in inputs]
        result = NUMBERS[ufunc](*bounds)
        if result is not None and all(_safe(one) for one in (*bounds, result)):
            return result
    unsafe = _unsafe_rows(ufunc, inputs)
    if unsafe.any():
        raise Unsafe(unsafe)
    return None


def _safe(bounds: Bounds) -> bool:
    return bounds[0] >= -SAFE and bounds[1] <= SAFE


ALMOST = SAFE * (1 - 2.0**-40)
"""Floats find the rows that might run over: they err by far less than this margin."""


def _unsafe_rows(ufunc: np.ufunc, inputs: tuple[Any, ...]) -> Mask:
    """Mark the rows, one by one, in floats, which can't run over."""
    floats = [np.asarray(_plain(one), dtype=np.float64) for one in inputs]
    unsafe = np.zeros(np.broadcast_shapes(*[one.shape for one in floats]), dtype=np.bool_)
    for one in floats:
        unsafe |= np.abs(one) >= ALMOST
    if ufunc in DOUBTFUL:
        unsafe |= np.abs(DOUBTFUL[ufunc](*floats)) >= ALMOST
    if ufunc in {np.floor_divide, np.remainder}:
        unsafe |= floats[1] == 0
    return unsafe
