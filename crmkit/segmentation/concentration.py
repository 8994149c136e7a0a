"""How unequal are customers: deciles, Lorenz curve, Gini, 80/20, and what chance adds to them.

Every function takes one number a customer (a Series, one row a customer): money for the
observed concentration, purchase counts for the true one. Row order does not matter.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

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


# From here on the rates (coefficient of variation 1 / sqrt(r)) are equal for every practical
# purpose, and the series behind the Gini loses its digits.
_ALIKE = 1000


@dataclass(frozen=True)
class NBD:
    """How often do customers buy, when each has a rate and rates differ? (negative binomial)

    A customer buys as a Poisson process; the rates follow a gamma distribution with shape `r`
    and rate `alpha`, in purchases per observed period (mean rate r / alpha). Write it down from a
    paper, `NBD(r=.969, alpha=.218)`, or fit it. A fit also holds log_likelihood, customers (the
    count fitted on) and covariance (of ln r and ln alpha, from the observed information).

    Source: Ehrenberg 1959, "The Pattern of Consumer Purchases", Applied Statistics 8.
    """

    r: float
    alpha: float
    log_likelihood: float | None = None
    customers: int | None = None
    covariance: tuple[tuple[float, float], tuple[float, float]] | None = None

    def __post_init__(self) -> None:
        for name in ("r", "alpha"):
            value = getattr(self, name)
            if not (math.isfinite(value) and value > 0):
                raise ValueError(f"{name}={value!r} must be a positive number")
        if self.r > _ALIKE:
            raise ValueError(
                f"r={self.r:.6g} is above {_ALIKE}: the customers' rates are all alike"
            )

    @classmethod
    def fit(
        cls, purchases: pd.Series, *, non_buyers: int | Literal["counted", "unknown"] = "counted"
    ) -> "NBD":
        """Which gamma distribution of rates makes these purchase counts most likely?

        purchases: one count a customer, all observed over the same length of time.
        non_buyers: who bought nothing. "counted": they are in `purchases` as zeros. A number: so
        many customers more, none of them in `purchases`. "unknown": only buyers were seen; the
        zero-truncated distribution is fitted.

        Raises ValueError for counts that are missing, negative or not whole; where zeros and
        non_buyers contradict each other; where counts vary no more than chance alone would make
        them (homogeneous customers: r has no finite estimate); and where buyers alone cannot tell
        how many customers bought nothing (r falls to 0).

        >>> NBD.fit(pd.Series([0, 0, 1, 2, 7])).customers
        5
        """
        counts, weights = _checked_counts(purchases, non_buyers)
        truncated = non_buyers == "unknown"
        _refuse_homogeneous(counts, weights, truncated=truncated)
        return cls(*_maximum_likelihood(counts, weights, truncated=truncated))

    def buyers(self, periods: float = 1) -> float:
        """Which share of customers buys at least once in this many observed periods?"""
        return -math.expm1(-self.r * math.log1p(periods / self.alpha))

    def top_share(self, share: float | np.ndarray = 0.2, *, periods: float = 1) -> np.ndarray:
        """Which share of purchases do the top 20 % make over this many observed periods?

        Weighting the customers of an NBD by their purchases gives one plus an NBD with r + 1, so
        the customers above k purchases make P(NBD(r + 1) > k - 1) of them all; in the limit of
        endless periods the same holds for the gamma: L(p) = I(r + 1, I^-1(r, p)).
        """
        share = np.asarray(share, dtype=float)
        if math.isinf(periods):
            from scipy.special import gammaincc, gammainccinv

            return gammaincc(self.r + 1, gammainccinv(self.r, share))
        from scipy.stats import nbinom

        chance = self.alpha / (self.alpha + periods)
        mean = self.r * periods / self.alpha
        # isf has no finite answer at 0, where the share is 0 anyway.
        count = np.maximum(nbinom.isf(np.maximum(share, 1e-12), self.r, chance), 0)
        partial = (share - nbinom.sf(count, self.r, chance)) * count / mean
        above = np.where(share > 0, nbinom.sf(count - 1, self.r + 1, chance) + partial, 0)
        return np.clip(above, 0, 1)

    def gini(self, *, periods: float = 1) -> float:
        """How unequal are purchases over this many observed periods, 0 to 1?

        Half the mean difference of two customers over the mean; for the NBD with
        p = alpha / (alpha + periods) that is 2F1(1/2, 1 - r; 2; 4 (1 - p) / (2 - p)^2) / (2 - p).
        """
        from scipy.special import hyp2f1

        chance = self.alpha / (self.alpha + periods)
        return float(hyp2f1(0.5, 1 - self.r, 2, 4 * (1 - chance) / (2 - chance) ** 2)) / (
            2 - chance
        )


def true_concentration(
    purchases: pd.Series | NBD,
    *,
    periods: Sequence[float] = (1, 2, 4, 8, math.inf),
    share: float = 0.2,
    non_buyers: int | Literal["counted", "unknown"] = "counted",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How concentrated would purchases be had we watched for longer, and in the end?

    In a short period some customers buy much and some nothing by chance alone. Counted over all
    customers, concentration therefore falls as the period grows, towards that of the customers'
    true rates. Counted over the buyers of the period only, as most reports do, it misses those
    who have not bought yet and mostly rises, towards the same limit.

    purchases: one count a customer (see `NBD.fit`, also for non_buyers), or an NBD.
    periods: lengths of time in observed periods; math.inf is the limit. share: of customers.

    Returns one row a length (index `periods`): buyers (share of customers who bought),
    mean_purchases, top_share and gini over all customers, top_share_of_buyers and gini_of_buyers
    over the buyers of the period. A fitted NBD adds low and high, the bounds of top_share (delta
    method on the log-odds, at `confidence`). Assumes that rates stay as they are: nobody leaves.

    Source: Schmittlein, Cooper & Morrison 1993, "Truth in Concentration in the Land of (80/20)
    Laws", Marketing Science 12(2), for the idea; the formulas stand at `NBD`.

    >>> table = true_concentration(NBD(r=1, alpha=0.5), periods=[1, math.inf])
    >>> table[["top_share", "gini"]].round(3)  # doctest: +NORMALIZE_WHITESPACE
             top_share  gini
    periods
    1.0          0.596   0.6
    inf          0.522   0.5
    """
    _check_share(share, "share")
    _check_share(confidence, "confidence")
    lengths = np.asarray(list(periods), dtype=float)
    if not len(lengths) or not (lengths > 0).all():
        raise ValueError(f"periods must be positive numbers; got {list(periods)}")
    model = purchases if isinstance(purchases, NBD) else NBD.fit(purchases, non_buyers=non_buyers)
    table = pd.DataFrame(
        [_concentration(model, share=share, periods=float(t)) for t in lengths],
        index=pd.Index(lengths, name="periods"),
    )
    if model.covariance is not None:
        bounds = [
            _top_share_bounds(model, share=share, periods=float(t), confidence=confidence)
            for t in lengths
        ]
        table.insert(3, "low", [low for low, _ in bounds])
        table.insert(4, "high", [high for _, high in bounds])
    return table


