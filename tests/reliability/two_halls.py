"""Two halls that go on working while something else is looked at."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from django.db import connection

from tests.halls import Hall, Huanglong, Luochuan


@contextmanager
def two_halls_at_work() -> Iterator[None]:
    """Let two halls register employers all the while."""
    over = Event()

    def work(hall: Hall) -> None:
        try:
            while not over.is_set():
                hall.carry(hall.accept_employer())
        finally:
            connection.close()

    with ThreadPoolExecutor() as people:
        working = [people.submit(work, hall()) for hall in (Huanglong, Luochuan)]
        try:
            yield
        finally:
            over.set()
        for hall in working:
            hall.result()
