"""Key accounts: what each pays against its mix, how often it comes, which contracts pay."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.campaigns.mix.regression import dummies, fit
from crmkit.days import to_day

__all__ = ["against_mix", "contract_values", "visit_states", "visits_by_period"]


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

    place = answer.index.get_indexer(pd.Index(purchases[account]))
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


def visits_by_period(
    log: pd.DataFrame, *, last_day: str, periods: int = 8, period_days: int = 91
) -> pd.DataFrame:
    """How often did each account come, quarter by quarter, silent quarters included?

    Parameters
    ----------
    log : DataFrame
        One row a visit: customer_id, ordered_at (dates).
    last_day : str
        The last day of the last period.
    periods : int
        How many periods to look back, 1 or more; earlier visits are left out.
    period_days : int
        Length of a period in days, 1 or more.

    Returns
    -------
    DataFrame
        One row a customer with a visit in these periods, one column a period (1, 2, ..., the last
        one the latest): visits.

    Raises
    ------
    ValueError
        A column is missing or holds no dates, or no visit lies in these periods.

    Examples
    --------
    >>> log = pd.DataFrame({
    ...     "customer_id": ["a", "a", "b"],
    ...     "ordered_at": pd.to_datetime(["2024-01-05", "2024-06-30", "2024-06-01"]),
    ... })
    >>> visits_by_period(log, last_day="2024-06-30", periods=2).values.tolist()
    [[1, 1], [0, 1]]
    """
    tables.check_columns(log, ["customer_id", "ordered_at"], name="the log")
    tables.check_labels(log["customer_id"], name="'customer_id'")
    if not pd.api.types.is_datetime64_any_dtype(log["ordered_at"]):
        raise ValueError("'ordered_at' holds no dates: make them with pd.to_datetime")
    tables.check_labels(log["ordered_at"], name="'ordered_at'")
    periods = tables.whole("periods", periods, least=1)
    length = tables.whole("period_days", period_days, least=1)
    end = pd.Timestamp(to_day(last_day, "last_day"))
    ago = (end - log["ordered_at"].dt.tz_localize(None).dt.normalize()).dt.days
    inside = (ago >= 0) & (ago < periods * length)
    if not inside.any():
        raise ValueError(f"no visit in the {periods} periods up to {last_day}")
    period = periods - ago[inside] // length
    # Rows are matched by place: the index of a log may repeat.
    who = log.loc[inside, "customer_id"].reset_index(drop=True)
    counts = pd.crosstab(who, period.reset_index(drop=True))
    return counts.reindex(columns=range(1, periods + 1), fill_value=0).rename_axis(columns="period")


def visit_states(counts: pd.DataFrame, *, often: int = 3) -> pd.DataFrame:
    """Was each account often there, seldom, or silent, in each period?

    Parameters
    ----------
    counts : DataFrame
        From `visits_by_period`.
    often : int
        Visits in a period from which an account counts as often there, 2 or more.

    Returns
    -------
    DataFrame
        The same rows and columns: "often", "seldom" or "silent".

    Raises
    ------
    ValueError
        A count is missing, negative or no whole number.

    Examples
    --------
    >>> visit_states(pd.DataFrame({1: [4, 1], 2: [3, 0]})).values.tolist()
    [['often', 'often'], ['seldom', 'silent']]
    """
    tables.check_columns(counts, [], name="counts")
    least = tables.whole("often", often, least=2)
    tables.check_names(counts.columns, counts.columns, name="counts")
    each = [tables.numbers(counts[name], least=0, whole=True) for name in counts.columns]
    visits = np.column_stack(each)
    found = np.select([visits >= least, visits > 0], ["often", "seldom"], "silent")
    return pd.DataFrame(found, counts.index, counts.columns)


def contract_values(
    accounts: pd.DataFrame, *, price: float, confidence: float = 0.95
) -> pd.DataFrame:
    """At which price a head does a contract with each account pay, and what does it earn at this?

    A contract trades money a head for visits that are sure. The account commits itself to
    `visits_with` at the price; without a contract it can be expected to come `visits_without`
    times, at its own bill. The break-even price is the cost, plus what is earned a head now times
    visits_without / visits_with.

    Parameters
    ----------
    accounts : DataFrame
        One row an account: visits_without, visits_with (above 0), covers (people at a table, above
        0), bill and cost (money a head, 0 or more); and, if known, the standard errors
        visits_error (of visits_without) and bill_error, else 0.
    price : float
        Of the contract, a head.
    confidence : float
        Of the intervals, between 0 and 1. They hold what the two errors make, taken as independent
        and normal; visits_with is taken as promised.

    Returns
    -------
    DataFrame
        The same rows: estimate (profit more than without a contract, in the time that the visits
        cover), low, high, break_even_price, lowest_break_even and highest_break_even (money a
        head).

    Raises
    ------
    ValueError
        A column is missing, negative or no number, or an account stands there twice.

    Examples
    --------
    >>> accounts = pd.DataFrame({"visits_without": [5.0, 10], "visits_with": [10.0, 10],
    ...                          "covers": 6.0, "bill": 160.0, "cost": 70.0}, index=["A", "B"])
    >>> contract_values(accounts, price=140)[["estimate", "break_even_price"]]
       estimate  break_even_price
    A    1500.0             115.0
    B   -1200.0             160.0
    """
    from scipy.special import ndtri

    z = ndtri((1 + tables.confidence(confidence)) / 2)
    price = tables.number("price", price, least=0)
    needed = ["visits_without", "visits_with", "covers", "bill", "cost"]
    tables.check_columns(accounts, needed, name="accounts")
    tables.check_each_once(accounts.index, name="accounts", row="account")
    found = {}
    for name in [*needed, "visits_error", "bill_error"]:
        if name in accounts.columns:
            rule = {"above": 0.0} if name in ("visits_with", "covers") else {"least": 0.0}
            found[name] = tables.column(accounts, name, **rule).astype("float64")
        else:
            found[name] = np.zeros(len(accounts))
    sure, covers, cost = found["visits_with"], found["covers"], found["cost"]
    now = found["bill"] - cost
    # Profit without a contract, a head of one visit with it: its error is that of the break-even.
    even = found["visits_without"] / sure * now
    error = np.hypot(now * found["visits_error"], found["visits_without"] * found["bill_error"])
    gain, reach = sure * covers * (price - cost - even), z * covers * error
    return pd.DataFrame(
        {
            "estimate": gain,
            "low": gain - reach,
            "high": gain + reach,
            "break_even_price": cost + even,
            "lowest_break_even": cost + even - z * error / sure,
            "highest_break_even": cost + even + z * error / sure,
        },
        index=accounts.index,
    )


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
