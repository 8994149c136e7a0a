"""What every function asks of what it is given: columns there, numbers finite, one row a customer.

One wording and one exception for each fault. ValueError: what was given cannot be used, a missing
column included; the message says what, where (the count, the first rows) and how to mend it.
TypeError: it is no table, Series or number at all.
"""

import math
import warnings
from collections.abc import Hashable, Iterable, Sequence
from numbers import Real
from typing import Any, TypeVar

import numpy as np
import pandas as pd

T = TypeVar("T")

# No quantity is so large, and what is computed of it, such as its square, would be infinite.
HUGE = 1e100

# What questionnaires write for "no answer": out of every scale of up to 11 points.
CODES = (-999, -99, -98, -97, -9, -8, -7, -1, 77, 88, 97, 98, 99, 777, 888, 999)


def check_columns(
    table: pd.DataFrame, columns: Iterable[str], *, name: str = "the table", mend: str = ""
) -> None:
    """Refuse what is no table, has no rows, or lacks one of the columns.

    name: what the table is called in the message. mend: what the caller should do about it.

    >>> check_columns(pd.DataFrame({"Date": [1]}), ["date"], name="the log", mend="Rename it.")
    Traceback (most recent call last):
    ValueError: the log has no column 'date'; found ['Date']. Rename it.
    """
    if not isinstance(table, pd.DataFrame):
        what = f"{name} must be a DataFrame, not a {type(table).__name__}."
        raise TypeError(f"{what} {_fetched(table) or mend}".strip())
    check_names(table.columns, columns, name=name, mend=mend)
    if table.empty:
        raise ValueError(f"{name} is empty: it has 0 rows")


def _fetched(table: object) -> str:
    """How to make a pandas frame of a table of another library, such as Ibis or PySpark."""
    for way in ("to_pandas", "toPandas"):
        if hasattr(type(table), way):
            return (
                f"Fetch it first: table.{way}(), and .set_index('customer_id') if a row is a "
                "customer."
            )
    return ""


def check_names(
    found: Iterable[Any], wanted: Iterable[str], *, name: str = "the table", mend: str = ""
) -> None:
    """Refuse a table, of any kind, among whose column names one is lacking, or stands twice.

    >>> check_names(["Date", "id"], ["date", "id"], name="the log")
    Traceback (most recent call last):
    ValueError: the log has no column 'date'; found ['Date', 'id'].
    """
    found, wanted = list(found), list(wanted)
    for column in wanted:
        if not isinstance(column, Hashable) or isinstance(column, type(pd.NA)):
            what = type(column).__name__
            raise TypeError(f"a column of {name} is named by text such as 'spend', not by a {what}")
    missing = [column for column in wanted if column not in found]
    if missing:
        raise ValueError(
            f"{name} has no column {', '.join(map(repr, missing))}; found {found[:20]}. "
            f"{mend}".strip()
        )
    twice = [column for column in dict.fromkeys(wanted) if found.count(column) > 1]
    if twice:
        raise ValueError(
            f"{name} has a column more than once: {', '.join(map(repr, twice))}. "
            "Rename or drop one of them."
        )


def listed(name: str, values: Any) -> list[Any]:
    """What is given as a list, a tuple, a Series or an array, as a list; no text, no single value.

    >>> listed("items", "quick")
    Traceback (most recent call last):
    TypeError: items must be a list, not the text 'quick': write ['quick']
    """
    if getattr(values, "ndim", 1) > 1:
        raise TypeError(f"{name} must be a list, not a table")
    if isinstance(values, str) or not isinstance(values, Iterable):
        what = f"the text {values!r}" if isinstance(values, str) else repr(values)
        how = "" if values is None else f": write [{values!r}]"
        raise TypeError(f"{name} must be a list, not {what}{how}")
    return list(values)


