"""What stands around a number: its sign, its currency, and nothing that changes its meaning."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from crmkit.orders.amounts.currency_names import CODES, MEANS, SIGNS, name_of, qualified

# Codes in small letters are read where they are no English words; the longest mark stands first,
# for "KRW" begins like "kr".
_ANY_CASE = {*SIGNS, "usd", "eur", "gbp", "cny", "jpy", "inr"}
_MARKS = "|".join(
    f"(?i:{re.escape(mark)})" if mark in _ANY_CASE else mark
    for mark in sorted({*_ANY_CASE, *CODES}, key=lambda mark: (-len(mark), mark))
)
_MINUS = "-−–－﹣‐‑"
_TOKEN = re.compile(
    rf"(?P<mark>{_MARKS})|(?P<minus>[{_MINUS}])|(?P<plus>[+＋])|(?P<open>[(（])|(?P<close>[)）])"
    r"|(?P<number>\0)|\s+"
)
# "5,-", "5.--" and "500/-" are whole amounts, and no returns.
_NOTHING_MORE = re.compile(rf"^(?:[.,][{_MINUS}—]{{1,2}}|/-|\.(?![^\s]))")


class Around(NamedTuple):
    """The sign of a number (0: this is no amount), how it was written, and the currency mark."""

    sign: int
    mark: str | None = None
    unusual: bool = False


_NO_AMOUNT = Around(0)


@lru_cache(maxsize=10_000)
def around(before: str, after: str) -> Around:
    """What do the characters before and after a number say?

    >>> around("-$", "")
    Around(sign=-1, mark='$', unusual=False)
    >>> around("(", " EUR)")
    Around(sign=-1, mark='EUR', unusual=True)
    >>> around("", " %").sign
    0
    """
    text = f"{before}\0{_NOTHING_MORE.sub('', after)}"
    kinds: list[str] = []
    marks = []
    end = 0
    for token in _TOKEN.finditer(text):
        if token.start() != end:
            return _NO_AMOUNT
        end = token.end()
        if token.lastgroup == "mark":
            marks.append(token.group().casefold())
        elif token.lastgroup is not None:
            kinds.append(token.lastgroup)
    mark = _one_currency(marks) if marks else None
    if end != len(text) or tuple(kinds) not in _SIGNED or mark == "":
        return _NO_AMOUNT
    sign, unusual = _SIGNED[tuple(kinds)]
    return Around(sign, mark, unusual)


# One sign at most, and where it may stand.
_SIGNED = {
    ("number",): (1, False),
    ("plus", "number"): (1, False),
    ("minus", "number"): (-1, False),
    ("number", "minus"): (-1, True),
    ("open", "number", "close"): (-1, True),
}


def _one_currency(marks: list[str]) -> str:
    """The name of the currency that all marks of a cell can mean; "" if there is none.

    CA$ keeps its name: beside it the bare $ is another dollar.
    """
    codes = frozenset.intersection(*(MEANS[mark] for mark in marks))
    if len(marks) == 1 and qualified(marks[0]):
        return marks[0].upper()
    if len(codes) == 1:
        return next(iter(codes))
    names = {name_of(mark) for mark in marks}
    return names.pop() if len(names) == 1 else ""
