"""Whole files: every row is answered or rejected with its reason, whoever reckons it."""

import hashlib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench.persons import invent, write
from yichuang.engines.benefits.batch import Files, Tally, run
from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.benefits.tables import parts

PERSONS = 3_000


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write(tmp_path_factory.mktemp("ground"), PERSONS)


def files(folder: Path, ground: tuple[Path, Path]) -> Files:
    return Files(*ground, folder / "out.parquet", folder / "rejects.parquet")


def files_of(folder: Path, persons: pa.Table, years: pa.Table) -> Files:
    ground = folder / "persons.parquet", folder / "years.parquet"
    pq.write_table(persons, ground[0])
    pq.write_table(years, ground[1])
    return files(folder, ground)


def digests(done: Files) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in (done.out, done.rejects)]


def reasons(done: Files) -> dict[tuple[str, int | None], str]:
    told = pq.read_table(done.rejects).to_pylist()
    return {(row["person_id"], row["year"]): row["code"] for row in told}


def some(count: int = 12) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    persons, years = invent(0, count, seed=3)
    return persons.to_pylist(), years.to_pylist()


def spoiled(folder: Path, persons: list[Any], years: list[Any]) -> Files:
    kinds = [table.schema for table in invent(0, 1, seed=3)]
    tables = [pa.Table.from_pylist(r, k) for r, k in zip((persons, years), kinds, strict=True)]
    return files_of(folder, *tables)


def refused(done: Files, **sizes: Any) -> str:
    with pytest.raises(CannotAnswer) as cannot:
        run(done, **sizes)
    assert cannot.value.message.endswith("。")
    assert not done.out.exists()
    assert not done.rejects.exists()
    assert list(done.rejects.parent.glob(".*")) == []
    return cannot.value.code


def test_what_is_written_depends_neither_on_the_parts_nor_on_the_workers(
    tmp_path: Path, ground: tuple[Path, Path]
) -> None:
    found = []
    for rows, workers in ((PERSONS * 2, 1), (997, 1), (500, 2)):
        folder = tmp_path / f"{rows}"
        folder.mkdir()
        done = files(folder, ground)
        assert run(done, rows=rows, workers=workers) == Tally(PERSONS, PERSONS, 0)
        found.append(digests(done))
    assert found[1:] == [found[0]] * (len(found) - 1)


def test_two_workers_of_a_dask_cluster_write_the_same_bytes(
    tmp_path: Path, ground: tuple[Path, Path]
) -> None:
    distributed = pytest.importorskip("distributed", reason="pip install yichuang[cluster]")
    (tmp_path / "alone").mkdir()
    alone, cluster = files(tmp_path / "alone", ground), files(tmp_path, ground)
    run(alone)
    local = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**local) as two, distributed.Client(two) as client:
        run(cluster, rows=700, executor=client.get_executor())
    assert digests(cluster) == digests(alone)


def test_bad_rows_are_rejected_with_their_reason_and_the_others_answered(tmp_path: Path) -> None:
    persons, years = some()
    persons[0]["sex"] = "?"
    persons[1]["province"] = "atlantis"
    persons[2]["account_balance_fen"] = -1
    persons[3]["born_year"] = None
    persons[4]["retires_month"] = 13
    persons[5]["born_year"] = persons[5]["retires_year"] + 1
    persons[6]["born_year"] = persons[6]["retires_year"] - 20
    persons[7]["retires_year"] = 2039
    of = {n: [y for y in years if y["person_id"] == persons[n]["person_id"]] for n in range(12)}
    of[8][0]["base_fen"] = -1
    of[9].append(of[9][-1])
    of[10] = []
    persons[11]["province"] = "national"
    nobody = {"person_id": "P000000005x", "year": 2020, "months": 1, "base_fen": 1}
    own = [year for n in range(12) for year in of[n]]
    at = next(n for n, year in enumerate(own) if year["person_id"] > "P000000005x")
    done = spoiled(tmp_path, persons, [*own[:at], nobody, *own[at:]])
    assert run(done) == Tally(12, 0, 13)
    expected = [
        "sex-unknown",
        "province-unknown",
        "negative",
        "input-missing",
        "too-large",
        "retires-before-born",
        "age-outside-table",
        "parameter-unknown",
        "negative",
        "year-twice",
        "history-empty",
        "input-missing",
    ]
    by_person = {(persons[n]["person_id"], None): code for n, code in enumerate(expected)}
    assert reasons(done) == by_person | {("P000000005x", 2020): "no-such-person"}
    says = pq.read_table(done.rejects)["says"].to_pylist()
    assert all(words.endswith("。") for words in says)


