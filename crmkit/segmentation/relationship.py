"""Five relationship levels 关系营销的五个层次, and which of them pays for which segment.

Basic 基本型, reactive 被动型, accountable 负责型, proactive 能动型, partnership 伙伴型 (Kotler,
Marketing Management). The textbook gives a grid of margin x number of customers. Its diagonals
are constant, so one number decides: the margin that a single customer carries when a market of
given size is divided among n customers. Here each level is a bargain, more retention for a
higher cost to serve, and the level with the largest value is chosen.

Value of a segment at a level, all payments at the start of a year and the first one now
(the form m(1+d)/(1+d-r), not m r/(1+d-r)):
    n (m - c) (1 + d) / (1 + d - r) - s
n customers, m margin and c cost to serve a customer and year, r retention rate, d annual
discount rate, s set-up cost of the level in the segment.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

# The market of the textbook grid: margin and number of customers move in like steps (x 3).
MARKET_REVENUE = 9_000_000.0
MARGIN_RATES: Mapping[str, float] = {"high": 0.45, "medium": 0.15, "low": 0.05}
CUSTOMERS: Mapping[str, int] = {"many": 900, "medium": 300, "few": 100}

LEVERS = ("margin_rate", "customers", "cost_to_serve", "retention_gain")


def default_levels() -> pd.DataFrame:
    """What does each of the five levels cost, and how many customers does it keep?

    One row a level, lowest first. Columns: retention_rate (share of customers kept a year, 0 to
    1), annual_cost (to serve one customer, money a year), setup_cost (once a segment, money).
    The numbers are ours: retention with diminishing gains at a rising cost. Replace them.

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

    One row a segment, one column a level, money: the formula at the head of this module.

    segments: one row a segment; columns market_revenue (money a year), margin_rate (0 to 1),
        customers (above 0).
    levels: one row a level, as `default_levels`; setup_cost may be left out.
    annual_discount_rate: 0 or more (.10 = 10 % a year).

    Raises KeyError for missing columns, ValueError for values missing or out of range.

    >>> segments = pd.DataFrame({"market_revenue": [1000.0], "margin_rate": 0.5, "customers": 5})
    >>> levels = pd.DataFrame({"retention_rate": [0.6, 0.7], "annual_cost": [20.0, 30.0]},
    ...                       index=["low", "high"])
    >>> level_values(segments, levels=levels, annual_discount_rate=0.1)
         low   high
    0  880.0  962.5
    """
    segments, levels = _checked_segments(segments), _checked_levels(levels, annual_discount_rate)
    factor = _annuity(levels["retention_rate"].to_numpy(), annual_discount_rate)
    customers = segments["customers"].to_numpy()[:, None]
    margin = _margin_per_customer(segments).to_numpy()[:, None]
    value = customers * (margin - levels["annual_cost"].to_numpy()) * factor
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

    One row a segment, in the order given. Columns: margin_per_customer (money a year); level
    (ordered categorical; of equals the one named first in `levels`); value (of the segment,
    money; below 0 where no level pays); first_year_cost (to serve and to set up, money);
    runner_up (the level of next largest value); lead (value less that of the runner-up: what the
    choice is worth; below 0 where a budget forbids the better one).

    first_year_budget: the most that all first-year costs may sum to. Then the levels are those
        of the largest total value within it: one level a segment, a multiple-choice knapsack
        (Kellerer, Pferschy & Pisinger 2004, ch. 11), solved exactly by scipy.optimize.milp.

    Other arguments and errors as `level_values`; ValueError for a budget below the least cost.

    >>> segments = pd.DataFrame({"market_revenue": 9e6, "margin_rate": [0.05, 0.45],
    ...                          "customers": [300, 100]}, index=["dealers", "works"])
    >>> best_level(segments, annual_discount_rate=0.1)["level"].to_list()
    ['reactive', 'partnership']
    >>> best_level(segments, annual_discount_rate=0.1, first_year_budget=250_000)["level"].to_list()
    ['reactive', 'proactive']
    """
    values = level_values(segments, levels=levels, annual_discount_rate=annual_discount_rate)
    levels = _checked_levels(levels, annual_discount_rate)
    if len(levels) < 2:
        raise ValueError("levels has one row: there is nothing to choose between")
    costs = (
        segments["customers"].to_numpy(dtype=float)[:, None] * levels["annual_cost"].to_numpy()
        + levels["setup_cost"].to_numpy()
    )
    worth = values.to_numpy()
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
            "margin_per_customer": _margin_per_customer(segments),
            "level": _as_levels(chosen, levels),
            "value": worth[rows, chosen],
            "first_year_cost": costs[rows, chosen],
            "runner_up": _as_levels(second, levels),
            "lead": worth[rows, chosen] - worth[rows, second],
        },
        index=segments.index,
    )


