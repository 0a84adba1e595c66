"""The keeper beside the server: begun with it, begun anew when it dies, ended with it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.servers import served_and_kept


def keepers_of(server: int) -> list[int]:
    """Give the processes of a server's keeper, by its command line."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = place.read_bytes().split(b"\0")
            if b"keeper" in words and str(server).encode() in words:
                found.append(int(place.parent.name))
    return found


def until(holds: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait until something holds, and say whether it came to that."""
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True


def test_serve_begins_its_keeper_anew_and_neither_end_leaves_one_behind(own_database: str) -> None:
    with served_and_kept(own_database, "--workers", "1") as site:
        server = site.process.pid
        assert until(lambda: len(keepers_of(server)) == 1)
        (first,) = keepers_of(server)
        os.kill(first, signal.SIGKILL)
        assert until(lambda: keepers_of(server) not in ([], [first]))
        assert site.stop() == 0
        assert until(lambda: keepers_of(server) == [], 2)
    with served_and_kept(own_database, "--workers", "1") as site:
        server = site.process.pid
        assert until(lambda: len(keepers_of(server)) == 1)
        site.process.kill()
        assert until(lambda: keepers_of(server) == [], 5), "a killed server leaves none"
        with suppress(subprocess.TimeoutExpired):
            site.process.wait(5)
