"""`yichuang clauses`: each clause of the sources with the tests that prove it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from yichuang.doors.commands.checkout import checkout_root
from yichuang.doors.commands.clause_index import ClausesUnreadable, Index, read_index


class Command(BaseCommand):
    """List the clauses; fail while one is open or a test names one that doesn't exist."""

    help = "the clauses of the sources, each with the tests that prove it; fails if one has none"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the form of the answer."""
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, **options: Any) -> None:
        """Print the index; exit status 1 if it has a gap, 2 if it can't be read."""
        try:
            index = read_index(checkout_root())
        except ClausesUnreadable as error:
            self._refuse(str(error))
        if options["json"]:
            self.stdout.write(json.dumps(_as_data(index), ensure_ascii=False, indent=1))
        else:
            self._print(index)
        for clause_id, tests in index.unknown.items():
            self.stderr.write(f"unknown clause {clause_id}: {', '.join(tests)}")
        if index.open or index.unknown:
            raise SystemExit(1)

    def _refuse(self, message: str) -> None:
        error = {"code": "clauses-unreadable", "message": message, "field": None}
        self.stdout.write(json.dumps({"error": error}, ensure_ascii=False))
        raise SystemExit(2)

    def _print(self, index: Index) -> None:
        for clause in index.clauses:
            self.stdout.write(f"{clause.id}  {clause.says}")
            for test in index.tests(clause.id) or ["open"]:
                self.stdout.write(f"    {test}")
        total, missing = len(index.clauses), len(index.open)
        self.stdout.write(f"{total} clauses: {total - missing} proved, {missing} open")


def _as_data(index: Index) -> dict[str, object]:
    """Give the index as one JSON object."""
    clauses = [
        {"id": clause.id, "says": clause.says, "tests": index.tests(clause.id)}
        for clause in index.clauses
    ]
    return {"clauses": clauses, "open": index.open, "unknown": index.unknown}
