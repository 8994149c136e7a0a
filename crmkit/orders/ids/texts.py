"""Identifiers that stand as text: what is no part of them, and what names nobody."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from crmkit.orders.columns.cells import INVISIBLE, as_arrow, flags, is_text, rows_of
from crmkit.orders.columns.column import Column, counted

# From here on a double skips whole numbers.
DOUBLE = 2**53
# The words of lines that add up others.
TOTALS = frozenset(
    "total|totals|grand total|subtotal|sub-total|sub total|sum|合计|总计|小计|总和|合計|小計|総計"  # noqa: SIM905
    "|總計|本页小计|本页合计|本頁小計|汇总|總和|총계|합계|소계|summe|gesamt|gesamtsumme"
    "|gesamtergebnis|zwischensumme|ergebnis|totale|totale complessivo|totaal|eindtotaal"
    "|total général|sous-total|total general|total geral|subtotale|subtotaal|razem|suma"
    "|suma końcowa|итого|всего|общий итог|подытог|toplam|genel toplam".split("|")
)
# A spreadsheet's own subtotals stand below the lines of "1" as "1 Total".
_GROUP_END = "(?: (?:total|totale|totaal|ergebnis|итог)| ?(?:汇总|合计|小计))"
_OF_GROUP = re.compile(f"(.+?){_GROUP_END}", re.IGNORECASE)
# What programs and people write where there is no customer.
_NOBODY = TOTALS | frozenset(
    """
    nan|na|n/a|#n/a|n.a.|<na>|none|null|nil|nat|\\n|undefined|-|--|---|—|–|?|??|???|.|blank|empty
    |unknown|not set|not available|guest|anonymous|anon|walk-in|walk-in customer|#ref!|#value!
    |#name?|#div/0!|匿名|匿名用户|散客|游客|访客|无|未知|空|不详|不明|不詳|k.a.|k. a.|keine angabe
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_NOBODY_PATTERN = (
    rf"(?i:^[(\[<]?(?:{'|'.join(re.escape(word) for word in sorted(_NOBODY))})[)\]>]?:?$)"
)
# Characters that no rule below changes: Latin, Greek, Cyrillic, kana, Chinese, Korean.
_USUAL = (
    r"!-~\x{C0}-\x{17F}\x{391}-\x{3C9}\x{410}-\x{44F}\x{3041}-\x{3096}\x{30A1}-\x{30FE}"
    r"\x{4E00}-\x{9FFF}\x{AC00}-\x{D7A3}"
)
_SCIENTIFIC = r"^[+-]?[0-9](?:[.,][0-9]+)?[eE]\+[0-9]+$|^[+-]?[0-9][.,][0-9]+[eE][0-9]+$"
_POINT_ZERO = r"^-?(?:0|[1-9][0-9]*)\.0+$"
# All that any rule may change: a column without it is left alone.
_SUBTOTAL = f"(?i:.{_GROUP_END}$)"
_ODD = (
    rf"^$|^ | $|[^ {_USUAL}]|^=\"|^'[0-9]|{_SCIENTIFIC}|{_POINT_ZERO}|{_NOBODY_PATTERN}|{_SUBTOTAL}"
)

_JOINERS = "\u200c\u200d"
_INVISIBLE = re.compile(
    rf"[\x00-\x08\x0e-\x1f\x7f{''.join(mark for mark in INVISIBLE if mark not in _JOINERS)}]"
    # Joiners belong to emoji and to Persian, not to Latin letters.
    rf"|(?:^|(?<=[\x00-\x7f]))[{_JOINERS}]|[{_JOINERS}](?=[\x00-\x7f]|$)"
)
_BLANK = re.compile(r"[^\S ]")
_HALF_WIDTH = {
    ord(wide): unicodedata.normalize("NFKC", wide)
    for wide in map(chr, range(0xFF01, 0xFF5F))
    if wide.isalnum() or wide in "－＿．＠＃／"
}
_QUOTED = re.compile(r"=\"(.*)\"|'([0-9].*)", re.DOTALL)


def _unquoted(text: str) -> str:
    found = _QUOTED.fullmatch(text.strip())
    return (found[1] or found[2] or "") if found else text


