"""What will a pipeline bring: this quarter and in the end, and how far may it be off?

A sum of a few large deals, each won or not, is uncertain even where every chance is known; and the
chances are estimates. A weighted pipeline is the expectation alone.
"""

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.campaigns.pipeline.chain import end_of, moves, reached, shares, usable

__all__ = ["distribution", "forecast", "sum_of_deals"]


def distribution(
    deals: pd.DataFrame, *, amount: str, chance: str, step: float = 1000.0
) -> pd.DataFrame:
    """How likely is each sum of money that deals with known chances can bring?

    Exact for independent deals: one deal after the other is folded in, each won or not.

    Parameters
    ----------
    deals : DataFrame
        One row an open deal.
    amount, chance : str
        Its columns: money if won, 0 or more, and the probability of that, 0 to 1.
    step : float
        Money in which sums are counted; amounts are rounded to it.

    Returns
    -------
    DataFrame
        One row a sum, from 0 up: value (money), probability (they sum to 1).

    Raises
    ------
    ValueError
        A column is missing or out of range, or sums of more than 200,000 steps.

    Examples
    --------
    >>> deals = pd.DataFrame({"amount": [1000.0, 2000], "chance": [0.5, 0.2]})
    >>> distribution(deals, amount="amount", chance="chance")["probability"].round(2).tolist()
    [0.4, 0.4, 0.1, 0.1]
    """
    money, share = _checked(deals, amount, chance)
    size = tables.number("step", step, above=0)
    steps = np.rint(money / size)
    if steps.sum() > 200_000:
        raise ValueError(
            f"the deals come to {steps.sum():,.0f} steps of {size:g}: choose a larger step"
        )
    units = steps.astype("int64")
    found = np.zeros(units.sum() + 1)
    found[0], top = 1.0, 0
    for unit, yes in zip(units, share, strict=True):
        before = found[: top + 1].copy()
        top += int(unit)
        found[: top + 1] *= 1 - yes
        found[unit : top + 1] += yes * before
    return pd.DataFrame({"value": size * np.arange(len(found)), "probability": found})


def sum_of_deals(
    deals: pd.DataFrame, *, amount: str, chance: str, confidence: float = 0.95
) -> pd.Series:
    """What do deals with known chances bring: expectation, spread and interval?

    The expectation is that of a weighted pipeline, the sum of amount times chance. The variance is
    the sum of amount^2 times chance times (1 - chance).

    Parameters
    ----------
    deals, amount, chance
        As for `distribution`.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    Series
        estimate, standard_error (the standard deviation of the sum), low, high: the interval that
        holds the sum with this probability, from `distribution` in about 20,000 steps.

    Examples
    --------
    >>> deals = pd.DataFrame({"amount": [1000.0] * 4, "chance": [0.5] * 4})
    >>> sum_of_deals(deals, amount="amount", chance="chance").to_dict()
    {'estimate': 2000.0, 'standard_error': 1000.0, 'low': 0.0, 'high': 4000.0}
    """
    money, share = _checked(deals, amount, chance)
    tail = (1 - tables.confidence(confidence)) / 2
    total = money.sum()
    size = max(total / 20_000, 1e-9)
    sums = distribution(deals, amount=amount, chance=chance, step=size)
    at = sums["probability"].cumsum().to_numpy()
    last = len(sums) - 1
    ends = [min(int(np.searchsorted(at, one + 1e-12)), last) for one in (tail, 1 - tail)]
    low, high = (float(sums["value"].iloc[one]) for one in ends)
    spread = float(np.sqrt((money**2 * share * (1 - share)).sum()))
    return pd.Series(
        {
            "estimate": float((money * share).sum()), "standard_error": spread,
            "low": round(low, 6), "high": round(high, 6),
        }
    )  # fmt: skip


