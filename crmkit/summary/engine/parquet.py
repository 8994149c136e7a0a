"""Orders to customers from Parquet: packed in memory while it is read, or left to DuckDB.

Row groups are read and packed in threads, batch by batch, so that nothing but 8 bytes a line is
held; where each part of a line goes is known beforehand from the statistics of the row groups. Ids
that are texts are read twice: once to number the customers (`fingerprints`), once to pack.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from crmkit.summary.engine import checks
from crmkit.summary.engine.fingerprints import Collision, Numbering, draw_seed, fingerprints
from crmkit.summary.engine.in_memory import TICKS_A_DAY, Ids, OrderLines
from crmkit.summary.engine.out_of_memory import LEAST_MEMORY, OrderFiles
from crmkit.summary.engine.packed_sort import Bounds, NotPackable, PackedLines, Packing
from crmkit.summary.engine.threads import in_threads, sort

BYTES_A_LINE = 8  # one packed integer
BYTES_A_LINE_APART = 40  # where the cents are beside it, while both are sorted
# The result and the columns that it is made of; and the id, before and after it is put in order.
BYTES_A_CUSTOMER = 80
BYTES_A_PLACE = 8  # where a text begins
ATTEMPTS = 3  # a collision of fingerprints is rare, two in turn do not happen
BATCH = 1 << 16  # lines; so few stay in the processor's cache until they are packed
BUFFER = 1 << 20


N = TypeVar("N", int, float)


def open_parquet(path: Path, memory_limit: str) -> OrderFiles | OrderLines:
    """Choose the engine by the memory that the lines would need."""
    limit = _bytes(memory_limit)
    if not path.exists():
        raise FileNotFoundError(f"no file or folder at '{path}'. Give the path of a Parquet file.")
    files = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
    if not files:
        raise FileNotFoundError(f"no .parquet file in the folder '{path}'.")
    try:
        source = _ParquetLines.of(files)
    except pa.ArrowTypeError as error:
        raise ValueError(f"the files in '{path}' differ in their columns: {error}.") from error
    except pa.ArrowInvalid as error:
        raise ValueError(
            f"'{path}' is not Parquet ({error}). Read other files with crmkit.orders.read."
        ) from error
    try:
        lines = source.packed(limit)
    except NotPackable:
        raise source.what_is_amiss() from None
    return OrderFiles.of(files, limit) if lines is None else lines


def memory_needed(bounds: Bounds) -> int:
    """Estimate the bytes for counting in memory, the result included."""
    customers = min(bounds.codes[1] - bounds.codes[0] + 1, bounds.lines)
    a_customer = BYTES_A_CUSTOMER + 2 * bounds.id_bytes
    a_line = BYTES_A_LINE if Packing.of(bounds).fits else BYTES_A_LINE_APART
    return a_line * bounds.lines + a_customer * customers


@dataclass(frozen=True)
class _RowGroup:
    file: Path
    metadata: pq.FileMetaData
    number: int
    first_line: int

    def batches(self, columns: Sequence[str]) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Read some columns, with the number of the first line of each batch."""
        at = self.first_line
        # Through a buffer, what is read of a row group is not held whole.
        with pq.ParquetFile(self.file, metadata=self.metadata, buffer_size=BUFFER) as file:
            for batch in file.iter_batches(
                BATCH, row_groups=[self.number], columns=list(columns), use_threads=False
            ):
                yield at, batch
                at += len(batch)

    def raw_range(self, column: str) -> tuple[Any, Any] | None:
        """Return the lowest and highest value by the statistics, times as integers."""
        group = self.metadata.row_group(self.number)
        parts = (group.column(part) for part in range(group.num_columns))
        found = next(part for part in parts if part.path_in_schema == column).statistics
        if found is None or not found.has_min_max:
            return None
        if column == "ordered_at":
            return found.min_raw, found.max_raw
        return found.min, found.max


