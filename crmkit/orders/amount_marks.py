"""What stands around a number: its sign, its currency, and nothing that changes its meaning."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# Mark -> the currencies (ISO 4217) that it can mean.
_DOLLARS = "USD AUD BRL CAD HKD MXN NZD SGD TWD ARS CLP COP"
_CROWNS = "SEK NOK DKK ISK"
_RUPEES = "INR PKR LKR NPR MUR"
_SIGNS = {
    "$": _DOLLARS, "¥": "CNY JPY", "￥": "CNY JPY", "kr": _CROWNS, "kr.": _CROWNS,
    "Rs": _RUPEES, "Rs.": _RUPEES, "₨": _RUPEES,
    "€": "EUR", "Euro": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "руб": "RUB", "руб.": "RUB",
    "р.": "RUB", "฿": "THB", "₫": "VND", "₩": "KRW", "￦": "KRW", "원": "KRW", "₺": "TRY",
    "₴": "UAH", "₪": "ILS", "₱": "PHP", "₦": "NGN", "₸": "KZT", "zł": "PLN", "Kč": "CZK",
    "SFr.": "CHF",
    "Fr.": "CHF", "R$": "BRL", "US$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "AU$": "AUD",
    "C$": "CAD", "CA$": "CAD", "S$": "SGD", "NZ$": "NZD", "MX$": "MXN", "RM": "MYR", "Rp": "IDR",
    "RMB": "CNY", "元": "CNY TWD HKD", "圆": "CNY TWD HKD", "元整": "CNY", "圆整": "CNY",
    "人民币": "CNY", "円": "JPY", "日元": "JPY", "美元": "USD", "欧元": "EUR", "英镑": "GBP",
    "港币": "HKD", "港元": "HKD", "新台币": "TWD", "新臺幣": "TWD", "韩元": "KRW",
}  # fmt: skip
_CODES = re.findall(
    "[A-Z]{3}",
    """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
CDF CHF CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT
LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR
NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF
XPF YER ZAR ZMW
""",
)
_MEANS = {mark.casefold(): frozenset(codes.split()) for mark, codes in _SIGNS.items()} | {
    code.casefold(): frozenset([code]) for code in _CODES
}
# What a mark is called that may mean several currencies; a code is called by itself.
_NAMES = {"￥": "¥", "kr.": "kr", "rs": "Rs", "rs.": "Rs", "₨": "Rs", "元": "CNY", "圆": "CNY"}


def _any_of(marks: list[str]) -> str:
    return "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True))


_MINUS = "-−–－﹣‐‑"
# Codes in small letters are read where they are no English words.
_TOKEN = re.compile(
    rf"(?P<mark>(?i:{_any_of([*_SIGNS, 'usd', 'eur', 'gbp', 'cny', 'jpy', 'inr'])})"
    rf"|{_any_of(_CODES)})|(?P<minus>[{_MINUS}])|(?P<plus>[+＋])|(?P<open>[(（])|(?P<close>[)）])"
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
    """The name of the currency that all marks of a cell can mean; "" if there is none."""
    codes = frozenset.intersection(*(_MEANS[mark] for mark in marks))
    if len(codes) == 1:
        return next(iter(codes))
    names = {_NAMES.get(mark, mark) for mark in marks}
    return names.pop() if len(names) == 1 else ""
