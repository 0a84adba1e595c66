"""PostgreSQL itself is killed under load, and clients ask again.

SQLite has no server to kill: there the workers are the database, and all of them are killed at
one moment, from outside.

A kill is no power cut: what the operating system has taken is written. So the control,
asynchronous commit, can lose only what PostgreSQL had not yet handed over; the process that would
hand it over is held, so that it surely loses some.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Any, Self

import dj_database_url
import pytest
from django.core.management import call_command
from django.db import connection, connections

from tests.halls import Huanglong, give_keys
from tests.reliability.clients import (
    Client,
    Deaths,
    GaveUp,
    Ledger,
    Worker,
    balance,
    went_otherwise,
)
from tests.reliability.trials import luck, tell
from tests.reliability.visits import lives
from yichuang.domain.cases.models import Case
from yichuang.domain.staff.models import Staff
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.cluster import Cluster, PostgresNotFound, running_cluster
from yichuang.doors.commands.demonstration import cast
from yichuang.doors.commands.steps import memory

Size = Callable[[str], int]
WORKERS = 3
# As durable as syncing every file on its own, which takes seconds after each kill.
QUICK_START = {"recovery_init_sync_method": "syncfs"} if sys.platform == "linux" else {}
ASYNCHRONOUS = {
    "synchronous_commit": "off",
    "wal_buffers": "64MB",
    "bgwriter_lru_maxpages": "0",
    "autovacuum": "off",
}
"""Nobody waits for the log to be written, and nothing but the log's writer writes it."""


class Load:
    """Clients who carry cases through their lives, each with a worker, until the block ends."""

    def __init__(self, database: str, ledger: Ledger) -> None:
        self.ledger = ledger
        self._enough = Event()
        self._give_up = Event()
        self._pool = ThreadPoolExecutor(WORKERS)
        nobody_dies = Deaths(0, luck(9))
        self.clients = [
            Client(Worker(database), ledger, nobody_dies, self._give_up) for _ in range(WORKERS)
        ]

    def __enter__(self) -> Self:
        """Let the clients begin, once all workers have come."""
        Huanglong().with_city()
        connections.close_all()
        for client in self.clients:
            client.worker.be_ready()
        self._running = [self._pool.submit(self._carry, client) for client in self.clients]
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        """Let every client end the life it carries, and send the workers home."""
        self._enough.set()
        if failed:
            self._give_up.set()
        self._pool.shutdown()
        for client in self.clients:
            client.worker.close()
        if not failed:
            self._nobody_broke()

    def goes_on(self, seconds: float) -> None:
        """Let it run on for a while, counted from when acts are acknowledged (again)."""
        lines, until = self.ledger.lines, float("inf")
        while monotonic() < until:
            if self.ledger.lines >= lines + WORKERS:
                until = min(until, monotonic() + seconds)
            self._nobody_broke()
            sleep(0.01)

    def gives_up(self) -> None:
        """Let nobody ask again who loses the database."""
        self._give_up.set()

    def _nobody_broke(self) -> None:
        for running in self._running:
            if running.done():
                running.result()

    def _carry(self, client: Client) -> None:
        with suppress(GaveUp):
            for life in lives():
                if self._enough.is_set():
                    return
                client.live(life)


def nothing_is_lost_or_doubled(load: Load, killed: str, began: float) -> None:
    """Everything acknowledged stands in the trail once, and nothing else; nothing is half."""
    found = balance(load.ledger)
    lived = [case for client in load.clients for case in client.lived]
    tell(
        f"{killed} in {monotonic() - began:.1f} s; {found.acknowledged} acts of {len(lived)} "
        f"cases acknowledged, {sum(c.cut_off for c in load.clients)} asks cut off or turned away, "
        f"{len(found.lost)} lost, {len(found.doubled)} doubled"
    )
    assert (found.lost, found.doubled) == ([], [])
    assert went_otherwise(lived) == []
    assert len({number for number, _ in lived}) == len(lived) == Case.objects.count()
    assert verify().faults == []


