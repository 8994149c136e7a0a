"""Five relationship levels 关系营销的五个层次, and which of them pays for which segment.

Basic 基本型, reactive 被动型, accountable 负责型, proactive 能动型, partnership 伙伴型 (Kotler,
Marketing Management). The textbook gives a grid of margin x number of customers. Its diagonals
are constant, so one number decides: the margin that a single customer carries when a market of
given size is divided among n customers. Here each level is a bargain, more retention for a
higher cost to serve, and the level with the largest value is chosen.

Value of a segment at a level, all payments at the start of a year and the first one now
(the form m(1+d)/(1+d-r), not m r/(1+d-r))::

    n (m - c) (1 + d) / (1 + d - r) - s

n customers, m margin and c cost to serve a customer and year, r retention rate, d annual
discount rate, s set-up cost of the level in the segment.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from crmkit import money, tables

__all__ = [
    "CUSTOMER_COUNTS",
    "MARGIN_RATES",
    "MARKET_REVENUE",
    "best_level",
    "default_levels",
    "grid",
    "level_values",
    "value_per_customer",
]

# The market of the textbook grid: margin and number of customers move in like steps (x 3).
MARKET_REVENUE = 9_000_000.0
MARGIN_RATES: Mapping[str, float] = {"high": 0.45, "medium": 0.15, "low": 0.05}
CUSTOMER_COUNTS: Mapping[str, int] = {"many": 900, "medium": 300, "few": 100}


def default_levels() -> pd.DataFrame:
    """What does each of the five levels cost, and how many customers does it keep?

    Returns
    -------
    DataFrame
        One row a level, lowest first: retention_rate (share of customers kept a year, 0 to 1),
        annual_cost (to serve one customer, money a year), setup_cost (once a segment, money).
        The numbers are ours: retention with diminishing gains at a rising cost. Replace them.

    Examples
    --------
    >>> default_levels()["retention_rate"].to_dict()
    {'basic': 0.6, 'reactive': 0.7, 'accountable': 0.78, 'proactive': 0.84, 'partnership': 0.88}
    """
    return pd.DataFrame(
        {
            "retention_rate": [0.60, 0.70, 0.78, 0.84, 0.88],
            "annual_cost": [20.0, 120.0, 600.0, 2000.0, 5000.0],
            "setup_cost": [0.0] * 5,
        },
        index=pd.Index(
            ["basic", "reactive", "accountable", "proactive", "partnership"], name="level"
        ),
    )


def level_values(
    segments: pd.DataFrame, *, levels: pd.DataFrame | None = None, annual_discount_rate: float
) -> pd.DataFrame:
    """What is each segment worth at each relationship level?

    Parameters
    ----------
    segments : DataFrame
        One row a segment: market_revenue (money a year), margin_rate (0 to 1), customers (above
        0).
    levels : DataFrame, optional
        One row a level, as `default_levels`; setup_cost may be left out.
    annual_discount_rate : float
        0 or more (.10 = 10 % a year).

    Returns
    -------
    DataFrame
        Money, one row a segment, one column a level: the formula at the head of this module.

    Raises
    ------
    ValueError
        A column missing, a value missing or out of range, a name that stands twice.

    Examples
    --------
    >>> segments = pd.DataFrame({"market_revenue": [1000.0], "margin_rate": 0.5, "customers": 5})
    >>> levels = pd.DataFrame({"retention_rate": [0.6, 0.7], "annual_cost": [20.0, 30.0]},
    ...                       index=["low", "high"])
    >>> level_values(segments, levels=levels, annual_discount_rate=0.1)
         low   high
    0  880.0  962.5
    """
    levels = checked_levels(levels, annual_discount_rate)
    segments = checked_segments(segments)
    margin = segments["margin_per_customer"].to_numpy()[:, None] - levels["annual_cost"].to_numpy()
    value = segments["customers"].to_numpy()[:, None] * margin * levels["annuity"].to_numpy()
    return pd.DataFrame(
        value - levels["setup_cost"].to_numpy(), index=segments.index, columns=levels.index
    )


def best_level(
    segments: pd.DataFrame,
    *,
    levels: pd.DataFrame | None = None,
    annual_discount_rate: float,
    first_year_budget: float | None = None,
) -> pd.DataFrame:
    """Which relationship level pays best for each segment?

    Parameters
    ----------
    segments, levels, annual_discount_rate
        As for `level_values`; two levels or more.
    first_year_budget : float, optional
        The most that all first-year costs may sum to. Then the levels are those of the largest
        total value within it: one level a segment, a multiple-choice knapsack, solved exactly.

    Returns
    -------
    DataFrame
        One row a segment, in the order given: margin_per_customer (money a year); level (ordered
        categorical; of equals the one named first in `levels`); value (of the segment, money;
        below 0 where no level pays); first_year_cost (to serve and to set up, money); runner_up
        (the level of next largest value); lead (value less that of the runner-up: what the choice
        is worth; below 0 where a budget forbids the better one).

    Raises
    ------
    ValueError
        As `level_values`, and a budget below the least cost.

    References
    ----------
    The knapsack: Kellerer, Pferschy & Pisinger 2004, "Knapsack Problems", ch. 11.

    Examples
    --------
    >>> segments = pd.DataFrame({"market_revenue": 9e6, "margin_rate": [0.05, 0.45],
    ...                          "customers": [300, 100]}, index=["dealers", "works"])
    >>> best_level(segments, annual_discount_rate=0.1)["level"].to_list()
    ['reactive', 'partnership']
    >>> best_level(segments, annual_discount_rate=0.1, first_year_budget=250_000)["level"].to_list()
    ['reactive', 'proactive']
    """
    worth = level_values(
        segments, levels=levels, annual_discount_rate=annual_discount_rate
    ).to_numpy()
    levels = checked_levels(levels, annual_discount_rate)
    segments = checked_segments(segments)
    if len(levels) < 2:
        raise ValueError("levels has one row: there is nothing to choose between")
    costs = (
        segments["customers"].to_numpy()[:, None] * levels["annual_cost"].to_numpy()
        + levels["setup_cost"].to_numpy()
    )
    if first_year_budget is None:
        chosen = worth.argmax(axis=1)
    else:
        chosen = _within_budget(worth, costs, first_year_budget)
    rows = np.arange(len(worth))
    others = worth.copy()
    others[rows, chosen] = -np.inf
    second = others.argmax(axis=1)
    return pd.DataFrame(
        {
            "margin_per_customer": segments["margin_per_customer"],
            "level": as_levels(chosen, levels),
            "value": worth[rows, chosen],
            "first_year_cost": costs[rows, chosen],
            "runner_up": as_levels(second, levels),
            "lead": worth[rows, chosen] - worth[rows, second],
        },
        index=segments.index,
    )


def value_per_customer(
    margin_per_customer: pd.Series | np.ndarray | list[float],
    *,
    levels: pd.DataFrame | None = None,
    annual_discount_rate: float,
    n_customers: float | None = None,
) -> pd.DataFrame:
    """What is one customer worth at each level, whatever margin they carry?

    Parameters
    ----------
    margin_per_customer : Series, array or list
        Money a customer and year.
    levels, annual_discount_rate
        As for `level_values`.
    n_customers : float, optional
        Of the segment, to share the set-up cost, where there is one.

    Returns
    -------
    DataFrame
        Money, one row a margin (the index), one column a level: straight lines in the margin.

    Examples
    --------
    >>> value_per_customer([500.0, 4500], annual_discount_rate=0.1).round(0).iloc[:, :3]
    ... # doctest: +NORMALIZE_WHITESPACE
    level                basic  reactive  accountable
    margin_per_customer
    500.0               1056.0    1045.0       -344.0
    4500.0              9856.0   12045.0      13406.0
    """
    levels = checked_levels(levels, annual_discount_rate)
    given = pd.Series(margin_per_customer, dtype=float)
    margins = tables.numbers(given, name="margin_per_customer")
    slope, intercept = lines(levels, n_customers)
    return pd.DataFrame(
        margins[:, None] * slope + intercept,
        index=pd.Index(margins, name="margin_per_customer"),
        columns=levels.index,
    )


def grid(
    *,
    market_revenue: float = MARKET_REVENUE,
    margin_rates: Mapping[str, float] = MARGIN_RATES,
    counts: Mapping[str, float] = CUSTOMER_COUNTS,
    levels: pd.DataFrame | None = None,
    annual_discount_rate: float = 0.10,
    nearly: float = 0.02,
) -> pd.DataFrame:
    """Which level pays for many, medium or few customers at a high, medium or low margin?

    Parameters
    ----------
    market_revenue : float
        Of each cell's market, money a year.
    margin_rates, counts : mapping of float
        Margin rates and numbers of customers under the names of their columns and rows.
    levels, annual_discount_rate
        As for `level_values`.
    nearly : float
        Where the next level's value is within this share of the best value, a cell names both,
        "basic or reactive".

    Returns
    -------
    DataFrame
        One row a number of customers, one column a margin rate; cells are levels (ordered
        categorical). With the defaults this is the textbook's grid.

    Examples
    --------
    >>> print(grid().to_string())  # doctest: +NORMALIZE_WHITESPACE
    margin            high       medium                low
    customers
    many       accountable     reactive  basic or reactive
    medium       proactive  accountable           reactive
    few        partnership    proactive        accountable
    """
    cells = pd.MultiIndex.from_product([counts, margin_rates], names=["customers", "margin"])
    segments = pd.DataFrame(
        {
            "market_revenue": market_revenue,
            "margin_rate": [margin_rates[rate] for _, rate in cells],
            "customers": [counts[number] for number, _ in cells],
        },
        index=cells,
    )
    best = best_level(segments, levels=levels, annual_discount_rate=annual_discount_rate)
    order = list(best["level"].cat.categories)
    close = best["lead"] <= nearly * best["value"].abs()
    pairs = pd.DataFrame({"one": best["level"].cat.codes, "two": best["runner_up"].cat.codes})
    names = [
        f"{order[min(one, two)]} or {order[max(one, two)]}" if near else order[one]
        for one, two, near in zip(pairs["one"], pairs["two"], close, strict=True)
    ]
    # A pair ranks between its two levels, so that the categories stay in order.
    rank = np.where(close, (pairs["one"] + pairs["two"]) / 2, pairs["one"])
    ranks = {
        **{name: float(i) for i, name in enumerate(order)},
        **dict(zip(names, rank, strict=True)),
    }
    dtype = pd.CategoricalDtype(sorted(ranks, key=lambda name: ranks[name]), ordered=True)
    wide = pd.Series(names, index=cells).unstack("margin")
    return wide.loc[list(counts), list(margin_rates)].astype(dtype)


def _within_budget(worth: np.ndarray, costs: np.ndarray, budget: float) -> np.ndarray:
    """The level of each segment that makes the largest total worth at a total cost in budget."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import eye_array, kron

    segments, levels = worth.shape
    least = costs.min(axis=1).sum()
    # Written so that a budget of NaN fails it too.
    if not budget >= least:
        raise ValueError(
            f"a first_year_budget of {budget:,.2f} does not reach for the cheapest level "
            f"everywhere, which costs {least:,.2f}. Raise it, or leave segments out."
        )
    one_each = kron(eye_array(segments), np.ones((1, levels)), format="csr")
    answer = milp(
        # Divided by the largest, so that the solver's tolerances fit money of any size.
        -worth.ravel() / max(np.abs(worth).max(), 1e-300),
        integrality=np.ones(worth.size),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(one_each, 1, 1),
            LinearConstraint(costs.reshape(1, -1), -np.inf, budget),
        ],
        options={"mip_rel_gap": 0},
    )
    if not answer.success:
        raise RuntimeError(f"the choice under a budget was not solved: {answer.message}")
    return answer.x.reshape(segments, levels).argmax(axis=1)


