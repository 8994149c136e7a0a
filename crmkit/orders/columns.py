"""Which column of the source means what: explicit names first, then known exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from crmkit import tables

# Headers of known exports: role -> the names that it may have, the first found wins.
PRESETS: dict[str, dict[str, tuple[str, ...]]] = {
    "crmkit": {
        "customer": ("customer_id",),
        "date": ("ordered_at",),
        "amount": ("amount",),
        "order": ("order_id",),
        "quantity": ("quantity",),
    },
    "uci_online_retail": {
        "customer": ("CustomerID", "Customer ID"),
        "date": ("InvoiceDate",),
        "quantity": ("Quantity",),
        "price": ("UnitPrice", "Price"),
        "order": ("InvoiceNo", "Invoice"),
    },
    "chinese_shop": {
        "customer": ("买家会员名", "买家昵称", "会员名"),
        "date": ("订单付款时间", "付款时间"),
        "amount": ("买家实际支付金额", "买家实付金额", "实付金额"),
        "order": ("订单编号", "订单号"),
        "quantity": ("宝贝数量", "宝贝总数量", "商品数量"),
        "refund": ("退款金额",),
    },
}
ROLES = (
    "customer", "date", "amount", "order", "quantity", "price", "discount", "refund", "currency",
    "status",
)  # fmt: skip

# Words that a header of the role often holds: only used to suggest a column in an error.
_WORDS = {
    "customer": ("customer", "client", "user", "buyer", "member", "客户", "会员", "买家", "cust"),
    "date": ("date", "time", "day", "日期", "时间", "ordered"),
    "amount": ("amount", "total", "sales", "revenue", "spend", "value", "金额", "实付", "price"),
}


_SLICE = 1_000_000


class Coded(NamedTuple):
    """A column as its values and, for each row, the number of its value (-1: none).

    The values are distinct where that makes them fewer.
    """

    codes: np.ndarray
    values: pd.Series

    def take(self, rows: np.ndarray) -> pd.Series:
        """The values of some rows, under a new RangeIndex."""
        import pyarrow as pa

        values = pa.array(self.values, pa.large_string())
        if isinstance(values, pa.ChunkedArray):
            values = values.combine_chunks() if values.num_chunks != 1 else values.chunk(0)
        taken = []
        # In slices: while Arrow takes text it holds up to three times as much.
        for begin in range(0, max(len(rows), 1), _SLICE):
            codes = self.codes[rows[begin : begin + _SLICE]]
            taken.append(values.take(pa.array(codes, mask=codes < 0)))
        return pd.Series(pd.array(pa.chunked_array(taken), dtype="str"))


@dataclass(frozen=True)
class Column:
    """A column of the source under its own name, which can point at its rows."""

    name: str
    data: pd.Series | Coded
    where: Callable[[int], str]

    def distinct(self) -> Coded:
        if isinstance(self.data, Coded):
            return self.data
        if isinstance(self.data.dtype, pd.CategoricalDtype):
            categories = self.data.cat.categories
            return Coded(self.data.cat.codes.to_numpy(), pd.Series(categories))
        try:
            codes, values = pd.factorize(self.data)
        except TypeError:
            kinds = sorted({type(value).__name__ for value in self.data})
            raise ValueError(
                f"column {self.name!r} holds lists or other values that are no single cell "
                f"({', '.join(kinds)}). Give it one text, number or date a row."
            ) from None
        return Coded(codes, pd.Series(values))

    def value(self, row: int) -> Any:
        if isinstance(self.data, Coded):
            code = self.data.codes[row]
            return "" if code < 0 else self.data.values.iloc[code]
        return self.data.iloc[row]

    def first(self, rows: Sequence[int] | np.ndarray, count: int = 3) -> str:
        """The first offending rows, as they stand in the source."""
        shown = [int(row) for row in rows[:count]]
        return ", ".join(f"{self.where(row)} {_short(self.value(row))}" for row in shown)


def find_columns(
    names: Sequence[str], *, preset: str | None, **given: str | None
) -> tuple[dict[str, str], str | None]:
    """The source's column for each role, and the preset that gave what was not named."""
    if preset is not None:
        tables.option("preset", preset, list(PRESETS))
    found = {role: name for role, name in given.items() if name is not None}
    for role, name in found.items():
        if name not in names:
            near = get_close_matches(str(name), [str(other) for other in names], n=1, cutoff=0.5)
            hint = f" Did you mean {role}={near[0]!r}?" if near else ""
            raise ValueError(f"missing column {name!r}; found {_listed(names)}.{hint}")
    if preset is None and not _lacking(found):
        return found, None
    for candidate in [preset] if preset else PRESETS:
        both = _from_preset(names, PRESETS[candidate], found)
        if not _lacking(both):
            return both, candidate
    raise ValueError(_missing(names, found, preset))


def _lacking(found: dict[str, str]) -> list[str]:
    lacking = [role for role in ("customer", "date") if role not in found]
    if "amount" not in found and not {"quantity", "price"} <= set(found):
        lacking.append("amount")
    return lacking


def _from_preset(
    names: Sequence[str], wanted: dict[str, tuple[str, ...]], given: dict[str, str]
) -> dict[str, str]:
    # Shop exports pad their headers with spaces and tabs.
    stripped = {str(name).strip(): name for name in reversed(names)}
    found = {}
    for role, options in wanted.items():
        match = next((stripped[option] for option in options if option in stripped), None)
        # An amount that the caller names is the amount: no price beside it.
        if match is not None and not (role == "price" and "amount" in given):
            found[role] = match
    return found | given


def _missing(names: Sequence[str], found: dict[str, str], preset: str | None) -> str:
    # The preset that fits best tells what is already there.
    tried = [preset] if preset else PRESETS
    found = max((_from_preset(names, PRESETS[one], found) for one in tried), key=len)
    lacking = _lacking(found)
    suggestions = []
    for role in lacking:
        free = [str(name) for name in names if name not in found.values()]
        likely = [n for word in _WORDS[role] for n in free if word in n.casefold()]
        suggestions.append(f"{role}={likely[0]!r}" if likely else f"{role}='...'")
    said = f" for preset {preset!r}" if preset else ""
    return (
        f"missing column{'s' * (len(lacking) > 1)} {_listed(lacking)}{said}; found "
        f"{_listed(names)}. Pass {', '.join(suggestions)} (or quantity= and price= for the amount)"
        f", or have the headers of a preset: {', '.join(PRESETS)}."
    )


def _listed(names: Iterable[object], most: int = 20) -> str:
    names = list(names)
    more = f", ... {len(names) - most:,} more" if len(names) > most else ""
    return f"[{', '.join(map(repr, names[:most]))}{more}]"


def _short(value: Any, most: int = 40) -> str:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return "(blank)"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= most else f"{text[:most]}..."
