"""The survival curve of a given customer: the baseline of the fit, raised to their hazard."""

import numpy as np
import pandas as pd

from crmkit.retention.survival_times.partial_likelihood import Baseline

# The column that numbers the strata, beside those that name them.
STRATUM = "the number of the stratum"


def stratum_numbers(profiles: pd.DataFrame, layers: pd.DataFrame) -> np.ndarray:
    """The number of each profile's stratum; those in which no customer was are refused."""
    names = list(layers.columns[:-1])
    if not names:
        return np.zeros(len(profiles), dtype="int64")
    known = {tuple(row[:-1]): row[-1] for row in layers.itertuples(index=False)}
    asked = list(profiles[names].itertuples(index=False, name=None))
    new = [one for one in asked if one not in known]
    if new:
        raise ValueError(
            f"no customer of the fit had {names} = {new[0]}: its hazard is not known. "
            f"There were {list(known)[:4]} ..."
        )
    return np.array([known[one] for one in asked])


def predicted(
    x: pd.DataFrame,
    number: np.ndarray,
    months: np.ndarray,
    *,
    estimates: np.ndarray,
    covariance: np.ndarray,
    baseline: Baseline,
    ends: pd.Series,
    unit: str,
    confidence: float,
) -> pd.DataFrame:
    """survival, low and high, one row a profile and month; x as centred for the fit.

    H(t) = exp(x b) H0(t), and its variance has two parts: that of the baseline were b known, and
    that of b, by way of dH/db = exp(x b) sum over leavers of (x - mean x at risk) / S0.
    """
    from scipy.special import ndtri

    reach = float(ndtri((1 + confidence) / 2))
    parts = {}
    for place, profile in enumerate(x.to_numpy()):
        mine = baseline.stratum == number[place]
        times = baseline.months[mine]
        end = ends[number[place]]
        if (months > end).any():
            raise ValueError(
                f"months asks for {months.max():g}, but nobody there was seen beyond {end:g}: "
                "a curve does not go on where there are no customers"
            )
        row = np.searchsorted(times, months, side="right")

        def up_to(values: np.ndarray, row: np.ndarray = row) -> np.ndarray:
            return np.r_[np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)][row]

        hazard = up_to(baseline.hazard[mine])
        slope = hazard[:, None] * profile - up_to(baseline.moved[mine])
        of_b = np.einsum("ti,ij,tj->t", slope, covariance, slope)
        variance = up_to(baseline.variance[mine]) + of_b
        survival = np.exp(-hazard * np.exp(profile @ estimates))
        # On the log-log scale, where log H(t) is moved to either side.
        away = reach * np.sqrt(variance) / np.where(hazard > 0, hazard, 1)
        parts[place] = pd.DataFrame(
            {
                "survival": survival,
                "low": survival ** np.exp(away),
                "high": survival ** np.exp(-away),
            },
            index=months,
        )
    table = pd.concat(parts.values())
    index = [x.index.repeat(len(months)), table.index]
    return table.set_axis(pd.MultiIndex.from_arrays(index, names=[x.index.name, unit]))