def value_per_customer(
    margin_per_customer: pd.Series | np.ndarray | list[float],
    *,
    levels: pd.DataFrame | None = None,
    annual_discount_rate: float,
    customers: float | None = None,
) -> pd.DataFrame:
    """What is one customer worth at each level, for any margin that he carries?

    One row a margin (the index, money a customer and year), one column a level, money: straight
    lines in the margin. `customers`: of the segment, to share the set-up cost, where there is
    one.

    >>> value_per_customer([500.0, 4500], annual_discount_rate=0.1).round(0).iloc[:, :3]
    ... # doctest: +NORMALIZE_WHITESPACE
    level                basic  reactive  accountable
    margin_per_customer
    500.0               1056.0    1045.0       -344.0
    4500.0              9856.0   12045.0      13406.0
    """
    levels = _checked_levels(levels, annual_discount_rate)
    margins = np.asarray(margin_per_customer, dtype=float)
    if not np.isfinite(margins).all():
        raise ValueError(f"{(~np.isfinite(margins)).sum():,} margins are missing or infinite")
    slope, intercept = _lines(levels, annual_discount_rate, customers)
    return pd.DataFrame(
        margins[:, None] * slope + intercept,
        index=pd.Index(margins, name="margin_per_customer"),
        columns=levels.index,
    )


def switch_points(
    levels: pd.DataFrame | None = None,
    *,
    annual_discount_rate: float,
    customers: float | None = None,
) -> pd.DataFrame:
    """From which margin per customer on does each level pay?

    One row a level. Columns: pays (bool: it is the best level at some margin of 0 or more);
    pays_from, pays_to (money a customer and year: where it is the best; infinite for the last;
    NaN for a level that never is); breaks_even_at (the margin at which its value is 0).
    The value is a line in the margin, so these are the corners of the lines' upper envelope.

    >>> switch_points(annual_discount_rate=0.1).round(0)  # doctest: +NORMALIZE_WHITESPACE
                 pays  pays_from  pays_to  breaks_even_at
    level
    basic        True        0.0    520.0            20.0
    reactive     True      520.0   2520.0           120.0
    accountable  True     2520.0   8067.0           600.0
    proactive    True     8067.0  21500.0          2000.0
    partnership  True    21500.0      inf          5000.0
    """
    levels = _checked_levels(levels, annual_discount_rate)
    slope, intercept = _lines(levels, annual_discount_rate, customers)
    starts, ends = np.zeros(len(levels)), np.full(len(levels), np.inf)
    for one in range(len(levels)):
        for other in range(len(levels)):
            rise = slope[one] - slope[other]
            if rise == 0:
                # Parallel lines: the lower one never pays; of equals, the one named first does.
                behind = (intercept[one], -one) < (intercept[other], -other)
                ends[one] = -np.inf if behind else ends[one]
                continue
            crossing = (intercept[other] - intercept[one]) / rise
            if rise > 0:
                starts[one] = max(starts[one], crossing)
            else:
                ends[one] = min(ends[one], crossing)
    pays = starts < ends
    return pd.DataFrame(
        {
            "pays": pays,
            "pays_from": np.where(pays, starts, np.nan),
            "pays_to": np.where(pays, ends, np.nan),
            "breaks_even_at": -intercept / slope,
        },
        index=levels.index,
    )