def expected_lorenz(model: NBD, *, periods: float = math.inf, points: int = 101) -> pd.DataFrame:
    """Which Lorenz curve does the model expect over this many periods, over all customers?

    Returns the columns of `lorenz` at `points` equally spaced shares of customers.

    >>> expected_lorenz(NBD(r=1, alpha=1), points=3).round(3)
       share_of_customers  share_of_value
    0                 0.0           0.000
    1                 0.5           0.153
    2                 1.0           1.000
    """
    share = np.linspace(0, 1, points)
    return pd.DataFrame(
        {
            "share_of_customers": share,
            "share_of_value": 1 - model.top_share(1 - share, periods=periods),
        }
    )


def _concentration(model: NBD, *, share: float, periods: float) -> dict[str, float]:
    buyers = model.buyers(periods)
    gini_of_all = model.gini(periods=periods)
    return {
        "buyers": buyers,
        "mean_purchases": model.r * periods / model.alpha,
        "top_share": float(model.top_share(share, periods=periods)),
        "gini": gini_of_all,
        # The top fifth of buyers is a smaller share of all customers; those who bought nothing
        # add nothing to the purchases, and 1 - buyers to the Gini.
        "top_share_of_buyers": float(model.top_share(share * buyers, periods=periods)),
        "gini_of_buyers": 1 - (1 - gini_of_all) / buyers,
    }


