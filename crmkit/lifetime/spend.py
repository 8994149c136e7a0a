"""Gamma-Gamma: how much will a customer spend on an order, given the few that were seen?

The mean of a few orders is a poor guide to the next one: heavy spenders fall back towards the mean
of all customers, the more so the fewer orders they made.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from crmkit.lifetime.purchases.engine.histories import bad_rows, check_customers_differ, numbers
from crmkit.models import FitReport, Model, check_parameters
from crmkit.models.maximise import Optimum, maximise, settled

# A fit starts from the top of a sample of about this many customers, where a step is cheap.
_SAMPLE = 5_000

# Customers at a time in sums over all: their intermediate results stay in the processor's cache.
_BLOCK = 16_384

COLUMNS = ("repeat_purchases", "mean_repeat_spend")


@dataclass(frozen=True)
class GammaGamma(Model):
    """How much does each customer spend on an order? (the gamma-gamma model of spend)

    The amounts of one customer's orders are Gamma(p, nu), p the same for all; nu differs between
    customers as Gamma(q, gamma). gamma is in the currency of the amounts; p and q have no unit.
    Spend must not depend on how often a customer buys: see `independence`.

    A table for this model is a customers table (crmkit.summary.customers): one row a customer, or
    one row a distinct case and a column `customers` with their number, with

    - `repeat_purchases`: orders after the first (x; whole, 0 or more)
    - `mean_repeat_spend`: their mean amount (above 0; what it says without a repeat does not count)

    Sources: Colombo & Jiang 1999, "A stochastic RFM model", Journal of Interactive Marketing 13(3);
    Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value".

    >>> shop = pd.DataFrame({"repeat_purchases": [0, 1, 1, 4, 30],
    ...                      "mean_repeat_spend": [np.nan, 10.0, 90.0, 90.0, 90.0]},
    ...                     index=pd.Index(list("abcde"), name="customer_id"))
    >>> model = GammaGamma(p=6.25, q=3.74, gamma=15.44)
    >>> model.expected_spend(shop).round(2).tolist()
    [35.22, 17.69, 73.3, 84.59, 89.21]
    """

    p: float
    q: float
    gamma: float
    report: FitReport | None = field(default=None, repr=False, compare=False)

    SCALES: ClassVar = dict.fromkeys(("p", "q", "gamma"), "positive")
    TITLE: ClassVar = "Gamma-Gamma"

    def __post_init__(self) -> None:
        check_parameters(self)

    @classmethod
    def fit(cls, summary: pd.DataFrame) -> Self:
        """Which spread of spend, within and between customers, makes these means most likely?

        summary: see the class; customers without a repeat are left out, as nothing is known of
        their orders but the first. The report's log-likelihood is that of the total (see
        `log_likelihood_of_total`). Raises ValueError for spend that is missing, zero or negative,
        and where nobody, or one customer only, bought again.

        >>> shop = pd.DataFrame({"repeat_purchases": [1, 2, 3, 4, 6],
        ...                      "mean_repeat_spend": [12.0, 20.0, 33.0, 48.0, 95.0]})
        >>> GammaGamma.fit(shop).parameters.round(2).to_dict()
        {'p': 1.85, 'q': 5.53, 'gamma': 120.54}
        """
        return cls._fit_spend(_Spend.of(summary))

    @classmethod
    def _fit_spend(cls, spend: "_Spend", *, starts: list[np.ndarray] | None = None) -> Self:
        if spend.rows < 2:
            raise ValueError(
                f"{spend.rows} customer(s) with a repeat purchase: the spread between customers "
                "needs two or more"
            )
        if starts is None:
            starts = [
                np.log([p, q, spend.mean * (q + 1) / p])
                for p, q in ((1.0, 2.0), (5.0, 5.0), (0.5, 20.0))
            ]
            if spend.rows > 2 * _SAMPLE:
                starts = [_climb(spend.every(spend.rows // _SAMPLE), starts)[1]]
        found, free = _climb(spend, starts)
        report = FitReport.of(
            found,
            tuple(cls.SCALES),
            customers=round(spend.customers),
            distinct=spend.distinct_rows,
        )
        return cls(*map(float, np.exp(free)), report=report)

    def bootstrap(
        self, summary: pd.DataFrame, *, replicates: int, rng: np.random.Generator
    ) -> pd.DataFrame:
        """How far do the parameters move when customers are drawn anew from these?

        One row a replicate, one column a parameter; each is a fit to as many repeat customers,
        drawn with replacement, that starts from this model.
        """
        spend = _Spend.of(summary)
        fits = [
            self._fit_spend(spend.resampled(rng), starts=[self._free()]) for _ in range(replicates)
        ]
        return pd.DataFrame([fit.parameters for fit in fits]).rename_axis("replicate")

    def log_likelihood_of_total(self, summary: pd.DataFrame) -> float:
        """How likely are the customers' total repeat spends under the model? (natural log)

        The density of x times the mean; the figure that Fader & Hardie print.
        """
        return _likelihood(self.parameters.to_numpy(), _Spend.of(summary))[0]

    def log_likelihood_of_mean(self, summary: pd.DataFrame) -> float:
        """How likely are the customers' mean repeat spends under the model? (natural log)

        The density of the mean: above that of the total by the sum of ln x over customers. The
        same fit maximises both; a likelihood of one kind must not be compared with the other.
        """
        spend = _Spend.of(summary)
        return _likelihood(self.parameters.to_numpy(), spend)[0] + float(spend.sum_log_x)

    @property
    def mean_spend(self) -> float:
        """How much does an order cost on average, over all customers? p gamma / (q - 1)

        Raises ValueError for q of 1 or less: so many customers spend so much that the mean over
        all is infinite; `median_spend` is finite.
        """
        if self.q <= 1:
            raise ValueError(
                f"q={self.q:.4g} is not above 1: the model's mean spend over all customers is "
                "infinite. Look for mistyped amounts among the highest, or use median_spend"
            )
        return self.p * self.gamma / (self.q - 1)

    @property
    def median_spend(self) -> float:
        """What does half of the customers spend less than, on an order on average?"""
        from scipy.special import gammaincinv

        return float(self.p * self.gamma / gammaincinv(self.q, 0.5))

    def expected_spend(self, summary: pd.DataFrame) -> pd.Series:
        """How much will each customer's coming orders cost on average? One number a row.

        Between the customer's own mean and that of all, closer to the own mean the more orders
        there were: p (gamma + x m) / (p x + q - 1). Customers without a repeat get the mean of
        all. Raises ValueError where that expectation is infinite (p x + q of 1 or less).
        """
        x, mean = _columns(summary)
        weight = self.p * x + self.q - 1
        if (weight <= 0).any():
            raise bad_rows(
                summary,
                weight <= 0,
                f"q={self.q:.4g} is so low that the expected spend is infinite",
                "Look for mistyped amounts among the highest, leave these customers out, or use "
                "spend_range, whose bounds are finite.",
            )
        spend = self.p * (self.gamma + x * np.where(x > 0, mean, 0)) / weight
        return pd.Series(spend, index=summary.index, name="expected_spend")

    def spend_range(self, summary: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
        """Between which bounds does the mean of each customer's coming orders lie?

        One row a row of the table: median, low and high of the customer's own long-run mean, given
        the orders seen and the parameters (for the parameters' uncertainty see `interval`).
        """
        from scipy.special import gammaincinv

        if not 0 < confidence < 1:
            raise ValueError(f"confidence={confidence!r} must lie between 0 and 1, e.g. 0.95")
        x, mean = _columns(summary)
        rate = self.gamma + x * np.where(x > 0, mean, 0)
        tail = (1 - confidence) / 2
        shape = self.p * x + self.q
        return pd.DataFrame(
            {
                name: self.p * rate / gammaincinv(shape, 1 - level)
                for name, level in (("median", 0.5), ("low", tail), ("high", 1 - tail))
            },
            index=summary.index,
        )

    def simulate(
        self, customer_id: pd.Series | np.ndarray, *, rng: np.random.Generator
    ) -> np.ndarray:
        """What could orders cost? One amount an order, in the order given.

        customer_id: the customer of each order; amounts of one customer hang together. Amounts
        are not rounded to cents.
        """
        customer, ids = pd.factorize(np.asarray(customer_id))
        nu = rng.gamma(self.q, 1 / self.gamma, len(ids))
        return rng.gamma(self.p, size=len(customer)) / nu[customer]

    def __str__(self) -> str:
        text = super().__str__()
        if self.q <= 1:
            text += "\nq is not above 1: the mean spend over all customers is infinite."
        return text


def independence(summary: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Do those who buy more often also spend more on an order? (the model says: no link)

    Over customers with a repeat purchase. One row a measure: `pearson`, the one that papers print
    and that is 0 under the model, and `spearman`, by ranks, hardly moved by a few large customers
    but a little above 0 under the model too (means of few skewed amounts mostly lie low). Columns:
    correlation (-1 to 1), low and high (Fisher's z at `confidence`), customers. Near 0, spend and
    purchases can be modelled apart. Raises ValueError with fewer than 4 such customers, or where
    one of the two is the same for all.

    >>> shop = pd.DataFrame({"repeat_purchases": [1, 2, 3, 4, 5],
    ...                      "mean_repeat_spend": [30.0, 20.0, 35.0, 25.0, 30.0]})
    >>> independence(shop).round(2)  # doctest: +NORMALIZE_WHITESPACE
              correlation   low  high  customers
    measure
    pearson          0.14 -0.85  0.91          5
    spearman         0.10 -0.86  0.90          5
    """
    from scipy.special import ndtri
    from scipy.stats import rankdata

    if not 0 < confidence < 1:
        raise ValueError(f"confidence={confidence!r} must lie between 0 and 1, e.g. 0.95")
    spend = _Spend.of(summary)
    if (spend.weights is not None) or spend.rows < 4:
        raise ValueError(
            f"{spend.rows} rows with a repeat purchase"
            + ("" if spend.weights is None else " and a column 'customers'")
            + ": a correlation needs one row a customer, and four customers"
        )
    x, mean = spend.x, spend.total / spend.x
    for name, values in zip(COLUMNS, (x, mean), strict=True):
        if (values == values[0]).all():
            raise ValueError(f"{name!r} is {values[0]:g} for every repeat customer: no correlation")
    found = np.array([np.corrcoef(x, mean)[0, 1], np.corrcoef(rankdata(x), rankdata(mean))[0, 1]])
    found = np.clip(found, -1, 1)
    reach = ndtri((1 + confidence) / 2) / np.sqrt(spend.rows - 3)
    with np.errstate(divide="ignore"):
        z = np.arctanh(found)
    return pd.DataFrame(
        {
            "correlation": found,
            "low": np.tanh(z - reach),
            "high": np.tanh(z + reach),
            "customers": spend.rows,
        },
        index=pd.Index(["pearson", "spearman"], name="measure"),
    )


# With s = x m the total of x orders, a customer adds
#
#   - ln B(p x, q) - p x ln((gamma + s) / s) - q ln((gamma + s) / gamma) - ln s.
#
# The beta function sees x alone: a count of customers by x is enough. Of the amounts, nearly all
# distinct, there remain two functions of gamma, the sums of ln((gamma + s) / s), plain and times x.
# One logarithm and two divisions a customer and step are therefore the whole cost. Ratios, and a
# beta function that does not cancel, keep the digits of heavy buyers, where p x is large.


def _likelihood(parameters: np.ndarray, spend: "_Spend") -> tuple[float, np.ndarray, np.ndarray]:
    """Log-likelihood of the totals, gradient and Hessian in the logs of the parameters."""
    from scipy.special import digamma, polygamma

    p, q, gamma = parameters
    n = spend.customers
    x, customers = spend.distinct_x, spend.customers_of_x
    # Of ln((g + s) / s), 1 / (g + s) and 1 / (g + s)^2.
    logs, inverse, square = spend.sums(gamma)
    log_shares = n * np.log(gamma) - logs[0] - spend.sum_log_total  # of ln(g / (g + s))
    px = p * x
    value = -_dot(customers, _log_beta(px, q)) - p * logs[1] + q * log_shares - spend.sum_log_total
    both, own = digamma(px + q), digamma(px)
    both_bend, own_bend = polygamma(1, px + q), polygamma(1, px)
    gradient = np.array(
        [
            _dot(customers, x * (both - own)) - logs[1],
            _dot(customers, both) - n * digamma(q) + log_shares,
            n * q / gamma - p * inverse[1] - q * inverse[0],
        ]
    )
    pp = _dot(customers, x * x * (both_bend - own_bend))
    pq = _dot(customers, x * both_bend)
    qq = _dot(customers, both_bend) - n * polygamma(1, q)
    p_gamma, q_gamma = -inverse[1], n / gamma - inverse[0]
    gamma_gamma = -n * q / gamma**2 + p * square[1] + q * square[0]
    hessian = np.array([[pp, pq, p_gamma], [pq, qq, q_gamma], [p_gamma, q_gamma, gamma_gamma]])
    hessian = hessian * np.outer(parameters, parameters) + np.diag(gradient * parameters)
    return float(value), gradient * parameters, hessian


def _log_beta(a: np.ndarray, b: float) -> np.ndarray:
    """ln B(a, b): three log-gammas would lose the digits that they share when one is large."""
    from scipy.special import gammaln

    large, small = np.maximum(a, b), np.minimum(a, b)
    far = np.maximum(large, 20.0)

    def beyond(z: np.ndarray) -> np.ndarray:
        # What Stirling's formula leaves of ln G(z), to 1e-15 from 20 on.
        w = 1 / (z * z)
        return (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w / 1680))) / z

    rise = (
        (far + small - 0.5) * np.log1p(small / far)
        + small * (np.log(far) - 1)
        + beyond(far + small)
        - beyond(far)
    )
    rise = np.where(large < 20, gammaln(large + small) - gammaln(large), rise)
    return gammaln(small) - rise


