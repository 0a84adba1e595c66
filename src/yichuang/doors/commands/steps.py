"""One step of the test command: a program that is run, timed and judged."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"
MEMORY, ROOM = Path("/dev/shm"), 2 << 30  # noqa: S108 -- each run makes a folder of its own there


@dataclass(frozen=True)
class Outcome:
    """What became of a step, how long it took, and what a reader should know about it."""

    name: str
    result: str
    seconds: float = 0.0
    note: str = ""


def memory() -> str | None:
    """Give where the folders of tests are made: in memory where there is room, else anywhere.

    On a disk that hesitates for half a minute a write fails and a page waits without any fault.
    """
    return str(MEMORY) if MEMORY.is_dir() and _free(MEMORY) >= ROOM else None


def run_tool(name: str, arguments: Sequence[str], root: Path) -> Outcome:
    """Run one tool in the checkout, on no database of anybody's; exit status 0 is a pass."""
    begun = time.monotonic()
    status = _python(arguments, root, {"YICHUANG_DATABASE": "sqlite://:memory:"})
    return Outcome(name, FAILED if status else PASSED, time.monotonic() - begun)


def run_pytest(
    name: str, arguments: Sequence[str], root: Path, database: str | None, required: Sequence[str]
) -> Outcome:
    """Run the tests on one database (None is SQLite) and count what they skipped."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=memory(), ignore_cleanup_errors=True) as folder:
        report = Path(folder) / "report.xml"
        changes = {"YICHUANG_DATABASE": database, "YICHUANG_REQUIRE": ",".join(required)}
        changes["TMPDIR"] = folder
        command = ["-m", "pytest", "-n", "2", "--dist", "loadscope", f"--junit-xml={report}"]
        command += arguments
        status = _python(command, root, changes)
        note = _counts(report)
    return Outcome(name, FAILED if status else PASSED, time.monotonic() - begun, note)


def _python(arguments: Sequence[str], root: Path, changes: Mapping[str, str | None]) -> int:
    """Run Python in the checkout with changes to the environment; None takes one out."""
    environment = {k: v for k, v in os.environ.items() if k not in changes}
    environment |= {k: v for k, v in changes.items() if v is not None}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=root, env=environment, check=False).returncode  # noqa: S603


def _free(folder: Path) -> int:
    """Give how many bytes fit into a folder in memory, by its own word and the machine's."""
    told, meminfo = os.statvfs(folder), Path("/proc/meminfo")
    lines = meminfo.read_text().splitlines() if meminfo.exists() else []
    available = [int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")]
    return min([told.f_bavail * told.f_frsize, *available])


def _counts(report: Path) -> str:
    """Say how many tests ran and how many were skipped, from pytest's own report."""
    if not report.exists():
        return "no tests ran"
    suite = ET.parse(report).getroot().find("testsuite")  # noqa: S314 - pytest wrote it just now
    if suite is None:
        return "no tests ran"
    skipped = int(suite.get("skipped", "0"))
    note = f"{int(suite.get('tests', '0')) - skipped} tests"
    return f"{note}, {skipped} skipped (reasons above)" if skipped else note