# What is taken off or made equal, each told in a note.
_CHANGES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("marks that cannot be seen were taken off", lambda text: _INVISIBLE.sub("", text)),
    ("unusual blanks became usual ones", lambda text: _BLANK.sub(" ", text)),
    ("full-width characters became half-width", lambda text: text.translate(_HALF_WIDTH)),
    ("letters with accents became one character", lambda text: unicodedata.normalize("NFC", text)),
    ("a spreadsheet's signs for text were taken off", _unquoted),
    ("blanks around them were taken off", str.strip),
)


def is_total(cell: object) -> bool:
    """Is it a word for a line that adds up others: "Grand Total:", "7 Total"?"""
    text = str(cell).strip().rstrip(":：").casefold()
    return text in TOTALS or _OF_GROUP.fullmatch(text) is not None


class Texts(NamedTuple):
    """The cleaned texts, which of them name nobody, and notes."""

    texts: pd.Series
    nobody: np.ndarray
    notes: tuple[str, ...]
    changed: bool


def clean_texts(column: Column, codes: np.ndarray, values: pd.Series) -> Texts:
    """Texts that mean one customer made equal; refused where digits are lost."""
    notes: list[str] = []
    texts = values if is_text(values) else _from_cells(column, codes, values, notes)
    array = as_arrow(texts, column.name)
    odd = np.flatnonzero(flags(pc.match_substring_regex(array, _ODD)))
    nobody = np.zeros(len(texts), bool)
    if not len(odd):
        return Texts(texts, nobody, tuple(notes), False)
    before = array.take(pa.array(odd)).to_pylist()
    after = list(before)
    for said, change in _CHANGES:
        made = [change(text) for text in after]
        hit = np.zeros(len(texts), bool)
        hit[odd] = [new != old for new, old in zip(made, after, strict=True)]
        after = made
        rows = rows_of(codes, hit)
        if len(rows):
            notes.append(_note(column, said, rows))
    nobody[odd] = [_names_nobody(text) for text in after]
    _mark_subtotals(array, odd, after, nobody)
    notes += _placeholders(column, codes, odd, after, nobody)
    _refuse_scientific(column, codes, odd, after, len(texts))
    after = _whole(column, codes, array, odd, after, nobody, notes)
    if after == before:
        return Texts(texts, nobody, tuple(notes), False)
    mask = np.zeros(len(texts), bool)
    mask[odd] = True
    new = pc.replace_with_mask(
        array.combine_chunks(), pa.array(mask), pa.array(after, pa.large_string())
    )
    return Texts(pd.Series(pd.array(new, dtype="str")), nobody, tuple(notes), True)


def _note(column: Column, said: str, rows: np.ndarray) -> str:
    return f"ids in {column.name!r}: {said} in {column.shown(rows, 1)}"


def _names_nobody(text: str) -> bool:
    word = text.casefold().rstrip(":：").strip()
    bare = word[1:-1] if word[:1] + word[-1:] in ("()", "[]", "<>") else word
    return not word or word in _NOBODY or bare in _NOBODY


def _mark_subtotals(
    array: pa.ChunkedArray, odd: np.ndarray, texts: list[str], nobody: np.ndarray
) -> None:
    """ "1 Total" names nobody where "1" is another id."""
    groups = {
        int(place): found[1]
        for place, text in zip(odd, texts, strict=True)
        if (found := _OF_GROUP.fullmatch(text)) and not nobody[place]
    }
    if groups:
        wanted = pa.array(set(groups.values()), array.type)
        ids = set(array.filter(pc.is_in(array, value_set=wanted)).to_pylist())
        for place, group in groups.items():
            nobody[place] = group in ids


def _placeholders(
    column: Column, codes: np.ndarray, odd: np.ndarray, texts: list[str], nobody: np.ndarray
) -> list[str]:
    words: dict[str, list[int]] = {}
    for place, text in zip(odd, texts, strict=True):
        if nobody[place] and text:
            words.setdefault(text, []).append(int(place))
    counts = {word: int(np.isin(codes, places).sum()) for word, places in words.items()}
    named = sorted((word for word in counts if counts[word]), key=lambda word: -counts[word])
    if not named:
        return []
    listed = ", ".join(f"{word!r} ({counted(counts[word])})" for word in named[:5])
    more = f" and {len(named) - 5:,} more words" if len(named) > 5 else ""
    return [f"ids in {column.name!r} that name nobody: {listed}{more}"]


