"""Exit management, steps 4 and 5: what each saving programme costs, and which of them pay.

A programme prevents a share of the exits for one reason as long as it runs. Whom it saves remains
a customer like others: they can leave for another reason, and stay in the programme at its cost.
"""

from collections.abc import Hashable
from itertools import product

import numpy as np
import pandas as pd

from crmkit import money, tables
from crmkit.retention.exit_management.competing import leaving_shares
from crmkit.retention.exit_management.exits import margin_multiple, still_there
from crmkit.retention.exit_management.records import Observed, observed

__all__ = ["costs", "under_budget", "values"]

# Two to the power of it are the sets that are tried.
_MOST = 10


def costs(
    programmes: pd.DataFrame,
    lost: pd.DataFrame,
    *,
    mends: str = "mends",
    prevented_share: str = "prevented_share",
    yearly_cost: str = "yearly_cost",
) -> pd.DataFrame:
    """Step 4: what does each programme cost, in the coming year and for each leaver it saves?

    Parameters
    ----------
    programmes : DataFrame
        One row a programme.
    lost : DataFrame
        Step 3: from `exits.profit_lost`.
    mends : str
        The programmes' column with the reason that each mends, a row of `lost`.
    prevented_share : str
        Their column with the share of the exits for it that each prevents, 0 to 1.
    yearly_cost : str
        Their column with what each costs a year for all of today's customers, above 0.

    Returns
    -------
    DataFrame
        One row a programme: yearly_cost, leavers_saved (in the year), cost_per_leaver_saved
        (infinite where none is saved), break_even_cost (a year: prevented_share of the lifetime
        profit lost for the reason), break_even_low and break_even_high.

    Raises
    ------
    ValueError
        A column is missing, a programme mends a reason that `lost` has not, or a number is out of
        range.

    Examples
    --------
    >>> lost = pd.DataFrame({"expected_leavers": 50, "lifetime_profit_lost": 9e4,
    ...     "lifetime_low": 8e4, "lifetime_high": 1e5}, index=["price", "all"])
    >>> plans = pd.DataFrame({"mends": ["price"], "prevented_share": 0.4, "yearly_cost": 3e4},
    ...     index=["discount"])
    >>> costs(plans, lost).to_dict("index")  # doctest: +NORMALIZE_WHITESPACE
    {'discount': {'yearly_cost': 30000.0, 'leavers_saved': 20.0, 'cost_per_leaver_saved': 1500.0,
     'break_even_cost': 36000.0, 'break_even_low': 32000.0, 'break_even_high': 40000.0}}
    """
    worth = ["lifetime_profit_lost", "lifetime_low", "lifetime_high"]
    tables.check_columns(
        lost, ["expected_leavers", *worth], name="lost", mend="Take the table of step 3."
    )
    known = [name for name in lost.index if name != "all"]
    place, prevented, cost = _plans(programmes, known, mends, prevented_share, yearly_cost)
    rows = lost.loc[known].iloc[place]
    saved = prevented * rows["expected_leavers"].to_numpy(dtype=float)
    with np.errstate(divide="ignore"):
        each = cost / saved
    result = pd.DataFrame(
        {"yearly_cost": cost, "leavers_saved": saved, "cost_per_leaver_saved": each},
        index=programmes.index,
    )
    for end, column in zip(("cost", "low", "high"), worth, strict=True):
        result[f"break_even_{end}"] = prevented * rows[column].to_numpy(dtype=float)
    return result


