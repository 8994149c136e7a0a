"""What became of the points? A ledger of points given, redeemed, run out and still open."""

from collections import deque
from typing import Literal

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.days import to_day

__all__ = ["breakage_by_cohort", "redemption_rate", "settle"]

_FATES = ["issued", "redeemed", "expired", "outstanding"]


def settle(
    movements: pd.DataFrame, *, as_of: str | pd.Timestamp, life_months: int | None = None
) -> pd.DataFrame:
    """What became of the points of each issue: redeemed, run out, or still open?

    The oldest points of a customer are used first. No point is lost: in each row, issued =
    redeemed + expired + outstanding.

    Parameters
    ----------
    movements : DataFrame
        One row a movement on an account: customer_id, date, points (whole; above 0 given, below 0
        redeemed). On one day points are given before they are redeemed.
    as_of : str or Timestamp
        The day of the balance. Nothing in `movements` may be later.
    life_months : int, optional
        Points can be redeemed up to the same day so many months later; on the next they are gone.
        Without it they live for ever.

    Returns
    -------
    DataFrame
        One row an issue, by customer and day (index customer_id, issued_at): issued, redeemed,
        expired, outstanding, in points.

    Raises
    ------
    ValueError
        A customer redeems more than they have, a movement of 0 points or of part of one, a
        movement after `as_of`, missing values.

    Examples
    --------
    >>> account = pd.DataFrame({
    ...     "customer_id": "anna",
    ...     "date": ["2024-01-10", "2024-06-01", "2024-12-20", "2025-03-01"],
    ...     "points": [100, 80, -120, 50],
    ... })
    >>> settle(account, as_of="2025-07-01", life_months=12)  # doctest: +NORMALIZE_WHITESPACE
                            issued  redeemed  expired  outstanding
    customer_id issued_at
    anna        2024-01-10     100       100        0            0
                2024-06-01      80        20       60            0
                2025-03-01      50         0        0           50
    """
    mend = "Rename the columns, or pass what the till recorded."
    tables.check_columns(movements, ["customer_id", "date", "points"], name="movements", mend=mend)
    points = tables.numbers(movements["points"], name="points", whole=True)
    if (points == 0).any():
        raise tables.bad_rows(movements.index, points == 0, "points is 0", "Drop these rows.")
    today = pd.Timestamp(to_day(as_of, "as_of"))
    life = None if life_months is None else tables.whole("life_months", life_months, least=1)
    dates = _dates(movements)
    if (dates > today).any():
        late = (dates > today).to_numpy()
        what = f"date is after as_of={today:%Y-%m-%d}"
        raise tables.bad_rows(movements.index, late, what, "Drop them or take a later as_of.")
    if movements["customer_id"].isna().any():
        missing = movements["customer_id"].isna()
        raise tables.bad_rows(
            movements.index, missing, "customer_id is missing", "Drop these rows."
        )
    _check_orderable(movements)
    book = pd.DataFrame(
        {
            "customer_id": movements["customer_id"].to_numpy(),
            "issued_at": dates.to_numpy(),
            "points": points.astype("int64"),
            "taken": points < 0,
        }
    ).sort_values(["customer_id", "issued_at", "taken"], kind="stable", ignore_index=True)
    ends = _ends(book["issued_at"], life)
    redeemed = _oldest_first(book, ends)
    given = ~book["taken"].to_numpy()
    lots = book.loc[given, ["customer_id", "issued_at"]].assign(
        issued=book.loc[given, "points"], redeemed=redeemed[given]
    )
    rest = lots["issued"] - lots["redeemed"]
    over = ends[given] < today.to_datetime64()
    lots["expired"] = rest.where(over, 0)
    lots["outstanding"] = rest.where(~over, 0)
    return lots.set_index(["customer_id", "issued_at"])[_FATES]


def breakage_by_cohort(
    lots: pd.DataFrame, *, period: Literal["month", "quarter", "year"] = "quarter"
) -> pd.DataFrame:
    """Of the points given in one period, which share has been redeemed, and which has run out?

    Parameters
    ----------
    lots : DataFrame
        From `settle`.
    period : "month", "quarter" or "year"
        How long a cohort of points is.

    Returns
    -------
    DataFrame
        One row a period in which points were given (index issued_in): issued, redeemed, expired,
        outstanding (points), and of the points issued redemption_rate and breakage_rate so far.
        While points are outstanding, both can still rise.

    Examples
    --------
    >>> moves = pd.DataFrame({"customer_id": "a", "date": ["2024-01-10", "2024-05-01"],
    ...                       "points": [100, -40]})
    >>> lots = settle(moves, as_of="2025-03-01", life_months=12)
    >>> rates = ["redemption_rate", "breakage_rate"]
    >>> breakage_by_cohort(lots)[rates]  # doctest: +NORMALIZE_WHITESPACE
               redemption_rate  breakage_rate
    issued_in
    2024Q1                 0.4            0.6
    """
    letters = {"month": "M", "quarter": "Q", "year": "Y"}
    tables.option("period", period, list(letters))
    _check_lots(lots)
    when = pd.DatetimeIndex(lots.index.get_level_values("issued_at")).to_period(letters[period])
    cohorts = lots[_FATES].groupby(when.rename("issued_in")).sum()
    return cohorts.assign(
        redemption_rate=cohorts["redeemed"] / cohorts["issued"],
        breakage_rate=cohorts["expired"] / cohorts["issued"],
    )


