"""How unequal are customers: deciles, Lorenz curve, Gini, 80/20, and what chance adds to them.

The observed concentration is of one number a customer, such as money (a Series, one row a
customer; row order does not matter). The true one is that of an NBD, fitted to purchase counts.
"""

import math
from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
import pandas as pd


def deciles(spend: pd.Series, *, groups: int = 10) -> pd.DataFrame:
    """How much does each tenth of the customers spend? (the purchase-decile method, 购买十分位法)

    Customers are sorted by spend, highest first, and cut into ten groups of equal size. Where the
    count does not divide by ten, the first (highest-spending) groups hold one customer more.

    Returns one row a group (index `decile`, 1 = the highest spenders; named `group` where groups
    is not 10): customers, spend and mean_spend (money), share and cumulative_share (of all spend,
    0 to 1). Raises ValueError for missing or negative spend, no spend at all, or fewer customers
    than groups.

    >>> deciles(pd.Series([50, 30, 10, 6, 4]), groups=2)  # doctest: +NORMALIZE_WHITESPACE
           customers  spend  mean_spend  share  cumulative_share
    group
    1              3   90.0        30.0    0.9               0.9
    2              2   10.0         5.0    0.1               1.0
    """
    ranked = _checked_spend(spend)[::-1]
    if groups < 1 or groups > len(ranked):
        raise ValueError(
            f"{len(ranked)} customers cannot fill {groups} groups; "
            f"pass groups= between 1 and {len(ranked)}"
        )
    parts = np.array_split(ranked, groups)
    table = pd.DataFrame(
        {"customers": [len(part) for part in parts], "spend": [part.sum() for part in parts]},
        index=pd.RangeIndex(1, groups + 1, name="decile" if groups == 10 else "group"),
    )
    table["mean_spend"] = table["spend"] / table["customers"]
    table["share"] = table["spend"] / table["spend"].sum()
    running = table["spend"].cumsum()
    table["cumulative_share"] = running / running.iloc[-1]
    return table


def lorenz(spend: pd.Series) -> pd.DataFrame:
    """Which share of spend do the lowest-spending customers make? (the points of the Lorenz curve)

    Returns one row a point, from (0, 0) to (1, 1), one more than customers: share_of_customers
    and share_of_value (0 to 1), both counted from the lowest spender upwards.

    >>> lorenz(pd.Series([50, 30, 10, 6, 4]))
       share_of_customers  share_of_value
    0                 0.0            0.00
    1                 0.2            0.04
    2                 0.4            0.10
    3                 0.6            0.20
    4                 0.8            0.50
    5                 1.0            1.00
    """
    running = np.concatenate([[0.0], np.cumsum(_checked_spend(spend))])
    return pd.DataFrame(
        {
            "share_of_customers": np.arange(len(running)) / (len(running) - 1),
            "share_of_value": running / running[-1],
        }
    )


def gini(spend: pd.Series, *, estimator: Literal["biased", "unbiased"] = "biased") -> float:
    """How unequal is spend, from 0 (all spend the same) towards 1 (one customer spends all)?

    `biased` (default) is twice the area between the diagonal and the Lorenz polygon of these very
    customers: G = 2 sum(i x_i) / (n sum(x)) - (n + 1) / n with x sorted upwards; its highest value
    is 1 - 1/n. `unbiased` multiplies it by n / (n - 1), the usual correction where the customers
    are a small sample of a larger base, and needs two customers.

    >>> gini(pd.Series([1, 2, 3, 4])), round(gini(pd.Series([1, 2, 3, 4]), estimator="unbiased"), 4)
    (0.25, 0.3333)
    """
    if estimator not in ("biased", "unbiased"):
        raise ValueError(f"estimator={estimator!r} is not one of 'biased', 'unbiased'")
    values = _checked_spend(spend)
    n = len(values)
    biased = float(2 * (np.arange(1, n + 1) @ values) / (n * values.sum()) - (n + 1) / n)
    if estimator == "biased":
        return biased
    if n < 2:
        raise ValueError("the unbiased Gini needs two customers or more; there is 1")
    return biased * n / (n - 1)


