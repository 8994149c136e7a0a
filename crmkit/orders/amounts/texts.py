"""Amounts that stand as text: what each says, and which decimal mark it proves."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crmkit.orders.amounts.marks import around
from crmkit.orders.amounts.millionths import from_floats, in_millionths
from crmkit.orders.columns.cells import INVISIBLE, flags

# What a text proves. "1,234" and "1.234" are either thousands or three decimals.
NO_AMOUNT, WHOLE, POINT, COMMA, EITHER_POINT, EITHER_COMMA = range(6)
# How it is written, where that is told in a note: "(5)" and "5-"; "1.2E+03".
BELOW_ZERO, SCIENTIFIC = 1, 2

# The fast path: surely whole or with a decimal point, and exact in a double.
_PLAIN = r"^-?[0-9]{1,9}(?:\.[0-9]{1,2}|\.[0-9]{4,6})?$"
_SHORT = r"^[0-9]{1,9}(?:\.[0-9]{1,6})?$"
_SPLIT = (
    r"^(?P<before>[^0-9]*)"
    r"(?P<number>[0-9](?:[0-9.,' ]*[0-9])?(?:[eE][+-]?[0-9]{1,4})?)"
    r"(?P<after>[^0-9]*)$"
)
_BLANKS = "[\u00a0\u2005-\u2009\u202f\u3000]"
# Digits of other scripts, and the marks that are written among them.
_HALF_WIDTH: dict[int, str | None] = {
    **{
        zero + digit: str(digit)
        for zero in (0xFF10, 0x660, 0x6F0, 0x966, 0xE50)
        for digit in range(10)
    },
    **{ord(wide): half for wide, half in zip("．，。、٫٬’＇Ｅｅ", ".,.,.,''Ee", strict=True)},
    # A soft hyphen before a number may be its minus: it stays, and the text is no amount.
    **dict.fromkeys(ord(mark) for mark in INVISIBLE if mark != "\u00ad"),
}
_WIDE = f"[{''.join(map(chr, _HALF_WIDTH))}]"
# ".5" is "0.5"; but "Rs.5" is five rupees.
_BARE_POINT = r"^([^0-9]*[^0-9\pL.,]|)([.,][0-9])"
# How spreadsheets are told that a number is text: ="12.50" and '12.50.
_QUOTED = r"""^(?:="(.*)"|'([^'].*))$"""
_EXPONENT = "(?:[eE][+-]?[0-9]+)?"
_GROUPED_BY_SIGN = r"^[1-9][0-9]{0,2}(?:(?: [0-9]{3})+|(?:'[0-9]{3})+)(?:[.,][0-9]+)?$"
_EITHER = r"^[1-9][0-9]{0,2}[.,][0-9]{3}$"


def _proves(mark: str, group: str) -> str:
    """Numbers that only one convention can write; India groups by twos before the last three."""
    mark, group = f"[{mark}]", f"[{group}]"
    return (
        rf"^(?:[0-9]+{mark}[0-9]+{_EXPONENT}"
        rf"|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+{mark}[0-9]+"
        rf"|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}}){{2,}}"
        rf"|[1-9][0-9]?(?:{group}[0-9]{{2}})+{group}[0-9]{{3}}(?:{mark}[0-9]+)?)$"
    )


class Texts(NamedTuple):
    """Each text's millionths (of "1,234" as thousands), what it proves, its mark, its writing."""

    millionths: np.ndarray
    form: np.ndarray
    mark: np.ndarray
    how: np.ndarray


def read_texts(texts: pa.Array, marks: dict[str, int]) -> Texts:
    """What does each text say? New currency marks are numbered in `marks`."""
    count = len(texts)
    out = Texts(
        np.zeros(count, "int64"),
        np.zeros(count, "int8"),
        np.full(count, -1, "int16"),
        np.zeros(count, "int8"),
    )
    plain = _matches(texts, _PLAIN)
    all_plain = bool(plain.all())
    if plain.any():
        easy = texts if all_plain else texts.filter(pa.array(plain))
        numbers, _ = from_floats(pc.cast(easy, pa.float64()).to_numpy(zero_copy_only=False))
        out.millionths[plain] = numbers
        out.form[plain] = np.where(flags(pc.match_substring(easy, ".")), POINT, WHOLE)
    if not all_plain:
        _read_odd(texts.filter(pa.array(~plain)), np.flatnonzero(~plain), marks, out)
    return out


