"""Orders to customers in memory: the engine for a log that is a pandas frame.

`OrderLines` checks a log and sorts it once, and then answers how much each customer bought between
two days; `crmkit.summary.engine.packed_sort` does the counting.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from crmkit.summary.engine import checks, text_codes
from crmkit.summary.engine.packed_sort import BLOCK, Bounds, NotPackable, PackedLines, Packing
from crmkit.summary.engine.threads import in_threads

PUT = 16 * BLOCK  # lines that one thread packs at once
TICKS_A_DAY = {"s": 86_400, "ms": 86_400 * 10**3, "us": 86_400 * 10**6, "ns": 86_400 * 10**9}


@dataclass(frozen=True)
class OrderLines:
    """An order log, checked once and sorted."""

    packed: PackedLines
    ids: "Ids"
    first_day: date
    # One integer a line, in the order of the log; None where the customers come by ascending id.
    codes: np.ndarray | None

    @classmethod
    def of(cls, log: pd.DataFrame) -> "OrderLines":
        """Check a log, and pack and sort its three columns."""
        checks.check_columns(list(log.columns))
        if len(log) == 0:
            raise checks.empty_log()
        ticks, ticks_a_day = _ticks(log["ordered_at"])
        amounts, amount_range = _amounts(log["amount"])
        codes, ids = numbered(log["customer_id"])
        days = int(ticks.min()) // ticks_a_day, int(ticks.max()) // ticks_a_day
        packed = PackedLines(
            Packing.of(Bounds(len(log), ids.code_range, days, amount_range)), len(log)
        )

        def put(at: int) -> None:
            here = slice(at, at + PUT)
            packed.put(at, codes[here], ticks[here], ticks_a_day, amounts[here])

        try:
            for _ in in_threads(put, range(0, len(log), PUT)):
                pass
        except NotPackable:
            raise _not_whole_cents(amounts) from None
        packed.sort()
        return cls(packed, ids, checks.UNIX_EPOCH + timedelta(days=days[0]), codes)

    def spending(
        self, *, start: date | None, end: date, period_days: int, offset_days: int = 0
    ) -> tuple[pd.DataFrame, int]:
        """Add up each customer's lines from `start` to `end`, both included.

        A line `n` days before `end` lies in period (n + offset_days) // period_days. Returns one
        row a customer with a line in that time, in the columns of `PackedLines.sums_by_customer`;
        and the number of lines after `end`.
        """
        columns, after = self.packed.sums_by_customer(
            start=start, end=end, period_days=period_days, offset_days=offset_days
        )
        codes = columns.pop("code")
        order = None
        if self.codes is not None and self.ids.ascending:
            order = _places(self._order_of_appearance(self.codes), codes, self.ids.code_range)
        elif self.ids.in_order is not None:
            order = _places(self.ids.in_order, codes, self.ids.code_range)
        if order is not None:
            codes = codes.take(order)
            for name in columns:  # one at a time, so that not all of them are held twice
                columns[name] = columns[name].take(order)
        ids = self.ids.of(codes)
        return pd.DataFrame(columns, index=ids, copy=False), after

    def _order_of_appearance(self, lines: np.ndarray) -> np.ndarray:
        """Return the codes in the order of the customers' first lines."""
        lowest, highest = self.ids.code_range
        size = highest - lowest + 1
        unseen = np.ones(size, bool)
        position = np.empty(size, np.int32)
        orders = []
        for begin in range(0, len(lines), BLOCK):
            block = lines[begin : begin + BLOCK].astype(np.int64)
            block -= lowest
            new = block[np.flatnonzero(unseen[block])]
            if len(new):
                # Of equal codes the last written stays: written backwards, that is the first line.
                here = np.arange(len(new), dtype=np.int32)
                position[new[::-1]] = here[::-1]
                new = new[position[new] == here]
                unseen[new] = False
                orders.append(new)
        return np.concatenate(orders) + lowest


def _places(order: np.ndarray, found: np.ndarray, code_range: tuple[int, int]) -> np.ndarray:
    """Return the places in `found` (ascending codes) that put it in the order of `order`."""
    lowest, highest = code_range
    place = np.full(highest - lowest + 1, -1, np.int32)
    place[found - lowest] = np.arange(len(found), dtype=np.int32)
    places = place.take(order - lowest)
    return places if len(places) == len(found) else places[places >= 0]


