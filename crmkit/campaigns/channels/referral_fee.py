"""What may an agent be paid for a customer who comes back after years, or sends others?

Such a customer is worth more than the first sale, but later money counts for less, and some would
have come without the agent.
"""

import numpy as np
import pandas as pd

from crmkit import flags, money, tables

__all__ = ["break_even", "worth_by_rate", "worth_parts"]


def worth_parts(
    customers: pd.DataFrame,
    *,
    margin: str,
    returned_after: str,
    referrals: str,
    referred_after: str,
    annual_discount_rate: float,
) -> pd.DataFrame:
    """What is a customer worth on the day of the first sale, and from where does it come?

    Parameters
    ----------
    customers : DataFrame
        One row a customer, all watched for as long: leave out those who bought too lately to have
        come back.
    margin : str
        Column with the margin of the first sale, in money.
    returned_after : str
        Column with the years after which they bought again; missing for those who did not.
    referrals : str
        Column with the number of buyers whom they sent, a whole number.
    referred_after : str
        Column with the years after which these bought, on average; missing where there are none.
    annual_discount_rate : float
        Of money, a year: 0 or more.

    Returns
    -------
    DataFrame
        Rows (index `part`) first_sale, return, referrals and total: customer_share (of customers
        with such a sale; for the total 1), undiscounted (money a customer) and present_value (money
        of the day of the first sale). A sale to come brings the mean margin; what such customers
        bring in turn is not counted.

    Raises
    ------
    ValueError
        A column is missing or holds something else, years below 0, referrals without their years or
        years without referrals.

    Examples
    --------
    >>> seen = pd.DataFrame({"margin": [10.0, 10, 10, 10], "back": [7.0, None, None, None],
    ...                      "sent": [0, 2, 0, 0], "sent_after": [None, 1.0, None, None]})
    >>> asked = {"margin": "margin", "returned_after": "back", "referrals": "sent",
    ...          "referred_after": "sent_after"}
    >>> worth_parts(seen, **asked, annual_discount_rate=0.1).round(2)
    ... # doctest: +NORMALIZE_WHITESPACE
                customer_share  undiscounted  present_value
    part
    first_sale            1.00          10.0          10.00
    return                0.25           2.5           1.28
    referrals             0.25           5.0           4.55
    total                 1.00          17.5          15.83
    """
    found = _watched(customers, margin, returned_after, referrals, referred_after)
    rate = money.discount_rate(annual_discount_rate)
    plain, today = _later(found, 0.0), _later(found, rate)
    first = float(found["margin"].mean())
    had = {"return": ("back", found["back"].notna()), "referrals": ("sent", found["sent"] > 0)}
    rows = {"first_sale": (1.0, first, first)} | {
        part: (float(of.mean()), *(first * float(way[name].mean()) for way in (plain, today)))
        for part, (name, of) in had.items()
    }
    columns = ["customer_share", "undiscounted", "present_value"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=float)
    table.loc["total"] = [1.0, *table[columns[1:]].sum()]
    return table.rename_axis("part")


def worth_by_rate(
    customers: pd.DataFrame,
    *,
    margin: str,
    returned_after: str,
    referrals: str,
    referred_after: str,
    annual_discount_rates: list[float],
) -> pd.DataFrame:
    """How does the worth of a customer fall as later money counts for less?

    Parameters
    ----------
    customers, margin, returned_after, referrals, referred_after
        As for `worth_parts`.
    annual_discount_rates : list of float
        0 or more each.

    Returns
    -------
    DataFrame
        One row a rate: annual_discount_rate and present_value (of a customer, all parts).

    Examples
    --------
    >>> seen = pd.DataFrame({"margin": [10.0], "back": [7.0], "sent": [0], "after": [np.nan]})
    >>> worth_by_rate(seen, margin="margin", returned_after="back", referrals="sent",
    ...               referred_after="after", annual_discount_rates=[0, 0.1]).round(1)
       annual_discount_rate  present_value
    0                   0.0           20.0
    1                   0.1           15.1
    """
    found = _watched(customers, margin, returned_after, referrals, referred_after)
    rates = [
        money.discount_rate(one)
        for one in tables.listed("annual_discount_rates", annual_discount_rates)
    ]
    first = found["margin"].mean()
    values = [first * (1 + _later(found, rate).sum(axis=1).mean()) for rate in rates]
    return pd.DataFrame({"annual_discount_rate": rates, "present_value": values})


