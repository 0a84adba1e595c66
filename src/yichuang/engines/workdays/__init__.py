"""Working days, make-up days (调休), and the deadlines counted on them."""

from yichuang.engines.workdays.arrangements import Arrangement, Source, read_arrangements
from yichuang.engines.workdays.calendar import Calendar, UnknownYear
from yichuang.engines.workdays.deadlines import (
    LONGEST_LIMIT,
    Deadline,
    Suspension,
    due_in_days,
    due_in_workdays,
    remaining,
    workdays_between,
)

__all__ = [
    "LONGEST_LIMIT",
    "Arrangement",
    "Calendar",
    "Deadline",
    "Source",
    "Suspension",
    "UnknownYear",
    "due_in_days",
    "due_in_workdays",
    "read_arrangements",
    "remaining",
    "workdays_between",
]