def forecast(
    deals: pd.DataFrame,
    ledger: pd.DataFrame,
    *,
    amount: str,
    stage: str,
    rng: np.random.Generator,
    weeks: int | None = None,
    by: str | None = None,
    coming: pd.DataFrame | None = None,
    coming_weeks: int = 52,
    first: str = "lead",
    confidence: float = 0.95,
    draws: int = 2000,
) -> pd.DataFrame:
    """What will the pipeline bring, with the luck of the deals and the doubt about the chances?

    In each draw the chances are estimated anew from deals drawn out of the ledger, then every open
    deal is won or not. Deals that have not begun yet come as many and as large as those of
    the last `coming_weeks`.

    Parameters
    ----------
    deals : DataFrame
        One row a deal that is open today.
    ledger : DataFrame
        From `stages.ledger`, with a column for `by` where this is asked.
    amount, stage : str
        Columns of `deals`: money if won, 0 or more, and the stage in which the deal is.
    rng : Generator
        Whence the draws come.
    weeks : int, optional
        What is won within so many weeks, 1 or more; in the end unless given.
    by : str, optional
        A column of `deals` and `ledger`: each kind of deal has chances of its own.
    coming : DataFrame, optional
        The deals that began in the last `coming_weeks`, with `amount` and `by`. Needs `weeks`.
    coming_weeks : int
        Over how many weeks those began, 1 or more.
    first : str
        The stage in which a deal begins.
    confidence : float
        Of the intervals, between 0 and 1.
    draws : int
        40 or more.

    Returns
    -------
    DataFrame
        Rows (index `source`) "open deals" and, with `coming`, "deals to come" and "together":
        estimate, standard_error, low, high, of the sum that will be won. Deals count as
        independent: a slump that hits all of them lies outside.

    Raises
    ------
    ValueError
        A deal stands in a stage, or is of a kind, that the ledger does not know.

    Examples
    --------
    >>> weeks = pd.DataFrame({"deal": np.arange(72) // 2, "week": [0, 1] * 36,
    ...                       "state": ["lead", "won", "lead", "lost", "lead", "lead"] * 12})
    >>> deals = pd.DataFrame({"amount": [1000.0, 500], "stage": "lead"})
    >>> forecast(deals, weeks, amount="amount", stage="stage", rng=np.random.default_rng(1))[
    ...     "estimate"].round(3).to_dict()
    {'open deals': 750.0}
    """
    tail = (1 - tables.confidence(confidence)) / 2
    draws = tables.whole("draws", draws, least=40)
    ahead = None if weeks is None else tables.whole("weeks", weeks, least=1)
    tables.generator(rng)
    found = moves(ledger, by)
    end = end_of(found, "won")
    money, group = _placed(deals, amount, by, found.groups, "deals")
    tables.check_columns(deals, [stage], name="deals")
    at = pd.Index(found.passing).get_indexer(pd.Index(deals[stage].astype("str")))
    if (at < 0).any():
        mend = f"Open deals are in one of {found.passing}."
        raise tables.bad_rows(deals.index, at < 0, f"deals: {stage!r} is no stage", mend)
    arrivals = None
    if coming is not None:
        if ahead is None:
            raise ValueError("coming needs weeks: of all times, endlessly many deals would come")
        tables.option("first", first, found.passing)
        price, kind = _placed(coming, amount, by, found.groups, "coming")
        span = tables.whole("coming_weeks", coming_weeks, least=1)
        arrivals = (price, kind, span, found.passing.index(first))

    counts = found.counts()
    every = [counts, *(found.drawn(rng) for _ in range(min(draws, 400)))]
    chance = np.array([reached(shares(one), end, ahead) for one in every])[:, group, at]
    if not np.isfinite(chance[0]).all():
        raise ValueError("some open deals are of a kind and stage that no deal of the ledger left")
    now, drawn = chance[0], usable(chance[1:])
    which = np.arange(draws) % len(drawn)
    sums = {"open deals": (rng.random((draws, len(money))) < drawn[which]) @ money}
    means = {"open deals": float(now @ money)}
    if arrivals is not None and ahead is not None:
        price, kind, span, start = arrivals
        # A deal that begins in week u from now has the weeks that are left.
        yes = np.array([
            np.mean([reached(shares(one), end, left)[:, start] for left in range(ahead)], axis=0)
            for one in every
        ])  # fmt: skip
        won, drawn = yes[0][kind], usable(yes[1:])
        means["deals to come"] = float(price @ won) * ahead / span
        sums["deals to come"] = np.zeros(draws)
        for one in range(draws):
            rate = drawn[one % len(drawn)][kind] * ahead / span
            many = rng.poisson(rate.sum())
            sums["deals to come"][one] = price[_picked(rng, rate, many)].sum()
        means["together"] = sum(means.values())
        sums["together"] = sums["open deals"] + sums["deals to come"]
    rows = {}
    for name, one in sums.items():
        low, high = np.quantile(one, [tail, 1 - tail], method="weibull")
        rows[name] = [means[name], one.std(ddof=1), low, high]
    columns = ["estimate", "standard_error", "low", "high"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("source")


def _picked(rng: np.random.Generator, weights: np.ndarray, many: int) -> np.ndarray:
    bounds = np.cumsum(weights)
    return np.searchsorted(bounds, rng.random(many) * bounds[-1], side="right")


def _checked(deals: pd.DataFrame, amount: str, chance: str) -> tuple[np.ndarray, np.ndarray]:
    tables.check_columns(deals, [amount, chance], name="deals")
    mend = "A chance runs from 0 to 1: 0.3 for 30 %."
    share = tables.column(deals, chance, least=0, most=1, range_mend=mend).astype("float64")
    return tables.column(deals, amount, least=0).astype("float64"), share


def _placed(
    deals: pd.DataFrame, amount: str, by: str | None, groups: list[object], name: str
) -> tuple[np.ndarray, np.ndarray]:
    """The money of each deal, and the place of its kind."""
    tables.check_columns(deals, [amount, *([] if by is None else [by])], name=name)
    money = tables.column(deals, amount, least=0).astype("float64")
    if by is None:
        return money, np.zeros(len(deals), dtype="int64")
    place = pd.Index(groups).get_indexer(pd.Index(deals[by].to_numpy()))
    if (place < 0).any():
        mend = f"The ledger knows {groups}."
        raise tables.bad_rows(deals.index, place < 0, f"{name}: {by!r} is of no known kind", mend)
    return money, place
