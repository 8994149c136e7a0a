"""Gamma-Gamma: how much will a customer spend on an order, given the few that were seen?

The mean of a few orders is a poor guide to the next one: heavy spenders fall back towards the mean
of all customers, the more so the fewer orders they made. For x orders of mean amount z, eq. (1a) of
Fader & Hardie 2013 gives the density of z as

    f(z) = 1 / (z B(p x, q)) (gamma / (gamma + x z))^q (x z / (gamma + x z))^(p x)

and their worked example counts the total s = x z instead, whose density is f(z) / x: the same with
1 / s for 1 / z. So does the log-likelihood here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.lifetime.spend_engine import COLUMNS, Spend, columns, dot, log_beta, log_likelihood
from crmkit.models import InfiniteExpectation, Model, Scale, check_parameters
from crmkit.models.maximise import Objective

__all__ = ["GammaGamma", "independence"]


@dataclass(frozen=True)
class GammaGamma(Model):
    """How much does each customer spend on an order? (the gamma-gamma model of spend)

    The amounts of one customer's orders are Gamma(p, nu), p the same for all; nu differs between
    customers as Gamma(q, gamma). gamma is in the currency of the amounts; p and q have no unit.
    Spend must not depend on how often a customer buys: see `independence`.

    Wherever the methods take `customers`, it is a customers table (crmkit.summary.customers): one
    row a customer, or one row a distinct case and a column `customers` with their number, with

    - `repeat_purchases`: orders after the first (x; whole, 0 or more)
    - `mean_repeat_spend`: their mean amount (above 0; what it says without a repeat does not count)

    References
    ----------
    Colombo & Jiang 1999, "A stochastic RFM model", Journal of Interactive Marketing 13(3).
    Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value".

    Examples
    --------
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

    SCALES: ClassVar[dict[str, Scale]] = dict.fromkeys(("p", "q", "gamma"), "positive")
    TITLE: ClassVar[str] = "Gamma-Gamma"
    # Customers all alike: q and gamma run away together; one's orders all alike: p does.
    TOGETHER: ClassVar = (("q", "gamma"), ("p",))
    PART: ClassVar[int] = 5_000
    # Beyond e^9, about 8,000, customers who differ cannot be told from customers who do not.
    FAR: ClassVar[float] = 9.0

    def __post_init__(self) -> None:
        check_parameters(self)

    @classmethod
    def fit(cls, customers: pd.DataFrame) -> Self:
        """Which spread of spend, within and between customers, makes these means most likely?

        Parameters
        ----------
        customers
            See the class; customers without a repeat are left out, as nothing is known of their
            orders but the first.

        Raises
        ------
        ValueError
            For spend that is missing, zero or negative, and where nobody, or one customer only,
            bought again.

        Examples
        --------
        >>> shop = pd.DataFrame({"repeat_purchases": [1, 2, 3, 4, 6],
        ...                      "mean_repeat_spend": [12.0, 20.0, 33.0, 48.0, 95.0]})
        >>> GammaGamma.fit(shop).parameters.round(2).to_dict()
        {'p': 1.85, 'q': 5.53, 'gamma': 120.54}
        """
        seen = cls.counted(customers)
        if seen.total < 2:
            raise ValueError(
                f"{seen.total:.0f} customer(s) with a repeat purchase: the spread between "
                "customers needs two or more"
            )
        return cls.fit_counted(seen)

    # -- The likelihood --------------------------------------------------------------------------

    @classmethod
    def likelihood(cls, parameters: np.ndarray, seen: Spend) -> float:
        """ln f(s), summed over customers."""
        p, q, gamma = parameters
        x, s = seen.x, seen.total_spend
        xs, _, customers = seen.by_x
        found = -q * np.log1p(s / gamma) - p * x * np.log1p(gamma / s) - np.log(s)
        return dot(seen.weights, found) - dot(customers, log_beta(p * xs, q))

    @classmethod
    def objective(cls, seen: Spend) -> Objective:
        """The same with derivatives by hand; the engine says why."""
        return log_likelihood(seen)

    @classmethod
    def counted(cls, customers: pd.DataFrame) -> Spend:
        """The distinct cases of customers with a repeat purchase."""
        return Spend.of(customers)

    @classmethod
    def starts(cls, seen: Spend) -> Sequence[Sequence[float]]:
        """The mean as it was, with orders and customers that differ more or less."""
        return [(p, q, seen.mean * (q + 1) / p) for p, q in ((1.0, 2.0), (5.0, 5.0), (0.5, 20.0))]

    @classmethod
    def origin(cls, seen: Spend) -> np.ndarray:
        """The search counts money in means, so that its walls do not depend on the currency."""
        return np.array([0, 0, np.log(seen.mean)])

    def log_likelihood_of_mean(self, customers: pd.DataFrame) -> float:
        """How likely are the customers' mean repeat spends under the model? (natural log)

        The density of the mean z: above that of the total, which `log_likelihood` sums up, by the
        sum of ln x over customers. The same fit maximises both; a likelihood of one kind must not
        be compared with the other.
        """
        seen = Spend.of(customers)
        total = self.likelihood(self.parameters.to_numpy(), seen)
        return total + dot(seen.weights, np.log(seen.x))

    # -- Answers ---------------------------------------------------------------------------------

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

    def expected_spend(self, customers: pd.DataFrame) -> pd.Series:
        """How much will each customer's coming orders cost on average? One number a row, eq. (5).

        Between the customer's own mean and that of all, closer to the own mean the more orders
        there were: p (gamma + x z) / (p x + q - 1). Customers without a repeat get the mean of
        all. Raises InfiniteExpectation (a ValueError) where p x + q is 1 or less.
        """
        x, mean = columns(customers)
        weight = self.p * x + self.q - 1
        if (weight <= 0).any():
            told = tables.bad_rows(
                customers.index,
                weight <= 0,
                f"q={self.q:.4g} is so low that the expected spend is infinite",
                "Look for mistyped amounts among the highest, leave these customers out, or use "
                "spend_range, whose bounds are finite.",
            )
            raise InfiniteExpectation(str(told))
        spend = self.p * (self.gamma + x * mean) / weight
        return pd.Series(spend, index=customers.index, name="expected_spend")

    def spend_range(self, customers: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
        """Between which bounds does the mean of each customer's coming orders lie?

        One row a row of the table: median, low and high of the customer's own long-run mean, given
        the orders seen and the parameters (for the parameters' uncertainty see `interval_of`).
        """
        from scipy.special import gammaincinv

        tail = (1 - tables.confidence(confidence)) / 2
        x, mean = columns(customers)
        shape, rate = self.p * x + self.q, self.gamma + x * mean
        levels = {"median": 0.5, "low": tail, "high": 1 - tail}
        bounds = {name: self.p * rate / gammaincinv(shape, 1 - one) for name, one in levels.items()}
        return pd.DataFrame(bounds, index=customers.index)

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


def independence(customers: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Do those who buy more often also spend more on an order? (the model says: no link)

    Over customers with a repeat purchase. Near 0, spend and purchases can be modelled apart.

    Parameters
    ----------
    customers
        One row a customer, see `GammaGamma`.
    confidence
        Of low and high.

    Returns
    -------
    DataFrame
        One row a measure: `pearson`, the one that papers print and that is 0 under the model, and
        `spearman`, by ranks, hardly moved by a few large customers but a little above 0 under the
        model too (means of few skewed amounts mostly lie low). Columns: correlation (-1 to 1), low
        and high (Fisher's z), customers.

    Raises
    ------
    ValueError
        With fewer than 4 such customers, or where one of the two is the same for all.

    Examples
    --------
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

    reach = ndtri((1 + tables.confidence(confidence)) / 2)
    x, mean = columns(customers)
    x, mean = x[x > 0], mean[x > 0]
    if "customers" in customers or len(x) < 4:
        raise ValueError(
            f"{len(x)} rows with a repeat purchase"
            + (" and a column 'customers'" if "customers" in customers else "")
            + ": a correlation needs one row a customer, and four customers"
        )
    for name, values in zip(COLUMNS, (x, mean), strict=True):
        if (values == values[0]).all():
            raise ValueError(f"{name!r} is {values[0]:g} for every repeat customer: no correlation")
    found = np.array([np.corrcoef(x, mean)[0, 1], np.corrcoef(rankdata(x), rankdata(mean))[0, 1]])
    with np.errstate(divide="ignore"):
        z = np.arctanh(np.clip(found, -1, 1))
    reach /= np.sqrt(len(x) - 3)
    return pd.DataFrame(
        {
            "correlation": found,
            "low": np.tanh(z - reach),
            "high": np.tanh(z + reach),
            "customers": len(x),
        },
        index=pd.Index(["pearson", "spearman"], name="measure"),
    )