def _read_odd(texts: pa.Array, at: np.ndarray, marks: dict[str, int], out: Texts) -> None:
    """Take off what stands around the numbers, and read the numbers by their shape."""
    parts = pc.extract_regex(_in_usual_signs(texts), _SPLIT)
    split = flags(parts.is_valid())
    before, number, after = parts.filter(pa.array(split)).flatten()
    at = at[split]
    if not len(at):
        return
    pairs = pc.dictionary_encode(
        pc.binary_join_element_wise(before, after, pa.scalar("\0", before.type))
    )
    found = [around(*pair.split("\0", 1)) for pair in pairs.dictionary.to_pylist()]
    for one in found:
        if one.mark is not None:
            marks.setdefault(one.mark, len(marks))
    pair = pairs.indices.to_numpy()
    sign = np.array([one.sign for one in found], "int8")[pair]
    millionths, form = _numbers(number)
    form[sign == 0] = NO_AMOUNT
    readable = form != NO_AMOUNT
    out.millionths[at] = np.where(readable, millionths * sign, 0)
    out.form[at] = form
    mark = np.array([-1 if one.mark is None else marks[one.mark] for one in found], "int16")
    out.mark[at] = np.where(readable, mark[pair], -1)
    how = np.array([BELOW_ZERO if one.unusual else 0 for one in found], "int8")[pair]
    how += SCIENTIFIC * _matches(number, "[eE]").astype("int8")
    out.how[at] = np.where(readable, how, 0)


def _in_usual_signs(texts: pa.Array) -> pa.Array:
    wide = _matches(texts, _WIDE)
    if wide.any():
        texts = pa.array(
            [
                text.translate(_HALF_WIDTH) if odd else text
                for text, odd in zip(texts.to_pylist(), wide, strict=True)
            ],
            type=texts.type,
        )
    texts = pc.utf8_trim_whitespace(pc.replace_substring_regex(texts, _BLANKS, " "))
    texts = pc.replace_substring_regex(texts, _QUOTED, r"\1\2")
    return pc.replace_substring_regex(texts, _BARE_POINT, r"\10\2")


def _numbers(texts: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Millionths of digits with points, commas, blanks or apostrophes, and what they prove."""
    cut = _matches(texts, _GROUPED_BY_SIGN)
    if cut.any():
        texts = pc.if_else(pa.array(cut), pc.replace_substring_regex(texts, "[' ]", ""), texts)
    millionths = np.zeros(len(texts), "int64")
    form = np.zeros(len(texts), "int8")
    either = _matches(texts, _EITHER)
    has_comma = flags(pc.match_substring(texts, ","))
    for kind, hit, drop, point in (
        (WHOLE, _matches(texts, f"^[0-9]+{_EXPONENT}$"), "", ""),
        (EITHER_POINT, either & ~has_comma, ".", ""),
        (EITHER_COMMA, either & has_comma, ",", ""),
        (POINT, ~either & _matches(texts, _proves(".", ",")), ",", ""),
        (COMMA, ~either & _matches(texts, _proves(",", ".")), ".", ","),
    ):
        if not hit.any():
            continue
        digits = texts.filter(pa.array(hit))
        digits = pc.replace_substring(digits, drop, "") if drop else digits
        digits = pc.replace_substring(digits, point, ".") if point else digits
        millionths[hit], readable = _values(digits)
        form[hit] = np.where(readable, kind, NO_AMOUNT)
    return millionths, form


def _values(digits: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    short = _matches(digits, _SHORT)
    millionths = np.zeros(len(digits), "int64")
    readable = np.ones(len(digits), bool)
    easy = pc.cast(digits.filter(pa.array(short)), pa.float64())
    millionths[short], _ = from_floats(easy.to_numpy(zero_copy_only=False))
    for place in np.flatnonzero(~short):
        number = in_millionths(Decimal(digits[place].as_py()))
        millionths[place], readable[place] = number or 0, number is not None
    return millionths, readable


def _matches(texts: pa.Array, pattern: str) -> np.ndarray:
    return flags(pc.match_substring_regex(texts, pattern))
