"""Where does service fall short of what customers expect, and how much of a score is the customer?

The gaps of SERVQUAL in the five RATER dimensions (reliability, assurance, tangibles, empathy,
responsiveness), and one provider as rated by two kinds of customers.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty.survey import check_answers, check_scale

__all__ = ["dimension_gaps", "item_gaps", "same_provider"]


def item_gaps(
    expectations: pd.DataFrame,
    perceptions: pd.DataFrame,
    *,
    dimensions: Mapping[str, Sequence[str]],
    scale: tuple[float, float],
    confidence: float = 0.95,
) -> pd.DataFrame:
    """By how much does each item fall short of what the customers expected?

    Parameters
    ----------
    expectations, perceptions : DataFrame
        One row a customer, the same customers in both; the same items as columns in both.
    dimensions : mapping
        Name of a dimension -> its items.
    scale : pair of float
        Lowest and highest possible answer, the same for all items.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row an item: dimension; expectation and perception (means); estimate (the gap:
        expectation less perception, in points of the scale), its standard_error, low and high.
        A gap below 0 is no error: customers got more than they had expected. (Parasuraman and
        others print perception less expectation: the same number with the other sign.)

    Raises
    ------
    ValueError
        Different customers or items in the two tables, answers off the scale or missing, fewer than
        2 customers, an item in two dimensions.

    References
    ----------
    Parasuraman, Zeithaml & Berry (1988), Journal of Retailing 64(1), 12-40.

    Examples
    --------
    >>> expected = pd.DataFrame({"on_time": [7, 6, 7, 7], "rooms": [5, 4, 5, 6]})
    >>> got = pd.DataFrame({"on_time": [5, 6, 4, 6], "rooms": [6, 5, 5, 7]})
    >>> named = {"reliability": ["on_time"], "tangibles": ["rooms"]}
    >>> gaps = item_gaps(expected, got, dimensions=named, scale=(1, 7))
    >>> gaps[["expectation", "perception", "estimate"]]
             expectation  perception  estimate
    on_time         6.75        5.25      1.50
    rooms           5.00        5.75     -0.75
    """
    expected, perceived = _both(expectations, perceptions, dimensions, scale)
    gaps = _paired(expected, perceived, confidence)
    of = {item: name for name, items in dimensions.items() for item in items}
    gaps.insert(0, "dimension", [of[item] for item in gaps.index])
    return gaps


def dimension_gaps(
    expectations: pd.DataFrame,
    perceptions: pd.DataFrame,
    *,
    dimensions: Mapping[str, Sequence[str]],
    scale: tuple[float, float],
    confidence: float = 0.95,
) -> pd.DataFrame:
    """By how much does each dimension fall short of what the customers expected?

    A customer's answer to a dimension is the mean of its items; the interval compares each customer
    with themselves.

    Parameters
    ----------
    expectations, perceptions, dimensions, scale, confidence
        As for `item_gaps`.

    Returns
    -------
    DataFrame
        One row a dimension: expectation, perception, estimate (the gap; below 0 where customers got
        more than they expected), standard_error, low, high.

    Raises
    ------
    ValueError
        As `item_gaps`.

    Examples
    --------
    >>> expected = pd.DataFrame({"on_time": [7, 6, 7, 7], "as_promised": [7, 7, 7, 6]})
    >>> got = pd.DataFrame({"on_time": [5, 6, 4, 6], "as_promised": [6, 6, 5, 5]})
    >>> named = {"reliability": ["on_time", "as_promised"]}
    >>> gaps = dimension_gaps(expected, got, dimensions=named, scale=(1, 7))
    >>> gaps[["estimate", "low", "high"]].round(2)
                 estimate   low  high
    reliability      1.38  0.02  2.73
    """
    expected, perceived = _both(expectations, perceptions, dimensions, scale)
    means = [
        pd.DataFrame({name: table[list(items)].mean(axis=1) for name, items in dimensions.items()})
        for table in (expected, perceived)
    ]
    return _paired(means[0], means[1], confidence)


def same_provider(
    ratings: pd.DataFrame, *, rating: str, provider: str, other: str, confidence: float = 0.95
) -> pd.DataFrame:
    """How much lower or higher do other customers rate the very same provider?

    Parameters
    ----------
    ratings : DataFrame
        One row a rating.
    rating : str
        Column of the ratings.
    provider : str
        Column that names who was rated: a lecturer, a branch, a clerk.
    other : str
        Column that is 1 (or True) where the customer is of the other kind and 0 where not.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        Two rows. "all ratings": mean of the other kind less mean of the first. "same provider": the
        same within providers, so that it no longer matters who is rated by whom (a regression with
        one constant a provider). Columns estimate, standard_error, low, high, and providers: how
        many the row rests on. Errors allow for ratings of one provider being alike.

    Raises
    ------
    ValueError
        Missing ratings or names, codes for no answer, `other` not 0 or 1, fewer than 2
        providers rated by both kinds.

    References
    ----------
    Cameron & Miller (2015), Journal of Human Resources 50(2), 317-372: errors by cluster.

    Examples
    --------
    >>> ratings = pd.DataFrame({"clerk": list("aaabbbcc"), "stars": [5, 5, 4, 3, 2, 1, 5, 4],
    ...                         "visitor": [0, 0, 1, 0, 1, 1, 0, 1]})
    >>> found = same_provider(ratings, rating="stars", provider="clerk", other="visitor")
    >>> found["estimate"].round(2).to_dict()
    {'all ratings': -1.75, 'same provider': -1.18}
    """
    import statsmodels.api as sm

    tables.check_columns(ratings, [rating, provider, other], name="ratings")
    if len({rating, provider, other}) < 3:
        raise ValueError("rating, provider and other must be three columns")
    stars = check_answers(ratings, [rating], varying=False)[:, 0]
    who = ratings[provider]
    tables.check_labels(ratings[provider], name=repr(provider), mend="Drop these rows.")
    kind = ratings[other]
    if not kind.isin([0, 1]).all():
        mend = "Make it 1 for the other kind, 0 for the first."
        raise tables.bad_rows(ratings.index, ~kind.isin([0, 1]), f"{other!r} is not 0 or 1", mend)
    data = pd.DataFrame({"rating": stars, "other": kind.to_numpy(dtype=float)})
    codes, names = pd.factorize(who)
    share = data.groupby(codes)["other"].transform("mean")
    both = ((share > 0) & (share < 1)).to_numpy()
    rated_by_both = len(np.unique(codes[both]))
    if rated_by_both < 2:
        raise ValueError(
            f"{rated_by_both} {provider}(s) rated by both kinds of customers; at least 2 are "
            "needed to compare a provider with themselves"
        )
    rows = {}
    within = (data - data.groupby(codes).transform("mean"))[both]
    # Providers whom one kind rated say nothing within, and must not count as evidence either.
    for row, used, x, groups, providers in (
        ("all ratings", data, sm.add_constant(data["other"]), codes, len(names)),
        ("same provider", within, within[["other"]], codes[both], rated_by_both),
    ):
        fit = sm.OLS(used["rating"], x).fit(
            cov_type="cluster", cov_kwds={"groups": groups}, use_t=True
        )
        low, high = fit.conf_int(alpha=1 - tables.confidence(confidence)).loc["other"]
        rows[row] = [fit.params["other"], fit.bse["other"], low, high, providers]
    columns = ["estimate", "standard_error", "low", "high", "providers"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).astype({"providers": int})


def _both(
    expectations: pd.DataFrame,
    perceptions: pd.DataFrame,
    dimensions: Mapping[str, Sequence[str]],
    scale: tuple[float, float],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both tables, seen to be usable, with the items in the order of the dimensions."""
    if (
        not isinstance(dimensions, Mapping)
        or not dimensions
        or not all(isinstance(some, Sequence) and some for some in dimensions.values())
        or any(isinstance(some, str) for some in dimensions.values())
    ):
        raise ValueError(
            'dimensions must map names to lists of items, e.g. {"empathy": ["E1", "E2"]}'
        )
    items = [item for some in dimensions.values() for item in some]
    check_scale(scale)
    for name, table in (("expectations", expectations), ("perceptions", perceptions)):
        tables.check_columns(table, items, name=name)
        tables.check_each_once(table.index, name=name)
        check_answers(table, items, scale=scale, least_rows=2, varying=False)
    names = ("expectations", "perceptions")
    tables.check_same_customers(expectations.index, perceptions.index, names=names)
    return expectations[items], perceptions[items].reindex(expectations.index)


def _paired(expected: pd.DataFrame, perceived: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Means and the difference within customers, with Student's interval."""
    from scipy import stats

    gap = expected - perceived
    error = gap.std() / np.sqrt(len(gap))
    reach = stats.t.ppf((1 + tables.confidence(confidence)) / 2, len(gap) - 1) * error
    return pd.DataFrame(
        {
            "expectation": expected.mean(),
            "perception": perceived.mean(),
            "estimate": gap.mean(),
            "standard_error": error,
            "low": gap.mean() - reach,
            "high": gap.mean() + reach,
        }
    )
