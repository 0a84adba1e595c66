"""Numbers that people read aloud: agency, local day, serial, and a check digit.

The serial comes from a counter of its own statement, so no lock is held while an act is written.
A number whose act was then refused is a gap, and gaps are explained by that alone.
"""

from datetime import date, datetime
from typing import TypeGuard
from zoneinfo import ZoneInfo

from django.db import connection
from stdnum.iso7064 import mod_11_10

LETTERS = "DRGZF"
"""Series of the register: 单位, 人员, 参保关系, 证明, 应付."""

SHORTEST = 6 + 8 + 4 + 1
"""Digits of a number: region, day, serial, check."""

LOCAL = ZoneInfo("Asia/Shanghai")

_NEXT = """
INSERT INTO kernel_counter (key, last) VALUES (%s, 1)
ON CONFLICT (key) DO UPDATE SET last = kernel_counter.last + 1
RETURNING last
"""

# A counter needn't wait for the disk: the log is written in order, so whoever's act is durable
# has a durable number. A number that was lost with a crash was nobody's.
_NEXT_AT_ONCE = """
WITH at_once AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
INSERT INTO kernel_counter (key, last) SELECT %s, 1 FROM at_once
ON CONFLICT (key) DO UPDATE SET last = kernel_counter.last + 1
RETURNING last
"""


def local_day(at: datetime) -> date:
    """Give the day in the hall (Asia/Shanghai) on which a moment falls."""
    return at.astimezone(LOCAL).date()


def next_serial(series: str) -> int:
    """Count one up in a series and give the new number; the first is 1."""
    alone = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_AT_ONCE if alone else _NEXT, [series])
        return int(cursor.fetchone()[0])


def numbered(agency: str, day: date, serial: int) -> str:
    """Write a number: 610102-20261122-0001-5; the last digit is its check (ISO 7064, MOD 11,10)."""
    digits = f"{agency}{day:%Y%m%d}{serial:04d}"
    return f"{agency}-{day:%Y%m%d}-{serial:04d}-{mod_11_10.calc_check_digit(digits)}"


def next_number(series: str, agency: str, at: datetime) -> str:
    """Give the next number of a series at an agency on the local day of a moment.

    Cases have bare numbers; every other series puts its letter before (R610102-…).
    """
    day = local_day(at)
    return series + numbered(agency, day, next_serial(f"{series}/{agency}/{day:%Y%m%d}"))


def reads_right(number: str) -> bool:
    """Say whether a number that somebody read aloud or typed has its right check digit."""
    digits = number.lstrip(LETTERS).replace("-", "")
    # A citizen's number is shorter, and one in ten of them would pass the check.
    whole = len(digits) >= SHORTEST and digits.isascii() and digits.isdigit()
    return whole and bool(mod_11_10.is_valid(digits))


def may_be_number(value: object) -> TypeGuard[str]:
    """Say whether what came in may be a number or a code at all: printable ASCII."""
    return isinstance(value, str) and value.isascii() and value.isprintable()
