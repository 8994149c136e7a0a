"""Does a choice of cells hold in customers not used to make it? Response rates, cell by cell."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.rates import rate_interval

__all__ = ["Generalisation", "generalise"]

PARTS = ("calibration", "holdout")


class Generalisation(NamedTuple):
    """summary: one row a part and choice. cells: one row a cell."""

    summary: pd.DataFrame
    cells: pd.DataFrame


def generalise(
    customers: pd.DataFrame,
    *,
    response: str,
    cells: str | Sequence[str],
    calibration_rows: int | pd.Series,
    confidence: float = 0.95,
) -> Generalisation:
    """Do the cells that answered best answer best again, in customers not used to choose them?

    Response rates of the cells are measured on the calibration part; the cells above that part's
    overall rate are chosen; the holdout then shows what the choice is worth. Cells that the
    calibration part does not have are not chosen.

    Parameters
    ----------
    customers : DataFrame
        One row a customer who was asked.
    response : str
        The column that holds 1 for an answer and 0 for none.
    cells : str or sequence of str
        The column or columns that make a cell.
    calibration_rows : int or Series
        How many rows, from the top, choose the cells; or booleans, True for those that do.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    Generalisation
        `summary`, indexed by part ("calibration", "holdout") and choice ("chosen cells", "other
        cells", "all"; rows without customers are left out): customers, responses, response_rate,
        low and high (its Wilson interval) and lift (over the rate of all in that part).
        `cells`, one row a cell: customers, responses and response_rate in each part
        (`_calibration`, `_holdout`; a rate is NaN where a part has no customer of that cell),
        low_calibration and high_calibration, and chosen (bool).

    Raises
    ------
    ValueError
        A column missing, other answers than 0 and 1, cells missing, a part without rows, or
        nothing to choose.

    Examples
    --------
    >>> table = pd.DataFrame({"cell": list("aabbaabb"), "bought": [1, 1, 0, 0, 1, 0, 0, 1]})
    >>> result = generalise(table, response="bought", cells="cell", calibration_rows=4)
    >>> result.summary["response_rate"].tolist()
    [1.0, 0.0, 0.5, 0.5, 0.5, 0.5]
    """
    keys = [cells] if isinstance(cells, str) else list(cells)
    tables.check_columns(customers, [response, *keys], name="customers")
    answered = customers[response]
    wrong = ~answered.isin([0, 1]).to_numpy()
    if wrong.any():
        raise tables.bad_rows(customers.index, wrong, f"{response} is neither 0 nor 1")
    for key in keys:
        if customers[key].isna().any():
            mend = "Drop or fill them first."
            raise tables.bad_rows(customers.index, customers[key].isna(), f"{key} is missing", mend)
    first = _calibration(customers, calibration_rows)

    table = pd.concat(
        [
            _rates(customers[rows], response, keys).add_suffix(f"_{part}")
            for part, rows in zip(PARTS, (first, ~first), strict=True)
        ],
        axis=1,
    ).sort_index()
    counted = [f"{what}_{part}" for what in ("customers", "responses") for part in PARTS]
    table[counted] = table[counted].fillna(0).astype("int64")
    overall = answered[first].mean()
    table["chosen"] = table["response_rate_calibration"] > overall
    if not table["chosen"].any():
        raise ValueError(
            f"no cell of the calibration part answers above its overall rate of {overall:.3g}; "
            "there is nothing to choose"
        )
    asked = table["customers_calibration"]
    bounds = rate_interval(
        table["responses_calibration"], asked.clip(lower=1), confidence=confidence
    ).where(asked > 0)
    table["low_calibration"], table["high_calibration"] = bounds["low"], bounds["high"]

    rows = {}
    for part in PARTS:
        counts = table[[f"customers_{part}", f"responses_{part}"]].set_axis(
            ["customers", "responses"], axis=1
        )
        rows[part, "chosen cells"] = counts[table["chosen"]].sum()
        rows[part, "other cells"] = counts[~table["chosen"]].sum()
        rows[part, "all"] = counts.sum()
    summary = pd.DataFrame(rows).T.rename_axis(["part", "choice"])
    if not summary.loc[("holdout", "chosen cells"), "customers"]:
        raise ValueError(
            f"none of the {table['chosen'].sum()} chosen cells has a customer in the holdout; "
            "use fewer or larger cells"
        )
    summary = summary[summary["customers"] > 0].copy()
    rate = summary["responses"] / summary["customers"]
    summary["response_rate"] = rate
    summary[["low", "high"]] = rate_interval(
        summary["responses"], summary["customers"], confidence=confidence
    )
    summary["lift"] = rate / rate.xs("all", level=1).reindex(summary.index, level=0)
    return Generalisation(summary, table)


def _rates(customers: pd.DataFrame, response: str, keys: list[str]) -> pd.DataFrame:
    groups = customers.groupby(keys, observed=True)[response]
    table = pd.DataFrame({"customers": groups.size(), "responses": groups.sum().astype("int64")})
    table["response_rate"] = table["responses"] / table["customers"]
    return table


def _calibration(customers: pd.DataFrame, rows: int | pd.Series) -> np.ndarray:
    """Which rows choose the cells."""
    if isinstance(rows, int | np.integer) and not isinstance(rows, bool):
        first = np.arange(len(customers)) < rows
    else:
        first = np.asarray(rows)
        if first.dtype != bool or first.shape != (len(customers),):
            raise ValueError(
                f"calibration_rows must be a number of rows or {len(customers)} booleans, one a row"
            )
    if first.all() or not first.any():
        raise ValueError(
            f"calibration_rows puts {first.sum()} of {len(customers)} rows in the calibration "
            "part; both parts need rows"
        )
    return first