def _top_share_bounds(
    model: NBD, *, share: float, periods: float, confidence: float
) -> tuple[float, float]:
    from scipy.special import expit, logit, ndtri

    def log_odds(shift_r: float, shift_alpha: float) -> float:
        near = NBD(model.r * math.exp(shift_r), model.alpha * math.exp(shift_alpha))
        return float(logit(near.top_share(share, periods=periods)))

    step = 1e-4
    slope = np.array(
        [
            log_odds(step, 0) - log_odds(-step, 0),
            log_odds(0, step) - log_odds(0, -step),
        ]
    ) / (2 * step)
    error = math.sqrt(slope @ np.array(model.covariance) @ slope)
    reach = ndtri((1 + confidence) / 2) * error
    return float(expit(log_odds(0, 0) - reach)), float(expit(log_odds(0, 0) + reach))


def _maximum_likelihood(counts: np.ndarray, weights: np.ndarray, *, truncated: bool) -> tuple:
    """r, alpha, log-likelihood, customers and covariance at the maximum."""
    from scipy.optimize import minimize
    from scipy.special import digamma, gammaln

    customers = weights.sum()

    def negative(logs: np.ndarray) -> tuple[float, np.ndarray]:
        r, alpha = np.exp(logs)
        log_zero = -r * np.log1p(1 / alpha)
        logged = gammaln(r + counts) - gammaln(r) - gammaln(counts + 1) + log_zero
        value = weights @ (logged - counts * np.log1p(alpha))
        by_r = weights @ (digamma(r + counts) - digamma(r)) - customers * np.log1p(1 / alpha)
        by_alpha = customers * r / (alpha * (1 + alpha)) - weights @ counts / (1 + alpha)
        if truncated:
            value -= customers * np.log(-np.expm1(log_zero))
            odds = 1 / np.expm1(-log_zero)
            by_r -= customers * odds * np.log1p(1 / alpha)
            by_alpha += customers * odds * r / (alpha * (1 + alpha))
        return -value / customers, -np.array([by_r * r, by_alpha * alpha]) / customers

    mean = weights @ counts / customers
    start = np.array([0.0, -math.log(mean)])
    found = minimize(
        negative,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(-12, math.log(2 * _ALIKE)), (-30, 30)],
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 1000},
    )
    r, alpha = (float(value) for value in np.exp(found.x))
    if r < 1e-3:
        raise ValueError(
            "r falls to 0: the buyers alone cannot tell how many customers bought nothing; "
            "pass their number, non_buyers=n"
        )
    if r > _ALIKE:
        raise ValueError(
            f"r rises above {_ALIKE}: the customers' rates differ by {100 / math.sqrt(_ALIKE):.0f} "
            "% or less, which the counts cannot tell from none; the true concentration is nil"
        )
    if np.abs(negative(found.x)[1]).max() > 1e-5:
        raise ValueError(
            f"the NBD's likelihood has no maximum near r={r:.3g}, alpha={alpha:.3g} "
            f"({found.message}); check the counts for outliers"
        )
    step = 1e-5
    information = (customers / (2 * step)) * np.array(
        [negative(found.x + shift)[1] - negative(found.x - shift)[1] for shift in np.eye(2) * step]
    )
    covariance = np.linalg.inv((information + information.T) / 2)
    return (
        r,
        alpha,
        -float(found.fun) * float(customers),
        int(customers),
        tuple(tuple(float(value) for value in row) for row in covariance),
    )


