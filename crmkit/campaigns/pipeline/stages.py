"""From which stage is which share of deals won: within so many weeks, and in the end?

A deal is in one stage a week, until it is won or lost. Week by week this is the absorbing chain of
`roll_rates`, N = (I - Q)^-1, and open deals take part with the weeks that are known of them.
"""

import numpy as np
import pandas as pd

from crmkit import rates, tables
from crmkit.campaigns.pipeline.chain import end_of, moves, reached, shares, usable
from crmkit.days import to_day

__all__ = ["chances", "ledger", "passed", "stage_now"]


def ledger(steps: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """In which stage was each deal, week by week, until it ended or until today?

    Parameters
    ----------
    steps : DataFrame
        One row a stage that a deal came into, won and lost included: deal_id, stage, entered (a
        date, up to `as_of`). Of two steps of a deal on a day the lower row is the later.
    as_of : str
        The last day that the records know.

    Returns
    -------
    DataFrame
        One row a deal and week since its first step: deal, week (0, 1, ...), state (on the day
        on which the week begins). A deal that ended has its end once, as its last row.

    Raises
    ------
    ValueError
        A column is missing, a date is missing, later than `as_of` or no date, a step stands there
        twice, or a deal has a step after "won" or "lost".

    Examples
    --------
    >>> steps = pd.DataFrame({
    ...     "deal_id": ["a", "a", "b"], "stage": ["lead", "won", "lead"],
    ...     "entered": pd.to_datetime(["2026-01-01", "2026-01-12", "2026-01-10"])})
    >>> ledger(steps, as_of="2026-01-20")["state"].tolist()
    ['lead', 'lead', 'won', 'lead', 'lead']
    """
    rows, end = _checked(steps, as_of), pd.Timestamp(to_day(as_of, "as_of"))
    began = rows.groupby("deal_id", observed=True)["entered"].transform("min")
    first = -((began - rows["entered"]).dt.days // 7).to_numpy()  # rounded up
    last = ((end - began).dt.days // 7).to_numpy()
    same = rows["deal_id"].duplicated(keep="last").to_numpy()
    until = np.where(same, np.append(first[1:], 0), last + 1)
    # What nothing leaves, although others go on, ends a deal: it is seen once.
    ends = ~rows["stage"].isin(rows["stage"][same]).to_numpy()
    until = np.where(ends, np.minimum(first + 1, until), until)
    many = np.maximum(np.minimum(until, last + 1) - first, 0)
    place = np.repeat(np.arange(len(rows)), many)
    within = np.arange(len(place)) - np.repeat(np.cumsum(many) - many, many)
    return pd.DataFrame(
        {
            "deal": rows["deal_id"].to_numpy()[place],
            "week": first[place] + within,
            "state": rows["stage"].astype("str").to_numpy()[place],
        }
    )


def stage_now(steps: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """Where does each deal stand today, and since when?

    Parameters
    ----------
    steps, as_of
        As for `ledger`.

    Returns
    -------
    DataFrame
        One row a deal (index deal_id): stage (the last one, won and lost included), entered, and
        days_in_stage (up to `as_of`).

    Examples
    --------
    >>> steps = pd.DataFrame({
    ...     "deal_id": ["a", "a"], "stage": ["lead", "offer"],
    ...     "entered": pd.to_datetime(["2026-01-01", "2026-01-12"])})
    >>> stage_now(steps, as_of="2026-01-20")[["stage", "days_in_stage"]].values.tolist()
    [['offer', 8]]
    """
    rows, end = _checked(steps, as_of), pd.Timestamp(to_day(as_of, "as_of"))
    now = rows.groupby("deal_id", observed=True)[["stage", "entered"]].last()
    return now.assign(days_in_stage=(end - now["entered"]).dt.days)


def passed(ledger: pd.DataFrame) -> pd.DataFrame:
    """Of the deals that left a stage, which share went on rather than being lost?

    Parameters
    ----------
    ledger : DataFrame
        From `ledger`; "lost" is the end that is no success.

    Returns
    -------
    DataFrame
        One row a stage, in order: deals (that left it), happened (of them, not lost), rate, low,
        high (Wilson).

    Examples
    --------
    >>> weeks = pd.DataFrame({"deal": list("aabbcc"), "week": [0, 1] * 3,
    ...                       "state": ["lead", "won", "lead", "lost", "lead", "won"]})
    >>> passed(weeks)[["deals", "happened", "rate"]].round(2).values.tolist()
    [[3.0, 2.0, 0.67]]
    """
    found = moves(ledger, None)
    counts = found.counts()[0]
    np.fill_diagonal(counts, 0)
    lost = counts[:, len(found.passing) + end_of(found, "lost")]
    left = counts.sum(axis=1)
    index = pd.Index(found.passing, name="stage")
    table = pd.DataFrame({"deals": left, "happened": left - lost}, index).astype("int64")
    table["rate"] = table["happened"] / table["deals"]
    return table.join(rates.rate_interval(table["happened"], table["deals"]))


def chances(
    ledger: pd.DataFrame,
    *,
    rng: np.random.Generator,
    weeks: int | None = None,
    by: str | None = None,
    won: str = "won",
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """How likely is a deal in each stage to be won, within so many weeks or in the end?

    Parameters
    ----------
    ledger : DataFrame
        From `ledger`, with a column for `by` where this is asked.
    rng : Generator
        For the intervals: whole deals are drawn again, with all their weeks.
    weeks : int, optional
        Won within so many weeks from now, 1 or more; in the end unless given.
    by : str, optional
        A column that says of which kind a deal is: each kind has a chain of its own.
    won : str
        The end that is asked for.
    confidence : float
        Of the intervals, between 0 and 1.
    draws : int
        Tables drawn, 40 or more.

    Returns
    -------
    DataFrame
        One row a stage (with `by`: a kind and stage), in order: deals (ever seen in it), estimate,
        low, high. A chance assumes that a week in a stage counts the same however long a deal has
        been there.

    Raises
    ------
    ValueError
        As `roll_rates.roll_rates`; `won` is no end, or tables drawn lack a stage too often.

    References
    ----------
    Kemeny, J. G. & Snell, J. L. (1960). Finite Markov Chains. Van Nostrand, theorem 3.3.7.

    Examples
    --------
    >>> weeks = pd.DataFrame({"deal": np.arange(72) // 2, "week": [0, 1] * 36,
    ...                       "state": ["lead", "won", "lead", "lost", "lead", "lead"] * 12})
    >>> chances(weeks, rng=np.random.default_rng(1))["estimate"].round(3).to_dict()
    {'lead': 0.5}
    """
    found = moves(ledger, by)
    end = end_of(found, won)
    tail = (1 - tables.confidence(confidence)) / 2
    ahead = None if weeks is None else tables.whole("weeks", weeks, least=1)
    draws = tables.whole("draws", draws, least=40)
    tables.generator(rng)
    now = reached(shares(found.counts()), end, ahead)
    drawn = np.array([reached(shares(found.drawn(rng)), end, ahead) for _ in range(draws)])
    known = np.isfinite(now)
    if not known.any():
        raise ValueError("from no stage is any deal known to end: the ledger is too short")
    drawn = usable(drawn[:, known])
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0, method="weibull")
    names = ["stage"] if by is None else [by, "stage"]
    index = pd.MultiIndex.from_product([found.groups, found.passing], names=["_", "stage"])
    seen = ledger.drop_duplicates(["deal", "state"])
    groups = seen[by] if by is not None else pd.Series(found.groups[0], seen.index)
    many = seen.groupby([groups.to_numpy(), seen["state"].astype("str").to_numpy()]).size()
    table = pd.DataFrame({"deals": many.reindex(index, fill_value=0).to_numpy()[known.ravel()]})
    table = table.assign(estimate=now[known], low=low, high=high).set_index(index[known.ravel()])
    return table.droplevel(0) if by is None else table.rename_axis(names)


def _checked(steps: pd.DataFrame, as_of: str) -> pd.DataFrame:
    tables.check_columns(steps, ["deal_id", "stage", "entered"], name="steps")
    for name in ("deal_id", "stage"):
        tables.check_labels(steps[name], name=repr(name))
    tables.check_spelling(steps["stage"].unique(), name="'stage'")
    if not pd.api.types.is_datetime64_any_dtype(steps["entered"]):
        raise ValueError("'entered' holds no dates: make them with pd.to_datetime")
    tables.check_labels(steps["entered"], name="'entered'")
    steps = steps.assign(entered=steps["entered"].dt.tz_localize(None))
    late = steps["entered"] > pd.Timestamp(to_day(as_of, "as_of"))
    if late.any():
        raise tables.bad_rows(steps.index, late, f"'entered' is later than as_of={as_of}")
    twice = steps.duplicated(["deal_id", "stage", "entered"])
    if twice.any():
        mend = "Drop what is double: steps.drop_duplicates()."
        raise tables.bad_rows(steps.index, twice, "steps has a step twice", mend)
    columns = ["deal_id", "stage", "entered"]
    rows = steps[columns].sort_values(["deal_id", "entered"], kind="stable")
    again = rows["stage"].isin(["won", "lost"]) & rows["deal_id"].duplicated(keep="last")
    if again.any():
        mend = "Give a deal that comes back an id of its own."
        raise tables.bad_rows(rows.index, again, "steps go on after 'won' or 'lost'", mend)
    return rows.reset_index(drop=True)
