"""Persons per CPU-second: the rules over columns and over files, beside numpy and OpenFisca.

All contenders reckon the same invented persons of Shaanxi in the same minutes, in turns: read the
ratios. `numpy.sum` over the same columns is the limit that memory sets. OpenFisca-Core does the
same rules in an environment that is made for it (`bench/openfisca_rules.py`).
"""

import json
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from bench.persons import write
from yichuang.engines.benefits import index, pension
from yichuang.engines.benefits.batch import Files, run
from yichuang.engines.benefits.crowd import reckon_persons
from yichuang.engines.benefits.parameters import parameter
from yichuang.engines.benefits.reading import History, Persons, Reasons, Years

FIRST_YEAR, LAST_YEAR = 1996, 2023
RETIRES = 2025
ON = date(RETIRES, 1, 1)
ENVIRONMENT = Path(tempfile.gettempdir()) / "yichuang-bench-openfisca"
RULES = Path(__file__).with_name("openfisca_rules.py")
FEN = 100


@dataclass
class Figure:
    """What one contender did."""

    contender: str
    persons_per_cpu_second: float
    times_the_limit: float
    note: str = ""


Columns = dict[str, Any]


def main() -> None:
    """Run everything and print it."""
    parser = ArgumentParser(prog="yichuang bench benefits", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5, help="turns; the best of each counts")
    parser.add_argument("--chunk", type=int, default=1 << 14, help="persons in a chunk of columns")
    parser.add_argument("--no-openfisca", action="store_true", help="don't install OpenFisca")
    options = parser.parse_args()
    columns = _columns(options.persons)
    figures = _compare(columns, options)
    alone = _alone(columns)
    told = {"figures": [asdict(f) for f in figures], "one_case_ms": alone}
    print(json.dumps(told, ensure_ascii=False) if options.json else _table(figures, alone))  # noqa: T201


def _columns(count: int) -> Columns:
    """Invent persons who retire in one year, with a base for every year."""
    dice = np.random.default_rng(1)
    years = np.arange(FIRST_YEAR, LAST_YEAR + 1)
    wages = [parameter("average-wage-shaanxi").at(date(y, 1, 1)).value for y in years.tolist()]
    shape = (years.size, count)
    return {
        "base": (np.array(wages)[:, None] * dice.uniform(0.6, 3, shape)).astype(np.int64),
        "months": np.full(shape, 12),
        "months_deemed": dice.integers(0, 120, count),
        "age_months": dice.integers(50 * 12, 63 * 12, count),
        "balance": dice.integers(100_000, 40_000_000, count),
        "retires": RETIRES * 12 + dice.integers(0, 12, count),
    }


def _compare(columns: Columns, options: Any) -> list[Figure]:
    count = columns["balance"].size
    parts = [_slice(columns, at, options.chunk) for at in range(0, count, options.chunk)]
    best = {"numpy.sum": np.inf, "columns": np.inf, "files": np.inf}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = Files(*write(folder, count), folder / "out", folder / "rejects")
        ways: dict[str, Callable[[], Any]] = {
            "numpy.sum": lambda: [column.sum() for column in columns.values()],
            "columns": lambda: [reckon_persons(*part) for part in parts],
            "files": lambda: run(files),
        }
        for _ in range(options.rounds):
            for way, work in ways.items():
                best[way] = min(best[way], _seconds(work))
            for part in parts:
                assert part[2].none().all(), part[2].found  # noqa: S101
        other = None if options.no_openfisca else _openfisca(folder, columns, options.rounds)
    totals = np.concatenate([reckon_persons(*part)["total_fen"] for part in parts])
    figures = [Figure(way, count / best[way], best[way] / best["numpy.sum"]) for way in best]
    figures[1].note = "index from 28 years and all parts of the pension, checked, exact"
    figures[2].note = "other persons: two provinces, six years of law, read from and to Parquet"
    if isinstance(other, str):
        return [*figures, Figure("OpenFisca", 0, 0, other)]
    if other:
        apart = np.abs(np.rint(other[1]).astype(np.int64) - totals)
        note = f"the same rules in float32: {np.count_nonzero(apart):,} of {count:,} totals are off"
        note += f", by {apart.max()} fen at most"
        figures.append(Figure("OpenFisca", count / other[0], other[0] / best["numpy.sum"], note))
    return figures


