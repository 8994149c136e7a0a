"""What is bought with what: support, confidence and lift, with their intervals.

Pairs are counted in one product of a sparse matrix with itself, so that a year of baskets takes a
second. Longer rules are counted where they are named; a search for all of them (Apriori and its
kin) is left to the libraries made for it, since most of what it finds is chance.
"""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from crmkit import flags, rates, tables

__all__ = ["of_counts", "pairs", "pairs_of_flags", "rules_of_flags"]


def pairs(
    log: pd.DataFrame,
    *,
    order: str = "order_id",
    product: str = "product_id",
    least_baskets: int = 1,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which products are bought together, how often, and how much more than by chance?

    Parameters
    ----------
    log : DataFrame
        One row a line of an order; the same product twice in one order counts once.
    order, product : str
        Its columns: which basket, and what is in it (a product, or its category).
    least_baskets : int
        Pairs in fewer baskets than this are left out, 1 or more.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        As `of_counts`, one row an ordered pair (index `product`, `other`: of those who buy the one,
        how many buy the other?), both ways round, by product and then the highest confidence.

    Raises
    ------
    ValueError
        A basket or product is missing in a row, or no pair is in so many baskets.

    References
    ----------
    Agrawal, R., Imielinski, T. & Swami, A. (1993). Mining association rules between sets of items
    in large databases. SIGMOD Record 22(2), 207-216.

    Examples
    --------
    >>> log = pd.DataFrame({"order_id": [1, 1, 2, 2, 3, 4],
    ...                     "product_id": ["tea", "cup", "tea", "cup", "tea", "jam"]})
    >>> pairs(log)[["baskets", "support", "confidence", "lift"]].round(2).to_dict("index")[
    ...     ("tea", "cup")]
    {'baskets': 2, 'support': 0.5, 'confidence': 0.67, 'lift': 1.33}
    """
    from scipy.sparse import csr_array

    tables.check_columns(log, [order, product], name="the log")
    if order == product:
        raise ValueError(f"order and product are both {order!r}: name two columns")
    for name in (order, product):
        tables.check_labels(log[name], name=repr(name))
    basket = pd.factorize(log[order])[0]
    what, names = pd.factorize(log[product], sort=True)
    held = csr_array((np.ones(len(log), dtype="int64"), (basket, what)))
    held.sum_duplicates()
    held.data[:] = 1
    return _pairs(held, pd.Index(names), least_baskets, confidence)


def pairs_of_flags(
    baskets: pd.DataFrame, *, least_baskets: int = 1, confidence: float = 0.95
) -> pd.DataFrame:
    """The same as `pairs`, out of a table of 0 and 1: one row a basket, one column a product.

    Examples
    --------
    >>> baskets = pd.DataFrame({"tea": [1, 1, 1, 0], "cup": [1, 1, 0, 0]})
    >>> pairs_of_flags(baskets)["confidence"].round(2).to_dict()
    {('tea', 'cup'): 0.67, ('cup', 'tea'): 1.0}
    """
    from scipy.sparse import csr_array

    values = _flags(baskets)
    return _pairs(csr_array(values.to_numpy()), values.columns, least_baskets, confidence)


def rules_of_flags(
    baskets: pd.DataFrame,
    rules: Sequence[tuple[Sequence[Hashable], Sequence[Hashable]]],
    *,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What do named rules say, of whatever length: who buys all of these, buys all of those?

    Parameters
    ----------
    baskets : DataFrame
        One row a basket, one column of 0 and 1 a product.
    rules : sequence of pairs of lists
        The products that are given, and those that are looked for: `(["green"], ["red", "white"])`.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        As `of_counts`, one row a rule (index `rule`, such as "green > red + white").

    Raises
    ------
    ValueError
        A product that is no column, stands on both sides, or a side that no basket holds.

    Examples
    --------
    >>> baskets = pd.DataFrame({"tea": [1, 1, 1, 0], "cup": [1, 1, 0, 0], "jam": [1, 0, 0, 0]})
    >>> rules_of_flags(baskets, [(["jam"], ["tea", "cup"])])["lift"].to_dict()
    {'jam > tea + cup': 2.0}
    """
    values = _flags(baskets)
    counted: dict[str, tuple[int, int, int]] = {}
    for given, sought in tables.listed("rules", rules):
        sides = [tables.column_names("a side of a rule", list(side)) for side in (given, sought)]
        tables.check_columns(values, [*sides[0], *sides[1]], name="baskets")
        if both := set(sides[0]) & set(sides[1]):
            raise ValueError(f"{sorted(map(str, both))} stand on both sides of a rule")
        left, right = (values[side].all(axis=1) for side in sides)
        name = " > ".join(" + ".join(map(str, side)) for side in sides)
        counted[name] = int((left & right).sum()), int(left.sum()), int(right.sum())
    table = pd.DataFrame.from_dict(counted, orient="index", columns=["both", "given", "sought"])
    return of_counts(table.assign(all=len(values)).rename_axis("rule"), confidence=confidence)


def of_counts(counts: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """What do four counts say of a rule: is it strong, is it more than chance, how sure is it?

    Parameters
    ----------
    counts : DataFrame
        One row a rule, four columns of baskets (or customers): `all`, `given` (with the one
        product), `sought` (with the other) and `both`.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        The same rows: baskets (with both), support (their share of all), confidence (of baskets
        with the one, that hold the other too) with confidence_low and confidence_high (Wilson's),
        base_rate (of all baskets, that hold the other), lift (confidence over base rate; 1:
        nothing to do with each other) with lift_low and lift_high.

    Raises
    ------
    ValueError
        Counts that cannot be, such as more baskets with both than with one, or a side in none.

    References
    ----------
    The interval of lift is that of the ratio of two rates, of the other product among the baskets
    with the more frequent product and among those without it, by Donner, A. & Zou, G. Y. (2012).
    Closed-form confidence intervals for functions of the normal mean and standard deviation.
    Statistical Methods in Medical Research 21(4), 347-359, from Wilson's limits. With share s of
    baskets that hold the more frequent one, lift = ratio / (s ratio + 1 - s); that s is itself an
    estimate widens both sides in the same way, on the scale of logarithms.

    Examples
    --------
    Tea and coffee: three drinkers of tea in four drink coffee, and so do four people in five.

    >>> people = pd.DataFrame(
    ...     {"all": 1000, "given": 200, "sought": 800, "both": 150}, index=["tea > coffee"])
    >>> of_counts(people)[["confidence", "base_rate", "lift", "lift_low", "lift_high"]].round(2)
                  confidence  base_rate  lift  lift_low  lift_high
    tea > coffee        0.75        0.8  0.94      0.87        1.0
    """
    names = ["all", "given", "sought", "both"]
    tables.check_columns(counts, names, name="counts")
    n, left, right, both = (tables.column(counts, name, least=0, whole=True) for name in names)
    for name, bad, what in (
        ("given", left < 1, "'given' is 0: nobody bought the product, so it leads to nothing"),
        ("sought", right < 1, "'sought' is 0: nobody bought it, so lift has no base rate"),
        ("both", both > np.minimum(left, right), "'both' is above 'given' or 'sought'"),
        ("all", np.maximum(left, right) > n, "'given' or 'sought' is above 'all'"),
        ("all", left + right - both > n, "'given' and 'sought' have too few in 'both' for 'all'"),
    ):
        if bad.any():
            raise tables.bad_rows(counts.index, bad, what, f"Look at {name!r}.")
    sure = _wilson(both, left, confidence)
    low, high = _lift_limits(n, left, right, both, confidence)
    return pd.DataFrame(
        {
            "baskets": both,
            "support": both / n,
            "confidence": both / left,
            "confidence_low": sure[0],
            "confidence_high": sure[1],
            "base_rate": right / n,
            "lift": both * (n / (left * right.astype("float64"))),
            "lift_low": low,
            "lift_high": high,
        },
        index=counts.index,
    )


def _flags(baskets: pd.DataFrame) -> pd.DataFrame:
    tables.check_columns(baskets, [], name="baskets")
    tables.check_names(baskets.columns, baskets.columns, name="baskets")
    if baskets.shape[1] == 0:
        raise ValueError("baskets has no columns: one column a product is needed")
    return pd.DataFrame(
        {one: flags.happened(baskets, one, who="baskets with it") for one in baskets.columns}
    )


def _pairs(held: Any, names: pd.Index, least_baskets: int, confidence: float) -> pd.DataFrame:
    least = tables.whole("least_baskets", least_baskets, least=1)
    together = (held.T @ held).tocoo()
    singly = together.diagonal()
    keep = (together.row != together.col) & (together.data >= least)
    if not keep.any():
        raise ValueError(
            f"no two products are together in {least} basket(s) or more: lower least_baskets, or "
            "see whether order and product name the right columns"
        )
    one, other, both = together.row[keep], together.col[keep], together.data[keep]
    counts = pd.DataFrame(
        {"all": held.shape[0], "given": singly[one], "sought": singly[other], "both": both},
        index=pd.MultiIndex.from_arrays([names[one], names[other]], names=["product", "other"]),
    )
    made = of_counts(counts, confidence=confidence)
    return made.iloc[np.lexsort((other, -made["confidence"].to_numpy(), one))]


def _wilson(yes: np.ndarray, n: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    found = rates.rate_interval(pd.Series(yes), pd.Series(n), confidence=confidence)
    return found["low"].to_numpy(), found["high"].to_numpy()


def _lift_limits(
    n: np.ndarray, left: np.ndarray, right: np.ndarray, both: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Limits of lift; the same whichever product is given, as lift itself is."""
    often, seldom = np.maximum(left, right), np.minimum(left, right)
    part, none = often / n, often == n
    rest = np.where(none, 1, n - often)
    p, q = both / often, (seldom - both) / rest
    (p_low, p_high), (q_low, q_high) = (
        _wilson(both, often, confidence),
        _wilson(np.where(none, 0, seldom - both), rest, confidence),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        above, below = p_low * (2 * p - p_low), q_high * (2 * q - q_high)
        low = above / (p * q + np.sqrt(np.maximum((p * q) ** 2 - above * below, 0)))
        above, below = p_high * (2 * p - p_high), q_low * (2 * q - q_low)
        high = (p * q + np.sqrt(np.maximum((p * q) ** 2 - above * below, 0))) / below
        high = np.where(below > 0, high, np.inf)
        # By the rest, so that an infinite ratio gives the lift of two that are never apart.
        limits = [1 / (part + (1 - part) / ratio) for ratio in (low, high)]
        lift = both * (n / (left * right.astype("float64")))
        moved = [p / (end * p + (1 - end) * q) for end in _wilson(often, n, confidence)]
        # Both sources are added as squares of logarithms.
        away = [
            np.hypot(np.log(lift / limit), np.log(lift / worst(*moved)))
            for limit, worst in zip(limits, (np.minimum, np.maximum), strict=True)
        ]
        low, high = lift * np.exp(-away[0]), lift * np.exp(away[1])
    never = both == 0
    low, high = np.where(never, 0.0, low), np.where(never, limits[1], high)
    return np.where(none, 1.0, low), np.where(none, 1.0, high)