def listed_once(name: str, values: Any) -> list[Any]:
    """As `listed`, of which each member stands there once.

    >>> listed_once("by", ["price", "price"])
    Traceback (most recent call last):
    ValueError: by names ['price'] more than once; name each once
    """
    found = listed(name, values)
    if strange := [one for one in found if one is pd.NA or getattr(one, "ndim", 0) > 0]:
        raise TypeError(f"{name} must list names or numbers, not a {type(strange[0]).__name__}")
    twice = [one for place, one in enumerate(found) if one in found[:place]]
    if twice:
        raise ValueError(f"{name} names {twice} more than once; name each once")
    return found


def column_names(name: str, names: Any) -> list[Any]:
    """One column's name, or a list of them without repetition, as a list of one or more.

    >>> column_names("by", "plan")
    ['plan']
    >>> column_names("by", [])
    Traceback (most recent call last):
    ValueError: by is empty: name at least one column
    """
    found = [names] if isinstance(names, str) else listed_once(name, names)
    if not found:
        raise ValueError(f"{name} is empty: name at least one column")
    return found


def check_single(values: pd.Series) -> None:
    """Refuse a column whose values are lists or other things that no name or number is.

    >>> check_single(pd.Series([["Ann"], ["Bob"]], name="brand"))
    Traceback (most recent call last):
    ValueError: 'brand' holds a list, not one value a row; first: [0]. Give each value a row \
of its own, e.g. with .explode().
    """
    if values.dtype != object:
        return
    for row, value in values.items():
        if not isinstance(value, Hashable):
            raise ValueError(
                f"{values.name!r} holds a {type(value).__name__}, not one value a row; first: "
                f"[{row!r}]. Give each value a row of its own, e.g. with .explode()."
            )


def check_spelling(names: Iterable[Any], *, name: str) -> None:
    """Refuse names that differ only in case, in spaces around them, or as 1 and "1" do.

    >>> check_spelling(["Ann", "ann "], name="'brand'")
    Traceback (most recent call last):
    ValueError: 'brand' has one name in 2 spellings: ['Ann', 'ann ']. Bring them together, e.g. \
with .str.strip().str.lower().
    """
    spelt: dict[str, list[Any]] = {}
    for one in names:
        spelt.setdefault(str(one).strip().casefold(), []).append(one)
    for same in spelt.values():
        if len(same) > 1:
            raise ValueError(
                f"{name} has one name in {len(same)} spellings: {same[:5]}. Bring them together, "
                "e.g. with .str.strip().str.lower()."
            )


def check_not_exchanged(brands: int, households: int, *, names: tuple[str, str]) -> None:
    """Warn of more brands than households: the two columns may stand for each other."""
    if brands > max(20, households):
        household, brand = names
        warnings.warn(
            f"{brand!r} has {brands:,} names and {household!r} only {households:,}: are the two "
            "columns exchanged?",
            stacklevel=4,
        )


def check_series(values: Any, *, name: str, row: str = "customer") -> None:
    """Refuse what is no Series.

    >>> check_series([1, 2], name="gaps", row="item")
    Traceback (most recent call last):
    TypeError: gaps must be a Series by item, not a list
    """
    if not isinstance(values, pd.Series):
        found = type(values).__name__
        mend = ': pass one column, e.g. customers["total_spend"]' if found == "DataFrame" else ""
        raise TypeError(f"{name} must be a Series by {row}, not a {found}{mend}")


