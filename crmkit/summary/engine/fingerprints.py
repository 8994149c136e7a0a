"""Numbering the customers of a file whose ids are texts, or integers too far apart to be packed.

Each id becomes a 64-bit number, its fingerprint: equal ids have equal ones. Sorted, they show how
many customers there are, and a customer's number is the place of their fingerprint among them. The
ids themselves are kept once a customer, however many lines there are. That two of five million
texts share a fingerprint happens once in a million files; a second fingerprint finds it out (both
are alike once in 10^25), and then the work is done again with another seed.
"""

from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crmkit.summary.engine import text_codes

WORD = 8  # bytes

Array = np.ndarray[Any, Any]


class Collision(Exception):
    """Two ids have the same fingerprint."""


def draw_seed() -> Array:
    """Draw what makes a fingerprint: unknown beforehand, so that no file can be made to collide."""
    return np.random.default_rng().integers(2**63, size=2, dtype=np.uint64) * 2 + 1


def fingerprints(ids: pa.Array, *seeds: Array) -> list[Array]:
    """Turn each id, a text or an integer, into a 64-bit number; one array for each seed."""
    if pa.types.is_integer(ids.type):
        values = ids.to_numpy().astype(np.uint64)
        return [_mixed(values, seed) for seed in seeds]
    lengths = pc.binary_length(ids).to_numpy()
    words = (lengths + WORD - 1) // WORD
    all_found = [np.empty(len(ids), np.uint64) for _ in seeds]
    # Texts that take equally many words are read as one table of numbers.
    for count in np.flatnonzero(np.bincount(words)):
        same = np.flatnonzero(words == count)
        texts = ids if len(same) == len(ids) else ids.take(pa.array(same))
        table = _words(texts, int(count))
        for found, seed in zip(all_found, seeds, strict=True):
            fingerprint = _mixed(lengths[same].astype(np.uint64), seed)
            for word in table.T:
                fingerprint = _mixed(fingerprint ^ word, seed)
            found[same] = fingerprint
    return all_found


def _words(texts: pa.Array, count: int) -> Array:
    """Return the bytes of the texts, filled up with zeros, as `count` numbers a text."""
    width = count * WORD
    if not width:
        return np.empty((len(texts), 0), np.uint64)
    full = pc.ascii_rpad(_long(texts), width=width, padding="\0")
    data = np.frombuffer(full.buffers()[2], np.uint8)[: width * len(full)]
    return data.view(np.uint64).reshape(len(full), count)


def _long(ids: pa.Array) -> pa.Array:
    """Count the bytes of texts in 64 bits, since those of all customers may be more than 2 GB."""
    return ids.cast(pa.large_string()) if pa.types.is_string(ids.type) else ids


def _mixed(values: Array, seed: Array) -> Array:
    """Shuffle 64-bit numbers; no two of them become one."""
    values = (values + seed[1]) * seed[0]
    values ^= values >> np.uint64(32)
    values *= seed[0]
    values ^= values >> np.uint64(29)
    return values


class Numbering:
    """Which number a customer has, by the sorted fingerprints of all; and their ids."""

    def __init__(self, found: Array, seed: Array):
        self.seeds = seed, draw_seed()
        # The two fingerprints of a customer side by side: they are looked up together.
        both = np.zeros((len(found), 2), np.uint64)
        both[:, 0] = found
        self.first, self.second = both.T  # a second one of 0 has not been met yet
        # Fingerprints are spread evenly, so their leading bits say about where they stand.
        bits = max(len(found).bit_length(), 1)
        self.shift = np.uint64(64 - bits)
        starts = np.arange(1 << bits, dtype=np.uint64) << self.shift
        kind = np.int32 if len(found) < 2**31 else np.int64
        self.starts = np.searchsorted(found, starts).astype(kind)
        self.ids: list[pa.Array] = []
        self.codes: list[Array] = []
        self.lock = Lock()

    def of(self, ids: pa.Array) -> Array:
        """Number the customers of some lines, and keep the ids of those who are new."""
        first, second = fingerprints(ids, *self.seeds)
        second |= np.uint64(1)
        codes = self._places(first)
        known = self.second[codes]
        lines = np.flatnonzero(known == 0)
        if len(lines):
            with self.lock:
                new, first_lines = np.unique(codes[lines], return_index=True)
                here = self.second[new] == 0  # else another thread was sooner
                new, first_lines = new[here], lines[first_lines[here]]
                self.second[new] = second[first_lines]
                self.ids.append(_long(ids.take(pa.array(first_lines))))
                self.codes.append(new)
            known[lines] = self.second[codes[lines]]
        if (known != second).any():
            raise Collision
        return codes

    def hand_over(self) -> tuple[pa.Array, Array]:
        """Return the ids in ascending order with their numbers; and let go of all the rest."""
        ids, codes = pa.concat_arrays(self.ids), np.concatenate(self.codes)
        vars(self).clear()
        order = text_codes.ascending(ids)
        return ids.take(pa.array(order)), codes[order]

    def _places(self, wanted: Array) -> Array:
        # What is not among them (the file has changed) gets any place, and is found out by `of`.
        wanted = np.minimum(wanted, self.first[-1])
        places = self.starts[wanted >> self.shift]
        behind = np.flatnonzero(self.first[places] < wanted)
        while len(behind):
            places[behind] += 1
            behind = behind[self.first[places[behind]] < wanted[behind]]
        return places