def _refuse_homogeneous(counts: np.ndarray, weights: np.ndarray, *, truncated: bool) -> None:
    """Raise where the counts vary no more than Poisson counts: the best r is then infinite."""
    customers = weights.sum()
    mean = weights @ counts / customers
    variance = weights @ (counts - mean) ** 2 / customers
    if truncated and mean == 1:
        raise ValueError(
            "every buyer bought exactly once: nothing tells customers apart; "
            "watch for a longer period"
        )
    if truncated:
        from scipy.optimize import brentq

        # The zero-truncated Poisson with this mean, and the slope of the likelihood there in 1/r.
        rate = brentq(lambda rate: rate / -math.expm1(-rate) - mean, 1e-12, mean + 1)
        excess = weights @ ((counts - rate) ** 2 - counts) / customers + rate**2 / math.expm1(rate)
    else:
        excess = variance - mean
    if excess <= 1e-12 * mean:
        raise ValueError(
            f"purchases vary no more than chance alone makes them (mean {mean:.3g}, variance "
            f"{variance:.3g}, {int(customers)} customers): the customers look alike, the NBD's r "
            "grows without limit, and the true concentration is nil"
        )


def _checked_counts(
    purchases: pd.Series, non_buyers: int | Literal["counted", "unknown"]
) -> tuple[np.ndarray, np.ndarray]:
    """Distinct counts and how many customers have each."""
    values = _checked_numbers(purchases, "purchases")
    fractional = int((values != np.floor(values)).sum())
    if fractional:
        raise ValueError(f"purchases has {fractional} values that are not whole numbers")
    counts, weights = np.unique(values, return_counts=True)
    zeros = int((values == 0).sum())
    if non_buyers == "counted":
        if not zeros:
            raise ValueError(
                f"none of the {len(values)} customers has 0 purchases; say who bought nothing: "
                "non_buyers=<their number>, 0 if everybody in the base bought, or "
                'non_buyers="unknown" to fit buyers only'
            )
    elif isinstance(non_buyers, int | np.integer) and not isinstance(non_buyers, bool):
        if non_buyers < 0 or zeros:
            raise ValueError(
                f"non_buyers={non_buyers} with {zeros} zeros in purchases: pass a number of at "
                'least 0 and no zeros, or non_buyers="counted"'
            )
        if non_buyers:
            counts, weights = np.append(0.0, counts), np.append(int(non_buyers), weights)
    elif non_buyers != "unknown":
        raise ValueError(f"non_buyers={non_buyers!r} is not 'counted', 'unknown' or a number")
    elif zeros:
        raise ValueError(
            f'non_buyers="unknown", but purchases has {zeros} zeros; pass non_buyers="counted"'
        )
    if not counts.any():
        raise ValueError(f"none of the {len(values)} customers bought anything")
    return counts, weights


def _checked_spend(spend: pd.Series) -> np.ndarray:
    """Spend as sorted numbers, lowest first."""
    values = np.sort(_checked_numbers(spend, "spend"))
    if not values.any():
        raise ValueError(f"the {len(values)} customers spent 0 in all: there are no shares of it")
    return values


def _checked_numbers(values: pd.Series, name: str) -> np.ndarray:
    if isinstance(values, pd.DataFrame):
        raise TypeError(f'{name} is a table; pass one column, e.g. customers["total_spend"]')
    series = pd.Series(values)
    if series.empty:
        raise ValueError(f"{name} is empty: there are no customers")
    if not pd.api.types.is_numeric_dtype(series) or pd.api.types.is_bool_dtype(series):
        raise ValueError(f"{name} holds {series.dtype}, not numbers; convert it first")
    numbers = series.to_numpy(dtype=float, na_value=np.nan)
    unusable, negative = ~np.isfinite(numbers), numbers < 0
    if unusable.any():
        raise ValueError(
            f"{name} has {unusable.sum()} missing or infinite values of {len(numbers)} (first: "
            f"{series.index[unusable][:3].tolist()}); drop or fill them first"
        )
    if negative.any():
        raise ValueError(
            f"{name} has {negative.sum()} negative values of {len(numbers)} (first: "
            f"{series.index[negative][:3].tolist()}): shares need 0 or more; leave these "
            "customers out or set them to 0 with .clip(lower=0)"
        )
    return numbers


def _check_share(share: float, name: str) -> None:
    if not 0 < share <= 1:
        raise ValueError(f"{name}={share!r} must be above 0 and at most 1, e.g. 0.2 for 20 %")
