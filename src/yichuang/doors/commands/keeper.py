"""The keeper: looks at every open case again and again, and reminds whom a deadline concerns.

It may be killed at any moment and begun again: what was told is told, what is missing comes with
the next look. Two of them at once tell nothing twice.
"""

import os
import sys
import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from time import sleep
from uuid import uuid4

from django.db import Error, connection, connections

from yichuang.domain.cases.actions.reminders import KEEPER, NothingToTell
from yichuang.domain.cases.alarms import untold
from yichuang.domain.cases.clocks import RUNS
from yichuang.domain.cases.models import Case
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.trail.actions import Busy, MovedMeanwhile

CHUNK = 500
"""Cases that are looked at together; what is missing of them is written before the next."""

WATCHES = 0.5
"""Seconds between two looks whether whoever started the keeper still lives."""

TOLD_BY_ANOTHER = (NothingToTell, MovedMeanwhile, Busy)
"""What says no more than that another keeper was there, or that the next look will do it."""


@dataclass
class Look:
    """What one look at all open cases came to."""

    cases: int = 0
    told: int = 0


def one_look(now: Callable[[], datetime]) -> Look:
    """Look at every open case once, and tell what nobody was told of yet."""
    look = Look()
    for numbers in _chunks():
        look.cases += len(numbers)
        missing = untold(Case.objects.filter(number__in=numbers), local_day(now()))
        for number in missing:
            look.told += _tell(number, now())
    return look


def keep(every: float, now: Callable[[], datetime]) -> None:
    """Look for ever; a database that is away or locked is told of once, and waited for."""
    away = False
    while True:
        try:
            one_look(now)
            away = False
        except Error as gone:
            if not away:
                sys.stderr.write(f"期限提醒：数据库暂时不可用，稍后再试（{gone}）\n")
                sys.stderr.flush()
            away = True
        finally:
            # Nothing is held while it waits, and a connection that broke is made anew.
            connections.close_all()
        sleep(every)


def end_with(parent: int) -> None:
    """End this process as soon as the one that started it is gone, whatever it does just then."""

    def look() -> None:
        while os.getppid() == parent:
            sleep(WATCHES)
        os._exit(0)

    threading.Thread(target=look, daemon=True).start()


def _tell(number: str, at: datetime) -> int:
    try:
        answer = journeys.remind(number, by=KEEPER, at=at, request=uuid4())
    except TOLD_BY_ANOTHER:
        return 0
    return len(answer.said["told"])


def _chunks() -> Iterator[Collection[str]]:
    """Go through the numbers of the cases whose clocks run, in their order."""
    after = ""
    running = Case.objects.filter(RUNS).order_by("number")
    while numbers := list(
        running.filter(number__gt=after).values_list("number", flat=True)[:CHUNK]
    ):
        yield numbers
        after = numbers[-1]


def has_tables() -> bool:
    """Say whether there is anything to look at."""
    return Case._meta.db_table in connection.introspection.table_names()  # noqa: SLF001
