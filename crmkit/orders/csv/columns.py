"""Columns of text out of the batches of a file, in little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.orders.columns.column import Coded, release_memory

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
        release_memory()

    def columns(self) -> list[Coded]:
        if self._waiting:
            self._encode()
        columns = []
        for place, repeating in enumerate(self._repeating):
            columns.append(_coded(self._chunks[place], repeating))
            self._chunks[place] = []
            release_memory()
        return columns


def _coded(chunks: list[pa.Array], repeating: bool) -> Coded:
    import pyarrow as pa

    text = pa.large_string()
    if repeating and _share_values(chunks):
        whole = pa.chunked_array(chunks).unify_dictionaries()
        codes = [chunk.indices.fill_null(-1).to_numpy() for chunk in whole.chunks]
        values = pa.chunked_array([whole.chunk(0).dictionary])
    elif repeating and chunks:
        dictionaries = [chunk.dictionary for chunk in chunks]
        numbers, once = _numbered(dictionaries)
        codes, begin, first = [], 0, []
        for chunk, dictionary in zip(chunks, dictionaries, strict=True):
            part = slice(begin, begin + len(dictionary))
            own = np.append(numbers[part], np.int32(-1))
            codes.append(own[chunk.indices.fill_null(-1).to_numpy()])
            first.append(dictionary.filter(pa.array(once[part])).cast(text))
            begin = part.stop
        # In one piece, as it is taken from: at the end there is no room for that.
        values = pa.chunked_array([pa.concat_arrays(first)])
    else:
        known = np.concatenate([np.empty(0, bool), *(chunk.is_valid() for chunk in chunks)])
        codes = [np.where(known, np.arange(len(known), dtype="int32"), np.int32(-1))]
        values = pa.chunked_array([chunk.fill_null("") for chunk in chunks], text)
    return Coded(
        np.concatenate([np.empty(0, "int32"), *codes]), pd.Series(pd.array(values, dtype="str"))
    )


def _numbered(parts: list[pa.Array]) -> tuple[np.ndarray, np.ndarray]:
    """The number of each text among the distinct ones, and where each of these stands first.

    Hashes take far less memory than a table of all texts: only texts with equal ones are compared.
    """
    import pyarrow as pa

    hashed = np.empty(sum(map(len, parts)), "uint64")
    begin = 0
    for part in parts:
        texts = part.to_numpy(zero_copy_only=False)
        hashed[begin : begin + len(part)] = pd.util.hash_array(texts, categorize=False)
        begin += len(part)
    ordered = np.sort(hashed)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    del ordered
    alike = np.flatnonzero(pd.Series(hashed).isin(twice).to_numpy())
    some = pa.chunked_array(parts, pa.string()).take(pa.array(alike)).combine_chunks()
    same = some.dictionary_encode().indices.to_numpy()
    _, first = np.unique(same, return_index=True)
    earliest = np.arange(len(hashed), dtype="int32")
    earliest[alike] = alike[first[same]]
    once = earliest == np.arange(len(hashed), dtype="int32")
    return (np.cumsum(once, dtype="int32") - np.int32(1))[earliest], once


def _share_values(chunks: list[pa.Array]) -> bool:
    """Do values come again in the next slice? Finding those of all slices takes much memory."""
    import pyarrow as pa

    if not chunks or len(chunks) == 1:
        return bool(chunks)
    two = chunks[:2]
    both = pa.chunked_array(two).unify_dictionaries().chunk(0).dictionary
    return len(both) < 0.95 * sum(len(chunk.dictionary) for chunk in two)
