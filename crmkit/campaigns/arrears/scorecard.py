"""A scorecard: what each answer says for or against a customer, added up in points.

The weight of evidence of a group is how much commoner it is among the good than among the bad,

    woe = ln( (share of the good) / (share of the bad) ),

and the information value of a trait is the sum over its groups of (share of the good less share of
the bad) times woe. Points are a logit on the weights of evidence, stretched to a scale.
"""

import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from crmkit import flags, tables

__all__ = [
    "Scorecard",
    "information_values",
    "kolmogorov_smirnov",
    "out_of_fold",
    "scorecard",
    "weights_of_evidence",
]

# A number with more different values than this is no group; it is cut into classes first.
_MOST_GROUPS = 50


def weights_of_evidence(
    customers: pd.DataFrame, *, bad: str, trait: str, confidence: float = 0.95
) -> pd.DataFrame:
    """How much does each group of a trait speak for a customer, or against?

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    bad : str
        Its column of 1 (did not pay) and 0.
    trait : str
        Its column of groups: words, or numbers of up to 50 different values.

    Returns
    -------
    DataFrame
        One row a group: customers, bads, bad_rate, estimate (weight of evidence, above 0 where the
        good are commoner), low, high (normal). A group in which all are good or all bad is counted
        as if half a customer more were of either kind.

    Raises
    ------
    ValueError
        Nobody is bad or everybody, a group is missing, or a trait has too many values or one only.

    References
    ----------
    Good, I. J. (1950). Probability and the Weighing of Evidence. Griffin. Siddiqi, N. (2006).
    Credit Risk Scorecards. Wiley, ch. 6.

    Examples
    --------
    >>> customers = pd.DataFrame({"home": list("ooootttt"), "bad": [0, 0, 0, 1, 0, 1, 1, 1]})
    >>> weights_of_evidence(customers, bad="bad", trait="home")[["customers", "bads", "estimate"]]
    ... # doctest: +NORMALIZE_WHITESPACE
          customers  bads  estimate
    home
    o             4     1  1.098612
    t             4     3 -1.098612
    """
    from scipy.special import ndtri

    counts = _counted(customers, bad, trait)
    share, inverse = _shares(counts)
    z = float(ndtri((1 + tables.confidence(confidence)) / 2))
    estimate = np.log(share["good"] / share["bad"])
    # Of a logarithm of a share of n: 1 / count - 1 / n.
    away = z * np.sqrt((inverse - 1 / counts.sum()).sum(axis=1).clip(lower=0))
    return pd.DataFrame(
        {
            "customers": counts.sum(axis=1),
            "bads": counts["bad"],
            "bad_rate": counts["bad"] / counts.sum(axis=1),
            "estimate": estimate,
            "low": estimate - away,
            "high": estimate + away,
        }
    ).rename_axis(trait)


def information_values(
    customers: pd.DataFrame, *, bad: str, traits: list[str], confidence: float = 0.95
) -> pd.DataFrame:
    """Which trait tells most about who will pay?

    Parameters
    ----------
    customers, bad
        As for `weights_of_evidence`.
    traits : list of str
        Columns of groups.

    Returns
    -------
    DataFrame
        One row a trait, the strongest first: groups, estimate (information value), low, high
        (normal, from the weights and their shares), chance_value (what a trait that tells nothing
        would show on average with so many groups). By a rule of thumb below .02 is nothing, .1 to
        .3 medium and above .5 worth a second look: is it known beforehand?

    References
    ----------
    Kullback, S. (1959). Information Theory and Statistics. Wiley: the divergence J. Siddiqi (2006).

    Examples
    --------
    >>> customers = pd.DataFrame({"home": list("ooootttt"), "bad": [0, 0, 0, 1, 0, 1, 1, 1]})
    >>> information_values(customers, bad="bad", traits=["home"])["estimate"].round(2).to_dict()
    {'home': 1.1}
    """
    from scipy.special import ndtri

    z = float(ndtri((1 + tables.confidence(confidence)) / 2))
    rows = {}
    for trait in tables.column_names("traits", traits):
        counts = _counted(customers, bad, trait)
        share, _ = _shares(counts)
        p, q = share["good"], share["bad"]
        woe = np.log(p / q)
        value = float(((p - q) * woe).sum())
        # By how much each share moves it; two samples, of the good and of the bad.
        by_p, by_q = woe + 1 - q / p, 1 - woe - p / q
        n = counts.sum()
        spread = ((p * by_p**2).sum() - (p * by_p).sum() ** 2) / n["good"]
        spread += ((q * by_q**2).sum() - (q * by_q).sum() ** 2) / n["bad"]
        away = z * math.sqrt(max(spread, 0))
        chance = (len(counts) - 1) * (1 / n["good"] + 1 / n["bad"])
        rows[trait] = [len(counts), value, max(value - away, 0), value + away, chance]
    columns = ["groups", "estimate", "low", "high", "chance_value"]
    found = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("trait")
    return found.astype({"groups": "int64"}).sort_values("estimate", ascending=False)


