"""Columns of text out of the batches of a file, in little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.orders.columns import Coded

if TYPE_CHECKING:
    import pyarrow as pa

_SLICE_ROWS = 1_000_000


class Collect:
    """Text as numbers of its values, slice by slice: where values repeat, far smaller."""

    def __init__(self, width: int) -> None:
        self.rows = 0
        self._waiting: list[pa.RecordBatch] = []
        self._chunks: list[list[pa.Array]] = [[] for _ in range(width)]
        self._repeating = [True] * width

    def add(self, batch: pa.RecordBatch) -> None:
        self.rows += len(batch)
        self._waiting.append(batch)
        if sum(map(len, self._waiting)) >= _SLICE_ROWS:
            self._encode()

    def _encode(self) -> None:
        import pyarrow as pa

        for place, chunks in enumerate(self._chunks):
            column = pa.chunked_array([batch.column(place) for batch in self._waiting])
            column = column.combine_chunks()
            if self._repeating[place]:
                coded = column.dictionary_encode()
                self._repeating[place] = bool(chunks) or len(coded.dictionary) < 0.8 * len(column)
            # The type of pandas' text, so that it takes the slices as they are.
            chunks.append(coded if self._repeating[place] else column.cast(pa.large_string()))
        self._waiting = []
        # Arrow keeps what was freed for itself, a third of all memory here.
        pa.default_memory_pool().release_unused()

    def columns(self) -> list[Coded]:
        import pyarrow as pa

        if self._waiting:
            self._encode()
        columns = []
        for place, repeating in enumerate(self._repeating):
            columns.append(_coded(self._chunks[place], repeating))
            self._chunks[place] = []
            pa.default_memory_pool().release_unused()
        return columns


def _coded(chunks: list[pa.Array], repeating: bool) -> Coded:
    import pyarrow as pa

    text = pa.large_string()
    if repeating and _share_values(chunks):
        whole = pa.chunked_array(chunks).unify_dictionaries()
        codes = [chunk.indices.fill_null(-1).to_numpy() for chunk in whole.chunks]
        values = pa.chunked_array([whole.chunk(0).dictionary])
    elif repeating:
        codes, begin = [], 0
        for chunk in chunks:
            found = chunk.indices.fill_null(-1).to_numpy()
            codes.append(np.where(found < 0, found, found + np.int32(begin)))
            begin += len(chunk.dictionary)
        values = pa.chunked_array([chunk.dictionary.cast(text) for chunk in chunks], text)
    else:
        known = np.concatenate([np.empty(0, bool), *(chunk.is_valid() for chunk in chunks)])
        codes = [np.where(known, np.arange(len(known), dtype="int32"), np.int32(-1))]
        values = pa.chunked_array([chunk.fill_null("") for chunk in chunks], text)
    return Coded(
        np.concatenate([np.empty(0, "int32"), *codes]), pd.Series(pd.array(values, dtype="str"))
    )


def _share_values(chunks: list[pa.Array]) -> bool:
    """Do values come again in a later slice? Finding those of all slices takes much memory."""
    import pyarrow as pa

    if not chunks or len(chunks) == 1:
        return bool(chunks)
    two = chunks[:2]
    both = pa.chunked_array(two).unify_dictionaries().chunk(0).dictionary
    return len(both) < 0.95 * sum(len(chunk.dictionary) for chunk in two)
