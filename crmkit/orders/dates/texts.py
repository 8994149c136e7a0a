"""Split the texts of a date column into days and times of day, slice by slice."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.orders.columns.cells import INVISIBLE
from crmkit.orders.dates.forms import DAY_AND_TIME, NAT, Clock, parsed_time
from crmkit.orders.dates.values import SLICE

if TYPE_CHECKING:
    import pyarrow as pa

# What Arrow reads by itself, far faster; a zone behind minutes might be the end of a span.
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)?$"
_ISO_WITH_ZONE = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(Z|[+-](0[0-9]|1[0-3]):?(00|15|30|45))$"
)
# No leading zero: 050324 is no day of Excel.
_NUMBER = r"^[1-9][0-9]{0,14}(\.[0-9]+)?$"
# A text is a day and, perhaps, a time of day: both have few distinct values. Most are plain.
_PLAIN = (
    r"^(?P<day>[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4})"
    r"(?:[ T](?P<time>[0-9:.]+(?: ?[AaPp][Mm])?))?$"
)
# What spreadsheets put around a text to keep it one.
_QUOTED = r"^(?:=?\"|')|\"$"
# Marks, and the letters of which Korean syllables are made.
_APART = r"[\p{M}\x{1100}-\x{11FF}]"
# 20240305T102030Z: with its colons it is split as every other text.
_ZONE = "(?:Z|[+-][0-9:]+)?"
_BASIC = (
    (rf"^([0-9]{{8}}[Tt ][0-9]{{2}})([0-9]{{2}})([0-9]{{2}}(?:[.,][0-9]+)?{_ZONE})$", r"\1:\2:\3"),
    (rf"^([0-9]{{8}}[Tt ][0-9]{{2}})([0-9]{{2}}{_ZONE})$", r"\1:\2"),
)


@dataclass
class Split:
    """What each text names: an ISO time that is read, a number, or a day and a time of day.

    `day` and `time` number the texts of `days` and `times`; 0 is the empty text. `is_text` marks
    the texts among the column's values, in which other cells may stand between them.
    """

    is_text: np.ndarray
    at: np.ndarray
    aware: np.ndarray
    numbers: np.ndarray | None
    day: np.ndarray
    time: np.ndarray
    days: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)

    def has_day(self, numbers: Sequence[int]) -> np.ndarray:
        """Which values are texts with one of these days?"""
        return self._has(self.day, len(self.days), numbers)

    def has_time(self, numbers: Sequence[int]) -> np.ndarray:
        """Which values are texts with one of these times of day?"""
        return self._has(self.time, len(self.times), numbers)

    def _has(self, codes: np.ndarray, size: int, numbers: Sequence[int]) -> np.ndarray:
        wanted = np.zeros(size, bool)
        wanted[list(numbers)] = True
        hit = np.zeros(len(self.is_text), bool)
        hit[self.is_text] = wanted[codes]
        return hit

    def counted(self, words: Mapping[int, str], rows: np.ndarray) -> Counter[str]:
        """How many rows have each word, where a day of that number has it."""
        by_day = np.bincount(self.day, rows[self.is_text], minlength=len(self.days))
        counted: Counter[str] = Counter()
        for number, word in words.items():
            counted[word] += int(by_day[number])
        return counted

    def clocks(self) -> list[Clock | None]:
        return [parsed_time(text) for text in self.times]

    def settle(self, day_at: np.ndarray, clocks: Sequence[Clock | None]) -> None:
        """Put days and times together, now that every day is read."""
        # NaT has the smallest number.
        length = np.array([NAT.astype("int64") if c is None else c.microseconds for c in clocks])
        length = length.astype("timedelta64[us]")
        with_zone = np.array([c is not None and c.aware for c in clocks], bool)
        for start in range(0, len(self.at), SLICE):
            part = slice(start, start + SLICE)
            here = start + np.flatnonzero(self.day[part])
            self.at[here] = day_at[self.day[here]] + length[self.time[here]]
            self.aware[here] = with_zone[self.time[here]] & ~np.isnat(self.at[here])


def split_texts(values: pd.Series, is_text: np.ndarray) -> Split:
    """Read what is ISO, and split the rest into days and times."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = values if is_text.all() else values[is_text]
    size = len(texts)
    # Zeros take no memory until they are written to: most columns are ISO alone.
    split = Split(
        is_text, np.full(size, NAT), np.zeros(size, bool), None, np.zeros(size, "int32"),
        np.zeros(size, "int32"),
    )  # fmt: skip
    days, times = {"": 0}, {"": 0}
    for start in range(0, size, SLICE):
        part = pc.utf8_trim_whitespace(_arrow(texts.iloc[start : start + SLICE]))
        left = start + np.arange(len(part))
        for pattern, zone in ((_ISO, None), (_ISO_WITH_ZONE, "UTC")):
            hit = _matches(part, pattern)
            at = _cast(_only(part, hit), pa.timestamp("us", zone)) if hit.any() else None
            if at is not None:
                split.at[left[hit]] = at
                split.aware[left[hit]] = zone is not None
                part, left = _only(part, ~hit), left[~hit]
        hit = _matches(part, _NUMBER)
        if hit.any():
            if split.numbers is None:
                split.numbers = np.full(size, np.nan)
            split.numbers[left[hit]] = _only(part, hit).cast(pa.float64()).to_numpy()
            part, left = _only(part, ~hit), left[~hit]
        if len(part):
            day, time = _day_and_time(part)
            split.day[left] = _numbered(day, days)
            split.time[left] = _numbered(time, times)
    split.days, split.times = list(days), list(times)
    return split


