"""Whose rebate is too high for their product, region and volume?

A flag is a reason to look, and no proof: among many honest buyers some are far off by chance.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import flags, rates, tables

__all__ = ["against_peers", "flagged", "judged", "rules"]

_RULES = {"each alone": None, "false discovery rate": "fdr_bh", "all together": "bonferroni"}


def against_peers(
    buyers: pd.DataFrame, *, rebate_rate: str, volume: str, held: str | Sequence[str]
) -> pd.DataFrame:
    """By how much does each buyer's rebate exceed that of peers?

    A regression of the rate on the traits and the logarithm of the volume, by Huber's method: who
    is far off pulls it little. The distance is in units of the median absolute residual, scaled as
    a standard deviation, so that the bent do not widen the yardstick that they are measured with.

    Parameters
    ----------
    buyers : DataFrame
        One row a buyer.
    rebate_rate : str
        Column of rebates over invoices, 0 to 1 (0.05 is 5 %).
    volume : str
        Column of money invoiced, above 0.
    held : str or sequence of str
        Columns in which peers are alike, such as product and region; 2 or more buyers each class.

    Returns
    -------
    DataFrame
        One row a buyer: expected (rate of peers), deviation, z, p_value (one-sided: how often an
        honest buyer would be as far above, were the honest normal), excess (money: deviation times
        volume).

    Raises
    ------
    ValueError
        Rates in per cent, volumes of 0, a class of one buyer, who has no peers, fewer than 10
        buyers, or rates that leave no residual.

    References
    ----------
    Huber, P. J. (1964). Annals of Mathematical Statistics 35(1), 73-101; statsmodels' RLM.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> buyers = pd.DataFrame({"line": list("ab") * 20, "sales": 1000.0 * np.arange(1, 41)})
    >>> buyers["rate"] = 0.05 + 0.01 * (buyers["line"] == "b") + rng.normal(0, 0.002, 40)
    >>> buyers.loc[7, "rate"] += 0.02
    >>> found = against_peers(buyers, rebate_rate="rate", volume="sales", held="line")
    >>> int(found["z"].idxmax()), bool(found["z"].max() > 4)
    (7, True)
    """
    import statsmodels.api as sm
    from scipy.stats import norm

    names = tables.column_names("held", held)
    tables.check_columns(buyers, [rebate_rate, volume, *names], name="buyers")
    tables.check_each_once(buyers.index, name="buyers", row="buyer")
    rate = tables.column(buyers, rebate_rate, least=0, most=1, range_mend="0.05 is 5 %.")
    money = tables.column(buyers, volume, above=0)
    if len(buyers) < 10:
        raise ValueError(f"{len(buyers)} buyers: 10 or more are needed to say what peers get")
    for name in names:
        tables.check_labels(buyers[name], name=repr(name))
        tables.check_spelling(buyers[name].unique(), name=repr(name))
        counts = buyers[name].value_counts()
        if alone := [str(one) for one in counts.index[counts == 1]]:
            raise ValueError(
                f"{name!r} has one buyer only in {alone[:5]}: nobody to hold them against. Join "
                "small classes."
            )
    dummies = pd.get_dummies(buyers[names].astype(str), drop_first=True, dtype=float)
    traits = sm.add_constant(dummies.assign(_volume=np.log(money)), has_constant="add")
    if np.linalg.matrix_rank(traits.to_numpy()) < traits.shape[1] or len(traits) <= traits.shape[1]:
        raise ValueError(f"{names} and {volume!r} say the same twice, or leave no buyer to compare")
    usual = sm.OLS(rate, traits).fit().resid
    if np.abs(usual).max() < 1e-12:
        raise ValueError(
            f"{rebate_rate!r} follows exactly from {names} and {volume!r}: no residual"
        )
    fit = sm.RLM(rate, traits, M=sm.robust.norms.HuberT()).fit()
    expected = np.asarray(fit.fittedvalues)
    if fit.scale < 1e-9 * rate.max():
        raise ValueError(
            f"half of {rebate_rate!r} or more follows exactly from {names} and {volume!r}: what is "
            "usual among peers has no spread to measure by"
        )
    z = (rate - expected) / float(fit.scale)
    return pd.DataFrame(
        {"expected": expected, "deviation": rate - expected, "z": z, "p_value": norm.sf(z),
         "excess": (rate - expected) * money},
        index=buyers.index,
    )  # fmt: skip


def flagged(
    peers: pd.DataFrame, *, rule: str = "false discovery rate", level: float = 0.05
) -> pd.Series:
    """Which buyers does a rule flag?

    Parameters
    ----------
    peers : DataFrame
        From `against_peers`.
    rule : {"each alone", "false discovery rate", "all together"}
        Flag whoever is beyond the level by themselves; so that of the flagged no more than the
        level are honest, on average (Benjamini & Hochberg 1995); or so that an honest buyer is
        flagged at all with no more than this chance (Bonferroni: p times the number of buyers).
    level : float
        Between 0 and 1.

    Returns
    -------
    Series
        `flagged`, 1 or 0, by buyer.

    Raises
    ------
    ValueError
        Another rule, or p-values outside of 0 to 1.

    Examples
    --------
    >>> peers = pd.DataFrame({"z": [4.0, 2, 0], "p_value": [3e-5, 0.023, 0.5]})
    >>> flagged(peers, rule="each alone").to_list(), flagged(peers, rule="all together").to_list()
    ([1, 1, 0], [1, 0, 0])
    """
    from statsmodels.stats.multitest import multipletests

    method = _RULES[tables.option("rule", rule, list(_RULES))]
    level = tables.share("level", level, ends=False)
    tables.check_columns(peers, ["p_value"], name="peers")
    chance = tables.column(peers, "p_value", least=0, most=1)
    hit = chance <= level if method is None else multipletests(chance, level, method=method)[0]
    return pd.Series(np.asarray(hit).astype("int64"), peers.index, name="flagged")


def rules(peers: pd.DataFrame, *, level: float = 0.05) -> pd.DataFrame:
    """How many buyers does each rule flag, and how many would it, if all were honest?

    Parameters
    ----------
    peers, level
        As for `flagged`.

    Returns
    -------
    DataFrame
        One row a rule: flagged (buyers), lowest_z (of the flagged; missing if none), chance_flags
        (honest buyers beyond that z to be expected, were all honest and normal).

    Raises
    ------
    ValueError
        As for `flagged`.

    Examples
    --------
    >>> peers = pd.DataFrame({"z": [4.0, 2, 0], "p_value": [3e-5, 0.023, 0.5]})
    >>> rules(peers)["flagged"].to_list()
    [2, 2, 1]
    """
    from scipy.stats import norm

    tables.check_columns(peers, ["z", "p_value"], name="peers")
    z = tables.column(peers, "z")
    found: dict[str, dict[str, float]] = {}
    for rule in _RULES:
        chosen = flagged(peers, rule=rule, level=level).to_numpy() == 1
        least = float(z[chosen].min()) if chosen.any() else np.nan
        found[rule] = {
            "flagged": int(chosen.sum()),
            "lowest_z": least,
            "chance_flags": level * len(peers) if rule == "each alone"
            else len(peers) * float(norm.sf(least)) if chosen.any() else 0.0,
        }  # fmt: skip
    return pd.DataFrame(found).T.rename_axis("rule").astype({"flagged": "int64"})


def judged(chosen: pd.Series, bent: pd.Series, *, confidence: float = 0.95) -> pd.DataFrame:
    """How many of the flagged are bent (precision), and how many of the bent are flagged (recall)?

    Parameters
    ----------
    chosen : Series
        1 (flagged) and 0, by buyer.
    bent : Series
        1 and 0, of the same buyers: what opening all files would show.
    confidence : float
        Of the intervals.

    Returns
    -------
    DataFrame
        Rows precision and recall: happened, customers (of how many), rate, low, high.

    Raises
    ------
    ValueError
        Other buyers in the two; nobody flagged, or nobody bent.

    Examples
    --------
    >>> judged(pd.Series([1, 1, 0, 0]), pd.Series([1, 0, 1, 0]))["rate"].to_dict()
    {'precision': 0.5, 'recall': 0.5}
    """
    for name, given in (("chosen", chosen), ("bent", bent)):
        tables.check_series(given, name=name, row="buyer")
        tables.check_each_once(given.index, name=name, row="buyer")
    tables.check_same_customers(chosen.index, bent.index, names=("chosen", "bent"))
    both = pd.DataFrame({"chosen": chosen, "bent": bent.reindex(chosen.index)})
    hit = flags.happened(both, "chosen", who="those who are flagged")
    guilty = flags.happened(both, "bent", who="those who are bent")
    for name, one in (("flagged", hit), ("bent", guilty)):
        if not one.sum():
            raise ValueError(f"nobody is {name}: there is no such share")
    right = pd.Series(int((hit * guilty).sum()), ["precision", "recall"])
    counts = pd.Series([int(hit.sum()), int(guilty.sum())], right.index)
    bounds = rates.rate_interval(right, counts, confidence=confidence)
    table = pd.DataFrame({"happened": right, "customers": counts, "rate": right / counts})
    return table.assign(low=bounds["low"], high=bounds["high"])
