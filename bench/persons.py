"""Invented persons with their contribution years, for files as large as one likes."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

AT_ONCE = 50_000
PLACES = (
    ("shaanxi", None),
    ("shaanxi", "延安"),
    ("jilin", "汪清"),
    ("jilin", "长春"),
)
FIRST_WAGE = {"shaanxi": 1994, "jilin": 2016}
"""From when on every year's wage is known."""


def invent(first: int, count: int, seed: int) -> tuple[pa.Table, pa.Table]:
    """Invent persons, numbered from `first`, and their years; the same seed, the same persons."""
    dice = np.random.default_rng([seed, first])
    place = dice.integers(0, len(PLACES), count)
    retires = dice.integers(2021 * 12, 2027 * 12, count)
    born = retires - dice.integers(50 * 12, 63 * 12, count)
    ids = pa.array([f"P{first + n:09}" for n in range(count)])
    persons = pa.table(
        {
            "person_id": ids,
            "province": pa.array([PLACES[n][0] for n in place]),
            "city": pa.array([PLACES[n][1] for n in place], pa.string()),
            "sex": pa.array(np.where(dice.integers(0, 2, count) == 0, "male", "female")),
            "born_year": born // 12,
            "born_month": born % 12 + 1,
            "retires_year": retires // 12,
            "retires_month": retires % 12 + 1,
            "months_deemed": dice.integers(0, 200, count) * dice.integers(0, 2, count),
            "account_balance_fen": dice.integers(100_000, 40_000_000, count),
        }
    )
    return persons, _years(ids, place, retires, dice)


def _years(
    ids: pa.Array, place: np.ndarray, retires: np.ndarray, dice: np.random.Generator
) -> pa.Table:
    earliest = np.array([FIRST_WAGE[province] for province, _ in PLACES])[place]
    last = np.minimum(retires // 12 - 1, 2025)
    begins = np.minimum(earliest + dice.integers(0, 8, ids.__len__()), last)
    lengths = last - begins + 1
    person = np.repeat(np.arange(len(ids)), lengths)
    year = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    year += begins[person]
    kept = (dice.integers(0, 25, year.size) > 0) | (year == last[person])
    person, year = person[kept], year[kept]
    months = np.where(dice.integers(0, 6, year.size) == 0, dice.integers(1, 13, year.size), 12)
    wage = 25_000 * 1.115 ** np.minimum(year - 1994, 31)
    base = (wage * dice.uniform(0.6, 3, year.size)).astype(np.int64)
    return pa.table(
        {
            "person_id": ids.take(pa.array(person)),
            "year": year,
            "months": months,
            "base_fen": base,
        }
    )


def write(folder: Path, count: int, seed: int = 1) -> tuple[Path, Path]:
    """Write files of so many persons."""
    files = folder / "persons.parquet", folder / "contributions.parquet"
    writers: list[pq.ParquetWriter] = []
    for first in range(0, count, AT_ONCE):
        tables = invent(first, min(AT_ONCE, count - first), seed)
        if not writers:
            pairs = zip(files, tables, strict=True)
            writers = [pq.ParquetWriter(file, table.schema) for file, table in pairs]
        for writer, table in zip(writers, tables, strict=True):
            writer.write_table(table)
    for writer in writers:
        writer.close()
    return files
