"""Rounding, the one primitive of all amounts: whole numbers in, whole numbers out, never floats.

Every function takes Python integers or NumPy int64 columns alike. The divisor is positive.
"""

from typing import Any

Whole = Any
"""A Python integer, or a column of them (numpy.int64)."""


def half_up(number: Whole, divisor: Whole) -> Whole:
    """Divide and round half away from zero (四舍五入): 5 → 1, −5 → −1, by 10."""
    sign = 1 - 2 * (number < 0)
    return sign * ((2 * abs(number) + divisor) // (2 * divisor))


def down(number: Whole, divisor: Whole) -> Whole:
    """Divide and drop the rest (舍去), towards zero."""
    sign = 1 - 2 * (number < 0)
    return sign * (abs(number) // divisor)


def up(number: Whole, divisor: Whole) -> Whole:
    """Divide and round any rest up (进位), away from zero."""
    sign = 1 - 2 * (number < 0)
    return sign * -(-abs(number) // divisor)


FEN_IN_A_JIAO = 10


def up_to_jiao(number: Whole, divisor: Whole) -> Whole:
    """Divide and round any fen up to the next jiao (见分进角); the result is in fen."""
    return up(number, divisor * FEN_IN_A_JIAO) * FEN_IN_A_JIAO


POLICIES = {"half-up": half_up, "down": down, "up": up, "up-to-jiao": up_to_jiao}
"""Rounding policies by the name that parameters use."""