def numbers(
    values: pd.Series,
    *,
    name: str | None = None,
    least: float = -math.inf,
    above: float = -math.inf,
    most: float = math.inf,
    whole: bool = False,
    no_codes: bool = False,
    mend: str = "",
    range_mend: str = "",
) -> np.ndarray:
    """The values as they are, once they are seen to be finite numbers in range, none missing.

    name: what they are called in the message (the Series' own name if not given). least and most
    belong to the range, above does not. no_codes: refuse codes for "no answer", too.
    mend: how to mend any fault; range_mend: how to mend
    numbers out of range. Whole numbers stay integers; others become floats.

    >>> numbers(pd.Series([1.0, -2.0, np.nan], index=list("abc")), name="spend", least=0)
    Traceback (most recent call last):
    ValueError: spend is missing in 1 of 3 row(s); first: ['c']. Fill or drop them first.
    >>> numbers(pd.Series([-2.0]), name="spend", least=0, range_mend="Use .clip(lower=0).")
    Traceback (most recent call last):
    ValueError: spend is negative in 1 of 1 row(s); first: [0]. Use .clip(lower=0).
    """
    if not isinstance(values, pd.Series):
        raise TypeError(f"{name or 'the numbers'} must be a Series, not a {type(values).__name__}")
    name = repr(values.name) if name is None else name
    flags = pd.api.types.is_bool_dtype(values)
    if flags or not pd.api.types.is_any_real_numeric_dtype(values):
        how = "Write .astype(int)." if flags else "Make numbers of it: pd.to_numeric."
        raise ValueError(f"{name} must be numbers, but has type {values.dtype}. {mend or how}")
    found = values.to_numpy()
    if found.dtype.kind not in "iu":
        found = values.to_numpy(dtype=float, na_value=np.nan)
    elif found.dtype.itemsize < 8:
        # What is computed of them would run over: 100 * 2 is -56 in 8 bits.
        found = found.astype("int64")
    if not len(found):
        return found
    # Two passes without a copy; which rows are bad is only looked for if there are any.
    low, high = found.min(), found.max()
    fine = low >= -HUGE and high <= HUGE and low >= least and low > above and high <= most
    if fine and (not whole or found.dtype.kind in "iu" or (found % 1 == 0).all()):
        if no_codes:
            refuse_codes(values.index, found, name)
        return found
    with np.errstate(invalid="ignore"):
        rules = [
            (np.isnan(found), "is missing", "Fill or drop them first."),
            (np.isinf(found), "is infinite", "Mend or drop them first."),
            (np.abs(found) > HUGE, f"is beyond {HUGE:g}", "Choose a larger unit."),
            (found < least, "is negative" if least == 0 else f"is below {least:g}", range_mend),
            (
                found <= above,
                "is not above 0" if above == 0 else f"is not above {above:g}",
                range_mend,
            ),
            (found > most, f"is above {most:g}", range_mend),
            (found % 1 != 0, "is not a whole number", ""),
        ]
    for bad, what, how in rules:
        if bad.any():
            raise bad_rows(values.index, bad, f"{name} {what}", mend or how)
    raise AssertionError("no rule is broken")


def refuse_codes(index: pd.Index, values: np.ndarray, name: str) -> None:
    """Refuse codes for "no answer" among numbers whose scale nobody named.

    Codes from -97 down are refused where nothing else is negative, the others but -1 where all
    else lies between 0 and 11, the longest scale that they stand for.

    >>> refuse_codes(pd.RangeIndex(3), np.array([7, 99, 9]), "'friendly'")
    Traceback (most recent call last):
    ValueError: 'friendly' is 99, a code for no answer, in 1 of 3 row(s); first: [1]. Drop these \
rows. If it is a true value, cut it: .clip(upper=98).
    """
    coded = np.isin(values, CODES)
    others = values[~coded | (values == -1)]
    if not coded.any() or others.min(initial=0) < 0:
        return
    short = bool(len(others)) and others.max() <= 11
    for code in CODES:
        bad = values == code
        if code != -1 and (code < -90 or short) and bad.any():
            mend = f"Drop these rows. If it is a true value, cut it: .clip(upper={code - 1})."
            what = f"{name} is {code}, a code for no answer,"
            raise bad_rows(index, bad, what, mend if code > 0 else "Drop these rows.")


def one_or_more(name: str, values: Any, *, mend: str) -> pd.Series:
    """A list of numbers as a Series; a Series as it is. Each number is looked at by `numbers`."""
    found = values if isinstance(values, pd.Series) else pd.Series(listed(name, values))
    if found.empty:
        raise ValueError(f"{name} is empty: {mend}")
    return found


