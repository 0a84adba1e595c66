"""The keeper beside the server: started with it, started again when it dies, stopped with it."""

import os
import subprocess
import sys
from time import monotonic

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a keeper that died is started again; the pause doubles while it keeps dying."""

HEALTHY = 60.0
"""Seconds after which a keeper counts as well again."""

PATIENCE = 2.0


class Minder:
    """Minds one keeper, a process of its own, from the loop of the server.

    No thread and no fork of this process: a program of its own shares no connection with the
    workers. The server may have reaped it before; then it counts as ended all the same.
    """

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.process: subprocess.Popen[bytes] | None = None
        self.pause = FIRST_PAUSE
        self.began = 0.0
        self.again_at = 0.0

    def look(self) -> None:
        """Start the keeper if it doesn't run and its pause is over."""
        now = monotonic()
        if self.process is not None:
            if self.process.poll() is None:
                return
            self.process = None
            well = now - self.began > HEALTHY
            self.pause = FIRST_PAUSE if well else self.pause
            self.again_at = now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        if now >= self.again_at:
            self._start(now)

    def stop(self) -> None:
        """Stop the keeper; a worker that ends has none to stop."""
        if self.process is None or os.getpid() != self.owner:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.process = None

    def _start(self, now: float) -> None:
        command = [sys.executable, "-m", "yichuang", "keeper", "--parent", str(self.owner)]
        # In a session of its own: Ctrl+C is for the server, which stops the keeper itself.
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
        self.began = now
