"""What the marks and codes of currencies mean, in the amounts and in a column of their own."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

# Mark -> the currencies (ISO 4217) that it can mean.
_DOLLARS = "USD AUD BRL CAD HKD MXN NZD SGD TWD ARS CLP COP"
_CROWNS = "SEK NOK DKK ISK"
_RUPEES = "INR PKR LKR NPR MUR"
SIGNS = {
    "$": _DOLLARS, "¥": "CNY JPY", "￥": "CNY JPY", "kr": _CROWNS, "kr.": _CROWNS, "Rs": _RUPEES,
    "Rs.": _RUPEES, "₨": _RUPEES, "€": "EUR", "Euro": "EUR", "Euros": "EUR", "£": "GBP",
    "₹": "INR", "₽": "RUB",
    "руб": "RUB", "руб.": "RUB", "р.": "RUB", "฿": "THB", "₫": "VND", "₩": "KRW", "￦": "KRW",
    "원": "KRW", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₱": "PHP", "₦": "NGN", "₸": "KZT",
    "zł": "PLN", "Kč": "CZK", "SFr.": "CHF", "SFr": "CHF", "Fr.": "CHF", "R$": "BRL", "US$": "USD",
    "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "S$": "SGD",
    "NZ$": "NZD", "MX$": "MXN", "RM": "MYR", "Rp": "IDR", "U$": "USD", "NTD": "TWD", "RMB": "CNY",
    "CN¥": "CNY", "JP¥": "JPY", "元": "CNY TWD HKD", "圆": "CNY TWD HKD", "元整": "CNY",
    "圆整": "CNY", "人民币": "CNY", "人民币元": "CNY", "円": "JPY", "日元": "JPY", "日圆": "JPY",
    "美元": "USD", "欧元": "EUR", "英镑": "GBP", "港币": "HKD", "港元": "HKD", "新台币": "TWD",
    "新臺幣": "TWD", "韩元": "KRW", "Ft": "HUF", "TL": "TRY", "грн": "UAH", "грн.": "UAH",
    "KSh": "KES", "₡": "CRC", "₲": "PYG", "₵": "GHS", "₭": "LAK", "₮": "MNT", "₼": "AZN",
    "₾": "GEL", "лв": "BGN", "лв.": "BGN",
}  # fmt: skip
CODES = re.findall(
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
MEANS = {mark.casefold(): frozenset(codes.split()) for mark, codes in SIGNS.items()} | {
    code.casefold(): frozenset([code]) for code in CODES
}
# What a mark is called that may mean several currencies; a code is called by itself.
_NAMES = {"￥": "¥", "kr.": "kr", "rs": "Rs", "rs.": "Rs", "₨": "Rs", "圆": "元"}
# Whose sign it is where nothing says another: 元 is written in Taipei and Hong Kong as well.
AT_HOME = {"元": "CNY"}


def named(word: Any) -> str:
    """The ISO code, or the mark itself where several countries write it; "" for none.

    >>> named("rmb"), named("US$"), named("$"), named("Gold")
    ('CNY', 'USD', '$', 'GOLD')
    """
    if word is None or (not isinstance(word, str) and pd.isna(word)):
        return ""
    text = str(word).strip()
    mark = text.replace("＄", "$").casefold()
    if mark in MEANS:
        return name_of(mark)
    return "" if mark in ("nan", "none", "null", "n/a", "-") else text.upper()


def name_of(mark: str) -> str:
    """What a mark in small letters is called: its code, if it has one meaning."""
    codes = MEANS[mark]
    return next(iter(codes)) if len(codes) == 1 else _NAMES.get(mark, mark)


def qualified(word: Any) -> str:
    """The sign that stands in a mark which tells its currency from others of that sign; "" if none.

    Beside CA$ the bare $ is another dollar, and so it is beside US$.

    >>> qualified("CA$"), qualified("$"), qualified("CAD"), qualified("JP¥")
    ('$', '', '', '¥')
    """
    mark = str(word).strip().replace("＄", "$").casefold()
    return mark[-1] if len(mark) > 1 and mark in MEANS and mark[-1] in "$¥" else ""


def candidates(name: str) -> frozenset[str]:
    """The currencies that a name can mean; none of a name that is unknown.

    >>> sorted(candidates("¥")), candidates("GOLD")
    (['CNY', 'JPY'], frozenset())
    """
    return MEANS.get(name.casefold(), frozenset())
