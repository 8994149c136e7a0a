"""Parquet files: the columns that are needed, page by page checked against their checksums."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from crmkit.orders.sources.source_types import Data, Source, duplicated, some, unique_names

# INT96, which Spark wrote for long, is an instant; in nanoseconds far days would wrap around.
_CAREFUL: dict[str, Any] = {
    "page_checksum_verification": True,
    "coerce_int96_timestamp_unit": "us",
}


def from_parquet(path: Path) -> Source:
    """The names of a Parquet file, and its columns when asked."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from crmkit.orders.sources.arrow_table import as_frame, as_series, row_number

    try:
        opened = pq.ParquetFile(path, **_CAREFUL)
    except (pa.ArrowException, OSError) as error:
        raise ValueError(
            f"{path.name} cannot be opened as a Parquet file: it is damaged, incomplete or "
            "encrypted. Write it again."
        ) from error
    with opened:
        stored = opened.schema_arrow.names
        leaves = [opened.schema.column(place) for place in range(len(opened.schema))]
        instants = {leaf.path for leaf in leaves if leaf.physical_type == "INT96"}
    unique_names(stored, path.name)

    def take(names: Sequence[str]) -> pa.Table:
        try:
            with pq.ParquetFile(path, **_CAREFUL) as file:
                table = file.read(columns=list(names))
        except (pa.ArrowException, OSError) as error:
            raise ValueError(
                f"{path.name}: the columns {some([repr(name) for name in names])} cannot be read: "
                "the file is damaged. Write or copy it again."
            ) from error
        # The order of the file's columns is not that of the question.
        columns = {name: table[name] for name in names}
        for name in instants & set(names):
            columns[name] = columns[name].cast(pa.timestamp("us", "UTC"))
        return pa.table(columns)

    def read(wanted: Sequence[str]) -> Data:
        table = take(wanted)
        columns = {name: as_series(name, table[name], path.name) for name in wanted}

        def repeats(rows: np.ndarray) -> np.ndarray:
            others = [name for name in stored if name not in wanted]
            parts = [as_frame(table, rows)]
            if others:
                parts.append(as_frame(take(others), rows))
            return duplicated(pd.concat(parts, axis=1))

        return Data(columns, table.num_rows, repeats, row_number)

    return Source(tuple(stored), read)