def grid(
    *,
    market_revenue: float = MARKET_REVENUE,
    margin_rates: Mapping[str, float] = MARGIN_RATES,
    customers: Mapping[str, float] = CUSTOMERS,
    levels: pd.DataFrame | None = None,
    annual_discount_rate: float = 0.10,
    nearly: float = 0.02,
) -> pd.DataFrame:
    """Which level pays for many, medium or few customers at a high, medium or low margin?

    One row a number of customers, one column a margin rate, as named in the arguments; cells
    are levels (ordered categorical). Where the next level's value is within `nearly` (share of
    the best value) a cell names both, "basic or reactive". With the defaults this is the
    textbook's grid.

    >>> print(grid().to_string())  # doctest: +NORMALIZE_WHITESPACE
    margin            high       medium                low
    customers
    many       accountable     reactive  basic or reactive
    medium       proactive  accountable           reactive
    few        partnership    proactive        accountable
    """
    cells = pd.MultiIndex.from_product([customers, margin_rates], names=["customers", "margin"])
    segments = pd.DataFrame(
        {
            "market_revenue": market_revenue,
            "margin_rate": [margin_rates[rate] for _, rate in cells],
            "customers": [customers[number] for number, _ in cells],
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
    dtype = pd.CategoricalDtype(sorted(ranks, key=ranks.get), ordered=True)
    wide = pd.Series(names, index=cells).unstack("margin")
    return wide.loc[list(customers), list(margin_rates)].astype(dtype)


def flips(
    segments: pd.DataFrame, *, levels: pd.DataFrame | None = None, annual_discount_rate: float
) -> pd.DataFrame:
    """By what factor must a number be wrong before another level pays better?

    Four rows a segment (index: segment, lever). Columns: level (the choice as it stands);
    falls_to (the factor below 1 at which the choice flips) and level_below (to which level);
    rises_to (the factor above 1) and level_above. NaN where no factor flips it. A factor of 1
    is a tie.

    Levers, one at a time: margin_rate x f; customers x f (the same market among f times as
    many); cost_to_serve x f (annual cost of every level); retention_gain x f (of every level
    over the lowest retention, up to where a level keeps everybody). With the market given,
    customers and cost to serve flip at the same factor, and without set-up costs the margin
    rate at its inverse: the choice hangs on one ratio.

    >>> segments = pd.DataFrame({"market_revenue": 9e6, "margin_rate": [0.15],
    ...                          "customers": 300}, index=["dealers"])
    >>> table = flips(segments, annual_discount_rate=0.1).loc["dealers"]
    >>> print(table.round(2).to_string())  # doctest: +NORMALIZE_WHITESPACE
                          level  falls_to level_below  rises_to level_above
    lever
    margin_rate     accountable      0.56    reactive      1.79   proactive
    customers       accountable      0.56   proactive      1.79    reactive
    cost_to_serve   accountable      0.56   proactive      1.79    reactive
    retention_gain  accountable      0.60    reactive       NaN         NaN
    """
    best = best_level(segments, levels=levels, annual_discount_rate=annual_discount_rate)
    segments, levels = _checked_segments(segments), _checked_levels(levels, annual_discount_rate)
    rows = []
    for position, chosen in enumerate(best["level"].cat.codes):
        for lever in LEVERS:
            values, limit = _along(lever, segments.iloc[position], levels, annual_discount_rate)
            rows.append(_nearest_flips(values, limit, chosen))
    keys = segments.index.repeat(len(LEVERS)).to_frame()
    keys["lever"] = [*LEVERS] * len(segments)
    falls_to, below, rises_to, above = (np.array(column) for column in zip(*rows, strict=True))
    return pd.DataFrame(
        {
            "level": _as_levels(best["level"].cat.codes.repeat(len(LEVERS)), levels),
            "falls_to": falls_to,
            "level_below": _as_levels(below, levels),
            "rises_to": rises_to,
            "level_above": _as_levels(above, levels),
        },
        index=pd.MultiIndex.from_frame(keys),
    )


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


def _along(
    lever: str, segment: pd.Series, levels: pd.DataFrame, annual_discount_rate: float
) -> tuple[list[tuple[np.polynomial.Polynomial, np.polynomial.Polynomial]], float]:
    """Each level's value as a fraction of polynomials in the lever's factor, and its limit."""
    from numpy.polynomial import Polynomial

    keep, cost = levels["retention_rate"].to_numpy(), levels["annual_cost"].to_numpy()
    setup, customers = levels["setup_cost"].to_numpy(), segment["customers"]
    margin = segment["market_revenue"] * segment["margin_rate"]
    bill = customers * cost
    if lever == "retention_gain":
        gain = keep - keep.min()
        below = [Polynomial([1 + annual_discount_rate - keep.min(), -g]) for g in gain]
        above = (margin - bill) * (1 + annual_discount_rate)
        limit = (1 - keep.min()) / gain.max() if gain.max() > 0 else np.inf
        return [(a - s * b, b) for a, s, b in zip(above, setup, below, strict=True)], limit
    factor = _annuity(keep, annual_discount_rate)
    if lever == "margin_rate":
        fixed, scaled = -bill * factor - setup, margin * factor
    else:
        fixed, scaled = margin * factor - setup, -bill * factor
    one = Polynomial([1.0])
    return [(Polynomial([a, b]), one) for a, b in zip(fixed, scaled, strict=True)], np.inf


def _nearest_flips(
    values: list[tuple[np.polynomial.Polynomial, np.polynomial.Polynomial]],
    limit: float,
    chosen: int,
) -> tuple[float, int, float, int]:
    """The nearest factors below and above 1 at which another level overtakes the chosen one."""
    below, above = (np.nan, -1), (np.nan, -1)
    for other in range(len(values)):
        if other == chosen:
            continue
        (a, b), (p, q) = values[chosen], values[other]
        # Where the chosen level leads this is above 0: the denominators are.
        lead = a * q - p * b
        for root in lead.roots():
            at = float(np.real(root))
            if abs(np.imag(root)) > 1e-9 * abs(root) or not 0 < at <= limit:
                continue
            # "not <=" rather than ">": the first flip found is compared with NaN.
            if at <= 1 + 1e-9 and lead(at * (1 - 1e-7)) < 0 and not at <= below[0]:
                below = (at, other)
            if at >= 1 - 1e-9 and lead(at * (1 + 1e-7)) < 0 and not at >= above[0]:
                above = (at, other)
    return (*below, *above)


def _lines(
    levels: pd.DataFrame, annual_discount_rate: float, customers: float | None
) -> tuple[np.ndarray, np.ndarray]:
    """Slope and intercept of a customer's value as a line in the margin that he carries."""
    setup = levels["setup_cost"].to_numpy()
    if customers is None:
        if setup.any():
            raise ValueError(
                "levels have set-up costs, which a segment's customers share: pass customers=..."
            )
        customers = 1
    if not customers > 0:
        raise ValueError(f"customers must be above 0; got {customers}")
    slope = _annuity(levels["retention_rate"].to_numpy(), annual_discount_rate)
    return slope, -levels["annual_cost"].to_numpy() * slope - setup / customers


def _annuity(retention_rate: np.ndarray, annual_discount_rate: float) -> np.ndarray:
    """Present value of 1 a year while the customer stays, the first one now."""
    return (1 + annual_discount_rate) / (1 + annual_discount_rate - retention_rate)


def _margin_per_customer(segments: pd.DataFrame) -> pd.Series:
    return segments["market_revenue"] * segments["margin_rate"] / segments["customers"]


def _as_levels(codes: np.ndarray, levels: pd.DataFrame) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, categories=list(levels.index), ordered=True)


def _checked_segments(segments: pd.DataFrame) -> pd.DataFrame:
    columns = ["market_revenue", "margin_rate", "customers"]
    table = _checked_columns(segments, columns, "segments")
    _check_range(table, "market_revenue", table["market_revenue"] >= 0, "0 or more")
    rate = table["margin_rate"].between(0, 1)
    _check_range(table, "margin_rate", rate, "from 0 to 1 (15 % is 0.15)")
    _check_range(table, "customers", table["customers"] > 0, "above 0")
    return table


def _checked_levels(levels: pd.DataFrame | None, annual_discount_rate: float) -> pd.DataFrame:
    if not 0 <= annual_discount_rate < np.inf:
        raise ValueError(f"annual_discount_rate must be 0 or more; got {annual_discount_rate}")
    if levels is None:
        levels = default_levels()
    elif "setup_cost" not in levels.columns:
        levels = levels.assign(setup_cost=0.0)
    table = _checked_columns(levels, ["retention_rate", "annual_cost", "setup_cost"], "levels")
    if annual_discount_rate > 0:
        kept, words = table["retention_rate"].between(0, 1), "from 0 to 1 (60 % is 0.60)"
    else:
        kept = table["retention_rate"].between(0, 1, inclusive="left")
        words = "from 0 to below 1 (without discounting, a customer who stays has no finite value)"
    _check_range(table, "retention_rate", kept, words)
    _check_range(table, "annual_cost", table["annual_cost"] >= 0, "0 or more")
    _check_range(table, "setup_cost", table["setup_cost"] >= 0, "0 or more")
    return table


def _checked_columns(table: pd.DataFrame, columns: list[str], name: str) -> pd.DataFrame:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise KeyError(f"{name}: missing columns {missing}; found {table.columns.to_list()}")
    if table.empty:
        raise ValueError(f"{name} has no rows")
    if table.index.has_duplicates:
        doubled = table.index[table.index.duplicated()]
        raise ValueError(f"{name}: doubled names {doubled.unique()[:3].to_list()}; name each once")
    numbers = table[columns].astype(float)
    wrong = ~np.isfinite(numbers)
    if wrong.to_numpy().any():
        counts = wrong.sum()
        raise ValueError(
            f"{name}: missing or infinite values {counts[counts > 0].to_dict()} (first rows "
            f"{table.index[wrong.any(axis=1)][:3].to_list()}). Fill them in."
        )
    return numbers


def _check_range(table: pd.DataFrame, column: str, right: pd.Series, words: str) -> None:
    if not right.all():
        raise ValueError(
            f"{column} must be {words}; {(~right).sum():,} of {len(table):,} rows are not "
            f"({table.loc[~right, column].head(3).to_dict()})"
        )