def lines(levels: pd.DataFrame, n_customers: float | None) -> tuple[np.ndarray, np.ndarray]:
    """Slope and intercept of one customer's value as a line in the margin."""
    setup = levels["setup_cost"].to_numpy()
    if n_customers is None:
        if setup.any():
            raise ValueError(
                "levels have set-up costs, which a segment's customers share: pass n_customers=..."
            )
        n_customers = 1
    tables.number("n_customers", n_customers, above=0)
    slope = levels["annuity"].to_numpy()
    return slope, -levels["annual_cost"].to_numpy() * slope - setup / n_customers


def as_levels(codes: np.ndarray | pd.Series, levels: pd.DataFrame) -> pd.Categorical:
    """Positions in `levels` as their names, in order."""
    # pandas-stubs knows no categories but an Index.
    return pd.Categorical.from_codes(  # type: ignore[call-overload]
        codes, categories=list(levels.index), ordered=True
    )


def checked_segments(segments: pd.DataFrame) -> pd.DataFrame:
    """The columns of `level_values`, checked, and the margin that one customer carries."""
    rules: dict[str, dict[str, Any]] = {
        "market_revenue": {"least": 0},
        "margin_rate": {"least": 0, "most": 1, "range_mend": "15 % is 0.15."},
        "customers": {"above": 0},
    }
    table = _checked(segments, rules, "segment")
    margin = table["market_revenue"] * table["margin_rate"] / table["customers"]
    return table.assign(margin_per_customer=margin)


