"""Who pays on a platform of two sides, and who is paid for?

Each side gains from every member of the other. Two platforms stand at the ends of a line for each
side, as shops do in Hotelling's model; each member uses one of them.
"""

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["best_reply", "duopoly", "duopoly_profit", "monopoly", "shares"]

_COLUMNS = ["cost", "differentiation", "benefit"]


def duopoly(sides: pd.DataFrame) -> pd.DataFrame:
    """Which price does each side pay, if two equal platforms compete for both?

        price 1 = f1 + t1 - a2,  profit = (t1 + t2 - a1 - a2) / 2

    Parameters
    ----------
    sides : DataFrame
        Two rows, one a side: cost (f: of serving a member, 0 or more), differentiation (t: what
        using the wrong platform costs a member who would like the other most, above 0) and benefit
        (a: what a member of this side gains from all of the other side, 0 or more), in one unit of
        money.

    Returns
    -------
    DataFrame
        The two rows: cost, price, margin (price less cost), pays ("below cost", "at cost" or
        "above cost") and profit (of a platform from this side, which serves half of it).

    Raises
    ------
    ValueError
        Not two sides, a column missing or out of range, or benefits so strong (4 t1 t2 not above
        (a1 + a2) squared) that one platform takes all.

    References
    ----------
    Armstrong, M. (2006). Competition in two-sided markets. RAND Journal of Economics 37(3),
    668-691, section 4 (two-sided single-homing).

    Examples
    --------
    >>> sides = pd.DataFrame({"cost": [10.0, 2], "differentiation": [30.0, 20],
    ...                       "benefit": [5.0, 38]}, index=["sellers", "buyers"])
    >>> duopoly(sides)[["cost", "price", "margin", "profit"]]
             cost  price  margin  profit
    sellers  10.0    2.0    -8.0    -4.0
    buyers    2.0   17.0    15.0     7.5
    """
    table = _sides(sides, _COLUMNS)
    cost, t, a = (table[name].to_numpy(dtype=float) for name in _COLUMNS)
    if 4 * t[0] * t[1] <= (a[0] + a[1]) ** 2:
        raise ValueError(
            f"4 x {t[0]:g} x {t[1]:g} is not above ({a[0]:g} + {a[1]:g}) squared: the sides draw "
            "each other so strongly that one platform takes all, and no such prices hold"
        )
    price = cost + t - a[::-1]
    margin = price - cost
    signs = np.where(np.isclose(margin, 0), 0, np.sign(margin)).astype(int)
    words = {-1: "below cost", 0: "at cost", 1: "above cost"}
    return pd.DataFrame(
        {
            "cost": cost,
            "price": price,
            "margin": margin,
            "pays": [words[one] for one in signs],
            "profit": margin / 2,
        },
        index=table.index,
    )


def shares(sides: pd.DataFrame, *, prices: pd.Series, rival_prices: pd.Series) -> pd.Series:
    """Which share of each side does a platform get at these prices?

    Solves n_k = 1/2 + (a_k (2 n_l - 1) - (p_k - q_k)) / (2 t_k) for both sides, cut at 0 and 1.

    Parameters
    ----------
    sides : DataFrame
        As for `duopoly`.
    prices, rival_prices : Series
        Of each side, with the same index.

    Returns
    -------
    Series
        Our share of each side, 0 to 1.

    Raises
    ------
    ValueError
        As for `duopoly`; or other sides in the prices.

    Examples
    --------
    >>> sides = pd.DataFrame({"cost": [10.0, 2], "differentiation": [30.0, 20],
    ...                       "benefit": [5.0, 38]}, index=["sellers", "buyers"])
    >>> theirs = duopoly(sides)["price"]
    >>> shares(sides, prices=theirs - [5, 0], rival_prices=theirs).round(2).to_dict()
    {'sellers': 0.62, 'buyers': 0.73}
    """
    table = _sides(sides, _COLUMNS)
    duopoly(table)
    ours, theirs = (_prices(one, table.index) for one in (prices, rival_prices))
    return pd.Series(_shares(table, ours - theirs), table.index, name="customer_share")


def duopoly_profit(sides: pd.DataFrame, *, prices: pd.Series, rival_prices: pd.Series) -> float:
    """What does a platform earn, for one member of each side in the market?

    Parameters
    ----------
    sides, prices, rival_prices
        As for `shares`.

    Returns
    -------
    float
        Sum over both sides of (price - cost) x share, in the unit of the prices.

    Examples
    --------
    >>> sides = pd.DataFrame({"cost": [10.0, 2], "differentiation": [30.0, 20],
    ...                       "benefit": [5.0, 38]}, index=["sellers", "buyers"])
    >>> at = duopoly(sides)["price"]
    >>> duopoly_profit(sides, prices=at, rival_prices=at)
    3.5
    """
    got = shares(sides, prices=prices, rival_prices=rival_prices)
    margins = _prices(prices, got.index) - sides["cost"].to_numpy(dtype=float)
    return float((margins * got.to_numpy()).sum())


