"""`yichuang test`: everything a change must pass, on both databases."""

from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from yichuang.doors.commands import chromium
from yichuang.doors.commands.checkout import checkout_root
from yichuang.doors.commands.cluster import INSTALL, PostgresNotFound, private_cluster
from yichuang.doors.commands.steps import FAILED, SKIPPED, Outcome, memory, run_pytest, run_tool

TOOLS = {
    "ruff": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    # No script of .venv/bin: those break when the checkout is moved.
    "imports": [
        "-c",
        "import importlinter.cli as i; raise SystemExit(i.lint_imports(no_logo=True))",
    ],
    "migrations": ["-m", "yichuang", "makemigrations", "--check", "--dry-run"],
}
# What may be missing on a machine; --require makes its absence a failure.
OPTIONAL = ("postgresql", "chromium")
BROWSER = "tests/browser"
ONCE = (
    "tests/authority/test_why.py",
    "tests/cases/test_clocks.py",
    "tests/cases/test_preview.py",
    "tests/catalogue/test_differences.py",
    "tests/doors/commands/test_batch.py",
    "tests/doors/commands/test_calc.py",
    "tests/doors/commands/test_calc_bad_input.py",
    "tests/doors/commands/test_clauses.py",
    "tests/doors/commands/test_cluster.py",
    "tests/doors/commands/test_entry.py",
    "tests/doors/commands/test_history.py",
    "tests/doors/commands/test_serve_keeper.py",
    "tests/doors/commands/test_steps.py",
    "tests/doors/workbench/test_accounts.py",
    "tests/doors/workbench/test_agency_pages.py",
    "tests/doors/workbench/test_archive_pages.py",
    "tests/doors/workbench/test_case_pages.py",
    "tests/doors/workbench/test_catalogue_pages.py",
    "tests/doors/workbench/test_collective_pages.py",
    "tests/doors/workbench/test_course_pages.py",
    "tests/doors/workbench/test_doorway.py",
    "tests/doors/workbench/test_due_pages.py",
    "tests/doors/workbench/test_evidence.py",
    "tests/doors/workbench/test_find_pages.py",
    "tests/doors/workbench/test_guides_pages.py",
    "tests/doors/workbench/test_key_pages.py",
    "tests/doors/workbench/test_keying_pages.py",
    "tests/doors/workbench/test_linked_pages.py",
    "tests/doors/workbench/test_login.py",
    "tests/doors/workbench/test_matrix.py",
    "tests/doors/workbench/test_me.py",
    "tests/doors/workbench/test_money_fields.py",
    "tests/doors/workbench/test_one_person_one_seat.py",
    "tests/doors/workbench/test_passwords.py",
    "tests/doors/workbench/test_pension_page.py",
    "tests/doors/workbench/test_people_pages.py",
    "tests/doors/workbench/test_proof.py",
    "tests/doors/workbench/test_review_pages.py",
    "tests/doors/workbench/test_second_factor.py",
    "tests/doors/workbench/test_sessions.py",
    "tests/doors/workbench/test_sessions_page.py",
    "tests/doors/workbench/test_signing_pages.py",
    "tests/doors/workbench/test_sitting_of_200.py",
    "tests/doors/workbench/test_sittings.py",
    "tests/doors/workbench/test_training_pages.py",
    "tests/engines",
    "tests/house/test_checker.py",
    "tests/house/test_clauses.py",
    "tests/house/test_law.py",
    "tests/house/test_refusals.py",
    "tests/house/test_rooms.py",
    "tests/house/test_settings.py",
    "tests/house/test_ways_of_writing.py",
    "tests/items/test_fields.py",
    "tests/items/test_form.py",
    "tests/kernel",
    "tests/proof/test_ed25519.py",
    "tests/proof/test_every_byte.py",
    "tests/proof/test_garbage.py",
    "tests/trail/test_canonical.py",
)
"""What no database decides: once is enough.

Pages ask the rooms, whose queries and verbs are tried on both; so are the attacks on every page.
"""

# These tests lose nothing in a power cut; the reliability tests keep a durable server.
# Nor does a copy of a database wait for a checkpoint of more than what was just written.
HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "jit": "off",
}


class Command(BaseCommand):
    """Run every check in order, all of them even if one fails, and sum up at the end."""

    help = "lint, types, import contracts, migrations; all tests on SQLite, PostgreSQL, in Chromium"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be required, one step alone, and what goes on to pytest."""
        parser.add_argument("--require", action="append", default=[], choices=OPTIONAL)
        parser.add_argument("--only", choices=[*TOOLS, "sqlite", *OPTIONAL], metavar="NAME")
        parser.add_argument("pytest_arguments", nargs="*", help="after --: handed to pytest")

    def handle(self, **options: Any) -> None:
        """Run the steps; exit status 1 if one failed or something required is missing."""
        root, required = checkout_root(), options["require"]
        arguments = options["pytest_arguments"]
        steps: dict[str, Callable[[], Outcome]] = {
            name: partial(run_tool, name, tool, root) for name, tool in TOOLS.items()
        }
        elsewhere = [f"--ignore={BROWSER}", *arguments]
        steps["sqlite"] = partial(run_pytest, "sqlite", elsewhere, root, None, required)
        stored = [*(f"--ignore={path}" for path in ONCE), *elsewhere]
        steps["postgresql"] = partial(run_on_postgresql, stored, root, required)
        steps["chromium"] = partial(run_in_chromium, arguments, root, required)
        outcomes = [
            self._announced(name, step)
            for name, step in steps.items()
            if options["only"] in (None, name)
        ]
        self._sum_up(outcomes)
        if any(outcome.result == FAILED for outcome in outcomes):
            raise SystemExit(1)

    def _announced(self, name: str, step: Callable[[], Outcome]) -> Outcome:
        self.stdout.write(f"\n== {name} " + "=" * (68 - len(name)))
        self.stdout.flush()
        outcome = step()
        self.stdout.write(f"-- {name}: {outcome.result}, {outcome.seconds:.1f} s")
        return outcome

    def _sum_up(self, outcomes: list[Outcome]) -> None:
        self.stdout.write("\n== summary " + "=" * 61)
        for outcome in outcomes:
            line = f"{outcome.name:<12}{outcome.result:<9}{outcome.seconds:>7.1f} s  {outcome.note}"
            self.stdout.write(line.rstrip())
        self.stdout.flush()


def run_on_postgresql(arguments: list[str], root: Path, required: list[str]) -> Outcome:
    """Run the tests on a PostgreSQL server of our own; say what to install where none is."""
    try:
        with private_cluster(HASTY, memory()) as url:
            return run_pytest("postgresql", arguments, root, url, required)
    except PostgresNotFound:
        result = FAILED if "postgresql" in required else SKIPPED
        return Outcome("postgresql", result, note=f"not found; install it: {INSTALL}")


def run_in_chromium(arguments: list[str], root: Path, required: list[str]) -> Outcome:
    """Run the journeys in a browser, on SQLite; say what to install where there is none."""
    if why := chromium.missing():
        return Outcome("chromium", FAILED if "chromium" in required else SKIPPED, note=why)
    return run_pytest("chromium", [BROWSER, *arguments], root, None, required)