def redemption_rate(lots: pd.DataFrame, *, confidence: float = 0.95) -> pd.Series:
    """Which share of points is redeemed in the end, and how sure is that?

    Only days of issue on which no point is outstanding any more count, up to the first day on which
    one is: of later ones, the points redeemed are known and those that will expire are not, so the
    rate would be too high. The points of one customer share one fate, so customers, not points,
    are taken as the independent draws (ratio estimate, chapter 6 of Cochran 1977).

    Parameters
    ----------
    lots : DataFrame
        From `settle`.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    Series
        estimate, standard_error, low, high: shares of the points issued, 0 to 1.

    Raises
    ------
    ValueError
        No points are over yet, or those that are belong to one customer only.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd ed. Wiley.

    Examples
    --------
    >>> moves = pd.DataFrame({"customer_id": list("aab"), "points": [100, -80, 60],
    ...                       "date": ["2024-01-10", "2024-05-01", "2024-02-01"]})
    >>> lots = settle(moves, as_of="2025-03-01", life_months=12)
    >>> redemption_rate(lots).round(2).to_dict()
    {'estimate': 0.5, 'standard_error': 0.38, 'low': 0.0, 'high': 1.0}
    """
    from scipy.special import ndtri

    tables.confidence(confidence)
    _check_lots(lots)
    issued_at = lots.index.get_level_values("issued_at")
    open_from = issued_at[lots["outstanding"] > 0].min()
    over = lots if open_from is pd.NaT else lots[issued_at < open_from]
    each = over.groupby(level="customer_id", observed=True)[["issued", "redeemed"]].sum()
    if len(each) < 2:
        raise ValueError(
            f"points of {len(each)} customer(s) are over: an interval needs two or more. "
            "Wait until points have expired, or pass life_months to settle."
        )
    n, issued = len(each), each["issued"].sum()
    rate = each["redeemed"].sum() / issued
    apart = each["redeemed"] - rate * each["issued"]
    error = float(np.sqrt(n / (n - 1) * (apart**2).sum()) / issued)
    z = ndtri((1 + confidence) / 2)
    return pd.Series(
        {
            "estimate": rate,
            "standard_error": error,
            "low": max(rate - z * error, 0.0),
            "high": min(rate + z * error, 1.0),
        },
        name="redemption_rate",
    )


# --- How it is done -----------------------------------------------------------------------------


def _oldest_first(book: pd.DataFrame, ends: np.ndarray) -> np.ndarray:
    """Of each movement that gave points, how many were redeemed in the end."""
    redeemed = np.zeros(len(book), dtype="int64")
    open_lots: deque[list[int]] = deque()
    customer: object = None
    columns = (book["customer_id"], book["issued_at"].to_numpy(), book["points"])
    for row, (who, day, points) in enumerate(zip(*columns, strict=True)):
        if who != customer:
            customer = who
            open_lots.clear()
        if points > 0:
            open_lots.append([row, points])
            continue
        while open_lots and ends[open_lots[0][0]] < day:
            open_lots.popleft()
        wanted = -points
        while wanted and open_lots:
            lot = open_lots[0]
            used = min(wanted, lot[1])
            redeemed[lot[0]] += used
            lot[1] -= used
            wanted -= used
            if not lot[1]:
                open_lots.popleft()
        if wanted:
            raise ValueError(
                f"customer {who!r} redeems {-points:,} points on {pd.Timestamp(day):%Y-%m-%d}, "
                f"{wanted:,} more than are there. Is an issue missing, or life_months too short?"
            )
    return redeemed


def _ends(issued_at: pd.Series, life_months: int | None) -> np.ndarray:
    """The last day on which points can be redeemed."""
    if life_months is None:
        return np.full(len(issued_at), np.datetime64("9999-12-31", "us"))
    # Few days, many points: each day is moved on the calendar once.
    days = pd.DatetimeIndex(issued_at.unique())
    moved = pd.Series(days + pd.DateOffset(months=life_months), index=days)
    return issued_at.map(moved).to_numpy()


def _check_orderable(movements: pd.DataFrame) -> None:
    try:
        sorted(movements["customer_id"].unique())
    except TypeError:
        raise ValueError(
            "customer_id holds names of several kinds, such as numbers beside text, or none: make "
            "it text with .astype(str)."
        ) from None


def _dates(movements: pd.DataFrame) -> pd.Series:
    """The days: text is read as year-month-day only, since 04/03 is two days; no number is one."""
    given = movements["date"]
    zone = getattr(given.dtype, "tz", None)
    if zone is not None:
        raise ValueError(f"date has the time zone {zone}: drop it with .dt.tz_localize(None).")
    if pd.api.types.is_numeric_dtype(given):
        raise ValueError(f"date must be days, but has type {given.dtype}: write them '2024-12-31'.")
    dates = pd.to_datetime(given, errors="coerce", format="ISO8601")
    if dates.isna().any():
        what = "date is missing or is no date"
        raise tables.bad_rows(movements.index, dates.isna(), what, "Write it as '2024-12-31'.")
    return dates.dt.normalize().astype("datetime64[us]")


def _check_lots(lots: pd.DataFrame) -> None:
    mend = "Make it with points.settle."
    tables.check_columns(lots, _FATES, name="lots", mend=mend)
    if list(lots.index.names) != ["customer_id", "issued_at"]:
        raise ValueError(f"lots has the index {list(lots.index.names)}. {mend}")
    issued, *fates = (tables.column(lots, name, least=0, whole=True, mend=mend) for name in _FATES)
    wrong = (issued == 0) | (sum(fates) != issued)
    if wrong.any():
        what = "issued is 0 or not the sum of redeemed, expired and outstanding"
        raise tables.bad_rows(lots.index, wrong, what, mend)
    customers, days = (lots.index.get_level_values(level) for level in (0, 1))
    if days.dtype.kind != "M" or days.hasnans or customers.hasnans:
        raise ValueError(f"the index of lots has missing entries, or no days. {mend}")