def _slice(columns: Columns, at: int, chunk: int) -> tuple[Persons, History, Reasons]:
    """Cut a chunk of persons, with their years one below the other."""
    some = {name: column[..., at : at + chunk] for name, column in columns.items()}
    count, many = some["balance"].size, some["base"].shape[0]
    ids = pa.array([f"{n:09}" for n in range(at, at + count)])
    zero = np.zeros(count, dtype=np.int64)
    born = some["retires"] - some["age_months"]
    persons = Persons(
        ids,
        zero,
        [("shaanxi", None)],
        born,
        some["retires"],
        some["months_deemed"],
        some["balance"],
    )
    years = Years(
        np.repeat(np.arange(count), many),
        np.tile(np.arange(FIRST_YEAR, LAST_YEAR + 1), count),
        some["months"].T.ravel(),
        some["base"].T.ravel(),
    )
    return persons, History(years, zero + many * 12), Reasons(count)


def _seconds(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _openfisca(folder: Path, columns: Columns, rounds: int) -> Any:
    """Give OpenFisca's best seconds and its totals, or why there are none."""
    python = str(ENVIRONMENT / "bin" / "python")
    if not Path(python).exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=False)  # noqa: S603
    install = [python, "-m", "pip", "install", "-q", "openfisca-core"]
    done = subprocess.run(install, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        return f"OpenFisca-Core can't be installed here: {done.stderr.strip().splitlines()[-1:]}"
    np.savez(folder / "columns.npz", **columns)
    (folder / "law.json").write_text(json.dumps(_law()))
    words = [str(folder / name) for name in ("columns.npz", "law.json", "totals.npy")]
    words.append(str(rounds))
    done = subprocess.run([python, str(RULES), *words], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        return f"OpenFisca-Core failed: {done.stderr.strip().splitlines()[-1:]}"
    return min(json.loads(done.stdout)), np.load(folder / "totals.npy")


def _law() -> dict[str, Any]:
    """Tell the parameters in OpenFisca's terms: fen, and rates as fractions."""
    table = parameter("divisor-table").at(ON).value
    wages = parameter("average-wage-shaanxi").values
    ten_thousandth = 1 / 10_000
    law = {
        "wages": {value.since.year: value.value for value in wages},
        "base": parameter("base-shaanxi").at(ON).value,
        "basic_rate": parameter("basic-rate").at(ON).value * ten_thousandth,
        "transitional_rate": parameter("transitional-rate-shaanxi").at(ON).value * ten_thousandth,
        "first_year": FIRST_YEAR,
        "last_year": LAST_YEAR,
    }
    fixed = [name for name in law if name != "wages"]
    divisors = [table[age] for age in sorted(table)]
    return law | {"fixed": fixed, "divisors": divisors, "first_age": min(table)}


def _alone(columns: Columns) -> dict[str, float]:
    """Time one case: from texts, and by the book alone; both with every step."""
    given = {"index": 1234, "index_unit": 1000, "months_total": 400, "months_deemed": 60}
    given |= {"account_balance_fen": 12_345_678, "born": 1964 * 12, "retires": RETIRES * 12}
    typed: Columns = {
        "province": "shaanxi",
        "sex": "male",
        "born": "1964-01",
        "retires_on": "2025-01",
    }
    typed |= {"average_index": "1.234", "account_balance_fen": 12_345_678}
    typed |= {"months_total": 400, "months_deemed": 60}
    history = [
        {"month": f"{year}-{month:02}", "fen": int(columns["base"][year - FIRST_YEAR][0])}
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        for month in range(1, 13)
    ]
    asked = {"province": "shaanxi", "retires_on": "2025-01", "history": history}
    parts, book = pension.PARTS, pension.SHAANXI
    ways = {
        "book, with steps": lambda: book.answer(*parts, inputs=given, on=ON),
        "book, without steps": lambda: book.values(*parts, inputs=given, on=ON),
        "calc pension, from texts": lambda: pension.assess(typed),
        "index of 28 years, month by month": lambda: index.average(asked),
    }
    return {way: round(_each(work), 4) for way, work in ways.items()}


def _each(work: Callable[[], Any], times: int = 200, rounds: int = 5) -> float:
    """Give the milliseconds of one call: the best of some rounds."""
    return (
        min(_seconds(lambda: [work() for _ in range(times)]) for _ in range(rounds)) / times * 1e3
    )


def _table(figures: list[Figure], alone: dict[str, float]) -> str:
    lines = [f"{'':14}{'persons per CPU-s':>20}{'× the limit':>14}"]
    lines += [
        f"{f.contender:14}{f.persons_per_cpu_second:20,.0f}{f.times_the_limit:14,.1f}  {f.note}"
        for f in figures
    ]
    lines += ["", "one case, milliseconds"]
    return "\n".join([*lines, *[f"{way:36}{ms:10.4f}" for way, ms in alone.items()]])


if __name__ == "__main__":
    main()
