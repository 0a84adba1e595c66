"""Whole files of persons: read in parts, reckoned by whoever has time, written in order.

The parts are independent, so it doesn't matter who reckons them: this process, worker processes,
or a Dask cluster (`Client.get_executor()`). What is written is the same to the byte, and no more
parts are under way than two for each worker.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa

from yichuang.engines.benefits import tables
from yichuang.engines.benefits.crowd import ANSWERS, Assessed, assessed
from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.benefits.reading import REJECTS
from yichuang.engines.benefits.tables import Part, Written, unpacked

ROWS = 1 << 15
"""Persons in a part, if nothing else is said."""
MOST_ROWS = 1 << 20
MOST_WORKERS = 256
UNDER_WAY = 2
"""Parts on their way for each worker: one that is reckoned, one that waits."""


@dataclass(frozen=True)
class Files:
    """What is read and what is written."""

    persons: Path
    years: Path
    out: Path
    rejects: Path


@dataclass
class Tally:
    """What became of the persons."""

    persons: int = 0
    answered: int = 0
    rejected: int = 0
    """Rows without an answer: persons, and years that belong to nobody."""


def run(
    files: Files,
    *,
    rows: int = ROWS,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Callable[[int], object] | None = None,
) -> Tally:
    """Assess every person of a file; write nothing at all if a file can't be read to its end."""
    _checked(files, rows, workers)
    tally = Tally()
    with ExitStack() as stack:
        if executor is None and workers > 1:
            executor = stack.enter_context(
                ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
            )
        out = stack.enter_context(_written(files.out, ANSWERS))
        rejects = stack.enter_context(_written(files.rejects, REJECTS))
        parts = tables.parts(files.persons, files.years, rows)
        for part in _reckoned(parts, executor, UNDER_WAY * workers):
            answers, refused = unpacked(part.answers), unpacked(part.rejects)
            out.add(answers)
            rejects.add(refused)
            tally.persons += part.persons
            tally.answered += answers.num_rows
            tally.rejected += refused.num_rows
            if progress:
                progress(part.persons)
    return tally


def _reckoned(
    parts: Iterator[Part], executor: Executor | None, under_way: int
) -> Iterator[Assessed]:
    """Give what became of the parts, in their order."""
    if executor is None:
        yield from map(assessed, parts)
        return
    waiting: deque[Future[Assessed]] = deque()
    for part in parts:
        waiting.append(executor.submit(assessed, part))
        if len(waiting) > under_way:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextmanager
def _written(path: Path, schema: pa.Schema) -> Iterator[Written]:
    """Write beside a file; put it in its place only when everything went well."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        file = Written(beside, schema)
    except OSError:
        raise CannotAnswer("not-writable", f"不能写入 {path.parent}。", "out") from None
    try:
        yield file
        file.close()
        beside.replace(path)
    finally:
        file.writer.close()
        beside.unlink(missing_ok=True)


def _checked(files: Files, rows: int, workers: int) -> None:
    """Refuse what can't be meant (CannotAnswer)."""
    if not 1 <= rows <= MOST_ROWS:
        raise CannotAnswer("too-large", f"每批行数应在 1 至 {MOST_ROWS} 之间。", "chunk")
    if not 1 <= workers <= MOST_WORKERS:
        raise CannotAnswer("too-large", f"进程数应在 1 至 {MOST_WORKERS} 之间。", "workers")
    named = [files.persons, files.years, files.out, files.rejects]
    if len({path.resolve() for path in named}) < len(named):
        raise CannotAnswer("same-file", "读入和写出的四个文件必须各不相同。", "out")
    for path in (files.out, files.rejects):
        if not path.parent.is_dir() or path.is_dir():
            raise CannotAnswer("not-writable", f"不能写入 {path}。", "out")