@dataclass(frozen=True)
class Ids:
    """Which customer a code stands for."""

    code_range: tuple[int, int]
    dtype: Any
    customers: pd.Index | None = None  # by code; or by ascending id, and then
    in_order: np.ndarray | None = None  # these are their codes
    alphabet: np.ndarray | None = None  # of ids that are texts of one length

    @property
    def ascending(self) -> bool:
        """Whether a higher code is a higher id."""
        return self.customers is None

    def of(self, codes: np.ndarray) -> pd.Index:
        """Return the customers of the codes; these stand as in `in_order`, where that is given."""
        if self.customers is not None and self.in_order is not None:
            if len(codes) == len(self.customers):
                return self.customers
            found = np.zeros(len(self.customers), bool)
            found[codes] = True
            return self.customers[found[self.in_order]]
        if self.customers is not None:
            return self.customers.take(codes)
        if self.alphabet is not None:
            codes = text_codes.fixed_width_texts(codes, self.alphabet).to_pandas()
        return pd.Index(codes, name="customer_id", dtype=self.dtype)


def numbered(ids: pd.Series) -> tuple[np.ndarray, Ids]:
    """Return an integer a line that stands for its customer, and what it stands for."""
    dtype = ids.dtype
    if pd.api.types.is_float_dtype(dtype) or pd.api.types.is_bool_dtype(dtype):
        raise checks.wrong_type(
            "customer_id",
            dtype,
            "text or whole numbers",
            "Drop the rows without a customer, then log.astype({'customer_id': 'int64'}).",
        )
    if isinstance(dtype, np.dtype) and dtype.kind in "iu":
        values = ids.to_numpy()
        lowest, highest = int(values.min()), int(values.max())
        # Ids that lie close together are codes already, and need no hash table.
        if highest - lowest < max(2 * len(values), BLOCK) and highest < 2**63:
            return values, Ids((lowest, highest), dtype)
    if dtype == "str":
        texts = text_codes.as_arrow(ids)
        numbers = text_codes.fixed_width_codes(texts)
        if numbers is not None:
            codes, alphabet = numbers
            return codes, Ids((int(codes.min()), int(codes.max())), dtype, alphabet=alphabet)
        codes, customers = text_codes.hashed_codes(texts)
        customers = customers.to_pandas().astype(dtype)
    else:
        codes, customers = pd.factorize(ids)
    if codes.min() < 0:
        missing = codes < 0
        raise checks.missing_values("customer_id", int(missing.sum()), _rows(missing))
    customers = pd.Index(customers, name="customer_id")
    return codes, Ids((0, len(customers) - 1), dtype, customers)


def _ticks(times: pd.Series) -> tuple[np.ndarray, int]:
    """Return the moments as integers, and how many of them make a day."""
    dtype: Any = times.dtype
    if isinstance(dtype, pd.DatetimeTZDtype):
        raise checks.wrong_type(
            "ordered_at",
            dtype,
            "a date and time without a time zone",
            "Convert to the shop's zone and drop it: "
            "log['ordered_at'].dt.tz_convert('Asia/Shanghai').dt.tz_localize(None).",
        )
    if not (isinstance(dtype, np.dtype) and dtype.kind == "M"):
        example = next(iter(times.head(1)), None)
        raise checks.wrong_type(
            "ordered_at",
            f"{dtype} (first value {example!r})",
            "datetime64",
            "Let crmkit.orders.read parse it, or use pandas.to_datetime with a format.",
        )
    ticks = times.to_numpy().view(np.int64)
    if ticks.min() == np.iinfo(np.int64).min:  # how numpy writes "not a time"
        missing = times.isna().to_numpy()
        raise checks.missing_values("ordered_at", int(missing.sum()), _rows(missing))
    return ticks, TICKS_A_DAY[np.datetime_data(dtype)[0]]


def _amounts(amounts: pd.Series) -> tuple[np.ndarray, tuple[float, float]]:
    """Return the amounts as doubles that can be added up to the cent, and their range."""
    dtype = amounts.dtype
    if not pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_bool_dtype(dtype):
        raise checks.wrong_type(
            "amount", dtype, "numeric", "Let crmkit.orders.read turn the texts into numbers."
        )
    values = amounts.to_numpy(dtype=np.float64, na_value=np.nan)
    lowest, highest = float(values.min()), float(values.max())
    if not np.isfinite(lowest) or not np.isfinite(highest):
        missing = ~np.isfinite(values)
        raise checks.missing_values("amount", int(missing.sum()), _rows(missing))
    return values, (lowest, highest)


def _not_whole_cents(amounts: np.ndarray) -> ValueError:
    exact = amounts * 100
    rows = np.flatnonzero(np.abs(exact - np.rint(exact)) > Packing.cent_tolerance)
    where = ", ".join(f"row {row}: {amounts[row]}" for row in rows[:3])
    return checks.not_whole_cents(len(rows), where)


def _rows(marked: np.ndarray) -> str:
    return "row " + ", ".join(str(row) for row in np.flatnonzero(marked)[:3])
