"""Test and roll: how many customers to test on, if the rest get the better of the two.

Each customer in the test who gets the worse treatment costs money, and so does a wrong choice for
all the others. The best size balances the two; it need not make any difference significant.
"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["best_size", "expected_profits", "prior_from_tests", "simulated_profits"]


def best_size(*, audience: int, outcome_sd: float, prior_sd: float) -> float:
    """How many customers should be in each of the two groups of the test?

    n* = sqrt(N/4 (s/sigma)^2 + (3/4 (s/sigma)^2)^2) - 3/4 (s/sigma)^2

    Parameters
    ----------
    audience : int
        N: all customers that can be reached, those in the test included, 2 or more.
    outcome_sd : float
        s: standard deviation of one customer's outcome, above 0; of a rate, sqrt(rate (1 - rate)).
    prior_sd : float
        sigma: how far treatments of this kind typically lie from their mean in truth, above 0, in
        the unit of the outcome; past tests tell it (`prior_from_tests`).

    Returns
    -------
    float
        n* customers in each group, not rounded: few where treatments differ much, and never more
        than a sixth of the audience.

    References
    ----------
    Feit, E. M., & Berman, R. (2019). Test & roll: profit-maximizing A/B tests. Marketing Science
    38(6), 1038-1058: equal groups, symmetric normal priors.

    Examples
    --------
    >>> round(best_size(audience=100_000, outcome_sd=(0.68 * 0.32) ** 0.5, prior_sd=0.03))
    2284
    """
    n = tables.whole("audience", audience, least=2)
    s, sigma = _deviations(outcome_sd, prior_sd)
    ratio = s / sigma
    part = 0.75 * ratio**2
    # The same as the formula above, but exact where the parts are huge and nearly cancel.
    gain = n / 4 * ratio**2
    return gain / (math.sqrt(gain + part**2) + part)


def expected_profits(
    sizes: Sequence[float],
    *,
    audience: int,
    prior_mean: float,
    outcome_sd: float,
    prior_sd: float,
) -> pd.DataFrame:
    """What do all customers bring, tested and rolled out, by the size of the test?

    For groups of n each, E[profit] = N mu + (N - 2n) sigma^2 / sqrt(pi (sigma^2 + s^2 / n)); who
    knew the better treatment beforehand would have N (mu + sigma / sqrt(pi)).

    Parameters
    ----------
    sizes : list of numbers
        Customers in *each* group, 0 (no test: one treatment for all) to half of the audience.
    audience, outcome_sd, prior_sd
        As for `best_size`.
    prior_mean : float
        mu: what a treatment brings a customer on average, in the unit of the outcome.

    Returns
    -------
    DataFrame
        One row a size (index test_size): expected (of all customers together), gain (over no test)
        and gain_share (of the gain that perfect knowledge would bring, 0 to 1).

    References
    ----------
    As for `best_size`; the expectation of the larger of two normal numbers.

    Examples
    --------
    >>> expected_profits(
    ...     [0, 2284, 18_468], audience=100_000, prior_mean=0.68, outcome_sd=0.4665, prior_sd=0.03,
    ... ).round(2)  # doctest: +NORMALIZE_WHITESPACE
               expected     gain  gain_share
    test_size
    0          68000.00     0.00        0.00
    2284       69535.99  1535.99        0.91
    18468      69060.48  1060.48        0.63
    """
    n, mean, s, sigma = _design(audience, prior_mean, outcome_sd, prior_sd)
    size = _sizes(sizes, n)
    with np.errstate(divide="ignore"):
        best = sigma**2 / np.sqrt(math.pi * (sigma**2 + s**2 / size))
    gain = (n - 2 * size) * best
    columns = {
        "expected": n * mean + gain,
        "gain": gain,
        "gain_share": gain / (n * sigma / math.sqrt(math.pi)),
    }
    return pd.DataFrame(columns, index=pd.Index(size, name="test_size")).pipe(_whole_index)


def simulated_profits(
    sizes: Sequence[int],
    *,
    audience: int,
    prior_mean: float,
    outcome_sd: float,
    prior_sd: float,
    rng: np.random.Generator,
    draws: int = 20_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """The same as `expected_profits`, played out: is the formula right, and is the choice?

    Parameters
    ----------
    sizes, audience, prior_mean, outcome_sd, prior_sd
        As for `expected_profits`.
    rng : Generator
        Whence the treatments and the customers of the tests come.
    draws : int
        How many pairs of treatments are drawn, 2 or more.

    Returns
    -------
    DataFrame
        One row a size: estimate (mean over draws of what all customers bring), standard_error, low,
        high (of that mean), right_share (of draws in which the better treatment was rolled out).
    """
    from scipy.special import ndtri

    n, mean, s, sigma = _design(audience, prior_mean, outcome_sd, prior_sd)
    size = _sizes(sizes, n)
    draws = tables.whole("draws", draws, least=2)
    z = float(ndtri((1 + tables.confidence(confidence)) / 2))
    truth = tables.generator(rng).normal(mean, sigma, (2, draws))
    rows = {}
    for each in size:
        shown = rng.normal(size=(2, draws)) * (s / math.sqrt(each) if each else math.inf)
        # Without a test the first is taken: nothing speaks for the other.
        first = truth[0] + shown[0] >= truth[1] + shown[1] if each else np.full(draws, True)
        chosen = np.where(first, truth[0], truth[1])
        profit = each * truth.sum(axis=0) + (n - 2 * each) * chosen
        error = profit.std(ddof=1) / math.sqrt(draws)
        rows[each] = {
            "estimate": profit.mean(),
            "standard_error": error,
            "low": profit.mean() - z * error,
            "high": profit.mean() + z * error,
            "right_share": (chosen == truth.max(axis=0)).mean(),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("test_size").pipe(_whole_index)


def prior_from_tests(
    past: pd.DataFrame, *, responses: str, counts: str, rng: np.random.Generator | None = None
) -> pd.DataFrame:
    """How far apart do treatments of this kind lie in truth, going by past ones?

    The rates of past treatments vary more than luck alone explains; what is left over is theirs.

    Parameters
    ----------
    past : DataFrame
        One row a past treatment, three or more.
    responses, counts : str
        Its columns: how many answered, of how many.
    rng : Generator, optional
        For the interval: treatments are drawn anew. `default_rng(1)` unless given.

    Returns
    -------
    DataFrame
        Two rows, prior_mean and prior_sd: estimate, low, high (bootstrap over treatments). A
        prior_sd of 0 says that luck alone explains the differences.

    Raises
    ------
    ValueError
        Fewer than three treatments, more responses than customers.

    Examples
    --------
    >>> past = pd.DataFrame({"orders": [40, 62, 51, 30], "mailed": [1000, 1000, 1000, 1000]})
    >>> prior_from_tests(past, responses="orders", counts="mailed")["estimate"].round(4).to_list()
    [0.0458, 0.0121]
    """
    from crmkit.models import resampled

    tables.check_columns(past, [responses, counts], name="the past tests")
    answered = pd.Series(tables.column(past, responses, least=0)).astype("float64")
    asked = pd.Series(tables.column(past, counts, least=1)).astype("float64")
    if len(past) < 3:
        raise ValueError(f"{len(past)} past treatment(s): three or more say how they differ")
    if (answered > asked).any():
        raise tables.bad_rows(past.index, answered > asked, "more responses than customers")
    table = pd.DataFrame({"rate": answered / asked, "asked": asked})
    # With few treatments some draws hold one alone: they still have a mean and no spread.
    return resampled(table, _moments, rng=rng or np.random.default_rng(1))


def _moments(table: pd.DataFrame) -> pd.Series:
    rate = table["rate"]
    luck = (rate * (1 - rate) / (table["asked"] - 1).clip(lower=1)).mean()
    return pd.Series(
        {"prior_mean": rate.mean(), "prior_sd": math.sqrt(max(0.0, rate.var(ddof=1) - luck))}
    )


def _design(
    audience: int, prior_mean: float, outcome_sd: float, prior_sd: float
) -> tuple[int, float, float, float]:
    n = tables.whole("audience", audience, least=2)
    mean = tables.number("prior_mean", prior_mean)
    return n, mean, *_deviations(outcome_sd, prior_sd)


def _deviations(outcome_sd: float, prior_sd: float) -> tuple[float, float]:
    mend = "for treatments that do not differ in truth need no test"
    s = tables.number("outcome_sd", outcome_sd, above=0)
    sigma = tables.number("prior_sd", prior_sd, above=0, mend=mend)
    if not 1e-9 < s / sigma < 1e9:
        raise ValueError(
            f"outcome_sd={outcome_sd:g} and prior_sd={prior_sd:g} are too far apart: are both in "
            "the unit of the outcome?"
        )
    return s, sigma


def _sizes(sizes: Sequence[float], audience: int) -> np.ndarray:
    given = [tables.number("sizes", one, least=0) for one in tables.listed("sizes", sizes)]
    if not given:
        raise ValueError("sizes is empty: name at least one size of the test")
    if max(given) > audience / 2:
        raise ValueError(f"two groups of {max(given):,g} are more than the {audience:,} customers")
    return np.array(given)


def _whole_index(table: pd.DataFrame) -> pd.DataFrame:
    """Sizes as whole numbers, if they are."""
    if (table.index == np.floor(table.index)).all():
        return table.set_axis(table.index.astype("int64"))
    return table
