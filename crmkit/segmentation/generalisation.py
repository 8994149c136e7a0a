"""Does a choice of cells hold in customers not used to make it? Response rates, cell by cell."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

_PARTS = ("fitted", "scored")


class Generalisation(NamedTuple):
    """summary: one row a part and choice. cells: one row a cell."""

    summary: pd.DataFrame
    cells: pd.DataFrame


def generalise(
    customers: pd.DataFrame,
    *,
    response: str,
    cells: str | Sequence[str],
    fit_rows: int | pd.Series,
    confidence: float = 0.95,
) -> Generalisation:
    """Do the cells that answered best answer best again, in customers not used to choose them?

    Response rates of the cells are measured on the first part; the cells above that part's overall
    rate are chosen; the other part then shows what the choice is worth. Cells that the first part
    does not have are not chosen.

    response: column of 0 and 1. cells: the column or columns that make a cell. fit_rows: the number
    of rows, from the top, in the first part, or a boolean Series (True = first part).

    Returns `Generalisation(summary, cells)`. summary, indexed by part ("fitted on", "scored") and
    choice ("chosen cells", "other cells", "all"; rows without customers are left out): customers,
    responses, rate, low and high (the Wilson interval at `confidence`) and lift (rate over the
    rate of all in that part). cells, one
    row a cell: customers, responses and rate in each part (`_fitted`, `_scored`; a rate is NaN
    where a part has no customer of that cell), low_fitted and high_fitted, and chosen (bool).

    >>> table = pd.DataFrame({"cell": list("aabbaabb"), "bought": [1, 1, 0, 0, 1, 0, 0, 1]})
    >>> result = generalise(table, response="bought", cells="cell", fit_rows=4)
    >>> result.summary["rate"].tolist()
    [1.0, 0.0, 0.5, 0.5, 0.5, 0.5]
    """
    keys = [cells] if isinstance(cells, str) else list(cells)
    absent = [column for column in (response, *keys) if column not in customers.columns]
    if absent:
        raise KeyError(f"customers has no column {absent}; found {list(customers.columns)}")
    answered = customers[response]
    wrong = ~answered.isin([0, 1]).to_numpy()
    if wrong.any():
        raise ValueError(
            f"{response} must hold 0 and 1; {wrong.sum()} of {len(customers)} values are others"
            f" (first: {answered[wrong][:3].tolist()})"
        )
    missing = {key: int(customers[key].isna().sum()) for key in keys if customers[key].isna().any()}
    if missing:
        raise ValueError(f"cells have missing values: {missing}; drop or fill them first")
    first = _first_part(customers, fit_rows)

    table = pd.concat(
        [
            _rates(customers[part], response, keys).add_suffix(f"_{name}")
            for name, part in (("fitted", first), ("scored", ~first))
        ],
        axis=1,
    ).sort_index()
    counted = [f"{what}_{name}" for what in ("customers", "responses") for name in _PARTS]
    table[counted] = table[counted].fillna(0).astype("int64")
    overall = answered[first].mean()
    table["chosen"] = table["rate_fitted"] > overall
    if not table["chosen"].any():
        raise ValueError(
            f"no cell of the first part answers above its overall rate of {overall:.3g}; "
            "there is nothing to choose"
        )
    intervals = rate_interval(
        table["responses_fitted"], table["customers_fitted"].clip(lower=1), confidence=confidence
    ).where(table["customers_fitted"] > 0)
    table["low_fitted"], table["high_fitted"] = intervals["low"], intervals["high"]

    rows = {}
    for label, name in zip(("fitted on", "scored"), _PARTS, strict=True):
        counts = table[[f"customers_{name}", f"responses_{name}"]].set_axis(
            ["customers", "responses"], axis=1
        )
        rows[label, "chosen cells"] = counts[table["chosen"]].sum()
        rows[label, "other cells"] = counts[~table["chosen"]].sum()
        rows[label, "all"] = counts.sum()
    summary = pd.DataFrame(rows).T.rename_axis(["part", "choice"])
    if not summary.loc[("scored", "chosen cells"), "customers"]:
        raise ValueError(
            f"none of the {table['chosen'].sum()} chosen cells has a customer in the second part; "
            "use fewer or larger cells"
        )
    summary = summary[summary["customers"] > 0].copy()
    summary["rate"] = summary["responses"] / summary["customers"]
    summary[["low", "high"]] = rate_interval(
        summary["responses"], summary["customers"], confidence=confidence
    )
    overall_rates = summary["rate"].xs("all", level=1)
    summary["lift"] = summary["rate"] / overall_rates.reindex(summary.index, level=0)
    return Generalisation(summary, table)


def rate_interval(
    responses: pd.Series, customers: pd.Series, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Between which bounds does a response rate lie, given how few were asked?

    Returns low and high (0 to 1) for each row: the score interval of Wilson 1927, JASA 22, which
    keeps its coverage for small groups and rates near 0, where rate +- 2 standard errors does not.

    >>> rate_interval(pd.Series([0, 8]), pd.Series([20, 100])).round(3).values.tolist()
    [[0.0, 0.161], [0.041, 0.15]]
    """
    from scipy.special import ndtri

    if not 0 < confidence < 1:
        raise ValueError(f"confidence={confidence!r} must lie between 0 and 1, e.g. 0.95")
    if ((customers < 1) | (responses < 0) | (responses > customers)).any():
        raise ValueError("each row needs 1 customer or more, and 0 to that many responses")
    z = ndtri((1 + confidence) / 2)
    rate = responses / customers
    middle = (rate + z**2 / (2 * customers)) / (1 + z**2 / customers)
    reach = np.sqrt(rate * (1 - rate) / customers + (z / (2 * customers)) ** 2)
    reach = z * reach / (1 + z**2 / customers)
    # Exactly 0 and 1 at the ends, where rounding would leave 1e-17 of a bound.
    return pd.DataFrame(
        {
            "low": (middle - reach).where(responses > 0, 0.0),
            "high": (middle + reach).where(responses < customers, 1.0),
        }
    )


def _rates(customers: pd.DataFrame, response: str, keys: list[str]) -> pd.DataFrame:
    groups = customers.groupby(keys, observed=True)[response]
    table = pd.DataFrame({"customers": groups.size(), "responses": groups.sum().astype("int64")})
    table["rate"] = table["responses"] / table["customers"]
    return table


def _first_part(customers: pd.DataFrame, fit_rows: int | pd.Series) -> np.ndarray:
    if isinstance(fit_rows, int | np.integer) and not isinstance(fit_rows, bool):
        first = np.arange(len(customers)) < fit_rows
    else:
        first = np.asarray(fit_rows)
        if first.dtype != bool or first.shape != (len(customers),):
            raise ValueError(
                f"fit_rows must be a number of rows or {len(customers)} booleans, one a row"
            )
    if first.all() or not first.any():
        raise ValueError(
            f"fit_rows puts {first.sum()} of {len(customers)} rows in the first part; "
            "both parts need rows"
        )
    return first
