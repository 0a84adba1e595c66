"""A PostgreSQL server of our own for tests and benchmarks: private, short-lived, no root needed."""

import contextlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from urllib.parse import quote

import psycopg

INSTALL = "apt-get install postgresql"
SHORT = "/tmp"  # noqa: S108 -- where a folder of our own is made
PORT = 5432  # only names the socket; nothing listens on a network
ROLE = DATABASE = "yichuang"
READY_SECONDS = 60.0
STOP_SECONDS = 30.0
DURABLE: Mapping[str, str] = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin")
# A server killed with SIGKILL leaves this for as long as one of its backends lives.
STILL_HELD = "shared memory block"


class PostgresNotFound(Exception):
    """PostgreSQL's server programs aren't on this machine."""

    def __init__(self) -> None:
        super().__init__(f"PostgreSQL's server programs were not found; install them: {INSTALL}")


class ClusterFailed(Exception):
    """PostgreSQL didn't start; the message ends with the last lines of its log."""


def find_binaries() -> Path:
    """Give the folder of the newest PostgreSQL server programs, or raise PostgresNotFound."""
    folders = {path for place in PLACES for path in Path("/").glob(place)}
    if on_path := shutil.which("postgres"):
        folders.add(Path(on_path).parent)
    if config := shutil.which("pg_config"):
        folders.add(Path(_output(config, "--bindir").strip()))
    whole = [f for f in folders if (f / "initdb").is_file() and (f / "postgres").is_file()]
    if not whole:
        raise PostgresNotFound
    return max(whole, key=lambda folder: (_version(folder), str(folder)))


class Cluster:
    """One PostgreSQL server on the data of one folder, reached through a socket in it."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.settings = {**DURABLE, **(settings or {})}
        self.url = f"postgresql://{ROLE}@{quote(str(folder), safe='')}:{PORT}/{DATABASE}"
        self._binaries = find_binaries()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def postmaster_pid(self) -> int:
        """The process id of the running server; raises ClusterFailed if none runs."""
        if self._process is None:
            raise ClusterFailed("the server isn't running")
        return self._process.pid

    def create(self) -> None:
        """Make the data in the folder, start the server and make an empty database."""
        owner = _unprivileged()
        if owner is not None:
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        # Locale C sorts by code point, as SQLite does, and exists on every machine.
        command: list[str | Path] = [self._binaries / "initdb"]
        command += ["--pgdata", self.folder / "data", "--username", ROLE, "--auth", "trust"]
        command += ["--encoding", "UTF8", "--locale", "C"]
        if self._launch(command).wait() != 0:
            raise ClusterFailed(f"initdb failed\n{self.log_tail()}")
        self.start()
        with psycopg.connect(self._server_url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")

    def start(self) -> None:
        """Start the server on its data and wait until it answers; also after a kill."""
        deadline = time.monotonic() + READY_SECONDS
        while True:
            log_begins = self._log_size()
            if self._answers(self._launch(self._server_command()), deadline):
                return
            reason = self.log_tail(log_begins)
            self.kill()
            if STILL_HELD not in reason or time.monotonic() > deadline:
                raise ClusterFailed(f"PostgreSQL did not start\n{reason}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop the server in good order, cutting off whoever is connected."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown"
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def kill(self) -> None:
        """Kill the server and its backends at once with SIGKILL, as a power cut would."""
        if self._process is None:
            return
        # Read before: orphans have another parent. Elsewhere than Linux they end by themselves.
        listing = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        children = listing.read_text().split() if listing.exists() else []
        self._process.kill()
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        self._process.wait()
        self._process = None

    def log_tail(self, begins: int = 0) -> str:
        """Give the last lines of the server's log, from this place on."""
        text = (self.folder / "log").read_bytes()[begins:].decode(errors="replace")
        return "\n".join(text.splitlines()[-20:])

    def _log_size(self) -> int:
        return (self.folder / "log").stat().st_size

    def _server_url(self) -> str:
        return self.url.removesuffix(DATABASE) + "postgres"

    def _server_command(self) -> list[str | Path]:
        command: list[str | Path] = [self._binaries / "postgres", "-D", self.folder / "data"]
        command += ["-k", self.folder, "-p", str(PORT), "-c", "listen_addresses="]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        return command

    def _launch(self, command: list[str | Path]) -> subprocess.Popen[bytes]:
        """Start a server program as a user it accepts, in a session Ctrl-C doesn't reach."""
        owner = _unprivileged()
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own arguments, no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                start_new_session=True,
                user=None if owner is None else owner.pw_uid,
                group=None if owner is None else owner.pw_gid,
                extra_groups=None if owner is None else [],
            )
        return self._process

    def _answers(self, process: subprocess.Popen[bytes], deadline: float) -> bool:
        """Whether the server takes a connection before it ends or time is up."""
        while time.monotonic() < deadline and process.poll() is None:
            try:
                psycopg.connect(self._server_url(), connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return True
        return False


@contextlib.contextmanager
def running_cluster(
    settings: Mapping[str, str] | None = None, place: str | None = None
) -> Iterator[Cluster]:
    """Run a cluster in a folder of its own; both are gone afterwards, whatever happens."""
    with _signals_leave_by_the_door():
        # Not TMPDIR, which may be long: a socket's path holds 107 bytes.
        folder = Path(tempfile.mkdtemp(prefix="yc-", dir=place or SHORT))
        try:
            cluster = Cluster(folder, settings)
            try:
                cluster.create()
                yield cluster
            finally:
                cluster.stop()
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def private_cluster(
    settings: Mapping[str, str] | None = None, place: str | None = None
) -> Iterator[str]:
    """Give the URL of an empty database on a running cluster of our own."""
    with running_cluster(settings, place) as cluster:
        yield cluster.url


@contextlib.contextmanager
def _signals_leave_by_the_door() -> Iterator[None]:
    """Turn the signals that would end the process on the spot into SystemExit, once."""

    def leave(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)
        raise SystemExit(128 + number)

    in_main_thread = threading.current_thread() is threading.main_thread()
    numbers = (signal.SIGTERM, signal.SIGHUP) if in_main_thread else ()
    before = {number: signal.signal(number, leave) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root, whom PostgreSQL refuses; None otherwise."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _version(folder: Path) -> tuple[int, ...]:
    """Give the version of the server programs in a folder, as numbers."""
    found = re.search(r"\d+(\.\d+)*", _output(str(folder / "postgres"), "--version"))
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