@dataclass(frozen=True)
class Scorecard:
    """Points by trait and group, and the odds that a sum of points stands for.

    `table` has one row a group (index `trait`, `group`): customers, bad_rate, woe, points. A sum of
    `base_points` stands for odds of `base_odds` good to one bad; `points_to_double` more double
    them.
    """

    table: pd.DataFrame = field(repr=False)
    base_points: float
    base_odds: float
    points_to_double: float

    def score(self, customers: pd.DataFrame) -> pd.Series:
        """How many points has each customer? More is better.

        Parameters
        ----------
        customers : DataFrame
            One row a customer, with the traits of the card.

        Returns
        -------
        Series
            `points` by customer.

        Raises
        ------
        ValueError
            A group that the card does not know.
        """
        traits = list(self.table.index.unique("trait"))
        tables.check_columns(customers, traits, name="customers")
        total = pd.Series(0.0, customers.index, name="points")
        for trait in traits:
            points = self.table["points"].loc[trait]
            group = customers[trait].astype("str")
            new = ~group.isin(points.index)
            if new.any():
                mend = f"The card knows {list(points.index)[:8]}."
                raise tables.bad_rows(customers.index, new, f"{trait!r} has a new group", mend)
            total += group.map(points).astype(float)
        return total

    def bad_chance(self, points: pd.Series) -> pd.Series:
        """How likely is a customer with such points to be bad?

        Parameters
        ----------
        points : Series
            From `score`.

        Returns
        -------
        Series
            `probability`, 0 to 1, by customer.
        """
        tables.check_series(points, name="points")
        values = tables.numbers(points, name="points")
        doublings = (values - self.base_points) / self.points_to_double
        # Far from the base the odds leave all numbers; the chance is 0 or 1 there.
        odds = self.base_odds * np.exp2(np.clip(doublings, -500, 500))
        return pd.Series(1 / (1 + odds), points.index, name="probability")


