"""One currency for all amounts: two are refused, or converted at the rates that are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

import numpy as np

from crmkit.orders.amounts.column import LARGEST, MILLIONTHS, Money
from crmkit.orders.amounts.currency_names import AT_HOME, candidates, named, qualified
from crmkit.orders.columns.column import Coded, Column, counted


class OneCurrency(NamedTuple):
    """Amounts and refunds in one currency, and notes for the report."""

    amount: Money
    refund: Money | None
    notes: tuple[str, ...]


def in_one_currency(
    amount: Money,
    refund: Money | None,
    *,
    shown: Column,
    column: Column | None,
    rates: Mapping[str, float] | None,
    live: np.ndarray,
) -> OneCurrency:
    """All amounts in one currency; refused where it is not known which.

    `shown` is the amounts' column, to point at rows; `live` marks the rows whose money counts.
    """
    per_one = _rates(rates)
    live = live & (amount.readable | (False if refund is None else refund.readable))
    codes, names = _of_rows(amount, refund, shown, column, live)
    counts = np.bincount(codes[live] + 1, minlength=len(names) + 1)
    rows = {name: int(n) for name, n in sorted(zip(names, counts[1:], strict=True)) if n}
    bare = np.flatnonzero(live & (codes < 0))
    if len(rows) > 1:
        _check_several(rows, bare, shown, converts=per_one is not None)
    if not rows:
        if per_one is not None and len(bare):
            raise ValueError(
                "rates= is given, but no row says in which currency its amount is. Pass "
                "currency= with the column that says it, or leave rates out."
            )
        return OneCurrency(amount, refund, ())
    # Rows that say no currency stand beside one only, or their money does not count.
    name = next(iter(rows))
    if per_one is None:
        said = f", so the {counted(bare)} without a currency, too" if len(bare) else ""
        return OneCurrency(amount, refund, (f"amounts are in {name}{said}",))
    _check_rates(rows, per_one)
    factor = [*(per_one.get(one, Decimal(1)) for one in names), per_one[name]]
    listed = ", ".join(
        f"1 {one} = {per_one[one]:f} ({counted(count)})" for one, count in rows.items()
    )
    said = f"; {counted(bare)} without a currency became {name}" if len(bare) else ""
    return OneCurrency(
        _converted(amount, codes, factor),
        None if refund is None else _converted(refund, codes, factor),
        (f"amounts were converted at {listed}{said}",),
    )


def look_at_unnamed(columns: Sequence[Column], live: np.ndarray) -> tuple[str, ...]:
    """What do columns say that nobody named, and whose headers promise a currency?

    Two currencies are refused; one, and words that are no currency, are told in a note.
    """
    notes = []
    for column in columns:
        words = column.distinct()
        said = [named(word) for word in words.values]
        known = np.array([bool(candidates(word)) for word in said], bool)
        names: dict[str, int] = {}
        words = Coded(words.codes, words.values.where(known))
        codes = _numbered(words, names)
        codes = _told_apart(codes, names, live, _own_signs(words, live))
        counts = np.bincount(codes[live] + 1, minlength=len(names) + 1)
        rows = {name: int(n) for name, n in sorted(zip(names, counts[1:], strict=True)) if n}
        if len(rows) > 1:
            raise ValueError(
                f"column {column.name!r} names {len(rows)} currencies, which must not be added: "
                f"{_listed(rows)}. Pass currency={column.name!r} and {_wanted(rows)}; 1 for all of "
                "them, if the amounts are in one currency already."
            )
        if any(said):
            what = f"one currency, {next(iter(rows))}" if rows else "no currency that is known"
            notes.append(f"{column.name!r} names {what}; currency={column.name!r} would read it")
    return tuple(notes)


def _check_several(
    rows: dict[str, int], bare: np.ndarray, shown: Column, *, converts: bool
) -> None:
    if not converts:
        raise ValueError(
            f"column {shown.name!r} has amounts in {len(rows)} currencies, which must not be "
            f"added: {_listed(rows)}. Pass {_wanted(rows)} (1 for that one), or split the source."
        )
    if len(bare):
        raise ValueError(
            f"column {shown.name!r}: {len(bare):,} amounts say no currency beside "
            f"{', '.join(rows)}; first: {shown.first(bare)}. Write it into the source, or pass "
            "currency= with the column that has it."
        )


def _listed(rows: dict[str, int]) -> str:
    return ", ".join(f"{name} in {counted(count)}" for name, count in rows.items())


def _wanted(rows: dict[str, int]) -> str:
    return (
        f"rates={{{', '.join(f'{name!r}: ...' for name in rows)}}}, what one unit of each is worth "
        "in the currency that the log shall have"
    )


def _check_rates(rows: dict[str, int], per_one: dict[str, Decimal]) -> None:
    unknown = [name for name in rows if name not in per_one]
    if unknown:
        listed = ", ".join(f"{name} ({counted(rows[name])})" for name in unknown)
        wanted = ", ".join(f"{name!r}: ..." for name in unknown)
        raise ValueError(
            f"no rate for {listed}; rates= has {', '.join(per_one)}. Add {wanted} to it."
        )


def _rates(rates: Mapping[str, float] | None) -> dict[str, Decimal] | None:
    if rates is None:
        return None
    if not isinstance(rates, Mapping) or not rates:
        raise ValueError(
            f"rates={rates!r} must give what one unit of each currency is worth, such as "
            "{'USD': 7.1, 'CNY': 1}."
        )
    per_one: dict[str, Decimal] = {}
    for name, rate in rates.items():
        try:
            number = Decimal("nan") if isinstance(rate, bool) else Decimal(str(rate))
        except InvalidOperation:
            number = Decimal("nan")
        if not number.is_finite() or not 0 < number < 1_000_000_000:
            raise ValueError(
                f"rates: {name!r} is worth {rate!r}, which must be a number above 0 and below a "
                "billion, such as 7.1."
            )
        key = AT_HOME.get(named(name), named(name))
        if per_one.setdefault(key, number) != number:
            raise ValueError(f"rates: {key} stands twice with two values. Leave one of them out.")
    return per_one


def _of_rows(
    amount: Money, refund: Money | None, shown: Column, column: Column | None, live: np.ndarray
) -> tuple[np.ndarray, list[str]]:
    """The currency of each row as a number of `names`; -1 where the row says none."""
    said = [column.distinct()] if column is not None else []
    said += [money.marks for money in (amount, refund) if money is not None and money.marks]
    names: dict[str, int] = {}
    codes = np.full(len(amount.millionths), -1)
    own_signs = set()
    for words in said:
        own_signs |= _own_signs(words, live)
        other = _numbered(words, names)
        listed = list(names)
        both = np.flatnonzero(live & (codes >= 0) & (other >= 0) & (codes != other))
        pairs, places = np.unique(codes[both] * len(names) + other[both], return_inverse=True)
        joint = [_joint(listed[pair // len(names)], listed[pair % len(names)]) for pair in pairs]
        wrong = both[np.array([name is None for name in joint], bool)[places]]
        if len(wrong):
            at = f"; {column.name!r} says {column.first(wrong)}" if column is not None else ""
            raise ValueError(
                f"column {shown.name!r}: two currencies in {shown.shown(wrong)}{at}. "
                f"Mend the source: only one can be right."
            )
        codes[both] = np.array([names[name] for name in joint if name is not None], "int64")[places]
        codes = np.where(codes < 0, other, codes)
    return _told_apart(codes, names, live, own_signs), list(names)


def _own_signs(words: Coded, live: np.ndarray) -> set[str]:
    """The signs that the words tell from others: CA$ tells the $, and so does CAD beside it."""
    present = [words.values.iloc[code] for code in np.unique(words.codes[live]) if code >= 0]
    signs, names = set(map(qualified, present)), set(map(named, present))
    if "$" in names and (candidates("$") - {"USD"}) & names:
        signs.add("$")
    return signs - {""}


def _told_apart(
    codes: np.ndarray, names: dict[str, int], live: np.ndarray, own_signs: set[str]
) -> np.ndarray:
    """ "$" beside USD, and no other dollar, is USD; beside CA$, CAD or US$ it is another's."""
    listed = list(names)
    present = {listed[code] for code in np.unique(codes[live]) if code >= 0}
    # 元 first: that it is CNY tells what ¥ is.
    for name in sorted(present - own_signs, key=lambda name: (name not in AT_HOME, name)):
        meant = sorted((candidates(name) - {name}) & present)
        if name in AT_HOME and len(meant) != 1:
            meant = [AT_HOME[name]]
            names.setdefault(AT_HOME[name], len(names))
            present.add(AT_HOME[name])
        if len(meant) == 1:
            codes = np.where(codes == names[name], names[meant[0]], codes)
    return codes


