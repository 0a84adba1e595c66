"""The site served as in production, by the one command, in a process of its own."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

SOURCES = Path(__file__).resolve().parents[1] / "src"
PATIENCE = 60


@dataclass(frozen=True)
class Served:
    """A server that is up: where, its process, and the file it complains in."""

    address: str
    process: subprocess.Popen[str]
    log: IO[str]

    def complaints(self) -> str:
        """Give what the server has written to standard error up to now."""
        return _whole(self.log)

    def stop(self) -> int:
        """Press Ctrl+C, wait for the end and give the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@contextmanager
def served(url: str, *arguments: str, **more: str) -> Iterator[Served]:
    """Serve a database on a free port until the end of the block; without a keeper beside it."""
    with served_and_kept(url, "--no-keeper", *arguments, **more) as site:
        yield site


@contextmanager
def served_and_kept(url: str, *arguments: str, **more: str) -> Iterator[Served]:
    """Serve a database as in production, with the keeper beside it."""
    command = [sys.executable, "-m", "yichuang", "serve", "--port", "0", *arguments]
    env = {**os.environ, "YICHUANG_DATABASE": url, "PYTHONPATH": str(SOURCES), **more}
    # A file and no pipe: nobody reads a pipe meanwhile, and a full one would stop the server.
    with (
        TemporaryFile("w+", encoding="utf-8") as log,
        subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=log, encoding="utf-8"
        ) as process,
    ):
        running = Served(_told_address(process, log), process, log)
        try:
            yield running
        finally:
            running.stop()


def _told_address(process: subprocess.Popen[str], log: IO[str]) -> str:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
    line = process.stdout.readline() if ready else ""
    if "http://" not in line:
        process.kill()
        raise AssertionError(f"the server didn't begin: {line}{_whole(log)}")
    return line.split(" ")[1]


def _whole(log: IO[str]) -> str:
    """Read a file from its beginning without moving where its writer stands."""
    return os.pread(log.fileno(), os.fstat(log.fileno()).st_size, 0).decode(errors="replace")
