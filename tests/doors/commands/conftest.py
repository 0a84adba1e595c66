"""One demonstration for all tests that look at what it leaves."""

from collections.abc import Iterator
from resource import RUSAGE_CHILDREN, getrusage
from typing import NamedTuple

import pytest

from tests.doors.commands.empty_databases import empty_database, yichuang


class Told(NamedTuple):
    """A database in which the demonstration was told, what it said, and what that took."""

    url: str
    said: str
    seconds: float


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Let the demonstration be told once."""
    with empty_database(tmp_path_factory.mktemp("demo")) as url:
        before = worked()
        ran = yichuang(url, "demo", "--no-serve")
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert ran.stderr == "", "no progress bar where there is no terminal"
        yield Told(url, ran.stdout, worked() - before)


@pytest.fixture(scope="session")
def demonstration(told: Told) -> tuple[str, str]:
    """Give that database and what was said."""
    return told.url, told.said


def worked() -> float:
    """Give the seconds for which processors worked on processes that ended; waiting isn't work."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