def _climb(spend: "_Spend", starts: list[np.ndarray]) -> tuple[Optimum, np.ndarray]:
    """The top, and the logs of the parameters there.

    The search counts money in means, so that its walls do not depend on the currency.
    """
    shift = np.array([0, 0, np.log(spend.mean)])

    def objective(free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        return _likelihood(np.exp(free + shift), spend)

    found = maximise(objective, [start - shift for start in starts], customers=spend.customers)
    # Customers all alike: q and gamma run away together; one's orders all alike: p does.
    found = settled(objective, found, [(1, 2), (0,)], customers=spend.customers)
    return found, found.free + shift


@dataclass(frozen=True, eq=False)
class _Spend:
    """The repeat customers: how many orders, how much in all, and how many customers a row is."""

    x: np.ndarray
    total: np.ndarray
    weights: np.ndarray | None

    @classmethod
    def of(cls, summary: pd.DataFrame) -> Self:
        x, mean = _columns(summary)
        weights = None
        if "customers" in summary:
            weights = numbers(summary, "customers").astype(float)
            if (weights <= 0).any():
                raise bad_rows(
                    summary, weights <= 0, "'customers' is not positive", "Leave such rows out."
                )
        repeat = x > 0
        if not repeat.any():
            raise ValueError(
                f"none of the {len(x):,} customers has a repeat purchase, so nothing is known of "
                "how spend varies; watch for longer"
            )
        if not repeat.all():
            x, mean = x[repeat], mean[repeat]
            weights = None if weights is None else weights[repeat]
        return cls(x, x * mean, weights)

    @property
    def rows(self) -> int:
        return len(self.x)

    @cached_property
    def customers(self) -> float:
        return float(self.rows if self.weights is None else self.weights.sum())

    @cached_property
    def mean(self) -> float:
        """Mean amount of an order."""
        return float(self._sum(self.total) / self._sum(self.x))

    @cached_property
    def _by_x(self) -> tuple[np.ndarray, np.ndarray]:
        if self.x.max() > 1e7:
            x, inverse = np.unique(self.x, return_inverse=True)
            return x, np.bincount(inverse, weights=self.weights).astype(float)
        counts = np.bincount(self.x.astype(np.int64), weights=self.weights)
        x = np.flatnonzero(counts)
        return x.astype(float), counts[x].astype(float)

    @property
    def distinct_x(self) -> np.ndarray:
        return self._by_x[0]

    @property
    def customers_of_x(self) -> np.ndarray:
        return self._by_x[1]

    @property
    def sum_log_x(self) -> float:
        return float(self.customers_of_x @ np.log(self.distinct_x))

    @cached_property
    def sum_log_total(self) -> float:
        return self._sum(np.log(self.total))

    @cached_property
    def distinct_rows(self) -> int:
        # Two numbers mixed into one: equal pairs give equal numbers, and others hardly ever do.
        mixed = np.sort(self.total * 0.6180339887498949 + self.x * 0.7548776662466927)
        return 1 + int(np.count_nonzero(np.diff(mixed)))

    def sums(self, gamma: float) -> np.ndarray:
        """Of ln((gamma + s) / s), 1 / (gamma + s) and its square: the sums, plain and times x."""
        found = np.zeros((3, 2))
        for first in range(0, self.rows, _BLOCK):
            rows = slice(first, first + _BLOCK)
            near = self.total[rows] + gamma
            inverse = 1 / near
            logs = np.log(near / self.total[rows])
            weights = self.weights
            for sums, values in zip(found, (logs, inverse, inverse * inverse), strict=True):
                sums[0] += values.sum() if weights is None else _dot(weights[rows], values)
                sums[1] += _dot(self._weighted_x[rows], values)
        return found

    def _sum(self, values: np.ndarray) -> float:
        return float(values.sum()) if self.weights is None else _dot(self.weights, values)

    @cached_property
    def _weighted_x(self) -> np.ndarray:
        return self.x if self.weights is None else self.x * self.weights

    def every(self, step: int) -> Self:
        """A sample: every so-manieth row."""
        weights = None if self.weights is None else self.weights[::step]
        return replace(self, x=self.x[::step], total=self.total[::step], weights=weights)

    def resampled(self, rng: np.random.Generator) -> Self:
        """As many customers, drawn with replacement."""
        if self.weights is None:
            drawn = rng.integers(self.rows, size=self.rows)
            return replace(self, x=self.x[drawn], total=self.total[drawn])
        drawn = rng.multinomial(round(self.customers), self.weights / self.customers)
        kept = drawn > 0
        return replace(
            self, x=self.x[kept], total=self.total[kept], weights=drawn[kept].astype(float)
        )


def _dot(one: np.ndarray, other: np.ndarray) -> float:
    # On one core: a dot product of this length is not worth waking BLAS's threads for, and they
    # stall when the machine is busy.
    return float(np.einsum("i,i->", one, other))


def _columns(summary: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Repeat purchases and their mean amount, which may be missing where there are none."""
    if not isinstance(summary, pd.DataFrame):
        raise TypeError(f"GammaGamma needs a customers table, not a {type(summary).__name__}")
    missing = [name for name in COLUMNS if name not in summary.columns]
    if missing:
        mend = "crmkit.summary.customers makes this table from an order log."
        if {"frequency", "monetary_value"} <= set(summary.columns):
            mend = (
                "These are the columns of another package: rename frequency to 'repeat_purchases' "
                "and monetary_value to 'mean_repeat_spend'."
            )
        raise ValueError(f"missing {missing}; found {list(summary.columns)[:20]}. {mend}")
    if summary.empty:
        raise ValueError("the customers table is empty: there is nobody to learn from")
    if "customers" not in summary:
        check_customers_differ(summary)
    x = numbers(summary, "repeat_purchases")
    if x.dtype.kind == "f" and (x % 1 != 0).any():
        raise bad_rows(
            summary, x % 1 != 0, "'repeat_purchases' is not a whole number", "Count them."
        )
    x = x.astype(float)
    column = summary["mean_repeat_spend"]
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        raise ValueError(f"'mean_repeat_spend' has type {column.dtype}, but must be numbers")
    mean = column.to_numpy(dtype=float, na_value=np.nan)
    if ((mean > 0) & (mean < np.inf) | (x == 0)).all():
        return x, mean
    for broken, what, mend in (
        (~np.isfinite(mean), "is missing or infinite", "Mend these rows or leave them out."),
        (
            mean == 0,
            "is 0",
            "A gamma distribution has no zero amounts: leave out orders of zero value before "
            "summing up (they are gifts or exchanges), or leave these customers out.",
        ),
        (
            mean < 0,
            "is negative",
            "Returns exceed purchases: drop returns before summing up, or leave these customers "
            "out.",
        ),
    ):
        broken = broken & (x > 0)
        if broken.any():
            raise bad_rows(summary, broken, f"'mean_repeat_spend' of repeat customers {what}", mend)
    raise AssertionError("unreachable: one of the rules is broken")
