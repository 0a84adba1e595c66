"""The production server: gunicorn as a library, with the settings that the site needs."""

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from yichuang.doors.commands.minder import Minder

THREADS = 4
KEEP_ALIVE = 15
"""Seconds: shorter, and browsers meet a closing connection when they act after a pause."""

LAST_ANSWERS = 10
"""Seconds that a stopping worker has for what it began; no page of ours takes as long."""

MEMORY = Path("/dev/shm")  # noqa: S108 -- the arbiter makes a file of its own there
"""Workers show here that they live: on a disk that hesitates, all of them would stand still."""

MOST_WORKERS = 8
"""By default; each thread of a worker keeps a connection to the database."""


class PortTaken(Exception):
    """Another program listens there already."""


class BadAddress(Exception):
    """Nobody can listen there."""


def workers_by_default() -> int:
    """Give a worker to every core, within reason."""
    return min(os.cpu_count() or 1, MOST_WORKERS)


def listening(host: str, port: int) -> socket.socket:
    """Listen at an address, or say why that isn't possible (PortTaken, BadAddress)."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as unknown:
        raise BadAddress from unknown
    listener = socket.socket(family, kind)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise (PortTaken if error.errno == errno.EADDRINUSE else BadAddress) from error
    return listener


class Server(BaseApplication):
    """The site behind gunicorn, on a socket that listens already."""

    def __init__(
        self,
        load: Callable[[], Any],
        listener: socket.socket,
        workers: int,
        minder: Minder | None = None,
    ) -> None:
        self.loader, self.listener, self.workers = load, listener, workers
        self.minder = minder
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's own settings."""
        settings = {
            "bind": f"fd://{self.listener.fileno()}",
            "worker_class": "gthread",
            "workers": self.workers,
            "threads": THREADS,
            "keepalive": KEEP_ALIVE,
            "graceful_timeout": LAST_ANSWERS,
            "worker_tmp_dir": str(MEMORY) if MEMORY.is_dir() else None,
            "preload_app": True,
            "loglevel": "warning",
            # Otherwise it makes a socket in the home folder through which the server is steered.
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Load the site, once, before the workers fork."""
        return self.loader()

    def run(self) -> None:
        """Serve until a signal ends it, and let the keeper end with it."""
        try:
            Watching(self).run()
        finally:
            if self.minder is not None:
                self.minder.stop()


class Watching(Arbiter):
    """Gunicorn's arbiter, which looks after the keeper whenever it looks after its workers.

    It reaps every child, also the keeper; one that isn't a worker it lets pass.
    """

    def __init__(self, server: Server) -> None:
        self.minder = server.minder
        super().__init__(server)

    def manage_workers(self) -> None:
        """Have as many workers as there should be, and a keeper."""
        super().manage_workers()
        if self.minder is not None:
            self.minder.look()
