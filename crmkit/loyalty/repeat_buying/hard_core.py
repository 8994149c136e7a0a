"""How many of a brand's buyers do not look at another: the hard-core-loyal model of switches."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty.repeat_buying.switching import counted, square

__all__ = ["HardCore"]


@dataclass(frozen=True)
class HardCore:
    """Of the buyers of each brand a part buys it again unseen; all others choose as if anew.

    P_ij = a_i 1(i = j) + (1 - a_i) pi_j: whoever bought brand i last buys it again without a
    choice with probability a_i, and otherwise takes brand j with probability pi_j, whatever the
    last brand was.

    Parameters
    ----------
    hard_core : Series
        a_i by brand, 0 to 1.
    choice_share : Series
        pi_j by brand, 0 to 1, summing to 1.
    log_likelihood : float
        Of the fit: the sum of n_ij ln P_ij.
    covariance : ndarray
        Of the log-odds of a_i; NaN in the rows of a_i that ended at 0 or 1.

    References
    ----------
    Colombo, R. A. & Morrison, D. G. (1989). A brand switching model with implications for marketing
    strategies. Marketing Science 8(1), 89-99, eq. (1) and (2).

    Examples
    --------
    >>> brands = ["A", "B", "C"]
    >>> counts = pd.DataFrame([[70, 20, 10], [10, 80, 10], [10, 20, 20]], brands, brands)
    >>> HardCore.fit(counts).intervals().round(2)  # doctest: +NORMALIZE_WHITESPACE
       estimate  standard_error   low  high
    A       0.6            0.07  0.46  0.72
    B       0.6            0.10  0.40  0.77
    C       0.2            0.11  0.06  0.49
    """

    hard_core: pd.Series
    choice_share: pd.Series
    log_likelihood: float
    covariance: np.ndarray = field(repr=False, compare=False)

    @classmethod
    def fit(cls, counts: pd.DataFrame) -> "HardCore":
        """The model under which the switches counted are most likely.

        Parameters
        ----------
        counts : DataFrame
            As from `switching.switching_matrix`: three brands or more, each of which was left, or
            kept, and chosen at least once.

        Raises
        ------
        ValueError
            Two brands only (four shares for two numbers: not to be told apart), a brand without
            purchases, or the table is not square.
        """
        from crmkit.models import maximise

        cells = counted(counts)
        n = len(cells)
        if n < 3:
            raise ValueError(
                "two brands do not tell a hard core from a choice: any table of them fits in many "
                "ways. Split a brand (sizes, flavours), or take a third one."
            )
        empty = (cells.sum(axis=1) == 0) | (cells.sum(axis=0) == 0)
        if empty.any():
            mend = "Leave these brands out."
            raise tables.bad_rows(counts.index, empty, "no purchase before or after", mend)
        if (cells.sum() - np.trace(cells)) == 0:
            raise ValueError(
                "nobody ever switched: every brand may be all hard core, and what its buyers "
                "would choose otherwise is not to be seen"
            )

        def log_likelihood(free: np.ndarray) -> float:
            kept, chosen = _shares(free, n)
            rates = np.diag(kept) + (1 - kept[:, None]) * chosen
            return float((cells * np.log(np.maximum(rates, 1e-300))).sum())

        size = cells.sum(axis=0) / cells.sum()
        again = np.diag(cells) / cells.sum(axis=1)
        guess = np.clip((again - size) / (1 - size), 0.05, 0.95)
        start = np.r_[np.log(guess / (1 - guess)), np.log(size[1:] / size[0])]
        found = maximise.maximise(
            maximise.numerical(log_likelihood), [start], customers=cells.sum()
        )
        kept, chosen = _shares(found.free, n)
        far = np.abs(found.free) > 10
        covariance = np.full((2 * n - 1,) * 2, np.nan)
        information = -maximise.curvature(log_likelihood, found.free)[np.ix_(~far, ~far)]
        covariance[np.ix_(~far, ~far)] = np.linalg.inv(information)
        return cls(
            pd.Series(kept, index=counts.index, name="hard_core"),
            pd.Series(chosen, index=counts.index, name="choice_share"),
            found.log_likelihood,
            covariance[:n, :n],
        )

    def intervals(self, *, confidence: float = 0.95) -> pd.DataFrame:
        """How large is the hard core of each brand, and how sure is that?

        Returns
        -------
        DataFrame
            One row a brand: estimate of a_i, standard_error, low and high (Wald on log-odds); NaN
            where the hard core ended at 0 or 1. The switches count as independent, so that many
            from a few households make the intervals too narrow.
        """
        from scipy.special import expit, ndtri

        reach = ndtri((1 + tables.confidence(confidence)) / 2)
        a = self.hard_core.to_numpy()
        error = np.sqrt(np.diag(self.covariance))
        odds = np.log(a / (1 - a), where=(a > 0) & (a < 1), out=np.full_like(a, np.nan))
        ends = {"low": odds - reach * error, "high": odds + reach * error}
        columns = {"estimate": a, "standard_error": error * a * (1 - a)}
        columns |= {name: expit(end) for name, end in ends.items()}
        return pd.DataFrame(columns, index=self.hard_core.index)

    @property
    def rates(self) -> pd.DataFrame:
        """The rates of switching by the model: each row sums to 1."""
        a, names = self.hard_core.to_numpy(), self.hard_core.index
        cells = np.diag(a) + (1 - a[:, None]) * self.choice_share.to_numpy()
        return pd.DataFrame(cells, index=names, columns=pd.Index(names))

    def expected(self, counts: pd.DataFrame) -> pd.DataFrame:
        """The counts that the model expects of as many purchases of each brand.

        Parameters
        ----------
        counts : DataFrame
            Switches, of the same brands.
        """
        names = self.rates.index
        tables.check_columns(counts, names, name="the counts", mend="Pass switching_matrix(panel).")
        tables.check_names(counts.index, names, name="the rows of the counts")
        return self.rates.mul(square(counts.loc[names, names]).sum(axis=1), axis=0)


def _shares(free: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Free parameters as hard cores and shares of choice."""
    from scipy.special import expit, softmax

    return expit(free[:n]), softmax(np.r_[0.0, free[n:]])
