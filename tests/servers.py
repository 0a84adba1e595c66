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

SOURCES = Path(__file__).resolve().parents[1] / "src"
PATIENCE = 60


@dataclass(frozen=True)
class Served:
    """A server that is up: where, and its process."""

    address: str
    process: subprocess.Popen[str]

    def stop(self) -> int:
        """Press Ctrl+C, wait for the end and give the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@contextmanager
def served(url: str, *arguments: str, **more: str) -> Iterator[Served]:
    """Serve a database on a free port until the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "yichuang", "serve", "--port", "0", *arguments],
        env={**os.environ, "YICHUANG_DATABASE": url, "PYTHONPATH": str(SOURCES), **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    with process:
        running = Served(_told_address(process), process)
        try:
            yield running
        finally:
            running.stop()


def _told_address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    assert process.stderr is not None
    ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
    line = process.stdout.readline() if ready else ""
    if "http://" not in line:
        process.kill()
        raise AssertionError(f"the server didn't begin: {line}{process.stderr.read()}")
    return line.split(" ")[1]