def checked_levels(levels: pd.DataFrame | None, annual_discount_rate: float) -> pd.DataFrame:
    """The levels, checked, and their annuity: what 1 a year is worth while the customer stays."""
    rate = money.discount_rate(annual_discount_rate)
    if levels is None:
        levels = default_levels()
    elif isinstance(levels, pd.DataFrame) and "setup_cost" not in levels.columns:
        levels = levels.assign(setup_cost=0.0)
    rules: dict[str, dict[str, Any]] = {
        "retention_rate": {"least": 0, "most": 1, "range_mend": "60 % is 0.60."},
        "annual_cost": {"least": 0},
        "setup_cost": {"least": 0},
    }
    table = _checked(levels, rules, "level")
    for_ever = table["retention_rate"] / (1 + rate) >= 1
    if for_ever.any():
        mend = "Without discounting, a customer who stays has no finite value."
        raise tables.bad_rows(table.index, for_ever, "levels: retention_rate is 1", mend)
    return table.assign(annuity=money.annuity(table["retention_rate"] / (1 + rate)))


def _checked(table: pd.DataFrame, rules: Mapping[str, Mapping[str, Any]], row: str) -> pd.DataFrame:
    tables.check_columns(table, rules, name=f"{row}s")
    tables.check_each_once(table.index, name=f"{row}s", row=row)
    columns = {
        column: tables.numbers(table[column], name=f"{row}s: {column}", **limits)
        for column, limits in rules.items()
    }
    return pd.DataFrame(columns, index=table.index, dtype=float)