def column(table: pd.DataFrame, name: str, **rules: Any) -> np.ndarray:
    """A column as `numbers`."""
    return numbers(table[name], **rules)


def by_customer(values: pd.Series, *, name: str, **rules: Any) -> np.ndarray:
    """One number a customer: the values of a Series whose index has each customer once.

    >>> by_customer(pd.Series([3.0, 4.0], index=["a", "a"]), name="spend")
    Traceback (most recent call last):
    ValueError: spend has 1 customer(s) more than once; first: ['a']. One row a customer.
    """
    check_series(values, name=name)
    if values.empty:
        raise ValueError(f"{name} is empty: there are no customers")
    check_each_once(values.index, name=name)
    return numbers(values, name=name, **rules)


def check_each_once(index: pd.Index, *, name: str = "the table", row: str = "customer") -> None:
    """Refuse an index in which a customer (or whatever a row is) stands more than once.

    >>> check_each_once(pd.Index(["works", "works"]), name="segments", row="segment")
    Traceback (most recent call last):
    ValueError: segments has 1 segment(s) more than once; first: ['works']. One row a segment.
    """
    if isinstance(index, pd.RangeIndex):
        return
    if index.dtype.kind in "iu":
        # Whole numbers often rise; if not, sorting them is several times faster than hashing.
        ids = index.to_numpy()
        if not (ids[1:] > ids[:-1]).all():
            ids = np.sort(ids)
        unique = bool((ids[1:] > ids[:-1]).all())
    else:
        try:
            unique = index.is_unique
        except TypeError:
            raise TypeError(
                f"each {row} of {name} must be named by a text or number, not by a list or table"
            ) from None
    if not unique:
        twice = index[index.duplicated()]
        raise ValueError(
            f"{name} has {len(twice):,} {row}(s) more than once; first: {list(twice[:3])}. "
            f"One row a {row}."
        )


def generator(rng: Any) -> np.random.Generator:
    """The source of random numbers, if it is one.

    >>> generator(1)
    Traceback (most recent call last):
    TypeError: rng=1 must be a generator of random numbers: np.random.default_rng(1)
    """
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng={rng!r} must be a generator of random numbers: np.random.default_rng(1)"
        )
    return rng


def check_same_customers(one: pd.Index, other: pd.Index, *, names: tuple[str, str]) -> None:
    """Refuse two tables or Series that are not of the same customers, in any order."""
    if one.equals(other):
        return
    first, second = names
    only, also = one.difference(other), other.difference(one)
    if len(only) or len(also):
        raise ValueError(
            f"{first} and {second} differ in their customers: {len(only):,} only in {first} "
            f"{list(only[:3])}, {len(also):,} only in {second} {list(also[:3])}. "
            "Make both from the same customers."
        )


def check_labels(values: pd.Series, *, name: str, mend: str = "Fill or drop them first.") -> None:
    """Refuse groups or names that are missing in a row, or are lists, which cannot be told apart.

    >>> check_labels(pd.Series(["a", None]), name="branch")
    Traceback (most recent call last):
    ValueError: branch is missing in 1 of 2 row(s); first: [1]. Fill or drop them first.
    """
    if values.isna().any():
        raise bad_rows(values.index, values.isna(), f"{name} is missing", mend)
    check_single(values.rename(name.strip("'")))


def ratios(logs: pd.DataFrame) -> pd.DataFrame:
    """e to the power of logarithms; where that is beyond all numbers, a warning tells the way out.

    >>> ratios(pd.DataFrame({"estimate": [0.0]}))
       estimate
    0       1.0
    """
    over = (logs > 709).any(axis="columns")
    if over.any():
        warnings.warn(
            f"one unit of {list(logs.index[over])} is so far beyond its range that its ratio, or "
            "an end of the interval, is infinite: tell it in smaller units, such as 1,000 of them.",
            stacklevel=3,
        )
    with np.errstate(over="ignore"):
        return pd.DataFrame(np.exp(logs))


