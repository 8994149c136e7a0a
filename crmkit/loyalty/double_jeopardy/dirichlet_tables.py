"""How far is a brand from what its size alone explains, and is that more than chance?

Observed beside expected, with intervals from a bootstrap over households; and what a target of more
sales asks of loyalty.
"""

import warnings
from collections.abc import Hashable
from typing import Literal

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty import brands
from crmkit.loyalty.double_jeopardy.dirichlet import Dirichlet
from crmkit.loyalty.double_jeopardy.dirichlet_sums import NoDirichletWarning, Rule

__all__ = ["compare", "growth_routes", "parameter_intervals"]

Measure = Literal[
    "penetration", "purchase_rate", "category_rate", "requirements_share", "sole_share"
]
MEASURES: tuple[Measure, ...] = (
    "penetration",
    "purchase_rate",
    "category_rate",
    "requirements_share",
    "sole_share",
)


def compare(
    counts: pd.DataFrame,
    *,
    households: int,
    rng: np.random.Generator,
    measure: Measure = "penetration",
    confidence: float = 0.95,
    replicates: int = 200,
    rule: Rule = "geometric",
    smallest_share: float = 0.02,
) -> pd.DataFrame:
    """Which brands deviate from the Dirichlet of their category by more than chance?

    Parameters
    ----------
    counts, households, rule, smallest_share
        As for `Dirichlet.fit_counts`.
    measure : str
        A column of `brands.brand_measures`: "penetration", "purchase_rate", "category_rate",
        "requirements_share" or "sole_share".
    confidence : float
        Of the interval of a deviation, between 0 and 1.
    replicates : int
        Panels of as many households, drawn with repeats from this one; the model is fitted anew
        to each, so that the interval carries what is not known of M, K and S, too. Panels without
        a Dirichlet are left out; more than a tenth of them is refused.

    Returns
    -------
    DataFrame
        One row a brand, as in counts: purchase_share, actual, expected, deviation (actual less
        expected, in the unit of the measure), low and high (of the deviation). An interval that
        holds 0 is consistent with a brand that is bought as its size explains; of twenty such
        brands one is still expected outside. A brand that nobody buys in more than a tenth of the
        panels drawn has NaN for low and high: too few buyers tell nothing of it.

    Examples
    --------
    >>> model = Dirichlet(M=4, K=0.6, S=2, purchase_shares={"Ann": 0.5, "Bob": 0.3, "Cid": 0.2})
    >>> counts = model.simulate(800, rng=np.random.default_rng(1))
    >>> table = compare(counts, households=800, rng=np.random.default_rng(2), replicates=50)
    >>> bool(((table["low"] < 0) & (table["high"] > 0)).all())
    True
    """
    tables.option("measure", measure, MEASURES)
    model = Dirichlet.fit_counts(counts, households=households, rule=rule,
                                 smallest_share=smallest_share)  # fmt: skip
    seen = brands.brand_measures(counts, households=households)
    made = model.measures()[measure]
    table = pd.DataFrame(
        {"purchase_share": seen["purchase_share"], "actual": seen[measure], "expected": made}
    )
    table["deviation"] = table["actual"] - table["expected"]
    drawn = [
        (actual[measure] - fitted.measures(actual["purchase_share"])[measure])
        .reindex(table.index)
        .to_numpy(dtype=float)
        for actual, fitted in _replicates(counts, households, replicates, rng, rule, smallest_share)
    ]
    table["low"], table["high"] = _ends(np.array(drawn), confidence)
    rare = np.isnan(drawn).mean(axis=0) > 0.1
    table.loc[rare, ["low", "high"]] = np.nan
    return table


def parameter_intervals(
    counts: pd.DataFrame,
    *,
    households: int,
    rng: np.random.Generator,
    confidence: float = 0.95,
    replicates: int = 200,
    rule: Rule = "geometric",
    smallest_share: float = 0.02,
) -> pd.DataFrame:
    """Between which bounds do M, K, S and the polarisation lie?

    Parameters
    ----------
    counts, households, rule, smallest_share, confidence, replicates
        As for `compare`.

    Returns
    -------
    DataFrame
        One row a parameter: estimate, low, high (bootstrap over households).

    Examples
    --------
    >>> model = Dirichlet(M=4, K=0.6, S=2, purchase_shares={"Ann": 0.5, "Bob": 0.3, "Cid": 0.2})
    >>> counts = model.simulate(800, rng=np.random.default_rng(1))
    >>> found = parameter_intervals(counts, households=800, rng=np.random.default_rng(2),
    ...                             replicates=50)
    >>> bool(found.loc["S", "low"] < 2 < found.loc["S", "high"])
    True
    """
    model = Dirichlet.fit_counts(counts, households=households, rule=rule,
                                 smallest_share=smallest_share)  # fmt: skip
    drawn = np.array(
        [
            [*fitted.parameters, fitted.polarisation]
            for _, fitted in _replicates(counts, households, replicates, rng, rule, smallest_share)
        ]
    )
    low, high = _ends(drawn, confidence)
    names = pd.Index([*model.parameters.index, "polarisation"])
    return pd.DataFrame(
        {"estimate": [*model.parameters, model.polarisation], "low": low, "high": high}, names
    )