@dataclass(frozen=True)
class _ParquetLines:
    """The lines of Parquet files, in their order."""

    files: list[Path]
    groups: list[_RowGroup]
    types: dict[str, pa.DataType]
    lines: int

    @classmethod
    def of(cls, files: list[Path]) -> "_ParquetLines":
        """Check the columns and their types."""
        groups, schemas, lines = [], [], 0
        for path in files:
            with pq.ParquetFile(path) as file:
                checks.check_columns(file.schema_arrow.names)
                checks.check_not_int96(file.schema)
                metadata, schema = file.metadata, file.schema_arrow
            schemas.append(pa.schema([schema.field(name) for name in checks.COLUMNS]))
            for number in range(metadata.num_row_groups):
                groups.append(_RowGroup(path, metadata, number, lines))
                lines += metadata.row_group(number).num_rows
        if lines == 0:
            raise checks.empty_log()
        schema = pa.unify_schemas(schemas, promote_options="permissive")
        ids, times, amounts = schema.types
        is_number = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
        checks.check_types(
            schema.types,
            ids=pa.types.is_integer(ids) or _is_text(ids),
            times=pa.types.is_timestamp(times) or pa.types.is_date(times),
            zone=pa.types.is_timestamp(times) and times.tz is not None,
            amounts=any(test(amounts) for test in is_number),
        )
        return cls(files, groups, dict(zip(schema.names, schema.types, strict=True)), lines)

    def packed(self, limit: int) -> OrderLines | None:
        """Read, pack and sort the lines; None if that takes more memory than the limit."""
        days = self._range("ordered_at", lambda ticks: int(ticks) // self._ticks_a_day)
        amounts = self._range("amount", float)
        least = Bounds(self.lines, (0, 0), days, amounts)
        if memory_needed(least) > limit:
            return None
        if not self._text:
            bounds = replace(least, codes=self._range("customer_id", int))
            if bounds.codes[1] < 2**63 and Packing.of(bounds).fits:
                kind = self.types["customer_id"].to_pandas_dtype()
                return self._put(bounds, limit, Ids(bounds.codes, kind))
        for _ in range(ATTEMPTS):
            numbering, id_bytes = self._numbering(least, limit)
            if numbering is None:
                return None
            codes = (0, len(numbering.first) - 1)
            try:
                return self._put(replace(least, codes=codes, id_bytes=id_bytes), limit, numbering)
            except Collision:
                continue
        raise NotPackable

    def _put(self, bounds: Bounds, limit: int, customers: Ids | Numbering) -> OrderLines | None:
        """Pack and sort the lines within the bounds; None if there are too many customers."""
        packed = PackedLines(Packing.of(bounds), self.lines)

        def put(
            at: int, customer_id: np.ndarray, ordered_at: np.ndarray, amount: np.ndarray
        ) -> None:
            packed.put(at, customer_id, ordered_at, self._ticks_a_day, amount)

        if isinstance(customers, Numbering):
            self._visit(put, checks.COLUMNS, customers.of)
            found, in_order = customers.hand_over()
            index = pd.Index(found.to_pandas(), name="customer_id")
            ids = Ids(bounds.codes, index.dtype, index, in_order=in_order)
        else:
            self._visit(put, checks.COLUMNS)
            ids = customers
        pa.default_memory_pool().release_unused()
        packed.sort()
        if memory_needed(bounds) > limit:  # if every number between the bounds were a customer
            bounds = replace(bounds, codes=(1, packed.customers()))
            if memory_needed(bounds) > limit:
                return None
        first_day = checks.UNIX_EPOCH + timedelta(days=bounds.days[0])
        return OrderLines(packed, ids, first_day, codes=None)

    def _numbering(self, bounds: Bounds, limit: int) -> tuple[Numbering | None, int]:
        """Read all ids to number the customers; None if they are too many. And bytes an id."""
        seed = draw_seed()
        found = np.empty(self.lines, np.uint64)
        bytes_read: list[int] = []

        def of_ids(ids: pa.Array) -> np.ndarray:
            lengths = pc.sum(pc.binary_length(ids)).as_py() if self._text else 8 * len(ids)
            bytes_read.append(lengths or 0)
            return fingerprints(ids, seed)[0]

        def put(at: int, customer_id: np.ndarray) -> None:
            found[at : at + len(customer_id)] = customer_id

        self._visit(put, ["customer_id"], of_ids)
        sort(found)
        id_bytes = -(-sum(bytes_read) // self.lines) + BYTES_A_PLACE
        first = np.append(True, found[1:] != found[:-1])
        codes = (1, int(np.count_nonzero(first)))
        if memory_needed(replace(bounds, codes=codes, id_bytes=id_bytes)) > limit:
            return None, id_bytes
        return Numbering(found[first], seed), id_bytes

    def what_is_amiss(self) -> ValueError:
        """Count the lines that cannot be summed up, and name the first."""
        rows: dict[str, list[int]] = {}
        for group in self.groups:
            for at, batch in group.batches(checks.COLUMNS):
                amounts = batch["amount"].cast("float64").to_numpy(zero_copy_only=False)
                with np.errstate(invalid="ignore"):
                    off = np.abs(amounts * 100 - np.rint(amounts * 100)) > Packing.cent_tolerance
                for name, marked in {
                    "customer_id": batch["customer_id"].is_null().to_numpy(zero_copy_only=False),
                    "ordered_at": batch["ordered_at"].is_null().to_numpy(zero_copy_only=False),
                    "amount": ~np.isfinite(amounts),
                    "cents": off,
                }.items():
                    rows.setdefault(name, []).extend(at + np.flatnonzero(marked))
        for name, found in rows.items():
            if found:
                where = "row " + ", ".join(map(str, found[:3]))
                if name == "cents":
                    return checks.not_whole_cents(len(found), where)
                return checks.missing_values(name, len(found), where)
        return ValueError(
            f"the statistics in '{self.files[0]}' do not fit its values. Write the file again."
        )

    @property
    def _ticks_a_day(self) -> int:
        times = self.types["ordered_at"]
        return TICKS_A_DAY[times.unit] if pa.types.is_timestamp(times) else 1

    def _range(self, column: str, convert: Callable[[Any], N]) -> tuple[N, N]:
        """Return the lowest and highest value, by the statistics or else by reading."""
        same_type = all(  # else the statistics of some files are in another unit
            group.metadata.schema.to_arrow_schema().field(column).type == self.types[column]
            for group in self.groups
        )
        found = [group.raw_range(column) for group in self.groups if same_type]
        if not found or None in found or not np.isfinite(np.array(found, float)).all():
            found = []
            self._visit(lambda at, **read: found.append(_edges(read[column])), [column])
        lowest, highest = zip(*found, strict=True)
        return convert(min(lowest)), convert(max(highest))

    def _visit(
        self,
        do: Callable[..., None],
        columns: Sequence[str],
        of_ids: Callable[[pa.Array], np.ndarray] | None = None,
    ) -> None:
        """Call do(first line, column=numbers, ...) with all batches, several at once."""

        def numbers(name: str, values: pa.Array) -> np.ndarray:
            if values.null_count:
                raise NotPackable
            if name == "customer_id" and of_ids:
                return of_ids(values.cast(self._plain_ids))
            return self._numbers(name, values)

        def one(group: _RowGroup) -> None:
            for at, batch in group.batches(columns):
                do(at, **{name: numbers(name, batch[name]) for name in columns})

        for _ in in_threads(one, self.groups):
            pass

    def _numbers(self, column: str, values: pa.Array) -> np.ndarray:
        values = values.cast("float64" if column == "amount" else self.types[column])
        if column == "ordered_at":
            values = values.view("int64" if pa.types.is_timestamp(values.type) else "int32")
            values = values.cast("int64")
        return values.to_numpy(zero_copy_only=False)

    @property
    def _text(self) -> bool:
        return _is_text(self.types["customer_id"])

    @property
    def _plain_ids(self) -> pa.DataType:
        kind = self.types["customer_id"]
        return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _edges(values: np.ndarray) -> tuple[Any, Any]:
    lowest, highest = values.min(), values.max()
    if not np.isfinite([lowest, highest]).all():
        raise NotPackable
    return lowest, highest


def _bytes(memory_limit: str) -> int:
    units = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
    text = memory_limit.strip().upper() if isinstance(memory_limit, str) else ""
    number, unit = text[:-2], text[-2:]
    try:
        limit = int(float(number) * units[unit])
    except (KeyError, ValueError):
        limit = 0
    if limit < LEAST_MEMORY:
        raise ValueError(
            f"memory_limit={memory_limit!r} must be a number and one of {list(units)}, "
            "at least '500MB', such as '2GB'."
        )
    return limit