def top_share(spend: pd.Series, *, share: float = 0.2) -> float:
    """Which share of spend do the top 20 % of customers make? (the 80/20 number)

    Where 20 % is not a whole number of customers, the next customer in rank counts with the
    fraction that is missing (a straight line between the points of the Lorenz curve).

    >>> round(top_share(pd.Series([50, 30, 10, 6, 4])), 3)      # 1 of 5 customers
    0.5
    >>> round(top_share(pd.Series([50, 30, 10, 6, 4]), share=0.3), 3)    # 1.5 customers: 50 + 15
    0.65
    """
    _check_share(share, "share")
    points = lorenz(spend)
    return float(1 - np.interp(1 - share, points["share_of_customers"], points["share_of_value"]))


def customers_for(spend: pd.Series, *, share_of_value: float = 0.8) -> float:
    """Which share of customers makes 80 % of spend, counted from the highest spender?

    The smallest such share (0 to 1); the last customer counts with the fraction that is needed,
    as in `top_share`. For 100 % it is the share of customers who spent anything.

    >>> round(customers_for(pd.Series([50, 30, 10, 6, 4])), 3)
    0.4
    """
    _check_share(share_of_value, "share_of_value")
    ranked = _checked_spend(spend)[::-1]
    running = np.concatenate([[0.0], np.cumsum(ranked)])
    target = share_of_value * running[-1]
    # `left` finds the first customer who reaches the target, so that zero spenders never count.
    last = max(int(np.searchsorted(running, target, side="left")), 1)
    needed = (target - running[last - 1]) / ranked[last - 1]
    return float((last - 1 + needed) / len(ranked))


class Rates(Protocol):
    """How customers' buying rates differ: a gamma distribution, as in `crmkit.lifetime.NBD`.

    Its rate `alpha` is in observed periods. A fitted model's `report` (boundary, and covariance of
    ln r and ln alpha) tells whether it can be used, and gives the bounds.
    """

    r: float
    alpha: float


