"""What goes together in a table of counts? Log-linear models, compared by G squared."""

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["LogLinear", "associations", "log_linear", "rates"]


@dataclass(frozen=True)
class LogLinear:
    """A log-linear model of a table of counts.

    `expected` has one row a cell: its factors, actual and expected counts. `g_squared` is twice the
    sum of actual * log(actual / expected): large where the model is wrong. `degrees_of_freedom`
    says how large it is by chance alone, on average; `p_value` how often chance makes it as large.
    """

    expected: pd.DataFrame = field(repr=False)
    g_squared: float
    degrees_of_freedom: int
    p_value: float


def log_linear(counts: pd.DataFrame, *, count: str, together: Iterable[Sequence[str]]) -> LogLinear:
    """How far are counts from what they would be if only these factors went together?

    Parameters
    ----------
    counts : DataFrame
        One row a cell, every combination of the factors once; `count` a whole number of 0 or more.
    count : str
        The column of counts.
    together : iterable of sequences of str
        Which factors go together: [["own"], ["management"]] for independence, [["own",
        "management"], ["own", "supervisor"]] for management and supervisor independent given own.
        A factor that is not named is spread evenly.

    Returns
    -------
    LogLinear

    Raises
    ------
    ValueError
        For missing columns or cells, cells that stand twice, counts that are negative or no whole
        numbers, a factor of one level, nobody in one of the combinations that the model needs.

    References
    ----------
    Agresti, A. (2013). Categorical Data Analysis, 3rd ed. Wiley, chapter 9.

    Examples
    --------
    >>> counts = pd.DataFrame({"a": list("xxyy"), "b": list("uvuv"), "n": [10, 20, 20, 40]})
    >>> log_linear(counts, count="n", together=["a", "b"]).g_squared < 1e-9
    True
    """
    import statsmodels.api as sm
    from scipy.stats import chi2
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    groups = [
        [one] if isinstance(one, str) else list(dict.fromkeys(tables.listed("together", one)))
        for one in tables.listed("together", together)
    ]
    if not groups or not all(groups):
        raise ValueError("together is empty: name at least one factor, such as [['own']]")
    factors = list(dict.fromkeys(chain.from_iterable(groups)))
    if {"actual", "expected"} & set(factors):
        raise ValueError("a factor is called 'actual' or 'expected', as the answer is: rename it")
    seen = _cells(counts, factors, count)
    for group in groups:
        nobody = seen.groupby(group, observed=True)[count].sum()
        empty = list(nobody.index[nobody == 0])
        if empty:
            raise ValueError(
                f"nobody is counted in {len(empty)} combination(s) of {group}; first: "
                f"{empty[0]!r}. Merge levels, or let fewer factors go together."
            )
    design = _design(seen, groups)
    freedom = len(seen) - design.shape[1]
    actual = fitted = seen[count].to_numpy(dtype=float)
    g_squared = 0.0
    if freedom:
        model = sm.GLM(actual, design, family=sm.families.Poisson())
        with warnings.catch_warnings():
            # Counts that the model meets exactly are no fault.
            warnings.simplefilter("ignore", PerfectSeparationWarning)
            fit = model.fit()
        g_squared, fitted = max(float(fit.deviance), 0.0), np.asarray(fit.fittedvalues)
    expected = seen[factors].assign(actual=seen[count], expected=fitted)
    return LogLinear(
        expected=expected,
        g_squared=g_squared,
        degrees_of_freedom=freedom,
        p_value=float(chi2.sf(g_squared, freedom)) if freedom else 1.0,
    )


def associations(
    counts: pd.DataFrame, *, count: str, outcome: str, factors: Sequence[str]
) -> pd.DataFrame:
    """Does an outcome go with one factor, with the other, or with both, and how strongly?

    Parameters
    ----------
    counts, count
        As in `log_linear`.
    outcome : str
        The column that is to be explained, such as own satisfaction.
    factors : sequence of str
        The two columns that may explain it.

    Returns
    -------
    DataFrame
        One row a claim that may be wrong: g_squared, degrees_of_freedom, p_value. For factors a
        and b: "neither a nor b"; "not a, once b is known" and "not b, once a is known", which let
        the factor work differently at each level of the other; "a works alike whatever b" (no
        three-way term); "not a, if it works alike" and "not b, if it works alike", sharper tests
        that add this last to the claim.

    Examples
    --------
    >>> cells = pd.MultiIndex.from_product([[*"xy"], [*"uv"], [*"ny"]], names=["a", "b", "own"])
    >>> counts = pd.Series([30, 10, 30, 10, 10, 30, 12, 28], cells, name="n").reset_index()
    >>> found = associations(counts, count="n", outcome="own", factors=["a", "b"])
    >>> found["g_squared"].round(1).head(3).to_dict()
    {'neither a nor b': 37.9, 'not a, once b is known': 37.8, 'not b, once a is known': 0.3}
    """
    from scipy.stats import chi2

    factors = tables.listed("factors", factors)
    if len(factors) != 2 or len({outcome, *factors}) != 3:
        raise ValueError(f"factors={list(factors)!r} must be two columns other than {outcome!r}")
    a, b = factors

    def model(*together: Sequence[str]) -> tuple[float, int]:
        fit = log_linear(counts, count=count, together=together)
        return fit.g_squared, fit.degrees_of_freedom

    alike = model([a, b], [a, outcome], [b, outcome])
    no_a, no_b = model([a, b], [b, outcome]), model([a, b], [a, outcome])
    rows = {
        f"neither {a} nor {b}": model([a, b], [outcome]),
        f"not {a}, once {b} is known": no_a,
        f"not {b}, once {a} is known": no_b,
        f"{a} works alike whatever {b}": alike,
        f"not {a}, if it works alike": (no_a[0] - alike[0], no_a[1] - alike[1]),
        f"not {b}, if it works alike": (no_b[0] - alike[0], no_b[1] - alike[1]),
    }
    table = pd.DataFrame.from_dict(
        rows, orient="index", columns=["g_squared", "degrees_of_freedom"]
    )
    chance = chi2.sf(table["g_squared"], table["degrees_of_freedom"])
    return table.assign(p_value=chance).astype({"degrees_of_freedom": int})


