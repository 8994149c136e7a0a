"""When will a new product peak, and how many will buy it in the end? Bass's model of word of mouth.

Some buy by themselves, others because so many already have. What that means for sales, how the
model is fitted in three ways, and how far a fit to the first years can be trusted.
"""

import math
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty.referral.bass_fitting import METHODS, Method, adopted, checked, fitted, slopes

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Bass", "BeforePeakWarning"]


class BeforePeakWarning(UserWarning):
    """A series is fitted that has not shown its peak: the size of its market is a guess."""


@dataclass(frozen=True)
class Bass:
    """Bass's model: of those who have not bought, p buy by themselves and q F by imitation.

    The share F of the market that has bought by time t grows by (p + q F)(1 - F).

    Parameters
    ----------
    p : float
        Coefficient of innovation, a period, above 0: who buys without having seen others do it.
    q : float
        Coefficient of imitation, a period, above 0: how much those who have bought pull others.
    m : float
        The market: how many buy in the end, in the unit of the series, above 0.

    Attributes
    ----------
    periods : int or None
        How many periods the model was fitted on; None for a model that was written down.
    method : str or None
        How it was fitted.

    References
    ----------
    Bass (1969), A new product growth for model consumer durables, Management Science 15(5): the
    model and the regression. Srinivasan & Mason (1986), Nonlinear least squares
    estimation of new product diffusion models, Marketing Science 5(2). Schmittlein & Mahajan
    (1982), Maximum likelihood estimation for an innovation diffusion model, Marketing Science 1(1).

    Examples
    --------
    >>> conditioners = Bass(p=0.010399, q=0.41861, m=16_895)
    >>> round(conditioners.peak_time, 1)
    8.6
    >>> conditioners.expected_sales(3).round(0).to_list()
    [217.0, 322.0, 471.0]
    """

    p: float
    q: float
    m: float
    periods: int | None = field(default=None, kw_only=True, repr=False, compare=False)
    method: Method | None = field(default=None, kw_only=True, repr=False, compare=False)
    # Covariance of log p, log q and log m, row by row; nested, so that the model stays frozen.
    covariance: tuple[tuple[float, ...], ...] | None = field(
        default=None, kw_only=True, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for name in ("p", "q", "m"):
            given = getattr(self, name)
            value = tables.number(f"Bass: {name}", given, above=0)
            if isinstance(given, str):
                object.__setattr__(self, name, value)

    @classmethod
    def fit(cls, sales: pd.Series, *, method: Method = "cumulative") -> Self:
        """Which p, q and m describe this series of first purchases best?

        Parameters
        ----------
        sales : Series
            Sales of each period from the first on, in order of time, 0 or more: first purchases,
            no replacements. At least five periods.
        method : {"cumulative", "regression", "likelihood"}
            "cumulative", by Srinivasan and Mason: sales of a period are m (F(t) - F(t - 1)), least
            squares. "regression", by Bass: sales are p m + (q - p) Y - (q / m) Y**2 with Y sold
            before, a regression; it takes a period for a point of time and so mistakes p.
            "likelihood", by Schmittlein and Mahajan for an unknown number of people: counts around
            m (F(t) - F(t - 1)) with a variance in proportion, which measures how far they scatter.

        Returns
        -------
        Bass
            With its uncertainty; see `parameter_intervals`.

        Warns
        -----
        BeforePeakWarning
            The highest sales are the last ones, or the fitted peak is yet to come.

        Raises
        ------
        ValueError
            Fewer than five periods, a sale that is missing, infinite or negative, no sales at all;
            or no market can be told from the series, since sales do not slow down.

        Examples
        --------
        >>> sales = pd.Series([96, 195, 238, 380, 1045, 1230, 1267, 1828, 1586, 1673, 1800])
        >>> round(Bass.fit(sales, method="regression").m, -1)
        14350.0
        """
        tables.option("method", method, METHODS)
        found = checked(sales)
        logs, covariance = fitted(found, method)
        values = dict(zip(("p", "q", "m"), map(float, np.exp(logs)), strict=True))
        nested = tuple(tuple(map(float, row)) for row in covariance)
        model = cls(**values, periods=len(found), method=method, covariance=nested)
        if found.argmax() == len(found) - 1 or model.peak_time > len(found):
            warnings.warn(
                f"{len(found)} periods, and no peak among them yet: a market fitted before its "
                f"peak (here {model.m:,.0f}) may be wrong by half or more. Look at "
                "`parameter_intervals()`, see with `bass_early.refit` how it has moved, and fit "
                "again later.",
                BeforePeakWarning,
                stacklevel=2,
            )
        return model

    @property
    def parameters(self) -> pd.Series:
        """The parameters by name."""
        return pd.Series({"p": self.p, "q": self.q, "m": self.m}, dtype=float)

    @property
    def peak_time(self) -> float:
        """When do sales peak? In periods from the launch; 0 if they only fall (q not above p).

        T* = ln(q / p) / (p + q), Bass (1969).
        """
        return max(math.log(self.q / self.p) / (self.p + self.q), 0.0)

    @property
    def peak_sales(self) -> float:
        """How high is the peak? Sales a period: S(T*) = m (p + q)**2 / (4 q)."""
        if self.q <= self.p:
            return self.m * self.p
        return self.m * (self.p + self.q) ** 2 / (4 * self.q)

    def adopted(self, time: "float | Iterable[float]") -> np.ndarray:
        """Which share of the market has bought by then?

        F(t) = (1 - exp(-(p + q) t)) / (1 + (q / p) exp(-(p + q) t)), Bass (1969).

        Parameters
        ----------
        time : float or several
            In periods from the launch, 0 or more.
        """
        if not isinstance(time, Iterable) or (isinstance(time, np.ndarray) and not time.ndim):
            return adopted(np.asarray(tables.number("time", time, least=0)), self.p, self.q)
        times = pd.Series(tables.listed("time", time))
        found = tables.numbers(times, name="time", least=0, mend="In periods from the launch.")
        return adopted(found.astype(float), self.p, self.q)

    def expected_sales(self, periods: int) -> pd.Series:
        """What are the expected sales of periods 1, 2, ... from the launch on?"""
        periods = tables.whole("periods", periods, least=1)
        sales = self.m * np.diff(self.adopted(range(periods + 1)))
        index = pd.RangeIndex(1, periods + 1, name="period")
        return pd.Series(sales, index=index, name="expected")

    def parameter_intervals(self, *, confidence: float = 0.95) -> pd.DataFrame:
        """Between which bounds do p, q, m and the peak lie?

        Parameters
        ----------
        confidence : float
            Of the intervals, between 0 and 1.

        Returns
        -------
        DataFrame
            One row each for p, q, m, peak_time and peak_sales: estimate, standard_error, low, high
            (on the log scale, by Student's t with as many degrees of freedom as there are periods
            beyond three). They assume that the model is right; before the peak they are too narrow.

        Raises
        ------
        ValueError
            The model was written down, not fitted.
        """
        names = ["p", "q", "m", "peak_time", "peak_sales"]

        def answer(one: Bass) -> np.ndarray:
            return np.array([getattr(one, name) for name in names])

        return self._interval(answer, confidence).set_axis(pd.Index(names))

    def forecast(self, periods: int, *, confidence: float = 0.95) -> pd.DataFrame:
        """What sales are expected in the next periods, those after the fitted ones?

        Parameters
        ----------
        periods : int
            How many, 1 or more.
        confidence : float
            Of the intervals, between 0 and 1.

        Returns
        -------
        DataFrame
            One row a period (index `period`, counted from the launch): estimate, standard_error,
            low, high of expected sales. What really happens scatters around them.

        Raises
        ------
        ValueError
            The model was written down, not fitted.
        """
        periods, seen = tables.whole("periods", periods, least=1), self._seen()

        def ahead(one: Bass) -> np.ndarray:
            return one.expected_sales(seen + periods).to_numpy()[seen:]

        found = self._interval(ahead, confidence)
        return found.set_axis(pd.RangeIndex(seen + 1, seen + periods + 1, name="period"))

    def _seen(self) -> int:
        if self.periods is None or self.covariance is None:
            raise ValueError(
                "this Bass was written down, not fitted, so nothing is known of its uncertainty; "
                "use Bass.fit(sales)"
            )
        return self.periods

    def _interval(self, answer: "Callable[[Bass], np.ndarray]", confidence: float) -> pd.DataFrame:
        """A positive answer with its interval: delta method on the log scale."""
        from scipy.stats import t

        seen, logs = self._seen(), np.log(self.parameters.to_numpy())
        reach = t.ppf((1 + tables.confidence(confidence)) / 2, max(seen - 3, 1))

        def logged(at: np.ndarray) -> np.ndarray:
            tiny = np.finfo(float).tiny
            return np.log(np.maximum(answer(Bass(*np.exp(at))), tiny))

        change = slopes(logged, logs)
        error = np.sqrt(np.einsum("ij,jk,ik->i", change, np.array(self.covariance), change))
        estimate = answer(self)
        with np.errstate(over="ignore"):
            spread = np.exp(np.minimum(reach * error, 700))
            return pd.DataFrame(
                {
                    "estimate": estimate,
                    "standard_error": estimate * error,
                    "low": estimate / spread,
                    "high": estimate * spread,
                }
            )