def scorecard(
    customers: pd.DataFrame,
    *,
    bad: str,
    traits: list[str],
    base_points: float = 600.0,
    base_odds: float = 20.0,
    points_to_double: float = 40.0,
) -> Scorecard:
    """How many points should each answer bring?

    A logit of being good on the weights of evidence,

        ln(odds) = a + sum of b_j woe_j,    points = offset + factor ln(odds),

    with factor = points_to_double / ln 2 and offset = base_points - factor ln(base_odds). The
    constants are shared out over the traits. Points are whole numbers.

    Parameters
    ----------
    customers, bad, traits
        As for `information_values`.
    base_points, base_odds, points_to_double : float
        The scale: 600 points for 20 good to 1 bad, and 40 more for twice the odds.

    Returns
    -------
    Scorecard

    References
    ----------
    Siddiqi (2006), ch. 6. The logit is scikit-learn's, without a penalty.

    Examples
    --------
    >>> customers = pd.DataFrame({"home": list("ooootttt"), "bad": [0, 0, 0, 1, 0, 1, 1, 1]})
    >>> card = scorecard(customers, bad="bad", traits=["home"])
    >>> card.table["points"].to_dict()
    {('home', 'o'): 491, ('home', 't'): 364}
    >>> card.bad_chance(card.score(customers)).round(2).iloc[[0, -1]].to_list()
    [0.25, 0.75]
    """
    names = tables.column_names("traits", traits)
    factor = tables.number("points_to_double", points_to_double, above=0) / math.log(2)
    odds = tables.number("base_odds", base_odds, above=0)
    offset = tables.number("base_points", base_points) - factor * math.log(odds)
    woe = {name: weights_of_evidence(customers, bad=bad, trait=name) for name in names}
    evidence = _evidence(customers, woe)
    constant, slopes = _logit(evidence, flags.happened(customers, bad, who="the bad"))
    rows = []
    for name, slope in zip(names, slopes, strict=True):
        table = woe[name]
        points = factor * (slope * table["estimate"] + constant / len(names)) + offset / len(names)
        for group, point in points.items():
            one = table.loc[group]
            rows.append(
                (name, str(group), int(one["customers"]), one["bad_rate"], one["estimate"], point)
            )
    columns = ["trait", "group", "customers", "bad_rate", "woe", "points"]
    card = pd.DataFrame(rows, columns=columns).set_index(["trait", "group"])
    card["points"] = card["points"].round().astype("int64")
    return Scorecard(card, base_points, base_odds, points_to_double)


def out_of_fold(
    customers: pd.DataFrame, *, bad: str, traits: list[str], folds: int = 10, seed: int
) -> pd.Series:
    """How likely was each customer to be bad, by a card made of the others?

    Weights of evidence and logit are learned on all folds but one and used on that one; a group
    that the others do not have weighs nothing.

    Parameters
    ----------
    customers, bad, traits
        As for `information_values`.
    folds : int
        2 or more, up to the number of the rarer kind.
    seed : int
        Of the lot that makes the folds.

    Returns
    -------
    Series
        `probability` of being bad, 0 to 1, by customer.

    Raises
    ------
    ValueError
        As for `weights_of_evidence`; or too few of a kind for so many folds.

    References
    ----------
    Stone, M. (1974). Cross-validatory choice and assessment of statistical predictions. Journal of
    the Royal Statistical Society B 36, 111-147.

    Examples
    --------
    >>> customers = pd.DataFrame({"home": list("ooootttt"), "bad": [0, 0, 0, 1, 0, 1, 1, 1]})
    >>> twice = pd.concat([customers, customers], ignore_index=True)
    >>> made = out_of_fold(twice, bad="bad", traits=["home"], folds=4, seed=1)
    >>> made.round(1).head(5).to_list()
    [0.3, 0.2, 0.2, 0.2, 0.8]
    """
    from sklearn.model_selection import StratifiedKFold

    names = tables.column_names("traits", traits)
    for name in names:
        _counted(customers, bad, name)
    came = flags.happened(customers, bad, who="the bad")
    rarer = int(min(came.sum(), len(came) - came.sum()))
    if tables.whole("folds", folds, least=2) > rarer:
        raise ValueError(
            f"{rarer} customers of the rarer kind cannot be spread over {folds} folds: use fewer "
            "folds, or more customers"
        )
    made = np.empty(len(customers))
    split = StratifiedKFold(folds, shuffle=True, random_state=tables.seed(seed))
    for learned, judged in split.split(came.to_frame(), came):
        others = customers.iloc[learned]
        # A trait of one group among the others tells nothing there.
        usable = [name for name in names if others[name].nunique() > 1]
        woe = {name: weights_of_evidence(others, bad=bad, trait=name) for name in usable}
        constant, slopes = _logit(_evidence(others, woe), came.iloc[learned])
        line = constant + _evidence(customers.iloc[judged], woe) @ slopes
        made[judged] = 1 / (1 + np.exp(line))
    return pd.Series(made, customers.index, name="probability")