def growth_routes(model: Dirichlet, brand: Hashable, *, growth: float) -> pd.DataFrame:
    """What would more sales of a brand ask for: by size, by loyalty alone, by buyers alone?

    The category stays as it is; what the brand wins the others lose.

    Parameters
    ----------
    model : Dirichlet
        Of the category.
    brand
        One of the model's brands.
    growth : float
        How much more it is to sell, 0.2 for 20 %.

    Returns
    -------
    DataFrame
        One row a route. "now"; "as the model": the larger brand as a Dirichlet has it; "by loyalty
        alone": as many buyers as now, who buy it more often; "by buyers alone": the same rate.
        Columns purchase_share, penetration, purchase_rate, expected (purchase rate of a brand with
        so many buyers), deviation (of the purchase rate from it) and polarisation (of the S that
        the brand alone would need; 1: no S is small enough, 0: none is large enough).

    Examples
    --------
    >>> model = Dirichlet(M=4, K=0.6, S=2, purchase_shares={"Ann": 0.2})
    >>> routes = growth_routes(model, "Ann", growth=0.2)
    >>> routes[["penetration", "purchase_rate"]].round(2)  # doctest: +NORMALIZE_WHITESPACE
                      penetration  purchase_rate
    route
    now                      0.29           2.77
    as the model             0.33           2.90
    by loyalty alone         0.29           3.33
    by buyers alone          0.35           2.77
    """
    growth = tables.number("growth", growth, above=0, mend="e.g. 0.2 for 20 %")
    if not isinstance(model, Dirichlet):
        raise TypeError(f"model must be a Dirichlet, not a {type(model).__name__}")
    if not isinstance(brand, Hashable) or brand not in model.purchase_shares:
        raise ValueError(f"no brand {brand!r}; the model has {list(model.purchase_shares)[:20]}")
    share = model.purchase_shares[brand]
    larger = (1 + growth) * share
    if larger >= 1:
        raise ValueError(
            f"growth={growth:g} would take {brand!r} from {share:.3g} to {larger:.3g} of the "
            f"category; give less than {1 / share - 1:.3g}"
        )
    now, then = (model.measures({brand: s}).iloc[0] for s in (share, larger))
    routes = {
        "now": (share, now["penetration"], now["purchase_rate"]),
        "as the model": (larger, then["penetration"], then["purchase_rate"]),
        "by loyalty alone": (larger, now["penetration"], (1 + growth) * now["purchase_rate"]),
        "by buyers alone": (larger, (1 + growth) * now["penetration"], now["purchase_rate"]),
    }
    columns = ["purchase_share", "penetration", "purchase_rate"]
    table = pd.DataFrame.from_dict(routes, orient="index", columns=columns).rename_axis("route")
    table["expected"] = model.line(table)["expected"]
    table["deviation"] = table["purchase_rate"] - table["expected"]
    table["polarisation"] = [
        1 / (1 + model.S_for(s, b)) if b < 1 else 0.0
        for s, b in zip(table["purchase_share"], table["penetration"], strict=True)
    ]
    return table


def _replicates(
    counts: pd.DataFrame,
    households: int,
    replicates: int,
    rng: np.random.Generator,
    rule: Rule,
    smallest_share: float,
) -> list[tuple[pd.DataFrame, Dirichlet]]:
    """The measures and the fit of panels drawn from this one; those without a fit are left out."""
    replicates = tables.whole("replicates", replicates, least=1)
    tables.generator(rng)
    cells = brands.check_counts(counts, households)
    index = pd.Index(list(counts.columns), name="brand")
    is_brand = np.array([one != brands.OTHER for one in counts.columns])
    bought = cells.sum(axis=1)
    chances = np.full(len(cells), 1 / households)
    made = []
    for _ in range(replicates):
        # The last place is that of the households that bought nothing.
        weights = rng.multinomial(households, [*chances, max(0.0, 1 - chances.sum())])[:-1]
        measures = pd.DataFrame(brands.weighted_measures(cells, weights, households), index=index)
        measures = measures[is_brand & (measures["penetration"].to_numpy() > 0)]
        buyers = weights[bought > 0].sum()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NoDirichletWarning)
            try:
                fitted = Dirichlet.fit(
                    measures,
                    penetration=float(buyers / households),
                    purchase_rate=float(weights @ bought / buyers),
                    rule=rule,
                    smallest_share=smallest_share,
                )
            except ValueError:
                continue
        made.append((measures, fitted))
    if len(made) < 0.9 * replicates:
        raise ValueError(
            f"only {len(made)} of {replicates} panels drawn from this one have a Dirichlet: there "
            "are too few buyers for intervals. Take a longer period or raise smallest_share."
        )
    return made


def _ends(drawn: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    tail = (1 - tables.confidence(confidence)) / 2
    low, high = np.nanquantile(drawn, [tail, 1 - tail], axis=0, method="weibull")
    return low, high
