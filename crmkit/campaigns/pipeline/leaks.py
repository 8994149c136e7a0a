"""Where does a pipeline or a web shop leak, and which leak is the cheapest to mend?

The largest leak is where most are lost. What it pays to mend it is another question: it depends on
how far a mend reaches, and on what becomes of those who are held there.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from crmkit import rates, tables
from crmkit.campaigns.pipeline.chain import end_of, moves, reached, usable

__all__ = ["funnel", "mending", "rise_needed"]


def funnel(people: pd.Series, *, confidence: float = 0.95) -> pd.DataFrame:
    """At which step of a funnel are most lost?

    Parameters
    ----------
    people : Series
        How many came to each step (whole numbers, above 0), the first step first; each step at
        most as many as the one before.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a step but the first: people, lost (of the step before), conversion_rate (of the
        step before), low, high (Wilson).

    Raises
    ------
    ValueError
        Fewer than two steps, or a step with more than the one before.

    Examples
    --------
    >>> funnel(pd.Series({"view": 100, "cart": 40, "paid": 30})).round(2)["lost"].tolist()
    [60, 10]
    """
    counts = _counts(people)
    steps = pd.Index(people.index[1:], name="step")
    after, before = (pd.Series(one, steps) for one in (counts[1:], counts[:-1]))
    table = pd.DataFrame({"people": after, "lost": before - after})
    table["conversion_rate"] = after / before
    return table.join(rates.rate_interval(after, before, confidence=confidence))


def rise_needed(people: pd.Series, *, more: float) -> pd.Series:
    """By how much must each step improve, for so many more to reach the end?

    With all other steps as they are, the end grows as the step's rate does.

    Parameters
    ----------
    people : Series
        As for `funnel`.
    more : float
        How many more shall reach the last step, above 0.

    Returns
    -------
    Series
        rise_needed by step: what the share that goes on must rise by (0.05: five percentage
        points). NaN where even all of them would not do.

    Examples
    --------
    >>> rise_needed(pd.Series({"view": 100, "cart": 40, "paid": 30}), more=3).round(3).to_dict()
    {'cart': 0.04, 'paid': 0.075}
    """
    share = funnel(people)["conversion_rate"]
    rise = share * tables.number("more", more, above=0) / people.iloc[-1]
    return rise.where(share + rise <= 1).rename("rise_needed")


def mending(
    ledger: pd.DataFrame,
    *,
    rises: Mapping[str, float],
    costs: Mapping[str, float],
    deals: float,
    value: float,
    rng: np.random.Generator,
    first: str = "lead",
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """What does it earn to lose fewer deals in one stage?

    A mend moves so many of the deals that leave a stage from "lost" to the next stage. How many of
    them are won then depends on all stages after it, and how many come so far on those before.

    Parameters
    ----------
    ledger : DataFrame
        From `stages.ledger`; "won" and "lost" are its ends.
    rises : dict
        By stage, how much larger its share that goes on becomes: 0.05 for five percentage points;
        above 0, and no more than are lost there.
    costs : dict
        By stage, what the mend costs, for as many deals.
    deals : float
        How many deals come into the first stage in that time, above 0.
    value : float
        Of a deal won: its margin, above 0.
    rng : Generator
        For the intervals: whole deals are drawn again, with all their weeks.
    first : str
        The stage in which deals begin.
    confidence : float
        Of the intervals, between 0 and 1.
    draws : int
        Tables drawn, 40 or more.

    Returns
    -------
    DataFrame
        One row a stage of `rises`: rate (that goes on now), lost (deals lost there in that time),
        more_won (deals), cost, profit (more_won times value, less cost), low, high (of profit).

    Raises
    ------
    ValueError
        `rises` and `costs` name other stages than the ledger, or a rise is larger than what is
        lost.

    Examples
    --------
    >>> weeks = pd.DataFrame({"deal": np.arange(72) // 2, "week": [0, 1] * 36,
    ...                       "state": ["lead", "won", "lead", "lost", "lead", "lost"] * 12})
    >>> mended = mending(weeks, rises={"lead": 0.1}, costs={"lead": 500}, deals=100, value=90,
    ...                  rng=np.random.default_rng(1))
    >>> mended[["more_won", "profit"]].round(6).values.tolist()
    [[10.0, 400.0]]
    """
    found = moves(ledger, None)
    won, lost = end_of(found, "won"), end_of(found, "lost")
    tables.option("first", first, found.passing)
    if not isinstance(rises, Mapping) or not isinstance(costs, Mapping):
        raise TypeError("rises and costs must be dicts by stage: {'lead': 0.1}, {'lead': 500}")
    if set(rises) != set(costs) or not rises:
        raise ValueError(f"rises names {list(rises)} and costs {list(costs)}: name the same stages")
    for name in rises:
        tables.option("rises", name, found.passing)
        tables.number(f"rises[{name!r}]", rises[name], above=0, most=1, mend="0.05 for 5 points")
        tables.number(f"costs[{name!r}]", costs[name], least=0)
    many = tables.number("deals", deals, above=0)
    worth = tables.number("value", value, above=0)
    tail = (1 - tables.confidence(confidence)) / 2
    draws = tables.whole("draws", draws, least=40)
    tables.generator(rng)
    names, start = list(rises), found.passing.index(first)
    places = np.array([found.passing.index(name) for name in names])
    up = np.array([rises[name] for name in names])
    paid = np.array([costs[name] for name in names])

    def mended(counts: np.ndarray) -> np.ndarray:
        """Of each stage: the share that goes on, the deals lost there, the deals won more."""
        leaving = counts[0].copy()
        np.fill_diagonal(leaving, 0)
        sums = leaving.sum(axis=1)
        if not (sums > 0).all():
            return np.full((3, len(names)), np.nan)
        jumps = leaving / sums[:, None]
        k = len(found.passing)
        if np.linalg.cond(np.eye(k) - jumps[:, :k]) > 1e10:  # stages that nothing ever leaves
            return np.full((3, len(names)), np.nan)
        visits = np.linalg.inv(np.eye(k) - jumps[:, :k])[start, places]
        away = jumps[places, k + lost]
        now = reached(jumps[None], won, None)[0, start]
        better = np.repeat(jumps[None], len(places), axis=0)
        for one, (place, rise) in enumerate(zip(places, up, strict=True)):
            # Those held go where the others go who are not lost.
            going = 1 - away[one]
            better[one, place] *= (going + rise) / going if going > 0 else np.nan
            better[one, place, k + lost] = away[one] - rise
        more = reached(better, won, None)[:, start] - now
        return np.array([1 - away, many * visits * away, many * more])

    rate, gone, more = mended(found.counts())
    if not np.isfinite(more).all():
        raise ValueError("from some stage no deal of the ledger comes to an end: it is too short")
    if (up > 1 - rate + 1e-9).any():
        wrong = [n for n, over in zip(names, up > 1 - rate + 1e-9, strict=True) if over]
        raise ValueError(f"rises: {wrong} would go above 1; see stages.passed for what is lost")
    drawn = usable(np.array([mended(found.drawn(rng))[2] for _ in range(draws)]))
    low, high = np.quantile(worth * drawn - paid, [tail, 1 - tail], axis=0, method="weibull")
    return pd.DataFrame(
        {
            "rate": rate, "lost": gone, "more_won": more, "cost": paid,
            "profit": worth * more - paid, "low": low, "high": high,
        },
        index=pd.Index(names, name="stage"),
    )  # fmt: skip


def _counts(people: pd.Series) -> np.ndarray:
    tables.check_series(people, name="people", row="step")
    tables.check_each_once(people.index, name="people", row="step")
    counts = tables.numbers(people, name="people", above=0, whole=True).astype("int64")
    if len(counts) < 2:
        raise ValueError("people has fewer than two steps: there is nothing to go on to")
    rising = np.append(False, counts[1:] > counts[:-1])
    if rising.any():
        what = "people are more than in the step before"
        raise tables.bad_rows(people.index, rising, what, "Count each person once a step.")
    return counts
