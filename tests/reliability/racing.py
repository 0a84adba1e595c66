"""Many clients at one moment: threads, each with a database connection of its own.

They are let go together, either at the start, or where the act is about to be written, so that
all of them have read and decided on the same. Who is refused on the way keeps nobody waiting.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import Enum
from random import Random
from threading import Barrier, Condition
from typing import Any

from django.db import connection, connections

from yichuang.domain.kernel.refusals import Refusal

MOST = 32
PATIENCE_SECONDS = 60
WRITING = ("WITH link", "BEGIN")
"""How the writing of an act begins on PostgreSQL and on SQLite."""

Call = Callable[[], Any]
Wrapper = Callable[..., Any]


class LetGo(Enum):
    """Where the clients of a race are let go together."""

    AT_THE_START = "start"
    WHERE_THEY_WRITE = "write"


@dataclass
class Outcome:
    """What became of the clients of a race."""

    won: list[Any] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    broken: list[Exception] = field(default_factory=list)

    @property
    def names(self) -> Counter[str]:
        """How often which refusal was given."""
        return Counter(type(refusal).__name__ for refusal in self.refused)


class Line:
    """The line at which clients wait for each other. Each reaches it once, or passes it by."""

    def __init__(self, clients: int) -> None:
        self._expected = clients
        self._changed = Condition()

    def reach(self) -> None:
        """Be counted, and wait for nobody."""
        with self._changed:
            self._expected -= 1
            self._changed.notify_all()

    def wait(self) -> None:
        """Be counted, and wait until everybody is."""
        with self._changed:
            self._expected -= 1
            self._changed.notify_all()
            together = self._changed.wait_for(lambda: self._expected <= 0, PATIENCE_SECONDS)
        assert together, "a client never came to the line"


class Racer:
    """One client of a race."""

    def __init__(self, line: Line, where: LetGo) -> None:
        self._line, self._where, self._counted = line, where, False

    def run(self, call: Call, through: Sequence[Wrapper]) -> Any:
        """Run to the end and give an answer, or the exception it came to."""
        with ExitStack() as stack:
            for wrapper in (self._stop_at_the_line, *through):
                stack.enter_context(connection.execute_wrapper(wrapper))
            try:
                if self._where is LetGo.AT_THE_START:
                    self._wait()
                return call()
            except Exception as error:  # noqa: BLE001 -- the race judges it
                return error
            finally:
                if not self._counted:
                    self._line.reach()

    def _stop_at_the_line(self, execute: Wrapper, sql: str, *rest: Any) -> Any:
        if not self._counted and sql.startswith(WRITING):
            self._wait()
        return execute(sql, *rest)

    def _wait(self) -> None:
        self._counted = True
        self._line.wait()


class Clients:
    """A room full of clients that can be sent into one race after another."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self.races = 0

    def race(self, calls: Sequence[Call], where: LetGo, *through: Wrapper) -> Outcome:
        """Let each client make its call, all at once; `through` sees every statement."""
        line = Line(len(calls))
        running = [self._pool.submit(Racer(line, where).run, call, through) for call in calls]
        self.races += 1
        outcome = Outcome()
        for ended in running:
            result = ended.result(2 * PATIENCE_SECONDS)
            if isinstance(result, Refusal):
                outcome.refused.append(result)
            elif isinstance(result, Exception):
                outcome.broken.append(result)
            else:
                outcome.won.append(result)
        return outcome


@contextmanager
def many_clients() -> Iterator[Clients]:
    """Give a room of clients; their connections are closed when they leave."""
    with ThreadPoolExecutor(MOST) as pool:
        try:
            yield Clients(pool)
        finally:
            door = Barrier(MOST)
            for leaving in [pool.submit(_leave, door) for _ in range(MOST)]:
                leaving.result(PATIENCE_SECONDS)


def how_many(luck: Random) -> int:
    """Draw the number of clients of a race: often a few, sometimes a crowd."""
    return luck.choice([2, 2, 2, 3, 4, 4, 8, 16, MOST])


def _leave(door: Barrier) -> None:
    # Everybody waits at the door, so that each thread closes its own connection.
    door.wait(PATIENCE_SECONDS)
    connections.close_all()
