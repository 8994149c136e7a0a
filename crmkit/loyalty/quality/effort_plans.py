"""Where does the next unit of effort on quality belong? Plans by gap, by importance and by both."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty.quality.derived_importance import regression_weights
from crmkit.loyalty.survey import check_answers
from crmkit.models import resampled

__all__ = ["gain", "plan_differences", "plan_gains", "plans"]


def plans(
    gaps: pd.Series, weights: pd.Series, *, points: float = 100, speed: float = 0.03
) -> pd.DataFrame:
    """How would three managers spread the same points of effort over the items?

    Effort closes a gap ever more slowly: e points close the share 1 - exp(-speed e) of it. So a
    plan lifts satisfaction by sum(weight * gap * (1 - exp(-speed * e))). In the best plan the last
    point does the same wherever points are spent, and would do less elsewhere.

    Parameters
    ----------
    gaps : Series
        By item, how far it is from where it could be, in points of its scale. Where the gap is
        below 0 nothing is to be closed, and no plan spends there.
    weights : Series
        By item, points of satisfaction for one point on the item, such as the estimates of
        `regression_weights`. Below 0 counts as 0.
    points : float
        To be spread, above 0.
    speed : float
        Of closing, per point of effort, above 0. At 0.03 the first 23 points close half of a gap.

    Returns
    -------
    DataFrame
        One row an item: by_gap (points in proportion to the gaps), by_importance (to the weights),
        by_both (the plan with the largest gain). Each column sums to `points`.

    Raises
    ------
    ValueError
        Different items in the two, numbers missing, no gap or no weight above 0.

    Examples
    --------
    >>> gaps = pd.Series({"network": 3.0, "advice": 2.0, "bills": 1.0})
    >>> weights = pd.Series({"network": 0.1, "advice": 0.2, "bills": 0.3})
    >>> plans(gaps, weights).round(1)
             by_gap  by_importance  by_both
    network    50.0           16.7     30.1
    advice     33.3           33.3     39.7
    bills      16.7           50.0     30.1
    """
    gap, weight = _pair(gaps, weights)
    points = tables.number("points", points, above=0)
    speed = tables.number("speed", speed, above=0)
    room = np.clip(gap, 0, None)
    pull = np.where(room > 0, np.clip(weight, 0, None), 0.0)
    if not room.sum() or not pull.sum():
        raise ValueError(
            "no item has both a gap above 0 and a weight above 0: there is nothing that effort "
            "could gain"
        )
    best = _best(room * pull, points, speed)
    table = {
        "by_gap": points * room / room.sum(),
        "by_importance": points * pull / pull.sum(),
        "by_both": best,
    }
    return pd.DataFrame(table, index=gaps.index)


def gain(plan: pd.Series, gaps: pd.Series, weights: pd.Series, *, speed: float = 0.03) -> float:
    """By how many points does satisfaction rise if this plan is carried out?

    Parameters
    ----------
    plan : Series
        By item, points of effort, 0 or more.
    gaps, weights, speed
        As for `plans`; weights count as they are, also below 0.

    Returns
    -------
    float
        sum(weight * gap * (1 - exp(-speed * points))) over the items with a gap above 0.

    Raises
    ------
    ValueError
        Different items, numbers missing, points below 0.

    Examples
    --------
    >>> gaps = pd.Series({"network": 3.0, "bills": 1.0})
    >>> weights = pd.Series({"network": 0.1, "bills": 0.3})
    >>> round(gain(pd.Series({"network": 50.0, "bills": 50.0}), gaps, weights), 3)
    0.466
    """
    gap, weight = _pair(gaps, weights)
    speed = tables.number("speed", speed, above=0)
    tables.check_series(plan, name="plan", row="item")
    tables.check_each_once(plan.index, name="plan", row="item")
    _same_items(plan.index, gaps.index, ("plan", "gaps"))
    effort = tables.numbers(plan.reindex(gaps.index), name="plan", least=0)
    return float((weight * np.clip(gap, 0, None) * -np.expm1(-speed * effort)).sum())


def plan_gains(
    answers: pd.DataFrame,
    plans: pd.DataFrame,
    *,
    outcome: str,
    ceiling: float,
    rng: np.random.Generator,
    speed: float = 0.03,
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """How much satisfaction may be expected of each plan, given how little the survey says?

    Gaps are counted up to the ceiling of the scale, weights are slopes of a regression on all items
    of the plans; both are computed anew for each draw of customers, while the plans stay.

    Parameters
    ----------
    answers : DataFrame
        One row a customer.
    plans : DataFrame
        One row an item, one column a plan: points of effort, such as from `plans`.
    outcome : str
        Column of the satisfaction.
    ceiling : float
        The highest possible answer to an item.
    rng, confidence, draws
        For the intervals, by the bootstrap over customers.
    speed : float
        Of closing a gap, per point of effort. No survey holds it: it is the caller's judgement.

    Returns
    -------
    DataFrame
        One row a plan: estimate (points of satisfaction that it adds), low, high. The plan that was
        made for these very answers looks a little better than it is.

    Raises
    ------
    ValueError
        As `regression_weights` and `gain`; answers above the ceiling.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> answers = pd.DataFrame(rng.integers(3, 9, size=(60, 2)), columns=["network", "bills"])
    >>> answers["all"] = 0.2 * answers["network"] + 0.6 * answers["bills"]
    >>> spent = pd.DataFrame({"mine": [50.0, 50.0]}, index=["network", "bills"])
    >>> plan_gains(answers, spent, outcome="all", ceiling=10, rng=rng).round(2)
          estimate   low  high
    mine      2.73  2.46  2.99
    """
    values, gains = _prepared(answers, plans, outcome, ceiling, speed)
    return resampled(values, gains, rng=rng, confidence=confidence, draws=draws)


def plan_differences(
    answers: pd.DataFrame,
    plans: pd.DataFrame,
    *,
    against: str,
    outcome: str,
    ceiling: float,
    rng: np.random.Generator,
    speed: float = 0.03,
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """How much more satisfaction does each plan promise than one of them?

    Two plans rest on the same customers, so their gains rise and fall together: the interval of a
    difference is not to be had from two intervals.

    Parameters
    ----------
    answers, plans, outcome, ceiling, rng, speed, confidence, draws
        As for `plan_gains`.
    against : str
        The plan that the others are held against.

    Returns
    -------
    DataFrame
        One row for each other plan: estimate (its gain less that of `against`), low, high.

    Raises
    ------
    ValueError
        As `plan_gains`; no plan of this name.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> answers = pd.DataFrame(rng.integers(3, 9, size=(60, 2)), columns=["network", "bills"])
    >>> answers["all"] = 0.2 * answers["network"] + 0.6 * answers["bills"]
    >>> spent = pd.DataFrame({"even": [50.0, 50], "one": [0.0, 100]}, index=["network", "bills"])
    >>> given = {"against": "even", "outcome": "all", "ceiling": 10, "rng": rng}
    >>> plan_differences(answers, spent, **given).round(1)
         estimate  low  high
    one      -0.2 -0.3  -0.2
    """
    tables.check_columns(plans, [against], name="plans")
    values, gains = _prepared(answers, plans, outcome, ceiling, speed)

    def more(table: pd.DataFrame) -> pd.Series:
        found = gains(table)
        return found.drop(against) - found[against]

    return resampled(values, more, rng=rng, confidence=confidence, draws=draws)


def _prepared(
    answers: pd.DataFrame, plans: pd.DataFrame, outcome: str, ceiling: float, speed: float
) -> tuple[pd.DataFrame, Callable[[pd.DataFrame], pd.Series]]:
    """The answers that count, and the function from such answers to the gain of each plan."""
    tables.check_columns(plans, [], name="plans")
    items: Sequence[str] = list(plans.index)
    ceiling = tables.number("ceiling", ceiling)
    lowest = float(np.min(check_answers(answers, items)))
    check_answers(answers, items, scale=(min(lowest, ceiling - 1), ceiling))
    regression_weights(answers, items, outcome=outcome)
    nothing = pd.Series(0.0, index=plans.index)
    for name in plans:
        gain(plans[name], nothing, nothing, speed=speed)
    closed = -np.expm1(-speed * plans.to_numpy(dtype=float))

    def gains(table: pd.DataFrame) -> pd.Series:
        found = table.to_numpy()
        x, y = found[:, :-1], found[:, -1]
        centred = x - x.mean(axis=0)
        slopes = np.linalg.lstsq(centred, y - y.mean(), rcond=None)[0]
        return pd.Series((slopes * (ceiling - x.mean(axis=0))) @ closed, index=plans.columns)

    return answers[[*items, outcome]].astype(float), gains


def _best(pull: np.ndarray, points: float, speed: float) -> np.ndarray:
    """Points that make sum(pull (1 - exp(-speed e))) largest: the last does the same everywhere."""
    order = np.argsort(-pull)
    logs = np.log(pull[order][pull[order] > 0])
    for used in range(len(logs), 0, -1):
        spent = points / used + (logs[:used] - logs[:used].mean()) / speed
        if spent[-1] >= 0:
            break
    result = np.zeros(len(pull))
    result[order[:used]] = spent
    return result


def _pair(gaps: pd.Series, weights: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    for name, one in (("gaps", gaps), ("weights", weights)):
        tables.check_series(one, name=name, row="item")
        if one.empty:
            raise ValueError(f"{name} is empty: there are no items")
        tables.check_each_once(one.index, name=name, row="item")
    _same_items(gaps.index, weights.index, ("gaps", "weights"))
    aligned = weights.reindex(gaps.index)
    return (
        tables.numbers(gaps, name="gaps").astype(float),
        tables.numbers(aligned, name="weights").astype(float),
    )


def _same_items(one: pd.Index, other: pd.Index, names: tuple[str, str]) -> None:
    if set(one) != set(other):
        only, also = (
            sorted(map(str, set(one) - set(other))),
            sorted(map(str, set(other) - set(one))),
        )
        raise ValueError(
            f"{names[0]} and {names[1]} are not of the same items: only in {names[0]} {only}, only "
            f"in {names[1]} {also}"
        )
