"""Numbering customers whose ids are texts."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

BLOCK = 1 << 15


def fixed_width_codes(
    texts: pa.LargeStringArray, most: float | None = None
) -> tuple[np.ndarray, np.ndarray] | None:
    """Read ids of equal length, such as 'C0001234', as numbers; None if they are not so.

    Member numbers are mostly of one length, and then each position takes few characters, so that
    the id is a number in mixed radix: no hash table is needed, and equal ids get equal numbers.
    Returns a number a line, and for each position its lowest character and how many it takes. The
    numbers are below `most`, which is by default what a table of all of them may take.
    """
    lines = len(texts)
    offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + lines + 1]
    width, rest = divmod(int(offsets[-1] - offsets[0]), lines)
    if texts.null_count or rest or not 0 < width <= 64:
        return None
    if any((np.diff(offsets[at : at + BLOCK + 1]) != width).any() for at in range(0, lines, BLOCK)):
        return None
    letters = np.frombuffer(texts.buffers()[2], np.uint8)[offsets[0] : offsets[-1]]
    letters = letters.reshape(lines, width)
    lowest, highest = _ranges(letters)
    radix = highest.astype(np.int64) - lowest + 1
    size = np.prod(radix, dtype=np.float64)
    if size > (most or max(2 * lines, BLOCK)):
        return None
    codes = np.zeros(lines, np.int32 if size < 2**31 else np.int64)
    for at in range(0, lines, BLOCK):
        code: np.ndarray[Any, Any] = codes[at : at + BLOCK]
        block = letters[at : at + BLOCK]
        for position in np.flatnonzero(radix > 1):
            code *= code.dtype.type(radix[position])
            code += block[:, position] - lowest[position]
    return codes, np.stack([lowest, radix])


def fixed_width_texts(codes: np.ndarray, alphabet: np.ndarray) -> pa.LargeStringArray:
    """Give back the ids that `fixed_width_codes` read as numbers."""
    lowest, radix = alphabet
    letters = np.empty((len(codes), len(radix)), np.uint8)
    for position in reversed(range(len(radix))):
        codes, digit = np.divmod(codes, radix[position])
        letters[:, position] = digit + lowest[position]
    offsets = np.arange(len(letters) + 1, dtype=np.int64) * len(radix)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(letters)]
    return pa.LargeStringArray.from_buffers(len(letters), *buffers[1:])


def hashed_codes(texts: pa.Array) -> tuple[np.ndarray, pa.Array]:
    """Number any texts by first appearance, a missing one by -1, in Arrow's hash table."""
    encoded = texts.dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return codes, encoded.dictionary


def ascending(ids: pa.Array) -> np.ndarray:
    """Return the order that puts ids, texts or integers, in ascending order."""
    if pa.types.is_large_string(ids.type):
        numbers = fixed_width_codes(ids, most=2**62)
        if numbers is not None:
            return np.argsort(numbers[0])
    return pc.sort_indices(ids).to_numpy()


def as_arrow(ids: pd.Series) -> pa.LargeStringArray:
    """Return the texts as one Arrow array; pandas holds them so already."""
    return pa.chunked_array(pa.array(ids.array)).cast(pa.large_string()).combine_chunks()


def _ranges(letters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and highest character of each position."""
    edges = []
    for at in range(0, len(letters), BLOCK):
        block = np.ascontiguousarray(letters[at : at + BLOCK].T)
        edges.append((block.min(axis=1), block.max(axis=1)))
    lowest, highest = zip(*edges, strict=True)
    return np.min(lowest, axis=0), np.max(highest, axis=0)
