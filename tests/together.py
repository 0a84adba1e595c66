"""Which tests go to one process because they share something dear, and which are begun first.

xdist's own groups go by a suffix of a test's name that this pytest no longer lets it write; so
the groups are a table of files here, and a scheduler that reads it.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

GROUPS = {
    "tests/doors/commands/test_demo.py": "the demonstration",
    "tests/doors/commands/test_living_hall.py": "the demonstration",
    "tests/doors/commands/test_serve.py": "databases of each purpose",
}
LONG = ("tests/reliability/", "tests/doors/commands/", "tests/doors/workbench/test_matrix.py")
"""Begun first, so that no process is left alone with them at the end."""


def group_of(nodeid: str) -> str:
    """Give what a test goes together with: its group, or only itself."""
    return GROUPS.get(nodeid.split("::", maxsplit=1)[0], nodeid)


def long_first(items: list[pytest.Item]) -> None:
    """Put the tests that take long at the beginning, in their order."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Sends every group to one process, and everything else wherever there is room."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def scheduler(config: pytest.Config, log: Any) -> Together:
    """Make the scheduler of a run on several processes."""
    return Together(config, log)