def _refuse_scientific(
    column: Column, codes: np.ndarray, odd: np.ndarray, texts: list[str], count: int
) -> None:
    scientific = re.compile(_SCIENTIFIC)
    large = re.compile(r"-?([0-9]{16,})\.0+")
    lost = np.zeros(count, bool)
    for place, text in zip(odd, texts, strict=True):
        found = large.fullmatch(text)
        if scientific.match(text) or (found and (len(found[1]) > 16 or int(found[1]) >= DOUBLE)):
            lost[place] = True
    refuse_lost_digits(column, rows_of(codes, lost))


def refuse_lost_digits(column: Column, rows: np.ndarray) -> None:
    """Ids that a number could not hold: which customer is meant cannot be known any more."""
    if len(rows):
        raise ValueError(
            f"column {column.name!r}: ids stand as numbers that cannot hold their digits in "
            f"{column.shown(rows)}. Different ids may have become one. "
            "Export the column as text from where it comes (in Excel: format the column as Text "
            "before the ids are entered or imported; in pandas: read it with dtype='str')."
        )


def _whole(
    column: Column,
    codes: np.ndarray,
    array: pa.ChunkedArray,
    odd: np.ndarray,
    texts: list[str],
    nobody: np.ndarray,
    notes: list[str],
) -> list[str]:
    """17850.0 is 17850 where the column's other ids are whole numbers; 1.0 beside 1.1 stays."""
    pattern = re.compile(_POINT_ZERO)
    zero = np.array([bool(pattern.match(text)) for text in texts], bool)
    if not zero.any():
        return texts
    if flags(pc.match_substring_regex(array, r"^-?[0-9]+\.[0-9]*[1-9][0-9]*$")).any():
        return texts
    whole = flags(pc.match_substring_regex(array, r"^-?(?:0|[1-9][0-9]*)$")).any()
    others = np.count_nonzero(~nobody) - np.count_nonzero(zero)
    if not whole and others:
        return texts
    hit = np.zeros(len(array), bool)
    hit[odd[zero]] = True
    rows = rows_of(codes, hit)
    if len(rows):
        notes.append(
            f"ids in {column.name!r} like {column.value(int(rows[0]))!r} lost their '.0': "
            f"{counted(rows)}"
        )
    return [text.split(".")[0] if cut else text for text, cut in zip(texts, zero, strict=True)]


def _from_cells(
    column: Column, codes: np.ndarray, values: pd.Series, notes: list[str]
) -> pd.Series:
    """Cells of several types as text: a spreadsheet's 12345.0 is the number 12345."""
    cells = values.to_list()
    lost = [
        isinstance(cell, float | np.floating) and DOUBLE <= abs(float(cell)) < np.inf
        for cell in cells
    ]
    refuse_lost_digits(column, rows_of(codes, np.array(lost, bool)))
    dated = [hasattr(cell, "isoformat") for cell in cells]
    rows = rows_of(codes, np.array(dated, bool))
    if len(rows):
        notes.append(
            f"ids in {column.name!r} are dates in {column.shown(rows, 1)}: a "
            "spreadsheet makes dates of ids such as 3-4"
        )
    texts = as_arrow([_cell_text(cell, column.name) for cell in cells], column.name)
    return pd.Series(pd.array(texts, dtype="str"))


def _cell_text(cell: object, name: str) -> str:
    if isinstance(cell, bool | np.bool_):
        return ""
    if isinstance(cell, bytes):
        try:
            return cell.decode()
        except UnicodeDecodeError as error:
            raise ValueError(
                f"column {name!r} holds bytes that are no UTF-8 text, such as {cell!r:.40}. "
                "Decode them to text first."
            ) from error
    if isinstance(cell, float | np.floating | Decimal):
        if not np.isfinite(float(cell)):
            return ""
        return str(int(cell)) if cell == int(cell) else str(cell)
    return str(cell)
