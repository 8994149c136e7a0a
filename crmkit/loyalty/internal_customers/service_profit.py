"""Does what is done for employees reach profit through customers? Slopes multiplied along a chain.

The service-profit chain (Heskett, Jones, Loveman, Sasser & Schlesinger 1994): well-treated
employees, then satisfied customers, then profit. Each link is a slope over branches, and the
product of the slopes is what one unit at the beginning moves at the end.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty.internal_customers.slopes import Regression, regression, table_of_numbers

__all__ = ["chain", "chain_draws", "mediation"]

# With fewer, many a resample holds too few distinct branches for its slopes.
FEWEST = 10


def chain(
    branches: pd.DataFrame,
    *,
    stages: Sequence[str],
    rng: np.random.Generator,
    error_variances: Mapping[str, float] | None = None,
    confidence: float = 0.95,
    draws: int = 5_000,
) -> pd.DataFrame:
    """How much does one unit of the first stage move the last, link by link and in all?

    Each link is the slope of a stage on the one before it, all earlier stages held still; the chain
    is the product of the links. Intervals come from a bootstrap over branches: draw as many
    branches with replacement, compute everything anew, take the middle of the results.

    Parameters
    ----------
    branches : DataFrame
        One row a branch, 10 or more; numbers without gaps in the stages.
    stages : sequence of str
        Two or more columns from cause to effect, such as ["training", "employees", "customers",
        "profit"].
    rng : numpy.random.Generator
        Draws the branches.
    error_variances : mapping, optional
        Of a stage that is a mean of few answers, the variance that comes from asking few
        (`Reliability.error_variance`). Its slopes are then corrected for it: that variance is
        taken out of the stage's own, the covariances are left. Stages not named count as exact.
        The variances themselves are taken as known.
    confidence : float
        Of each interval, between 0 and 1.
    draws : int
        How many bootstrap samples, 100 or more.

    Returns
    -------
    DataFrame
        One row a link, such as "training > employees", and a last row "chain": estimate, low and
        high, in units of the later stage for one unit of the earlier. An end is infinite where too
        many samples leave nothing after the correction.

    Raises
    ------
    ValueError
        For bad columns (as in `regression`), a branch that stands twice, stages that follow from
        one another, fewer than ten branches, an error variance as large as what is seen of the
        stage.

    References
    ----------
    MacKinnon, D. P., Lockwood, C. M., Hoffman, J. M., West, S. G. & Sheets, V. (2002). A comparison
    of methods to test mediation. Psychological Methods 7(1), 83-104. The correction: Fuller, W. A.
    (1987). Measurement Error Models. Wiley, section 2.2.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> staff = rng.normal(60, 6, 200)
    >>> mood = 50 + 0.5 * staff + rng.normal(0, 2, 200)
    >>> profit = 4 * mood + rng.normal(0, 10, 200)
    >>> branches = pd.DataFrame({"staff": staff, "mood": mood, "profit": profit})
    >>> chain(branches, stages=["staff", "mood", "profit"], rng=rng).round(1)
                   estimate  low  high
    staff > mood        0.5  0.4   0.5
    mood > profit       4.3  3.6   5.0
    chain               2.0  1.6   2.5
    """
    estimate, drawn = _all_draws(branches, stages, rng, error_variances, draws)
    return _intervals(estimate, drawn, confidence)


def chain_draws(
    branches: pd.DataFrame,
    *,
    stages: Sequence[str],
    rng: np.random.Generator,
    error_variances: Mapping[str, float] | None = None,
    draws: int = 5_000,
) -> pd.DataFrame:
    """What might the links and the chain have been, had other branches of the kind been seen?

    Parameters
    ----------
    branches, stages, rng, error_variances, draws
        As in `chain`, whose intervals hold the middle of these draws.

    Returns
    -------
    DataFrame
        One row a bootstrap sample; one column a link, and a last column "chain". Missing where
        nothing was left after the correction.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> branches = pd.DataFrame({"staff": rng.normal(60, 6, 20)})
    >>> branches["mood"] = 50 + 0.5 * branches["staff"] + rng.normal(0, 2, 20)
    >>> chain_draws(branches, stages=["staff", "mood"], rng=rng, draws=100).shape
    (100, 2)
    """
    return _all_draws(branches, stages, rng, error_variances, draws)[1]


def mediation(
    branches: pd.DataFrame,
    *,
    cause: str,
    mediator: str,
    outcome: str,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 5_000,
) -> pd.DataFrame:
    """How much of what a cause does runs through the mediator, and how much goes past it?

    Parameters
    ----------
    branches : DataFrame
        One row a branch, 10 or more; numbers without gaps in the three columns.
    cause, mediator, outcome : str
        Columns, such as "employees", "customers" and "profit".
    rng, confidence, draws
        As in `chain`.

    Returns
    -------
    DataFrame
        Rows indirect (product of the two slopes), direct (the cause's slope with the mediator held
        still) and total (its slope alone; exactly the sum of both): estimate, low and high, in
        units of the outcome for one unit of the cause. Intervals from a bootstrap over branches; an
        end is infinite where in too many samples cause or mediator does not vary by itself.

    References
    ----------
    Baron, R. M. & Kenny, D. A. (1986). The moderator-mediator variable distinction in social
    psychological research. Journal of Personality and Social Psychology 51(6), 1173-1182.

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> staff = rng.normal(60, 6, 200)
    >>> mood = 50 + 0.5 * staff + rng.normal(0, 2, 200)
    >>> profit = 4 * mood + staff + rng.normal(0, 10, 200)
    >>> branches = pd.DataFrame({"staff": staff, "mood": mood, "profit": profit})
    >>> found = mediation(branches, cause="staff", mediator="mood", outcome="profit", rng=rng)
    >>> found["estimate"].round(1).to_dict()
    {'indirect': 2.0, 'direct': 1.0, 'total': 3.1}
    """
    found = _checked(branches, [cause, mediator, outcome])
    moments, drawn = _moments(found.to_numpy(), rng, draws)
    every = np.concatenate([moments[None], drawn])
    first, varied = _slopes(every, 1)
    total, _ = _slopes(every[:, [0, 2]][:, :, [0, 2]], 1)
    both, fine = _slopes(every, 2)
    table = pd.DataFrame(
        {
            "indirect": np.where(fine, first[:, 0] * both[:, 1], np.nan),
            "direct": np.where(fine, both[:, 0], np.nan),
            "total": np.where(varied, total[:, 0], np.nan),
        }
    )
    return _intervals(table.iloc[0], table.iloc[1:], confidence)


def _checked(branches: pd.DataFrame, stages: Sequence[str]) -> pd.DataFrame:
    stages = tables.listed("stages", stages)
    if len(stages) < 2:
        raise ValueError(f"stages={stages} make no link: name two columns or more, cause first")
    found = table_of_numbers(branches, stages, name="branches")
    tables.check_each_once(found.index, name="branches", row="branch")
    if len(found) < max(FEWEST, len(stages) + 2):
        raise ValueError(
            f"{len(found)} branch(es) are too few to draw again from: "
            f"{max(FEWEST, len(stages) + 2)} or more are needed"
        )
    # Refuses stages that follow from one another, by name.
    _: Regression = regression(found, outcome=stages[-1], predictors=stages[:-1])
    return found


def _all_draws(
    branches: pd.DataFrame,
    stages: Sequence[str],
    rng: np.random.Generator,
    error_variances: Mapping[str, float] | None,
    draws: int,
) -> tuple[pd.Series, pd.DataFrame]:
    """The links and the chain as seen, and in each bootstrap sample."""
    found = _checked(branches, stages)
    names = list(found.columns)
    if not isinstance(error_variances, Mapping | pd.Series | None):
        raise TypeError('error_variances must be a dict, as in {"customers": 2.5}')
    errors = {} if error_variances is None else dict(error_variances)
    strangers = sorted(set(errors) - set(names), key=repr)
    if strangers:
        raise ValueError(f"error_variances names {strangers}; the stages are {names}")
    noise = [tables.number(f"error_variances[{n!r}]", errors.get(n, 0), least=0) for n in names]
    for name, variance in zip(names, noise, strict=True):
        seen = float(found[name].var(ddof=1))
        if variance >= seen:
            raise ValueError(
                f"the error variance of {name!r}, {variance:g}, is as large as the variance of its "
                f"means, {seen:g}: the means are noise, and no correction can help. Ask more "
                "people in each branch."
            )
    moments, drawn = _moments(found.to_numpy(), rng, draws)
    every = np.concatenate([moments[None], drawn])
    every[:, range(len(names)), range(len(names))] -= noise
    links: dict[str, np.ndarray] = {}
    for last in range(1, len(names)):
        slopes, fine = _slopes(every, last)
        links[f"{names[last - 1]} > {names[last]}"] = np.where(fine, slopes[:, -1], np.nan)
    table = pd.DataFrame(links)
    table["chain"] = table.prod(axis=1, skipna=False)
    if table.iloc[0].isna().any():
        raise ValueError(
            "after the correction for few answers the stages follow from one another: too little "
            "is left to tell their slopes apart. Ask more people in each branch, or correct fewer "
            "stages."
        )
    return table.iloc[0], table.iloc[1:].reset_index(drop=True)


def _moments(
    values: np.ndarray, rng: np.random.Generator, draws: int
) -> tuple[np.ndarray, np.ndarray]:
    """Covariances of the columns, as seen and in each bootstrap sample."""
    rng = tables.generator(rng)
    n, k = values.shape
    draws = tables.whole("draws", draws, least=100)
    centred = values - values.mean(axis=0)
    weights = rng.multinomial(n, np.full(n, 1 / n), size=draws)
    products = (centred[:, :, None] * centred[:, None, :]).reshape(n, k * k)
    means = weights @ centred / n
    again = (weights @ products).reshape(draws, k, k) / n
    again -= means[:, :, None] * means[:, None, :]
    return centred.T @ centred / (n - 1), again * n / (n - 1)


def _slopes(moments: np.ndarray, last: int) -> tuple[np.ndarray, np.ndarray]:
    """Slopes of column `last` on all before it, and whether these have a spread to divide by."""
    before = moments[:, :last, :last]
    scale = np.sqrt(np.abs(np.einsum("rii->ri", moments[:1, :last, :last])))
    scaled = before / (scale[:, :, None] * scale[:, None, :])
    fine = np.linalg.eigvalsh(scaled)[:, 0] > 1e-6
    safe = np.where(fine[:, None, None], before, np.eye(last))
    return np.linalg.solve(safe, moments[:, :last, last, None])[..., 0], fine


def _intervals(estimate: pd.Series, drawn: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """The middle of the draws. A draw that has no value counts at both ends, half and half."""
    tail = (1 - tables.confidence(confidence)) / 2
    ends = []
    for name in drawn:
        values = drawn[name].to_numpy(copy=True)
        lost = np.flatnonzero(np.isnan(values))
        values[lost[::2]], values[lost[1::2]] = -np.inf, np.inf
        low = np.quantile(values, tail, method="lower")
        ends.append((low, np.quantile(values, 1 - tail, method="higher")))
    table = pd.DataFrame(ends, columns=["low", "high"], index=estimate.index)
    return pd.DataFrame({"estimate": estimate, **table})