def values(
    customers: pd.DataFrame,
    programmes: pd.DataFrame,
    *,
    years: str,
    reason: str,
    profit: str,
    by: str | None = None,
    horizon_years: int,
    annual_discount_rate: float,
    rng: np.random.Generator,
    mends: str = "mends",
    prevented_share: str = "prevented_share",
    yearly_cost: str = "yearly_cost",
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """Step 5: how much profit does each programme save for a unit of its cost, the best first?

    With retention r = exp(-h) and r' = exp(-(h - e h_k)) in a programme of T years, and
    x = r / (1 + i), x' = r' / (1 + i), today's customers are worth

        with it     x' (1 - x'^T) / (1 - x') + x'^T x / (1 - x)     annual profits
        without it  x / (1 - x) = r / (1 + i - r), the margin multiple

    and the cost is paid at the start of each year for those still there.

    Parameters
    ----------
    customers, years, reason, profit, by, annual_discount_rate, rng, confidence, draws
        As for `exits.profit_lost`.
    programmes, mends, prevented_share, yearly_cost
        As for `costs`. The shares are taken as known.
    horizon_years : int
        T: how long a programme runs, 1 or more.

    Returns
    -------
    DataFrame
        One row a programme: cost (of all its years, money of today), profit_at_bar (saved if those
        freed from the reason never left), profit_saved, profit_saved_low, profit_saved_high,
        saved_per_cost, low, high (of saved_per_cost) and verdict: "pays" or "does not pay" where
        the interval leaves 1 out, else "unclear".

    Raises
    ------
    ValueError
        As for `exits.profit_lost` and `costs`.

    Examples
    --------
    >>> why = ["price", None, None, None]
    >>> seen = pd.DataFrame({"years": [2, 4, 4, 4] * 99, "reason": why * 99})
    >>> plans = pd.DataFrame({"mends": ["price"], "prevented_share": 0.4, "yearly_cost": 3e4},
    ...     index=["discount"])
    >>> found = values(seen.assign(profit=1000), plans, years="years", reason="reason",
    ...     profit="profit", horizon_years=5, annual_discount_rate=0.1,
    ...     rng=np.random.default_rng(1))
    >>> found[["saved_per_cost", "low", "high", "verdict"]].round(1)
              saved_per_cost  low  high verdict
    discount             1.6  1.4   1.7    pays
    """
    found, people, profits, rate, years_run = _base(
        customers, years, reason, profit, by, horizon_years, annual_discount_rate
    )
    place, prevented, cost = _plans(programmes, found.reasons, mends, prevented_share, yearly_cost)
    left = np.ones((len(place), len(found.reasons)))
    left[np.arange(len(place)), place] -= prevented

    def worth(rates: np.ndarray) -> pd.Series:
        saved, spent = _saved(rates, left, people, profits, cost, rate, years_run)
        return pd.Series([*saved, *saved / spent])

    table = found.resampled(worth, rng=rng, confidence=confidence, draws=draws)
    money_, each = table[: len(place)], table[len(place) :]
    rates = found.hazards()
    share = np.exp(-rates.sum(axis=1)) / (1 + rate)
    stay = profits * money.annuity(share, payments=years_run) / rate
    bar = prevented * (stay @ leaving_shares(rates, np.array(1.0)))[place]
    _, spent = _saved(rates, left, people, profits, cost, rate, years_run)
    low, high = each["low"].to_numpy(), each["high"].to_numpy()
    result = pd.DataFrame(
        {
            "cost": spent,
            "profit_at_bar": bar,
            "profit_saved": money_["estimate"].to_numpy(),
            "profit_saved_low": money_["low"].to_numpy(),
            "profit_saved_high": money_["high"].to_numpy(),
            "saved_per_cost": each["estimate"].to_numpy(),
            "low": low,
            "high": high,
            "verdict": np.where(low > 1, "pays", np.where(high < 1, "does not pay", "unclear")),
        },
        index=programmes.index,
    )
    return result.sort_values("saved_per_cost", ascending=False, kind="stable")


def under_budget(
    customers: pd.DataFrame,
    programmes: pd.DataFrame,
    *,
    annual_budget: float,
    years: str,
    reason: str,
    profit: str,
    by: str | None = None,
    horizon_years: int,
    annual_discount_rate: float,
    rng: np.random.Generator,
    mends: str = "mends",
    prevented_share: str = "prevented_share",
    yearly_cost: str = "yearly_cost",
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """Which set of programmes leaves most, of those that the budget allows?

    All sets are tried. Programmes of one set work together: two for the same reason leave
    (1 - e) (1 - e') of its exits, and customers saved by one programme are there for the others.

    Parameters
    ----------
    annual_budget : float
        Money a year, 0 or more: the annual costs of a set may add up to it.
    customers, programmes, years, reason, profit, by, horizon_years, annual_discount_rate, rng
        As for `values`, and so are the rest; ten programmes at most.

    Returns
    -------
    DataFrame
        One row a set within the budget, the best first: programmes (their names, "none" for no
        programme), yearly_cost, cost (money of today), profit_saved, profit (saved less cost),
        low, high (of profit) and best_share (of the tables drawn in which it is the best set).

    Raises
    ------
    ValueError
        As for `values`, more than ten programmes, or a negative budget.

    Examples
    --------
    >>> why = ["price", None, None, None]
    >>> seen = pd.DataFrame({"years": [2, 4, 4, 4] * 99, "reason": why * 99})
    >>> plans = pd.DataFrame({"mends": "price", "prevented_share": [0.4, 0.3],
    ...     "yearly_cost": [3e4, 4e4]}, index=["discount", "letter"])
    >>> found = under_budget(seen.assign(profit=1000), plans, annual_budget=5e4, years="years",
    ...     reason="reason", profit="profit", horizon_years=5, annual_discount_rate=0.1,
    ...     rng=np.random.default_rng(1))
    >>> found[["programmes", "yearly_cost", "best_share"]]
      programmes  yearly_cost  best_share
    0   discount      30000.0         1.0
    1       none          0.0         0.0
    2     letter      40000.0         0.0
    """
    budget = tables.number("annual_budget", annual_budget, least=0)
    found, people, profits, rate, years_run = _base(
        customers, years, reason, profit, by, horizon_years, annual_discount_rate
    )
    place, prevented, cost = _plans(programmes, found.reasons, mends, prevented_share, yearly_cost)
    if len(place) > _MOST:
        raise ValueError(f"{len(place)} programmes make too many sets; {_MOST} can be tried")
    sets = np.array(list(product([False, True], repeat=len(place))))
    sets = sets[sets @ cost <= budget * (1 + 1e-12)]
    left = np.ones((len(sets), len(found.reasons)))
    for number, where in enumerate(place):
        left[:, where] *= np.where(sets[:, number], 1 - prevented[number], 1.0)
    drawn: list[int] = []

    def net(rates: np.ndarray) -> pd.Series:
        saved, spent = _saved(rates, left, people, profits, sets @ cost, rate, years_run)
        drawn.append(int(np.argmax(saved - spent)))
        return pd.Series(saved - spent)

    table = found.resampled(net, rng=rng, confidence=confidence, draws=draws)
    saved, spent = _saved(found.hazards(), left, people, profits, sets @ cost, rate, years_run)
    # The first one is of the rows as they are.
    best = np.bincount(drawn[1:], minlength=len(sets)) / max(len(drawn) - 1, 1)
    names = np.array([str(name) for name in programmes.index], dtype=object)
    result = pd.DataFrame(
        {
            "programmes": [" + ".join(names[one]) or "none" for one in sets],
            "yearly_cost": sets @ cost,
            "cost": spent,
            "profit_saved": saved,
            "profit": table["estimate"].to_numpy(),
            "low": table["low"].to_numpy(),
            "high": table["high"].to_numpy(),
            "best_share": best,
        }
    )
    return result.sort_values("profit", ascending=False, kind="stable", ignore_index=True)


def _saved(
    rates: np.ndarray,
    left: np.ndarray,
    people: np.ndarray,
    profits: np.ndarray,
    cost: np.ndarray,
    rate: float,
    years: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Profit saved by each plan and its cost, in money of today.

    rates: a group a row, a reason a column. left: a plan a row, what it leaves of each reason.
    """
    before = np.exp(-rates.sum(axis=1))
    share = np.exp(-left @ rates.T) / (1 + rate)
    # An array in, an array out.
    in_years = np.asarray(money.annuity(share, payments=years))
    after = margin_multiple(before, 1 + rate)
    gain = share * in_years + share**years * after - after
    return gain @ profits, cost * (in_years @ (people / people.sum()))


def _base(
    customers: pd.DataFrame,
    years: str,
    reason: str,
    profit: str,
    by: str | None,
    horizon_years: int,
    annual_discount_rate: float,
) -> tuple[Observed, np.ndarray, np.ndarray, float, int]:
    """The customers, how many are there and what they bring by group, and the two settings."""
    rate = money.discount_rate(annual_discount_rate, positive=True)
    run = tables.whole("horizon_years", horizon_years, least=1)
    found = observed(customers, years=years, reason=reason, by=by)
    tables.check_columns(customers, [profit], name="customers")
    tables.column(customers, profit, no_codes=True)
    if not found.reasons:
        raise ValueError(f"nobody left: {reason!r} is missing for all, so nobody can be saved")
    people, profits = still_there(found.rows, customers[profit], len(found.groups))
    return found, people, profits, rate, run


def _plans(
    programmes: pd.DataFrame,
    reasons: list[Hashable],
    mends: str,
    prevented_share: str,
    yearly_cost: str,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Place of the reason that each programme mends, what it prevents and what it costs."""
    tables.check_columns(programmes, [mends, prevented_share, yearly_cost], name="programmes")
    tables.check_each_once(programmes.index, name="programmes", row="programme")
    tables.check_labels(programmes[mends], name=repr(mends))
    unknown = ~programmes[mends].isin(reasons)
    if unknown.any():
        mend = f"Reasons are {reasons[:9]}."
        what = f"{mends!r} is no reason for which anybody left"
        raise tables.bad_rows(programmes.index, unknown, what, mend)
    tables.column(programmes, prevented_share, least=0, most=1, range_mend="Write .2 for 20 %.")
    tables.column(programmes, yearly_cost, above=0)
    place = pd.Index(reasons).get_indexer(pd.Index(programmes[mends]))
    prevented = programmes[prevented_share].astype("float64").to_numpy()
    return place, prevented, programmes[yearly_cost].astype("float64").to_numpy()
