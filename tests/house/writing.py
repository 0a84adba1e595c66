"""Watching what is written to the database, and whether it was one transaction."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE)\b", re.IGNORECASE)
COUNTER = "kernel_counter"


@dataclass(frozen=True)
class Statement:
    """A statement that was run, and the outermost transaction block around it, if any."""

    sql: str
    block: object | None

    @property
    def writes(self) -> bool:
        """Whether it writes anything but the counter, which runs ahead of every act."""
        return bool(WRITES.search(self.sql)) and COUNTER not in self.sql


@contextmanager
def watched() -> Iterator[list[Statement]]:
    """Give the list in which every statement is noted while the block runs."""
    seen: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- as Django calls it
        blocks = connection.atomic_blocks
        seen.append(Statement(sql, blocks[0] if blocks else None))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def in_one_transaction(seen: list[Statement]) -> bool:
    """Whether all writes were one statement of its own, or all inside one block."""
    blocks = [statement.block for statement in seen if statement.writes]
    if None in blocks:
        return len(blocks) == 1
    return len({id(block) for block in blocks}) == 1