def rates(
    counts: pd.DataFrame,
    *,
    count: str,
    outcome: str,
    level: str,
    factors: Sequence[str],
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which share of each group has the outcome?

    Parameters
    ----------
    counts, count, outcome, factors
        As in `associations`; one factor or more.
    level : str
        The level of the outcome that is counted, such as "high".
    confidence : float
        Of each interval (Wilson), between 0 and 1.

    Returns
    -------
    DataFrame
        One row a combination of the factors: people (how many), estimate (the share), low, high.

    Examples
    --------
    >>> counts = pd.DataFrame({"a": list("xxyy"), "own": list("nyny"), "n": [30, 10, 20, 20]})
    >>> found = rates(counts, count="n", outcome="own", level="y", factors=["a"])
    >>> found.round(2)  # doctest: +NORMALIZE_WHITESPACE
       people  estimate   low  high
    a
    x      40      0.25  0.14  0.40
    y      40      0.50  0.35  0.65
    """
    from statsmodels.stats.proportion import proportion_confint

    confidence = tables.confidence(confidence)
    factors = [factors] if isinstance(factors, str) else tables.listed("factors", factors)
    if not factors or outcome in factors:
        raise ValueError(f"factors={factors!r} must name one column or more other than {outcome!r}")
    seen = _cells(counts, [*factors, outcome], count)
    tables.option("level", level, list(seen[outcome].unique()))
    people = seen.groupby(factors, observed=True, sort=False)[count].sum()
    if (people == 0).any():
        raise ValueError(f"nobody is counted in {list(people.index[people == 0])[:3]}: no share")
    hits = seen[seen[outcome] == level].groupby(factors, observed=True)[count].sum()
    hits = hits.reindex(people.index)
    low, high = proportion_confint(
        hits.to_numpy(), people.to_numpy(), alpha=1 - confidence, method="wilson"
    )
    return pd.DataFrame({"people": people, "estimate": hits / people, "low": low, "high": high})


def _cells(counts: pd.DataFrame, factors: Sequence[str], count: str) -> pd.DataFrame:
    """One row a cell, all combinations there; cells over other factors are added up."""
    if len(set(factors)) != len(factors) or count in factors:
        raise ValueError(f"{[*factors, count]}: each column has one place")
    tables.check_columns(counts, [*factors, count], name="counts")
    tables.column(counts, count, least=0, whole=True)
    for factor in factors:
        tables.check_labels(counts[factor], name=repr(factor), mend="Drop or mend these rows.")
        if counts[factor].nunique() < 2:
            only = counts[factor].iloc[0]
            raise ValueError(f"{factor!r} has one level, {only!r}: it cannot go with anything")
    named = [column for column in counts.columns if column != count]
    twice = counts.duplicated(named)
    if twice.any():
        raise tables.bad_rows(counts.index, twice, "a cell stands twice", "Add such rows up first.")
    seen = counts.groupby(list(factors), observed=True, sort=False)[count].sum()
    levels = [counts[factor].drop_duplicates() for factor in factors]
    all_cells = int(np.prod([len(one) for one in levels]))
    if len(seen) < all_cells:
        raise ValueError(
            f"{all_cells - len(seen)} of {all_cells} combination(s) of {list(factors)} "
            "have no row. Add them with a count of 0."
        )
    return seen.reset_index()


def _design(seen: pd.DataFrame, groups: Sequence[Sequence[str]]) -> np.ndarray:
    """The columns of the model: each factor, and all products of factors that go together."""
    subsets = dict.fromkeys(
        tuple(subset)
        for group in groups
        for size in range(1, len(group) + 1)
        for subset in combinations(sorted(group), size)
    )
    columns = [np.ones(len(seen))]
    for subset in subsets:
        part = np.ones((len(seen), 1))
        for factor in subset:
            # By the levels that occur: a category may have more.
            level, levels = pd.factorize(seen[factor])
            dummies = np.eye(len(levels))[level][:, 1:]
            part = (part[:, :, None] * dummies[:, None, :]).reshape(len(seen), -1)
        columns += list(part.T)
    return np.column_stack(columns)