def break_even(
    customers: pd.DataFrame,
    leads: pd.DataFrame,
    *,
    margin: str,
    returned_after: str,
    referrals: str,
    referred_after: str,
    agent: str,
    bought: str,
    annual_discount_rate: float,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 1_000,
) -> pd.DataFrame:
    """Up to which fee does an agent pay, and how sure is that?

    The fee falls due for every buyer who comes through an agent, those included who would have
    come anyway. A lot that decided for whom an agent might speak tells how many those are: of the
    buyers at rate r with an agent and s without, 1 - s / r came because of them.

    Parameters
    ----------
    customers, margin, returned_after, referrals, referred_after, annual_discount_rate
        As for `worth_parts`.
    leads : DataFrame
        One row somebody who might buy.
    agent : str
        Column of `leads`: 1 where the lot sent an agent, else 0.
    bought : str
        Column of `leads`: 1 for those who bought, else 0.
    rng : Generator
        Whence the draws come.
    confidence : float
        Of the intervals, between 0 and 1.
    draws : int
        How many tables of customers and of leads are drawn, 40 or more.

    Returns
    -------
    DataFrame
        estimate, low and high of (index `figure`): because_of_agent (share of the buyers through an
        agent, who would not have come), first_sale, customer_worth (with what comes later) and
        break_even_fee (the product of the first and the third): below it a buyer through an agent
        pays. A share below 0, where fewer buy with an agent, is shown as it is.

    Raises
    ------
    ValueError
        As for `worth_parts`; or a group of the lot is missing, or nobody buys with an agent.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 8: two samples, each drawn anew
    from its own rows.

    Examples
    --------
    >>> seen = pd.DataFrame({"margin": [10.0] * 40, "back": [7.0, None] * 20, "sent": 0,
    ...                      "after": np.nan})
    >>> leads = pd.DataFrame({"agent": [1, 0] * 100, "bought": [1, 1, 1, 0] * 50})
    >>> asked = {"margin": "margin", "returned_after": "back", "referrals": "sent",
    ...          "referred_after": "after", "agent": "agent", "bought": "bought"}
    >>> found = break_even(seen, leads, **asked, annual_discount_rate=0.1,
    ...                    rng=np.random.default_rng(1))
    >>> found["estimate"].round(2).to_dict()
    {'because_of_agent': 0.5, 'first_sale': 10.0, 'customer_worth': 12.57, 'break_even_fee': 6.28}
    """
    found = _watched(customers, margin, returned_after, referrals, referred_after)
    rate = money.discount_rate(annual_discount_rate)
    tail = (1 - tables.confidence(confidence)) / 2
    many = tables.whole("draws", draws, least=40)
    tables.generator(rng)
    tables.check_columns(leads, [agent, bought], name="leads")
    by = flags.happened(leads, agent, who="leads with an agent").to_numpy()
    buys = flags.happened(leads, bought, who="leads that bought").to_numpy()
    size = np.array([(by == 0).sum(), (by == 1).sum()])
    if not size.all():
        raise ValueError(f"{agent!r} is the same in every row: both groups of the lot are needed")
    sold = np.array([buys[by == one].sum() for one in (0, 1)])
    if not sold[1]:
        raise ValueError("nobody with an agent has bought: there is no fee to find")
    times = 1 + _later(found, rate).sum(axis=1).to_numpy()
    margins, n = found["margin"].to_numpy(), len(found)

    def figures(first: np.ndarray, factor: np.ndarray, shares: np.ndarray) -> np.ndarray:
        added = 1 - shares[0] / shares[1]
        worth = first * factor
        return np.stack([added, first, worth, added * worth])

    now = figures(margins.mean(), times.mean(), sold / size)
    rows = rng.integers(0, n, (many, n))
    shares = rng.binomial(size[:, None], (sold / size)[:, None], (2, many)) / size[:, None]
    sure = shares[1] > 0
    drawn = figures(margins[rows].mean(axis=1), times[rows].mean(axis=1),
                    np.where(shares > 0, shares, 1e-12))[:, sure]  # fmt: skip
    if sure.mean() < 0.9:
        raise ValueError("too few with an agent have bought for an interval")
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=1, method="weibull")
    index = pd.Index(
        ["because_of_agent", "first_sale", "customer_worth", "break_even_fee"], name="figure"
    )
    return pd.DataFrame({"estimate": now, "low": low, "high": high}, index=index)


def _watched(
    customers: pd.DataFrame, margin: str, returned_after: str, referrals: str, referred_after: str
) -> pd.DataFrame:
    """The four columns under names of our own, once they are seen to fit each other."""
    used = [margin, returned_after, referrals, referred_after]
    tables.check_columns(customers, used, name="customers")
    if len(set(used)) < 4:
        raise ValueError(f"a column is named twice among {used}; each has one role")
    margins = tables.column(customers, margin)
    sent = tables.column(customers, referrals, least=0, whole=True)
    years = {}
    for name in (returned_after, referred_after):
        there = customers[name].notna().to_numpy()
        known = pd.to_numeric(customers[name][there], errors="coerce").astype(float)
        if known.isna().any():
            raise tables.bad_rows(known.index, known.isna(), f"{name!r} is no number")
        values = np.full(len(customers), np.nan)
        values[there] = tables.numbers(known, name=repr(name), least=0)
        years[name] = values
    unlike = (sent > 0) != ~np.isnan(years[referred_after])
    if unlike.any():
        raise tables.bad_rows(
            customers.index, unlike, f"{referrals!r} and {referred_after!r} disagree",
            "Give the years where somebody was sent, and only there.",
        )  # fmt: skip
    return pd.DataFrame(
        {"margin": margins, "back": years[returned_after], "sent": sent,
         "sent_after": years[referred_after]}
    )  # fmt: skip


def _later(found: pd.DataFrame, rate: float) -> pd.DataFrame:
    """Later sales of each customer, each worth what it is on the day of the first."""
    # A power of what is missing would be 1 at a rate of 0.
    back = ((1 + rate) ** -found["back"]).where(found["back"].notna(), 0.0)
    sent = (found["sent"] * (1 + rate) ** -found["sent_after"]).where(found["sent"] > 0, 0.0)
    return pd.DataFrame({"back": back, "sent": sent})
