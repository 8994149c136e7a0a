"""What does each account pay, and what would the same purchases come to at everybody's prices?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.campaigns.mix.regression import dummies, fit

__all__ = ["against_mix"]


def against_mix(
    purchases: pd.DataFrame,
    *,
    prices: pd.DataFrame,
    value: str,
    account: str,
    held: str | Sequence[str],
    weight: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Does an account pay more or less than its mix suggests?

    A regression of `prices` says what each purchase usually comes to. The account's mix at those
    prices is what it could be expected to pay (indirect standardisation).

    Parameters
    ----------
    purchases : DataFrame
        One row a purchase of an account.
    prices : DataFrame
        One row a purchase of those whose prices are usual; the same columns but `account`.
    value : str
        The column of numbers to compare, such as the bill a head.
    account : str
        The column of `purchases` that names the account.
    held : str or sequence of str
        Columns that say what was bought, and when, as for `like_for_like.gap`.
    weight : str, optional
        How much a purchase counts, above 0: the people at the table, for a bill a head.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row an account: purchases, actual (mean of `value`), expected (at the usual prices),
        difference (actual less expected), standard_error, low and high (of the difference). The
        purchases of all accounts vary around their account's mean alike, so that an account of one
        purchase has an interval, too.

    Raises
    ------
    ValueError
        A column is missing or holds something else, an account buys what has no usual price, or no
        account has two purchases.

    Examples
    --------
    >>> guests = pd.DataFrame({"menu": ["lunch", "dinner"] * 3,
    ...                        "bill": [100.0, 200, 90, 190, 110, 210]})
    >>> firms = pd.DataFrame({"firm": ["a", "a", "b"], "menu": ["dinner", "dinner", "lunch"],
    ...                       "bill": [170.0, 190, 105]})
    >>> against_mix(firms, prices=guests, value="bill", account="firm", held="menu").round(1)[
    ...     ["actual", "expected", "difference"]]  # doctest: +NORMALIZE_WHITESPACE
          actual  expected  difference
    firm
    a      180.0     200.0       -20.0
    b      105.0     100.0         5.0
    """
    from scipy.stats import t

    share = tables.confidence(confidence)
    names = tables.column_names("held", held)
    tables.check_columns(purchases, [value, account, *names], name="purchases")
    tables.check_columns(prices, [value, *names], name="prices")
    tables.check_labels(purchases[account], name=repr(account), mend="Name the account.")
    for name in names:
        _check_priced(purchases[name], prices[name], name)
    paid = tables.column(purchases, value).astype("float64")
    usual = tables.column(prices, value).astype("float64")
    counts = np.ones(len(purchases))
    if weight is not None:
        tables.check_columns(purchases, [weight], name="purchases")
        counts = tables.column(purchases, weight, above=0).astype("float64")

    both = pd.concat([prices[names], purchases[names]], ignore_index=True)
    blocks = [dummies(both, name) for name in names]
    known = fit(usual, *(block[: len(prices)] for block in blocks))
    rest = np.column_stack([np.ones(len(purchases)), *(one[len(prices) :] for one in blocks)])
    table = pd.DataFrame(
        {"weight": counts, "paid": counts * paid, "usual": counts * (rest @ known.coefficients)}
    )
    groups = table.groupby(purchases[account].to_numpy(), observed=True)
    sums = groups.sum()
    many = groups.size()
    answer = pd.DataFrame({"purchases": many, "actual": sums["paid"] / sums["weight"]})
    answer["expected"] = sums["usual"] / sums["weight"]
    answer["difference"] = answer["actual"] - answer["expected"]

    place = answer.index.get_indexer(purchases[account])
    freedom = len(purchases) - len(answer)
    if freedom < 1:
        raise ValueError("no account has two purchases: nothing says how purchases vary")
    left = paid - rest @ known.coefficients - answer["difference"].to_numpy()[place]
    variance = (left**2).sum() / freedom
    own = variance * np.bincount(place, counts**2) / np.bincount(place, counts) ** 2
    mixes = np.zeros((len(answer), rest.shape[1]))
    np.add.at(mixes, place, counts[:, None] * rest)
    mixes /= np.bincount(place, counts)[:, None]
    fitted = ((mixes @ known.moves.T) ** 2).sum(axis=1)
    answer["standard_error"] = np.sqrt(own + fitted)
    reach = t.ppf((1 + share) / 2, freedom) * answer["standard_error"]
    answer["low"], answer["high"] = answer["difference"] - reach, answer["difference"] + reach
    return answer.rename_axis(account)


def _check_priced(bought: pd.Series, priced: pd.Series, name: str) -> None:
    """Refuse labels that no price is known of."""
    tables.check_labels(bought, name=repr(name))
    tables.check_labels(priced, name=repr(name))
    numeric = [pd.api.types.is_numeric_dtype(one) for one in (bought, priced)]
    if numeric[0] != numeric[1]:
        raise ValueError(f"{name!r} holds numbers in one table and labels in the other")
    if not numeric[0]:
        unknown = sorted(set(map(str, bought)) - set(map(str, priced)))
        if unknown:
            raise ValueError(
                f"{name!r} of the accounts holds {unknown[:6]}, of which `prices` has no purchase: "
                "what they usually cost is not known. Leave these purchases out, or bring labels "
                "together."
            )