def best_reply(sides: pd.DataFrame, *, rival_prices: pd.Series) -> pd.Series:
    """Which prices earn a platform most, if the rival's are these? Found by search, not by formula.

    Parameters
    ----------
    sides, rival_prices
        As for `shares`.

    Returns
    -------
    Series
        The price of each side.

    Examples
    --------
    >>> sides = pd.DataFrame({"cost": [10.0, 2], "differentiation": [30.0, 20],
    ...                       "benefit": [5.0, 38]}, index=["sellers", "buyers"])
    >>> best_reply(sides, rival_prices=duopoly(sides)["price"]).round(2).to_dict()
    {'sellers': 2.0, 'buyers': 17.0}
    """
    from scipy.optimize import minimize

    table = _sides(sides, _COLUMNS)
    duopoly(table)
    theirs, cost = _prices(rival_prices, table.index), table["cost"].to_numpy(dtype=float)

    def lost(ours: np.ndarray) -> float:
        return -float(((ours - cost) * _shares(table, ours - theirs)).sum())

    found = minimize(lost, theirs, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-10})
    return pd.Series(found.x, table.index, name="price")


def monopoly(sides: pd.DataFrame) -> pd.DataFrame:
    """Which prices earn a single platform most, and who pays? Found by search.

    Members of side k join up to the share n_k = (v_k + a_k n_l - p_k) / t_k, cut at 0 and 1: those
    farther away stay out.

    Parameters
    ----------
    sides : DataFrame
        As for `duopoly`, with a further column own_value (v: what the platform is worth to a member
        without anybody on the other side).

    Returns
    -------
    DataFrame
        The two rows: customer_share (who join), cost, price, margin, pays and profit.

    Raises
    ------
    ValueError
        Not two sides, a column missing or out of range, or 4 t1 t2 not above (a1 + a2) squared.

    References
    ----------
    Armstrong (2006), section 3: where some stay out on both sides the price is cost, less what the
    other side gains from one more member, plus t_k n_k for the own demand.

    Examples
    --------
    >>> sides = pd.DataFrame({
    ...     "cost": [10.0, 2], "differentiation": [60.0, 60], "benefit": [5.0, 50],
    ...     "own_value": [20.0, 5]}, index=["sellers", "buyers"])
    >>> monopoly(sides)[["customer_share", "price", "margin"]].round(2)
             customer_share  price  margin
    sellers            0.12   13.2     3.2
    buyers             0.08    6.2     4.2
    """
    table = _sides(sides, [*_COLUMNS, "own_value"])
    cost, t, a, v = (
        table[name].to_numpy(dtype=float) for name in [*_COLUMNS, "own_value"]
    )  # fmt: skip
    if 4 * t[0] * t[1] <= (a[0] + a[1]) ** 2:
        raise ValueError("the benefits are too strong for one best pair of prices: see `duopoly`")

    # For shares (n1, n2) the prices follow, and in them the profit is concave.
    def prices(n: np.ndarray) -> np.ndarray:
        return np.asarray(v + a * n[::-1] - t * n)

    from scipy.optimize import minimize

    def lost(n: np.ndarray) -> float:
        return -float(((prices(n) - cost) * n).sum())

    ends = [(0.0, 1.0), (0.0, 1.0)]
    found = minimize(lost, [0.5, 0.5], bounds=ends, tol=1e-14).x
    price = prices(found)
    margin = price - cost
    words = np.where(margin < 0, "below cost", "above cost")
    return pd.DataFrame(
        {
            "customer_share": found,
            "cost": cost,
            "price": price,
            "margin": margin,
            "pays": np.where(np.isclose(margin, 0), "at cost", words),
            "profit": margin * found,
        },
        index=table.index,
    )


def _sides(sides: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    tables.check_columns(sides, columns, name="the sides")
    if len(sides) != 2:
        raise ValueError(f"a market has two sides; the table has {len(sides)} row(s)")
    tables.check_each_once(sides.index, name="sides", row="side")
    for name in columns:
        above = 0 if name == "differentiation" else -np.inf
        tables.numbers(sides[name], least=-np.inf if name == "own_value" else 0, above=above)
    return sides


def _prices(prices: pd.Series, sides: pd.Index) -> np.ndarray:
    tables.check_series(prices, name="prices", row="side")
    if not prices.index.equals(sides):
        raise ValueError(f"prices are of {list(prices.index)}, the sides are {list(sides)}")
    return np.asarray(tables.numbers(prices, name="prices"), dtype=float)


def _shares(table: pd.DataFrame, dearer: np.ndarray) -> np.ndarray:
    """Shares of both sides; where one is cut at 0 or 1, the other follows."""
    t, a = (table[name].to_numpy(dtype=float) for name in ("differentiation", "benefit"))
    # x = 2 n - 1: t_k x_k = a_k x_l - dearer_k.
    x = np.linalg.solve([[t[0], -a[0]], [-a[1], t[1]]], -dearer)
    if (np.abs(x) > 1).any():
        x = np.clip(x, -1, 1)
        for _ in range(200):
            x = np.clip((a * x[::-1] - dearer) / t, -1, 1)
    return np.asarray((1 + x) / 2)
