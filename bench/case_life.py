"""Acts and whole lives per second through the journeys, beside a bare act and hand-made SQL.

All contenders run in the same minutes on the same machine, in turns: read the ratios, not the
figures. Every contender commits durably (synchronous_commit on, synchronous=FULL).
"""

import json
import os
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.bare import Bare, Driver, HandMade, sample_of
from yichuang.doors.commands.cluster import private_cluster

# Django is set up in the workers only, each for the database that it is given.
# ruff: noqa: PLC0415

CONTENDERS = ("bare act", "hand-made SQL", "journeys")


@dataclass
class Figure:
    """What one contender did with so many workers on one database."""

    database: str
    workers: int
    contender: str
    acts_per_second: float
    lives_per_second: float | None
    client_microseconds_per_act: float
    of_the_bare_act: float = 0.0


@dataclass(frozen=True)
class Ground:
    """What workers need to know, made once by the parent."""

    url: str
    vendor: str
    name: str
    sample: list[Any]
    marks: list[str]
    content: str
    statements_per_act: float


def main() -> None:
    """Run everything and print it."""
    parser = ArgumentParser(prog="yichuang bench case_life", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--seconds", type=float, default=3.0, help="of each turn")
    parser.add_argument("--rounds", type=int, default=2, help="turns of each contender")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 8])
    options = parser.parse_args()
    figures: list[Figure] = []
    statements: dict[str, float] = {}
    context = get_context("spawn")
    for url in _databases():
        with context.Pool(1, maxtasksperchild=1) as pool:
            ground: Ground = pool.apply(_prepare, (url,))
        statements[ground.vendor] = round(ground.statements_per_act, 2)
        for count in options.workers:
            figures += _compare(ground, count, options.seconds, options.rounds)
    told = {"figures": [asdict(f) for f in figures], "statements_per_act": statements}
    print(json.dumps(told) if options.json else _table(figures, statements))  # noqa: T201


def _databases() -> Any:
    """Give the URL of a fresh database of each kind, on the disk of the temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
    with private_cluster() as url:
        yield url


def _compare(ground: Ground, workers: int, seconds: float, rounds: int) -> list[Figure]:
    acts = dict.fromkeys(CONTENDERS, 0)
    cpu = dict.fromkeys(CONTENDERS, 0.0)
    spent = dict.fromkeys(CONTENDERS, 0.0)
    for _ in range(rounds):
        for contender in CONTENDERS:
            done, used, lasted = _run(ground, contender, workers, seconds)
            acts[contender] += done
            cpu[contender] += used
            spent[contender] += lasted
    figures = []
    for contender in CONTENDERS:
        rate = acts[contender] / spent[contender]
        lives = None if contender == "bare act" else rate / 6
        each = cpu[contender] / max(acts[contender], 1) * 1e6
        figures.append(Figure(ground.vendor, workers, contender, rate, lives, each))
    for figure in figures:
        figure.of_the_bare_act = figure.acts_per_second / figures[0].acts_per_second
    print(".", end="", file=sys.stderr, flush=True)  # noqa: T201
    return figures


def _run(ground: Ground, contender: str, workers: int, seconds: float) -> tuple[int, float, float]:
    context = get_context("fork")
    barrier, results = context.Barrier(workers), context.Queue()
    arguments = (ground, contender, seconds, barrier, results)
    running = [context.Process(target=_work, args=(i, *arguments)) for i in range(workers)]
    for process in running:
        process.start()
    told = [results.get(timeout=seconds + 60) for _ in running]
    for process in running:
        process.join()
    return sum(t[0] for t in told), sum(t[1] for t in told), max(t[2] for t in told)


def _work(
    worker: int, ground: Ground, contender: str, seconds: float, barrier: Any, results: Any
) -> None:
    carry = _carrier(worker, ground, contender)
    count = 0

    def done() -> None:
        nonlocal count
        count += 1

    for _ in range(3):
        carry(done)
    barrier.wait()
    count, began, used = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - began < seconds:
        carry(done)
    results.put((count, time.process_time() - used, time.perf_counter() - began))


def _carrier(worker: int, ground: Ground, contender: str) -> Callable[[Callable[[], None]], None]:
    if contender == "journeys":
        _set_up(ground.url)
        from bench.lives import Life

        return Life().carry
    driver = Driver(ground.vendor, ground.name)
    if contender == "bare act":
        return Bare(driver, worker, ground.content).carry
    return HandMade(driver, worker, ground.sample, ground.marks).carry


def _set_up(url: str) -> None:
    os.environ["YICHUANG_DATABASE"] = url
    os.environ["DJANGO_SETTINGS_MODULE"] = "yichuang.project.settings"
    import django

    django.setup()


def _prepare(url: str) -> Ground:
    """Put up the halls, carry a few lives, and take the last one as the sample."""
    _set_up(url)
    from django.core.management import call_command
    from django.db import connection

    from bench.lives import ACTS_OF_A_LIFE, Life
    from yichuang.domain.cases.models import Case
    from yichuang.domain.insured.models import Employer
    from yichuang.domain.trail.models import Act
    from yichuang.doors.commands.demonstration import cast

    call_command("migrate", verbosity=0)
    cast.put_up(cast.Clock())
    life, seen = Life(), [0]

    def count(execute: Any, *arguments: Any) -> Any:
        seen[0] += 1
        return execute(*arguments)

    for _ in range(10):
        life.carry(lambda: None)
    with connection.execute_wrapper(count):
        life.carry(lambda: None)
    case, employer = Case.objects.latest("number"), Employer.objects.latest("number")
    acts = list(Act.objects.filter(chain=case.chain_id).order_by("n").values())
    marks = [case.number, employer.number, employer.credit_code]
    name = str(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else url
    per_act, content = seen[0] / ACTS_OF_A_LIFE, str(acts[2]["content"])
    return Ground(url, connection.vendor, name, sample_of(acts), marks, content, per_act)


def _table(figures: list[Figure], statements: dict[str, float]) -> str:
    lines = [f"{'':28}{'acts/s':>10}{'lives/s':>10}{'of bare':>9}{'client µs/act':>15}"]
    for f in figures:
        who = f"{f.database} ×{f.workers} {f.contender}"
        lives = f"{f.lives_per_second:10,.0f}" if f.lives_per_second is not None else f"{'':10}"
        lines.append(
            f"{who:28}{f.acts_per_second:10,.0f}{lives}{f.of_the_bare_act:9.2f}"
            f"{f.client_microseconds_per_act:15,.0f}"
        )
    told = ", ".join(f"{database} {n}" for database, n in statements.items())
    return "\n".join([*lines, f"statements per act, reads and numbers included: {told}"])


if __name__ == "__main__":
    main()