if connection.vendor == "sqlite":  # It has no server to kill.

    def test_nothing_is_lost_and_nothing_happens_twice_when_all_workers_are_killed_at_once(
        own_database: str, size: Size, tmp_path: Path
    ) -> None:
        drawn, began = luck(10), monotonic()
        with Load(own_database, Ledger(tmp_path / "ledger")) as load:
            for _ in range(size("database-kills")):
                load.goes_on(drawn.uniform(0.2, 1.0))
                for client in load.clients:
                    client.worker.kill()
            load.goes_on(0.2)
        killed = f"all workers killed {size('database-kills')} times"
        nothing_is_lost_or_doubled(load, killed, began)


if connection.vendor == "postgresql":

    @pytest.fixture(scope="module")
    def cluster(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cluster]:
        """Give a durable server of our own with the halls put up."""
        try:
            with running_cluster(QUICK_START, memory()) as running:
                with django_db_blocker.unblock(), standing_on(running.url):
                    call_command("migrate", verbosity=0)
                    cast.put_up(cast.Clock())
                    give_keys(Staff.objects.values_list("number", flat=True))
                yield running
        except PostgresNotFound as missing:
            if "postgresql" in os.environ.get("YICHUANG_REQUIRE", "").split(","):
                pytest.fail(str(missing))
            pytest.skip(str(missing))

    @pytest.fixture
    def on_the_cluster(cluster: Cluster, django_db_blocker: Any) -> Iterator[Cluster]:
        """Give the server, with the default connection pointing to it."""
        with django_db_blocker.unblock(), standing_on(cluster.url):
            yield cluster

    def test_nothing_is_lost_and_nothing_happens_twice_when_postgresql_is_killed(
        on_the_cluster: Cluster, size: Size, tmp_path: Path
    ) -> None:
        drawn, began = luck(11), monotonic()
        with Load(on_the_cluster.url, Ledger(tmp_path / "ledger")) as load:
            for _ in range(size("database-kills")):
                load.goes_on(drawn.uniform(0.2, 1.0))
                on_the_cluster.kill()
                on_the_cluster.start()
            load.goes_on(0.2)
        killed = f"PostgreSQL killed {size('database-kills')} times"
        nothing_is_lost_or_doubled(load, killed, began)

    def test_with_asynchronous_commit_acknowledged_acts_are_lost(
        on_the_cluster: Cluster, tmp_path: Path
    ) -> None:
        with running_with(on_the_cluster, ASYNCHRONOUS):
            with Load(on_the_cluster.url, Ledger(tmp_path / "ledger")) as load:
                hold_the_writer_of_the_log()
                load.goes_on(0.5)
                load.gives_up()
                on_the_cluster.kill()
            on_the_cluster.start()
            found = balance(load.ledger)
            tell(f"{len(found.lost)} of {found.acknowledged} acknowledged acts lost")
            assert found.lost != []


@contextmanager
def running_with(cluster: Cluster, settings: dict[str, str]) -> Iterator[None]:
    """Let the server run with other settings for a while."""
    before = cluster.settings
    cluster.stop()
    cluster.settings = {**before, **settings}
    cluster.start()
    try:
        yield
    finally:
        cluster.stop()
        cluster.settings = before
        cluster.start()


def hold_the_writer_of_the_log() -> None:
    """Stop the process that writes the log behind asynchronous commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'")
        os.kill(int(cursor.fetchone()[0]), signal.SIGSTOP)
    connections.close_all()


@contextmanager
def standing_on(url: str) -> Iterator[None]:
    """Let the default connection point to another server for a while."""
    settings, entry = connection.settings_dict, dj_database_url.parse(url)
    before = dict(settings)
    connections.close_all()
    settings.update({name: entry[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    try:
        yield
    finally:
        connections.close_all()
        settings.update(before)
