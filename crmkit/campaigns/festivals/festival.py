"""What a festival multiplies sales by, read from one series of months or weeks.

Without customers who were left out, only other years can say what a month would have sold. A trend
and a season stand for them. Whether the next weeks pay for the peak is asked in the same way.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from crmkit import flags, tables

__all__ = ["aligned", "effects"]


def effects(
    sales: pd.DataFrame,
    *,
    value: str,
    season: str,
    events: Sequence[str],
    confidence: float = 0.95,
) -> pd.DataFrame:
    """By what does a festival multiply the sales of its month, and those of the month after?

    log(sales) = a + b t + season + c_1 event_1 + c_2 event_2 + ..., by least squares; exp(c) is the
    factor of an event. Its months must also have been seen without it, or no season can be told
    from it.

    Parameters
    ----------
    sales : DataFrame
        One row a month (or week) in order of time, none left out.
    value : str
        Column of sales, above 0.
    season : str
        Column that names the month of the year.
    events : list of str
        Columns of 0 and 1: the festival, and perhaps the month after one.
    confidence : float
        Of the intervals (Student's t), between 0 and 1.

    Returns
    -------
    DataFrame
        One row for "trend" (the factor from a month to the next) and one for each event: estimate
        (a factor: 1 is no effect), low, high.

    Raises
    ------
    ValueError
        Too few rows, sales of 0, or an event that season and other events already settle, as one
        does that came in every year.

    References
    ----------
    The regression of Makridakis, S., Wheelwright, S. C. & Hyndman, R. J. (1998). Forecasting:
    Methods and Applications, 3rd ed. Wiley, for a souvenir shop with a surfing festival.

    Examples
    --------
    >>> months = pd.DataFrame({
    ...     "sales": [10.0, 20, 11, 61, 12, 65], "half": [1, 2] * 3, "fair": [0, 0, 0, 1, 0, 1]})
    >>> found = effects(months, value="sales", season="half", events=["fair"])
    >>> found["estimate"].round(2).to_dict()
    {'trend': 1.04, 'fair': 2.77}
    """
    import statsmodels.api as sm
    from numpy.typing import ArrayLike

    names = tables.column_names("events", events)
    tables.check_columns(sales, [value, season, *names], name="sales")
    if len({value, season, *names, "trend"}) < 3 + len(names):
        raise ValueError(
            f"value={value!r}, season={season!r} and events={names} must be columns of their own, "
            "and none of the events be called 'trend'"
        )
    y = np.log(tables.column(sales, value, above=0).astype("float64"))
    tables.check_labels(sales[season], name=repr(season))
    parts = {"trend": np.arange(len(sales), dtype="float64")}
    for name in names:
        yes = flags.happened(sales, name, who="the months of the event").to_numpy()
        parts[name] = yes.astype("float64")
    seasons = pd.get_dummies(sales[season].astype("str"), dtype="float64").to_numpy()
    design = np.column_stack([*parts.values(), seasons])
    if len(y) <= design.shape[1]:
        raise ValueError(
            f"{len(y)} rows are too few for {design.shape[1]} unknowns (trend, events and "
            "seasons): take more years"
        )
    for place, name in enumerate(parts):
        others = np.delete(design, place, axis=1)
        if np.linalg.matrix_rank(design) == np.linalg.matrix_rank(others):
            raise ValueError(
                f"{name!r} cannot be told from the season and the other columns: it is settled by "
                "them. Its months must also be seen without it"
            )
    x: ArrayLike = design
    fitted = sm.OLS(y, x).fit()
    bounds = np.asarray(fitted.conf_int(1 - tables.confidence(confidence)))[: len(parts)]
    logs = pd.DataFrame(
        {"estimate": fitted.params[: len(parts)], "low": bounds[:, 0], "high": bounds[:, 1]},
        index=list(parts),
    )
    return tables.ratios(logs)


def aligned(
    sales: pd.DataFrame,
    *,
    date: str,
    value: str,
    festivals: Mapping[str, str] | Sequence[str],
    weeks: int = 6,
) -> pd.DataFrame:
    """How do the weeks around each festival compare with an ordinary week?

    An ordinary week is the mean of all weeks that lie outside of every window.

    Parameters
    ----------
    sales : DataFrame
        One row a week, in any order.
    date, value : str
        Columns of a day of the week (the same weekday in every row) and of its sales, 0 or more.
    festivals : list of str, or mapping of name to str
        The weeks of the festivals, each by its date in the table.
    weeks : int
        Weeks before and after, 1 or more.

    Returns
    -------
    DataFrame
        Index `weeks_from_festival` (-weeks to weeks), a column for each festival: sales over those
        of an ordinary week; NaN where the table does not reach.

    Raises
    ------
    ValueError
        A festival that is no week of the table, a week that stands twice or is named by another
        weekday, or no week left outside of the windows.

    Examples
    --------
    >>> shop = pd.DataFrame({"week": pd.date_range("2024-01-05", periods=7, freq="7D"),
    ...                      "sales": [10.0, 10, 8, 30, 5, 10, 10]})
    >>> asked = {"date": "week", "value": "sales", "weeks": 1}
    >>> aligned(shop, festivals=["2024-01-26"], **asked).squeeze().to_dict()
    {-1: 0.8, 0: 3.0, 1: 0.5}
    """
    tables.check_columns(sales, [date, value], name="sales")
    reach = tables.whole("weeks", weeks, least=1)
    if not pd.api.types.is_datetime64_any_dtype(sales[date]):
        raise ValueError(f"{date!r} holds no dates: make them with pd.to_datetime")
    tables.check_labels(sales[date], name=repr(date))
    series = pd.Series(
        tables.column(sales, value, least=0).astype("float64"), index=pd.Index(sales[date])
    )
    tables.check_each_once(series.index, name="sales", row="week")
    apart = (sales[date] - sales[date].min()).dt.days % 7 != 0
    if apart.any():
        raise tables.bad_rows(
            sales.index, apart, f"{date!r} is another weekday", "Name each week by the same day."
        )
    named = festivals if isinstance(festivals, Mapping) else {
        str(one): one for one in tables.listed_once("festivals", festivals)
    }  # fmt: skip
    if not named:
        raise ValueError("festivals is empty: name at least one week")
    windows = {}
    for name, day in named.items():
        week = pd.Timestamp(day)
        if week not in series.index:
            raise ValueError(f"{day!r} is no {date!r} of the table: name a week by its own date")
        windows[name] = week + pd.to_timedelta(7 * np.arange(-reach, reach + 1), unit="D")
    inside = series.index.isin(np.concatenate([one.to_numpy() for one in windows.values()]))
    if inside.all():
        raise ValueError("no week lies outside of the windows: ask for fewer weeks")
    ordinary = series[~inside].mean()
    if ordinary == 0:
        raise ValueError("the ordinary weeks sold nothing: there is nothing to compare with")
    found = {name: series.reindex(week).to_numpy() / ordinary for name, week in windows.items()}
    index = pd.RangeIndex(-reach, reach + 1, name="weeks_from_festival")
    return pd.DataFrame(found, index=index)