def bad_rows(index: pd.Index, bad: Any, what: str, mend: str = "") -> ValueError:
    """The error for rows that cannot be: what is wrong, in how many, which first, the mend."""
    bad = np.asarray(bad)
    first = list(index[bad][:3])
    text = f"{what} in {bad.sum():,} of {len(bad):,} row(s); first: {first}. {mend}"
    return ValueError(text.strip())


def option(name: str, value: T, options: Sequence[T]) -> T:
    """The value, if it is one of the options.

    >>> option("ties", "up", ["low", "high"])
    Traceback (most recent call last):
    ValueError: ties='up' is no option; choose one of 'low', 'high'
    """
    if not isinstance(value, Hashable) or value is pd.NA or value not in options:
        choices = ", ".join(map(repr, options))
        raise ValueError(f"{name}={value!r} is no option; choose one of {choices}")
    return value


def number(
    name: str,
    value: Any,
    *,
    least: float = -math.inf,
    above: float = -math.inf,
    most: float = math.inf,
    below: float = math.inf,
    mend: str = "",
) -> float:
    """The value, if it is one finite number in range; least and most belong to it.

    >>> number("margin_rate", 30, most=1, mend="e.g. 0.3 for 30 %")
    Traceback (most recent call last):
    ValueError: margin_rate=30 must be a number up to 1, e.g. 0.3 for 30 %
    """
    if getattr(value, "ndim", None) == 0:  # a number of numpy
        value = value.item()
    try:
        found = float(value) if isinstance(value, Real) else math.nan
    except OverflowError:
        found = math.inf
    if isinstance(value, bool) or not (
        abs(found) <= HUGE and found >= least and found > above and found <= most and found < below
    ):
        limits = {"of {:g} or more": least, "above {:g}": above, "up to {:g}": most}
        limits["below {:g}"] = below
        if math.isfinite(found) and abs(found) > HUGE:
            limits["up to {:g}"] = min(most, HUGE)
        ends = " and ".join(w.format(end) for w, end in limits.items() if math.isfinite(end))
        text = f"{name}={value!r} must be a number {ends}".rstrip()
        raise ValueError(f"{text}, {mend}" if mend else text)
    return found


def whole(name: str, value: Any, *, least: int = 0, most: float = HUGE) -> int:
    """The value as an int, if it is one whole number of `least` or more, and up to `most`.

    >>> whole("groups", 2.5, least=1)
    Traceback (most recent call last):
    ValueError: groups=2.5 must be a whole number of 1 or more
    """
    if getattr(value, "ndim", None) == 0:  # a number of numpy
        value = value.item()
    right = isinstance(value, Real) and not isinstance(value, bool)
    if not right or not (least <= value <= most and value % 1 == 0):
        end = f" and up to {most:,.0f}" if most < HUGE else ""
        raise ValueError(f"{name}={value!r} must be a whole number of {least} or more{end}")
    return int(value)


def seed(value: Any) -> int:
    """The value as an int, if a lot can begin with it.

    >>> seed(-1)
    Traceback (most recent call last):
    ValueError: seed=-1 must be a whole number of 0 or more and up to 4,294,967,295
    """
    return whole("seed", value, most=2**32 - 1)


def share(name: str, value: Any, *, ends: bool = True) -> float:
    """The value, if it is a share: 0 to 1, the ends included unless told otherwise."""
    if ends:
        return number(name, value, least=0, most=1, mend="e.g. 0.2 for 20 %")
    return number(name, value, above=0, below=1, mend="e.g. 0.2 for 20 %")


def confidence(value: Any) -> float:
    """The value, if an interval can have this confidence: between 0 and 1, neither included.

    >>> confidence(1)
    Traceback (most recent call last):
    ValueError: confidence=1 must be a number above 0 and below 1, e.g. 0.95
    """
    return number("confidence", value, above=0, below=1, mend="e.g. 0.95")