def _numbered(words: Coded, names: dict[str, int]) -> np.ndarray:
    """The rows' currencies as numbers of `names`, which grows."""
    keys = [named(value) for value in words.values]
    numbers = [names.setdefault(key, len(names)) if key else -1 for key in keys]
    return np.array([*numbers, -1])[words.codes]


def _joint(one: str, other: str) -> str | None:
    """The currency that two names of a row can both mean."""
    if other in candidates(one):
        return other
    return one if one in candidates(other) else None


def _converted(money: Money, codes: np.ndarray, factor: list[Decimal]) -> Money:
    """Exactly, to the millionth, halves away from zero; the last factor is that of code -1."""
    result, readable = money.millionths.copy(), money.readable.copy()
    for code, rate in zip([*range(len(factor) - 1), -1], factor, strict=True):
        mine = codes == code
        if rate == 1 or not mine.any():
            continue
        values, places = np.unique(money.millionths[mine], return_inverse=True)
        exact = [int((int(value) * rate).quantize(Decimal(1), ROUND_HALF_UP)) for value in values]
        absurd = np.array([abs(value) >= LARGEST * MILLIONTHS for value in exact], bool)
        whole = np.array([0 if bad else v for v, bad in zip(exact, absurd, strict=True)], "int64")
        result[mine], readable[mine] = whole[places], readable[mine] & ~absurd[places]
    return Money(result, readable, money.notes, money.marks)
