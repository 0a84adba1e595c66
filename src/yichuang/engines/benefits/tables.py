"""Persons and their contribution years in Parquet: read in parts that fit into memory.

Both files must be sorted by `person_id`, ascending by its characters; then a part of the persons
meets its years without either file ever being held whole. A file that isn't is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yichuang.engines.benefits.faults import CannotAnswer

ID = "person_id"
PERSONS = {
    ID: pa.string(),
    "province": pa.string(),
    "city": pa.string(),
    "sex": pa.string(),
    "born_year": pa.int64(),
    "born_month": pa.int64(),
    "retires_year": pa.int64(),
    "retires_month": pa.int64(),
    "months_deemed": pa.int64(),
    "account_balance_fen": pa.int64(),
}
YEARS = {ID: pa.string(), "year": pa.int64(), "months": pa.int64(), "base_fen": pa.int64()}

YEARS_OF_A_PERSON = 16
"""Contribution years are read in pieces of so many times the persons of a part."""
BUFFER = 1 << 20
ROWS_WRITTEN = 1 << 16
"""Rows of a row group; always the same, so that the parts don't show in what is written."""


@dataclass(frozen=True)
class Part:
    """Some persons with all their years, packed to be sent to a worker (一批)."""

    persons: bytes
    years: bytes


def packed(table: pa.Table) -> bytes:
    """Pack the rows of a table and nothing of what they were cut from."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def unpacked(told: bytes) -> pa.Table:
    """Give the table again."""
    return pa.ipc.open_stream(told).read_all().combine_chunks()


def count(persons: Path) -> int:
    """Say how many persons a file has, from its last page."""
    return int(_opened(persons, PERSONS, "persons").metadata.num_rows)


def parts(persons: Path, years: Path, rows: int) -> Iterator[Part]:
    """Give the persons, so many at a time, with all their years (CannotAnswer)."""
    waiting = _Sorted(years, YEARS, "contributions", rows * YEARS_OF_A_PERSON)
    for some in _whole_persons(_Sorted(persons, PERSONS, "persons", rows)):
        yield Part(packed(some), packed(waiting.until(some[ID][-1].as_py())))
    nobody = pa.table({name: pa.array([], kind) for name, kind in PERSONS.items()})
    for rest in waiting.left():
        yield Part(packed(nobody), packed(rest))


def _whole_persons(source: "_Sorted") -> Iterator[pa.Table]:
    """Give pieces such that rows with one id, of which only one can be right, stay together."""
    held = source.empty
    for piece in source:
        table = pa.concat_tables([held, piece])
        last = table[ID][-1].as_py()
        before = pc.sum(pc.not_equal(table[ID], last)).as_py() or 0
        if before:
            yield table.slice(0, before)
        held = table.slice(before)
    if held.num_rows:
        yield held


class _Sorted:
    """A file read piece by piece, which must be sorted."""

    def __init__(self, path: Path, kinds: dict[str, Any], field: str, rows: int) -> None:
        self.field, self.kinds = field, kinds
        self.empty = pa.table({name: pa.array([], kind) for name, kind in kinds.items()})
        file = _opened(path, kinds, field)
        names = [name for name in kinds if name in file.schema_arrow.names]
        # One group at a time: a reader of all groups keeps more and more of them.
        self.batches = (
            batch
            for group in range(file.metadata.num_row_groups)
            for batch in file.iter_batches(rows, [group], names, use_threads=False)
        )
        self.rest = self.empty
        self.last = ""

    def __iter__(self) -> Iterator[pa.Table]:
        for batch in self.batches:
            if batch.num_rows:
                yield self._in_order(self._as_declared(batch))

    def until(self, last: str) -> pa.Table:
        """Give all rows up to an id."""
        taken, pieces = [self.rest], iter(self)
        while not taken[-1].num_rows or taken[-1][ID][-1].as_py() <= last:
            piece = next(pieces, None)
            if piece is None:
                break
            taken.append(piece)
        whole = taken.pop()
        upto = pc.sum(pc.less_equal(whole[ID], last)).as_py() or 0
        self.rest = whole.slice(upto)
        return pa.concat_tables([*taken, whole.slice(0, upto)])

    def left(self) -> Iterator[pa.Table]:
        """Give what is left, piece by piece."""
        if self.rest.num_rows:
            yield self.rest
        yield from self

    def _as_declared(self, batch: pa.RecordBatch) -> pa.Table:
        columns = {}
        for name, kind in self.kinds.items():
            column = batch.column(name) if name in batch.schema.names else None
            if column is None:
                columns[name] = pa.nulls(batch.num_rows, kind)
                continue
            try:
                columns[name] = column.cast(kind)
            except pa.ArrowInvalid:
                raise CannotAnswer("wrong-column", f"“{name}”中有过大的数。", name) from None
        return pa.table(columns)

    def _in_order(self, table: pa.Table) -> pa.Table:
        ids = table[ID].combine_chunks()
        if ids.null_count:
            raise CannotAnswer("id-missing", f"有的行没有“{ID}”，请补充后再算。", self.field)
        falls = ids[0].as_py() < self.last or pc.any(pc.less(ids[1:], ids[:-1])).as_py()
        if falls:
            says = f"文件没有按“{ID}”升序排列，请先排序再算。"
            raise CannotAnswer("not-sorted", says, self.field)
        self.last = ids[-1].as_py()
        return table


def _opened(path: Path, kinds: dict[str, Any], field: str) -> pq.ParquetFile:
    """Open a file and look whether its columns are what they should be (CannotAnswer)."""
    try:
        file = pq.ParquetFile(path, buffer_size=BUFFER)
    except FileNotFoundError:
        raise CannotAnswer("no-file", f"找不到文件 {path}。", field) from None
    except (pa.ArrowInvalid, OSError):
        raise CannotAnswer("not-parquet", f"{path} 不是可读的 Parquet 文件。", field) from None
    for name, kind in kinds.items():
        place = file.schema_arrow.get_field_index(name)
        if place < 0 and name != "city":
            raise CannotAnswer("no-column", f"{path} 缺少列“{name}”。", name)
        if place >= 0 and not _like(file.schema_arrow.field(place).type, kind):
            says = f"{path} 的列“{name}”应为{'文字' if kind == pa.string() else '整数'}。"
            raise CannotAnswer("wrong-column", says, name)
    return file


def _like(found: pa.DataType, kind: pa.DataType) -> bool:
    if kind == pa.int64():
        return bool(pa.types.is_integer(found))
    if pa.types.is_dictionary(found):
        found = found.value_type
    return bool(pa.types.is_string(found) or pa.types.is_large_string(found))


class Written:
    """A Parquet file that grows by tables of any size and looks the same whatever they were."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.writer = pq.ParquetWriter(path, schema, compression="zstd")
        self.waiting = schema.empty_table()

    def add(self, table: pa.Table) -> None:
        """Add rows."""
        self.waiting = pa.concat_tables([self.waiting, table])
        while self.waiting.num_rows >= ROWS_WRITTEN:
            self._write(self.waiting.slice(0, ROWS_WRITTEN))
            self.waiting = self.waiting.slice(ROWS_WRITTEN)

    def close(self) -> None:
        """Write what waits, and the last page."""
        if self.waiting.num_rows:
            self._write(self.waiting)
        self.writer.close()

    def _write(self, table: pa.Table) -> None:
        self.writer.write_table(table.combine_chunks(), row_group_size=ROWS_WRITTEN)