def kolmogorov_smirnov(
    chances: pd.Series,
    bad: pd.Series,
    *,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """By how much can one cut separate the bad from the good?

    Kolmogorov and Smirnov's statistic KS: at the best cut, the share of the bad above it less the
    share of the good above it; 0 is chance, 1 perfect.

    Parameters
    ----------
    chances : Series
        Any number by customer that is higher for the bad.
    bad : Series
        1 (bad) and 0, of the same customers.
    rng : Generator
        For the interval: customers are drawn again.

    Returns
    -------
    DataFrame
        One row, `ks`: estimate, low, high.

    Examples
    --------
    >>> chances = pd.Series([0.9, 0.7, 0.4, 0.3, 0.2] * 5)
    >>> bad = pd.Series([1, 0, 1, 0, 0] * 5)
    >>> found = kolmogorov_smirnov(chances, bad, rng=np.random.default_rng(1), draws=40)
    >>> found["estimate"].round(2).to_dict()
    {'ks': 0.67}
    """
    from scipy.stats import ks_2samp

    from crmkit.models import resampled

    values = tables.by_customer(chances, name="chances")
    tables.check_series(bad, name="bad")
    tables.check_same_customers(chances.index, bad.index, names=("chances", "bad"))
    came = flags.happened(bad.to_frame("bad"), "bad", who="the bad").reindex(chances.index)
    _both_kinds(came, "bad")

    def separation(table: pd.DataFrame) -> pd.Series:
        _both_kinds(table["bad"], "bad")
        high = table.loc[table["bad"] == 1, "chance"]
        low = table.loc[table["bad"] == 0, "chance"]
        return pd.Series({"ks": ks_2samp(high, low, method="asymp").statistic})

    both = pd.DataFrame({"chance": values, "bad": came.to_numpy()})
    return resampled(both, separation, rng=rng, confidence=confidence, draws=draws)


def _counted(customers: pd.DataFrame, bad: str, trait: str) -> pd.DataFrame:
    """The good and the bad of each group."""
    tables.check_columns(customers, [bad, trait], name="customers")
    if bad == trait:
        raise ValueError(f"{bad!r} is the answer itself and cannot be a trait")
    came = flags.happened(customers, bad, who="those who did not pay")
    _both_kinds(came, bad)
    tables.check_labels(customers[trait], name=repr(trait), mend="Name the group 'unknown'.")
    groups = customers[trait].nunique()
    if groups < 2:
        raise ValueError(f"{trait!r} is the same for every customer: leave it out")
    if groups > _MOST_GROUPS:
        raise ValueError(
            f"{trait!r} has {groups:,} different values: make up to {_MOST_GROUPS} classes of it, "
            f"e.g. pd.qcut(customers[{trait!r}], 5).astype(str)"
        )
    counts = pd.crosstab(customers[trait], came)
    # A category that nobody has is no group.
    counts = counts[counts.sum(axis=1) > 0]
    return counts.rename(columns={0: "good", 1: "bad"}).rename_axis(columns=None)


def _both_kinds(came: pd.Series, name: str) -> None:
    if came.nunique() < 2:
        raise ValueError(f"{name!r} is {came.iloc[0]} for every customer: there is nothing to tell")


def _shares(counts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of the good and of the bad, the share of each group; and one over the counts."""
    empty = (counts == 0).any(axis=1)
    smoothed = counts.astype(float)
    smoothed[empty] += 0.5
    return smoothed / smoothed.sum(), 1 / smoothed


def _evidence(customers: pd.DataFrame, woe: dict[str, pd.DataFrame]) -> np.ndarray:
    """One column a trait: the weight of evidence of each customer's group."""
    columns = [
        customers[name].map(table["estimate"]).astype(float).fillna(0.0)
        for name, table in woe.items()
    ]
    return np.column_stack(columns)


def _logit(evidence: np.ndarray, came: pd.Series) -> tuple[float, np.ndarray]:
    """Constant and slopes of the log-odds of being good."""
    from sklearn.linear_model import LogisticRegression

    # Practically no penalty: the weights of evidence are on one scale already.
    line = LogisticRegression(C=1e6, max_iter=1000).fit(evidence, 1 - came.to_numpy())
    return float(line.intercept_[0]), line.coef_[0]
