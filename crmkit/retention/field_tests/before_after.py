"""What a change that came to some centres, shops or regions did there, by lot or otherwise.

The unit that counts is the centre, not the week: weeks of one centre are alike, so the intervals
here come from the centres alone.
"""

import math
from collections.abc import Hashable
from itertools import combinations

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.retention.field_tests.welch import welch

__all__ = ["difference_in_differences", "phase_means"]

# Up to so many ways of choosing the treated units, all of them are tried.
_ALL = 20_000


def phase_means(
    panel: pd.DataFrame,
    *,
    outcome: str,
    unit: str,
    group: str,
    phase: str,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How much of something was there before, during and after, in each group?

    Parameters
    ----------
    panel : DataFrame
        One row a unit and time.
    outcome : str
        Its column of numbers, such as late parents in a week.
    unit : str
        Its column that names the unit: the centre, shop or region.
    group : str
        Its column that says to which group the unit belongs, the same at all times.
    phase : str
        Its column that says in which phase the time lies. Phases stand in the order of their
        categories, or of their first rows.

    Returns
    -------
    DataFrame
        One row a group and phase: units, estimate (the mean over units of each unit's mean), low
        and high (Student's t over units; NaN for one unit).

    Raises
    ------
    ValueError
        A column is missing, a number is missing or infinite, a unit is in two groups or lacks a
        phase.

    Examples
    --------
    >>> panel = pd.DataFrame({
    ...     "centre": [1, 1, 2, 2], "group": "fined", "phase": ["before", "after"] * 2,
    ...     "late": [8, 18, 6, 20],
    ... })
    >>> phase_means(panel, outcome="late", unit="centre", group="group", phase="phase").round(1)
    ... # doctest: +NORMALIZE_WHITESPACE
                  units  estimate   low  high
    group phase
    fined before      2       7.0  -5.7  19.7
          after       2      19.0   6.3  31.7
    """
    from scipy.special import stdtrit

    wide = _by_unit(panel, outcome, unit, group, phase)
    share = (1 + tables.confidence(confidence)) / 2
    rows = {}
    for name, units in wide.groupby(level=group, observed=True, sort=False):
        for part, values in units.items():
            mean, n = values.mean(), len(values)
            away = stdtrit(n - 1, share) * values.std() / math.sqrt(n) if n > 1 else math.nan
            ends = {"low": mean - away, "high": mean + away}
            rows[(name, part)] = {"units": n, "estimate": mean, **ends}
    table = pd.DataFrame.from_dict(rows, orient="index").astype({"units": "int64"})
    return table.set_axis(pd.MultiIndex.from_tuples(rows, names=[group, phase]))


def difference_in_differences(
    panel: pd.DataFrame,
    *,
    outcome: str,
    unit: str,
    group: str,
    treated: Hashable,
    phase: str,
    before: Hashable,
    confidence: float = 0.95,
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """What did the change do, once what happened to the others anyway is taken off?

    Of each unit the change from `before` to a later phase; then the mean change of the treated
    units less the mean change of the others. It takes for granted that without the change both
    groups would have moved alike.

    Parameters
    ----------
    panel, outcome, unit, group, phase
        As for `phase_means`.
    treated : hashable
        The name of the group to which the change came. All other units are the comparison.
    before : hashable
        The phase that the others are compared with.
    rng : Generator, optional
        Needed only if the treated units can be chosen in more than 20,000 ways: then 20,000 of
        them are drawn.

    Returns
    -------
    DataFrame
        One row a phase but `before`: estimate, standard_error, low, high (Welch's t over units) and
        p_value: of all ways to call as many units treated, the share whose difference is as far
        from 0. With few units it cannot be small: of 10 units, 6 treated, at least 1 in 210.

    Raises
    ------
    ValueError
        As for `phase_means`; or no group or phase is so called, or a group has fewer than two
        units.

    References
    ----------
    Welch, B. L. (1947). The generalization of "Student's" problem when several different population
    variances are involved. Biometrika 34, 28-35. Fisher, R. A. (1935). The Design of Experiments,
    section 21 (the permutation test).

    Examples
    --------
    >>> panel = pd.DataFrame({
    ...     "centre": [1, 1, 2, 2, 3, 3, 4, 4], "fined": [1] * 4 + [0] * 4,
    ...     "phase": ["before", "after"] * 4, "late": [8, 18, 6, 20, 9, 9, 7, 8],
    ... })
    >>> difference_in_differences(
    ...     panel, outcome="late", unit="centre", group="fined", treated=1, phase="phase",
    ...     before="before",
    ... ).round(2)  # doctest: +NORMALIZE_WHITESPACE
           estimate  standard_error  low  high  p_value
    phase
    after      11.5            2.06 -8.74 31.74     0.33
    """
    wide = _by_unit(panel, outcome, unit, group, phase)
    groups = wide.index.get_level_values(group)
    if not isinstance(treated, Hashable) or treated not in groups:
        raise ValueError(f"no {group} is {treated!r}; found {list(pd.unique(groups))[:6]}")
    if not isinstance(before, Hashable) or before not in wide:
        raise ValueError(f"no {phase} is {before!r}; found {list(wide)[:6]}")
    if wide.shape[1] < 2:
        raise ValueError(f"there is no {phase} but {before!r}: nothing to compare it with")
    there = np.asarray(groups == treated)
    sizes = {"treated": int(there.sum()), "others": int((~there).sum())}
    if min(sizes.values()) < 2:
        raise ValueError(f"{sizes} units: without two in each group nothing says how they vary")
    confidence = tables.confidence(confidence)
    chosen = _choices(there, rng)
    rows = {}
    for name in wide.columns.drop([before]):
        change = (wide[name] - wide[before]).to_numpy()
        found = welch(change[there], change[~there], confidence)
        sums = change[chosen].sum(axis=1)
        drawn = sums / sizes["treated"] - (change.sum() - sums) / sizes["others"]
        # Ties with what was seen count, whatever the rounding.
        as_far = np.abs(drawn) >= abs(found["estimate"]) - 1e-9 * np.abs(change).max()
        rows[name] = found | {"p_value": as_far.mean()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(phase)


def _choices(there: np.ndarray, rng: np.random.Generator | None) -> np.ndarray:
    """Ways of choosing as many units, one a row: all, or the one that was and others drawn."""
    n, k = len(there), int(there.sum())
    ways = math.comb(n, k)
    if ways <= _ALL:
        return np.array(list(combinations(range(n), k)))
    if rng is None:
        raise ValueError(
            f"{k} of {n} units can be chosen in {ways:,} ways, of which {_ALL:,} are drawn: "
            "pass rng=np.random.default_rng(1)"
        )
    drawn = tables.generator(rng).permuted(np.tile(np.arange(n), (_ALL, 1)), axis=1)[:, :k]
    return np.vstack([np.flatnonzero(there), drawn])


def _by_unit(panel: pd.DataFrame, outcome: str, unit: str, group: str, phase: str) -> pd.DataFrame:
    """One row a unit (index: group, unit), one column a phase: the unit's mean in it."""
    tables.check_columns(panel, [outcome, unit, group, phase], name="the panel")
    named = [outcome, unit, group, phase]
    if len(set(named)) < 4:
        raise ValueError(f"outcome, unit, group and phase must be four columns, but are {named}")
    tables.column(panel, outcome)
    for name in named[1:]:
        tables.check_labels(panel[name], name=repr(name))
        tables.check_spelling(panel[name].unique(), name=repr(name))
    groups = panel.groupby(unit, observed=True)[group].nunique()
    if (groups > 1).any():
        moved = list(groups.index[groups > 1][:3])
        raise ValueError(f"{(groups > 1).sum()} {unit}(s) are in two groups; first: {moved}")
    means = panel.groupby([group, unit, phase], observed=True, sort=False)[outcome].mean()
    order = (
        [name for name in panel[phase].cat.categories if (panel[phase] == name).any()]
        if isinstance(panel[phase].dtype, pd.CategoricalDtype)
        else list(panel[phase].unique())
    )
    wide = means.unstack(phase).reindex(columns=order)
    if wide.isna().any(axis=None):
        lacking = wide.isna().any(axis=1)
        first = [names[-1] for names in wide.index[lacking]][:3]
        raise ValueError(
            f"{lacking.sum()} {unit}(s) lack a {phase}; first: {first}. Leave them out."
        )
    return pd.DataFrame(wide.to_numpy(), wide.index, list(order))
