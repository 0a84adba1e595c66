"""The ground that tests stand on: halls with people in them, on the database in use.

Most tests run in a transaction that is taken back. What must commit (races, kills, tampering)
gets a copy of the database of its own, because the trail refuses to be emptied afterwards.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from tests.databases import bare, copied, dropped, restored
from tests.halls import Hall, Huanglong, Luochuan, Wangqing, give_keys
from tests.together import Together, long_first, scheduler
from yichuang.domain.staff.models import Staff
from yichuang.doors.commands.demonstration import cast

SIZES = {
    "steps": 20_000,  # of random lives, by the state machine
    "races": 500,
    "worker-kills": 100,
    "database-kills": 5,
    "flips": 5_000,  # of a single byte
    "persons": 100_000,  # reckoned one by one and all at once
    "signed-bytes": 2_000,  # of what was signed in a case; 1000000 is every one
    "capitals": 100_000,  # amounts in words, from 0 on; 10000000 is everything to 10^7
}
WITHOUT_DATABASE = {"persons", "capitals", "signed-bytes"}


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Make the test database and put up the halls once: a test begins when they open.

    Made here and not by pytest-django, which makes none where no test names its own fixtures.
    Gives the name of a copy in which nobody is yet.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        nobody_yet = bare(tmp_path_factory.mktemp("bare") / "bare.sqlite3")
        cast.put_up(cast.Clock())
        give_keys(Staff.objects.values_list("number", flat=True))
    yield nobody_yet
    with django_db_blocker.unblock():
        dropped(nobody_yet)
        teardown_databases(made, verbosity=0)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a copy of the database that this test may commit to, also from processes.

    Inside the test the default connection points to the copy as well.
    """
    with django_db_blocker.unblock():
        before = copied(tmp_path / "own.sqlite3", f"own_{uuid4().hex[:12]}")
        try:
            yield before.url
        finally:
            restored(before)


@pytest.fixture
def huanglong(db: None) -> Hall:
    """Give the hall of Huanglong, where a back-office handler handles limited business."""
    return Huanglong()


@pytest.fixture
def luochuan(db: None) -> Hall:
    """Give the hall of Luochuan, where tellers are granted the handling of limited business."""
    return Luochuan()


@pytest.fixture
def wangqing(db: None) -> Hall:
    """Give the hall of Wangqing, with its special window."""
    return Wangqing()


@pytest.fixture
def size(request: pytest.FixtureRequest) -> Callable[[str], int]:
    """Give the size of a trial: its option, else whole on PostgreSQL, a fifth on SQLite.

    What needs no database is whole on both.
    """

    def of(name: str) -> int:
        given = request.config.getoption(f"--{name}")
        if given:
            return int(given)
        whole = name in WITHOUT_DATABASE or connection.vendor == "postgresql"
        return SIZES[name] if whole else SIZES[name] // 5

    return of


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let every trial be made as large as one likes: `./yichuang test -- --races 10000`."""
    for name, whole in SIZES.items():
        parser.addoption(f"--{name}", type=int, help=f"size of the trial, otherwise {whole}")


def pytest_report_header() -> str:
    """Say on which database the tests run."""
    return f"database: {connection.vendor}, processes: {os.environ.get('PYTEST_XDIST_WORKER', '1')}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long."""
    long_first(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Let tests that share something dear go to one process."""
    return scheduler(config, log)