def true_concentration(
    model: Rates,
    *,
    periods: Sequence[float] = (1, 2, 4, 8, math.inf),
    share: float = 0.2,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How concentrated would purchases be had we watched for longer, and in the end?

    In a short period some customers buy much and some nothing by chance alone. Counted over all
    customers, concentration therefore falls as the period grows, towards that of the customers'
    true rates. Counted over the buyers of the period only, as most reports do, it misses those
    who have not bought yet and mostly rises, towards the same limit.

    model: an NBD, fitted to purchase counts (`crmkit.lifetime.NBD.fit`) or written down.
    periods: lengths of time in observed periods; math.inf is the limit. share: of customers.

    Returns one row a length (index `periods`): buyers (share of customers who bought),
    mean_purchases, top_share and gini over all customers, top_share_of_buyers and gini_of_buyers
    over the buyers of the period. A fitted NBD adds low and high, the bounds of top_share (delta
    method on the log-odds, at `confidence`). Assumes that rates stay as they are: nobody leaves.

    Raises ValueError for a fit on a boundary (customers all alike, or an unknown number of
    non-buyers that the counts cannot tell), and for models in which customers leave or never buy.

    Source: Schmittlein, Cooper & Morrison 1993, "Truth in Concentration in the Land of (80/20)
    Laws", Marketing Science 12(2), for the idea.

    >>> from crmkit.lifetime import NBD
    >>> table = true_concentration(NBD(r=1, alpha=0.5), periods=[1, math.inf])
    >>> table[["top_share", "gini"]].round(3)  # doctest: +NORMALIZE_WHITESPACE
             top_share  gini
    periods
    1.0          0.596   0.6
    inf          0.522   0.5
    """
    _check_share(share, "share")
    _check_share(confidence, "confidence")
    _check_model(model)
    lengths = _checked_periods(periods)
    table = pd.DataFrame(
        [_concentration(model.r, model.alpha, share=share, periods=t) for t in lengths],
        index=pd.Index(lengths, name="periods"),
    )
    report = getattr(model, "report", None)
    if report is not None and report.covariance is not None:
        bounds = [
            _top_share_bounds(model, share=share, periods=t, confidence=confidence) for t in lengths
        ]
        table.insert(3, "low", [low for low, _ in bounds])
        table.insert(4, "high", [high for _, high in bounds])
    return table


def expected_lorenz(model: Rates, *, periods: float = math.inf, points: int = 101) -> pd.DataFrame:
    """Which Lorenz curve does the model expect over this many periods, over all customers?

    model: as for `true_concentration`. Returns the columns of `lorenz` at `points` equally spaced
    shares of customers.

    >>> from crmkit.lifetime import NBD
    >>> expected_lorenz(NBD(r=1, alpha=1), points=3).round(3)
       share_of_customers  share_of_value
    0                 0.0           0.000
    1                 0.5           0.153
    2                 1.0           1.000
    """
    _check_model(model)
    (length,) = _checked_periods([periods])
    share = np.linspace(0, 1, points)
    made = _top_share(model.r, model.alpha, share=1 - share, periods=length)
    return pd.DataFrame({"share_of_customers": share, "share_of_value": 1 - made})


def _concentration(r: float, alpha: float, *, share: float, periods: float) -> dict[str, float]:
    buyers = -math.expm1(-r * math.log1p(periods / alpha))
    gini_of_all = _gini(r, alpha, periods=periods)
    return {
        "buyers": buyers,
        "mean_purchases": r * periods / alpha,
        "top_share": float(_top_share(r, alpha, share=share, periods=periods)),
        "gini": gini_of_all,
        # The top fifth of buyers is a smaller share of all customers; those who bought nothing
        # add nothing to the purchases, and 1 - buyers to the Gini.
        "top_share_of_buyers": float(_top_share(r, alpha, share=share * buyers, periods=periods)),
        "gini_of_buyers": 1 - (1 - gini_of_all) / buyers,
    }


def _top_share(r: float, alpha: float, *, share: float | np.ndarray, periods: float) -> np.ndarray:
    """Share of purchases that the top `share` of customers are expected to make.

    Weighting the customers of an NBD by their purchases gives one plus an NBD with r + 1, so
    the customers above k purchases make P(NBD(r + 1) > k - 1) of them all; in the limit of
    endless periods the same holds for the gamma: L(p) = I(r + 1, I^-1(r, p)).
    """
    share = np.asarray(share, dtype=float)
    if math.isinf(periods):
        from scipy.special import gammaincc, gammainccinv

        return gammaincc(r + 1, gammainccinv(r, share))
    from scipy.stats import nbinom

    chance = alpha / (alpha + periods)
    mean = r * periods / alpha
    # isf has no finite answer at 0, where the share is 0 anyway.
    count = np.maximum(nbinom.isf(np.maximum(share, 1e-12), r, chance), 0)
    partial = (share - nbinom.sf(count, r, chance)) * count / mean
    above = np.where(share > 0, nbinom.sf(count - 1, r + 1, chance) + partial, 0)
    return np.clip(above, 0, 1)


def _gini(r: float, alpha: float, *, periods: float) -> float:
    """Half the mean difference of two customers' purchases over the mean.

    For the NBD with p = alpha / (alpha + periods) that is
    2F1(1/2, 1 - r; 2; 4 (1 - p) / (2 - p)^2) / (2 - p).
    """
    from scipy.special import hyp2f1

    chance = alpha / (alpha + periods)
    return float(hyp2f1(0.5, 1 - r, 2, 4 * (1 - chance) / (2 - chance) ** 2)) / (2 - chance)


def _top_share_bounds(
    model: Rates, *, share: float, periods: float, confidence: float
) -> tuple[float, float]:
    from scipy.special import expit, logit, ndtri

    def log_odds(logs: np.ndarray) -> float:
        r, alpha = np.exp(logs)
        return float(logit(_top_share(r, alpha, share=share, periods=periods)))

    logs = np.log([model.r, model.alpha])
    steps = np.eye(2) * 1e-4
    slope = np.array([log_odds(logs + step) - log_odds(logs - step) for step in steps]) / 2e-4
    error = math.sqrt(slope @ np.array(model.report.covariance) @ slope)
    reach = ndtri((1 + confidence) / 2) * error
    return float(expit(log_odds(logs) - reach)), float(expit(log_odds(logs) + reach))


# From here on the rates (coefficient of variation 1 / sqrt(r)) are equal for every practical
# purpose, and the series behind the Gini loses its digits.
_ALIKE = 1000


def _check_model(model: Rates) -> None:
    """Refuse what is no usable NBD."""
    if isinstance(model, pd.Series | pd.DataFrame) or not (
        hasattr(model, "r") and hasattr(model, "alpha")
    ):
        raise TypeError(
            f"true concentration is asked of a model with r and alpha, not of a "
            f"{type(model).__name__}; fit one first: crmkit.lifetime.NBD.fit(purchases)"
        )
    name = type(model).__name__
    others = sorted(set(dict(getattr(model, "parameters", {}))) - {"r", "alpha"})
    if others:
        raise ValueError(
            f"{name} has the parameters {', '.join(others)} besides r and alpha: customers "
            "leave or never buy, which these formulas leave out; fit crmkit.lifetime.NBD instead"
        )
    for parameter in ("r", "alpha"):
        value = getattr(model, parameter)
        if not (math.isfinite(value) and value > 0):
            raise ValueError(f"{name}: {parameter}={value!r} must be a positive number")
    if model.r > _ALIKE:
        raise ValueError(
            f"r={model.r:.3g} is above {_ALIKE}: the customers' rates differ by "
            f"{100 / math.sqrt(_ALIKE):.0f} % or less, which is to say not at all. The counts vary "
            "as chance alone makes them; there is no true concentration to measure"
        )
    report = getattr(model, "report", None)
    if report is not None and report.boundary:
        raise ValueError(
            f"the fit lies on a boundary ({', '.join(report.boundary)}; r={model.r:.3g}, "
            f"alpha={model.alpha:.3g}): the counts cannot tell how the customers' rates differ. "
            "After a fit to buyers only, pass how many bought nothing: NBD.fit(..., non_buyers=n)"
        )


def _checked_periods(periods: Sequence[float]) -> list[float]:
    lengths = [float(length) for length in periods]
    if not lengths or not all(length > 0 for length in lengths):
        raise ValueError(f"periods must be positive numbers; got {list(periods)}")
    return lengths


def _checked_spend(spend: pd.Series) -> np.ndarray:
    """Spend as sorted numbers, lowest first."""
    if isinstance(spend, pd.DataFrame):
        raise TypeError('spend is a table; pass one column, e.g. customers["total_spend"]')
    series = pd.Series(spend)
    if series.empty:
        raise ValueError("spend is empty: there are no customers")
    if not pd.api.types.is_numeric_dtype(series) or pd.api.types.is_bool_dtype(series):
        raise ValueError(f"spend holds {series.dtype}, not numbers; convert it first")
    values = series.to_numpy(dtype=float, na_value=np.nan)
    unusable, negative = ~np.isfinite(values), values < 0
    if unusable.any():
        raise ValueError(
            f"spend has {unusable.sum()} missing or infinite values of {len(values)} (first: "
            f"{series.index[unusable][:3].tolist()}); drop or fill them first"
        )
    if negative.any():
        raise ValueError(
            f"spend has {negative.sum()} negative values of {len(values)} (first: "
            f"{series.index[negative][:3].tolist()}): shares need 0 or more; leave these "
            "customers out or set them to 0 with .clip(lower=0)"
        )
    if not values.any():
        raise ValueError(f"the {len(values)} customers spent 0 in all: there are no shares of it")
    return np.sort(values)


def _check_share(share: float, name: str) -> None:
    if not 0 < share <= 1:
        raise ValueError(f"{name}={share!r} must be above 0 and at most 1, e.g. 0.2 for 20 %")