def test_rejects_too_are_the_same_in_parts_of_any_size(tmp_path: Path) -> None:
    persons, years = some(60)
    for n in range(0, 60, 4):
        persons[n]["account_balance_fen"] = -1
    years = [year for year in years if year["person_id"] != persons[31]["person_id"]]
    persons[31] = persons[30]
    strays = [{"person_id": f"Z{n}", "year": 2020 - n, "months": 1, "base_fen": 1} for n in (1, 2)]
    found = []
    for rows in (1, 2, 7, 60):
        (tmp_path / f"{rows}").mkdir()
        done = spoiled(tmp_path / f"{rows}", persons, [*years, *strays])
        tally = run(done, rows=rows)
        assert tally == Tally(60, 43, 19)
        found.append(digests(done))
    assert found == [found[0]] * 4
    codes = set(reasons(done).values())
    assert codes == {"negative", "person-twice", "no-such-person"}


def test_a_year_after_retirement_is_no_contribution(tmp_path: Path) -> None:
    persons, years = some(2)
    own = [year for year in years if year["person_id"] == persons[0]["person_id"]]
    own[-1]["year"] = persons[0]["retires_year"]
    own[-1]["months"] = persons[0]["retires_month"]
    good = spoiled(tmp_path, persons, years)
    assert run(good).answered == 2
    own[-1]["months"] += 1
    assert run(spoiled(tmp_path, persons, years)).answered == 1
    assert set(reasons(good).values()) == {"contribution-after-retirement"}


def test_files_that_cannot_be_read_to_their_end_leave_nothing_behind(tmp_path: Path) -> None:
    persons, years = some()
    assert refused(spoiled(tmp_path, persons[::-1], years)) == "not-sorted"
    assert refused(spoiled(tmp_path, persons, years[::-1])) == "not-sorted"
    assert refused(spoiled(tmp_path, [*persons[:-1], persons[0]], years), rows=2) == "not-sorted"
    persons[0] |= {"person_id": None}
    assert refused(spoiled(tmp_path, persons, years)) == "id-missing"


def test_files_of_another_shape_are_refused_by_column(tmp_path: Path) -> None:
    persons, years = invent(0, 3, seed=3)
    assert refused(files_of(tmp_path, persons.drop_columns(["sex"]), years)) == "no-column"
    wages = years.set_column(3, "base_fen", years["base_fen"].cast(pa.float64()))
    assert refused(files_of(tmp_path, persons, wages)) == "wrong-column"
    huge = pa.array([2**63] * years.num_rows, pa.uint64())
    assert refused(files_of(tmp_path, persons, years.set_column(3, "base_fen", huge))) == (
        "wrong-column"
    )
    done = files_of(tmp_path, persons, years)
    done.years.write_text("year,months")
    assert refused(done) == "not-parquet"
    done.years.unlink()
    assert refused(done) == "no-file"


def test_a_file_without_cities_and_with_dictionaries_is_as_good(tmp_path: Path) -> None:
    persons, years = invent(0, 50, seed=3)
    slim = persons.drop_columns(["city"])
    at = slim.schema.get_field_index("province")
    slim = slim.set_column(at, "province", slim["province"].dictionary_encode())
    narrow = years.set_column(2, "months", years["months"].cast(pa.int8()))
    assert run(files_of(tmp_path, slim, narrow)) == Tally(50, 50, 0)


def test_sizes_that_cannot_be_meant_are_refused(tmp_path: Path, ground: tuple[Path, Path]) -> None:
    done = files(tmp_path, ground)
    assert refused(done, rows=0) == "too-large"
    assert refused(done, workers=0) == "too-large"
    same = Files(*ground, done.out, done.out)
    assert refused(same) == "same-file"
    assert refused(Files(*ground, tmp_path / "nowhere" / "o", done.rejects)) == "not-writable"


def test_what_stood_in_the_way_is_kept_until_everything_is_reckoned(tmp_path: Path) -> None:
    persons, years = some()
    done = spoiled(tmp_path, persons, years[::-1])
    done.out.write_text("what was there")
    with pytest.raises(CannotAnswer):
        run(done)
    assert done.out.read_text() == "what was there"


def test_an_empty_file_is_answered_with_an_empty_file(tmp_path: Path) -> None:
    done = spoiled(tmp_path, [], [])
    assert run(done) == Tally(0, 0, 0)
    assert pq.read_table(done.out).num_rows == 0


def test_reading_a_file_four_times_as_long_takes_no_more_memory(tmp_path: Path) -> None:
    """Row groups of one size are read, and groups of one size are written."""
    most = []
    for count in (4_000, 16_000):
        persons, years = invent(0, count, seed=3)
        done = files_of(tmp_path, persons, years)
        pq.write_table(persons, done.persons, row_group_size=1_000)
        pq.write_table(years, done.years, row_group_size=10_000)
        del persons, years
        before = pa.total_allocated_bytes()
        held = [pa.total_allocated_bytes() for _ in parts(done.persons, done.years, 500)]
        most.append(max(held) - before)
    assert most[1] < 1.2 * most[0]
