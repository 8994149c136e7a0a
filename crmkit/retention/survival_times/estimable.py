"""Whether a hazard ratio can be estimated at all; if not, which column is the reason."""

from collections.abc import Hashable

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.retention.survival_times.partial_likelihood import Optimum, maximise
from crmkit.retention.survival_times.watched import Watched

# A log hazard ratio this large over the range of a column, and this unsure, has run away.
_FAR, _UNSURE = 8.0, 4.0
# One so large has run away however sure it seems: of such numbers the computer keeps no errors.
_LOST = 500.0


def numeric(customers: pd.DataFrame, traits: list[str]) -> pd.DataFrame:
    """The traits as floats; words are refused, and how to make numbers of them is said."""
    columns = {name: _trait(customers[name]) for name in traits}
    return pd.DataFrame(columns, index=customers.index)


def _trait(values: pd.Series) -> np.ndarray:
    if pd.api.types.is_bool_dtype(values):
        values = values.astype("Int64")
    mend = (
        "Make 0 and 1 of words with crmkit.flags.zero_one, or of several words "
        "with pandas.get_dummies."
        if not pd.api.types.is_numeric_dtype(values)
        else ""
    )
    return tables.numbers(values, mend=mend, no_codes=True).astype(float)


def check_estimable(x: pd.DataFrame, who: Watched, layer: np.ndarray) -> None:
    """Refuse data without leavers, and traits without differences of their own."""
    if not who.left.any():
        raise ValueError(f"none of {len(x):,} customers left: there is no hazard to explain")
    for name in x:
        values = x[name].to_numpy()
        first = values[0]
        if (values == first).all():
            told = {0.0: "nobody has", 1.0: "everybody has"}.get(first)
            what = f"{told} {name!r}" if told else f"{name!r} is {first:g} for everybody"
            raise ValueError(f"{what}: without a difference there is no hazard ratio; leave it out")
        if ((values == 0) | (values == 1)).all():
            _check_both_leave(name, values, who.left)
    if np.ptp(who.months) == 0:
        raise ValueError(
            f"all tenures are {who.months[0]:g}: nobody left sooner than others stayed"
        )
    means = x.groupby(layer).transform("mean") if layer.any() else x.mean()
    within = ((x - means) / (x.max() - x.min())).to_numpy()
    if _clearly_apart(within) or np.linalg.matrix_rank(within) == x.shape[1]:
        return
    # The first column that its forerunners, and the strata, already give.
    for place, name in enumerate(x):
        if np.linalg.matrix_rank(within[:, : place + 1]) <= place:
            raise ValueError(
                f"{name!r} follows from the columns before it or from the strata: leave it out"
            )


def _clearly_apart(within: np.ndarray) -> bool:
    """Whether correlations alone, which are quick, say that no column follows from others."""
    length = np.sqrt((within**2).sum(axis=0))
    if (length < 1e-6).any():
        return False
    alike = within.T @ within / np.outer(length, length)
    return bool(np.linalg.eigvalsh(alike)[0] > 1e-6)


def _check_both_leave(name: Hashable, bond: np.ndarray, gone: np.ndarray) -> None:
    for has, who in ((1, "with"), (0, "without")):
        group = gone[bond == has]
        if not group.any():
            raise ValueError(
                f"none of the {len(group):,} customers {who} {name!r} left: it separates "
                "leavers from stayers, and its hazard ratio would be 0 or infinite. Report "
                "loyalty.bonds.leaving_rates, whose interval holds, or join it with another column."
            )


def maximum(x: pd.DataFrame, who: Watched, layer: np.ndarray, *, efron: bool) -> Optimum:
    """The top of the partial likelihood, or which columns make it rise without end."""
    runs_away = (
        "the likelihood rises without end along {}: some column, or several together, separate "
        "leavers from stayers, or tell the tenure. Leave one out, or join small groups."
    )
    reach = (x.max() - x.min()).to_numpy()
    try:
        found = maximise(x.to_numpy(), who.months, who.left, layer, who.entry, efron=efron)
    except np.linalg.LinAlgError:
        raise ValueError(runs_away.format(list(x))) from None
    with np.errstate(invalid="ignore"):
        errors = np.sqrt(np.diag(found.covariance))
    far = (np.abs(found.estimates) * reach > _FAR) & (errors * reach > _UNSURE)
    far |= ~np.isfinite(errors) | (np.abs(found.estimates) * reach > _LOST)
    if far.any() or not np.isfinite(found.log_likelihood):
        raise ValueError(runs_away.format([n for n, bad in zip(x, far, strict=True) if bad]))
    return found