def _arrow(texts: pd.Series) -> pa.Array:
    import pyarrow as pa

    part = pa.array(texts.astype("str"), pa.large_string())
    part = part.combine_chunks() if isinstance(part, pa.ChunkedArray) else part
    return part.fill_null("")


def _cast(texts: pa.Array, kind: pa.DataType) -> np.ndarray | None:
    """All of the texts as times, or None where one of them is no such time."""
    import pyarrow as pa

    try:
        return texts.cast(kind).cast(pa.int64()).to_numpy().view("datetime64[us]")
    except pa.ArrowInvalid:
        return None


def _only(texts: pa.Array, wanted: np.ndarray) -> pa.Array:
    import pyarrow as pa

    return texts if wanted.all() else texts.filter(pa.array(wanted))


def _matches(texts: pa.Array, pattern: str) -> np.ndarray:
    import pyarrow.compute as pc

    return pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)


def _day_and_time(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    import pyarrow.compute as pc

    parts = pc.extract_regex(texts, pattern=_PLAIN)
    if not parts.null_count:
        return pc.struct_field(parts, "day"), pc.struct_field(parts, "time")
    odd = pc.is_null(parts)
    rest = _normalized(pc.filter(texts, odd))
    for pattern in (f"[{INVISIBLE}]", _QUOTED):
        rest = pc.replace_substring_regex(rest, pattern=pattern, replacement="")
    rest = pc.utf8_trim_whitespace(rest)
    for pattern, colons in _BASIC:
        rest = pc.replace_substring_regex(rest, pattern=pattern, replacement=colons)
    rest = pc.extract_regex(rest, pattern=DAY_AND_TIME)
    day, time = (
        pc.replace_with_mask(pc.struct_field(parts, name), odd, pc.struct_field(rest, name))
        for name in ("day", "time")
    )
    return pc.fill_null(day, ""), pc.fill_null(time, "")


def _normalized(texts: pa.Array) -> pa.Array:
    """Texts in NFKC; older PyArrow takes characters apart and does not compose them again."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pc.utf8_normalize(texts, form="NFKC")
    apart = _matches(texts, _APART)
    if not apart.any():
        return texts
    composed = [unicodedata.normalize("NFC", one) for one in _only(texts, apart).to_pylist()]
    return pc.replace_with_mask(texts, pa.array(apart), pa.array(composed, texts.type))


def _numbered(texts: pa.Array, known: dict[str, int]) -> np.ndarray:
    """The number of each text among those known, which grow by the new ones."""
    coded = texts.dictionary_encode()
    numbers = [known.setdefault(text, len(known)) for text in coded.dictionary.to_pylist()]
    return np.array(numbers, "int32")[coded.indices.to_numpy()]
