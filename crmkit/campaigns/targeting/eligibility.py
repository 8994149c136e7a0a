"""Who may be written to at all, and which rule keeps out how many?"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from crmkit import flags, tables

__all__ = ["eligible", "excluded"]


def eligible(rules: Mapping[str, pd.Series]) -> pd.Series:
    """Whom does no rule keep out?

    Parameters
    ----------
    rules : mapping of Series
        By the name of a rule: True (or 1) for each customer whom it keeps out. The same customers
        in each.

    Returns
    -------
    Series
        `eligible`: True for those who may be written to.

    Raises
    ------
    ValueError
        No rules, other customers from rule to rule, or answers other than yes and no.

    Examples
    --------
    >>> eligible({"minor": pd.Series([True, False]), "opted out": pd.Series([1, 0])}).to_list()
    [False, True]
    """
    return pd.Series(~_out(rules).any(axis=1), name="eligible")


def excluded(rules: Mapping[str, pd.Series]) -> pd.DataFrame:
    """How many does each rule keep out, in turn and on its own?

    Parameters
    ----------
    rules : mapping of Series
        As for `eligible`. Whom two rules keep out counts for the first; what the law asks for
        comes first.

    Returns
    -------
    DataFrame
        One row a rule: excluded (customers whom no rule above keeps out), excluded_alone (whom no
        other rule keeps out: they come back if this one falls) and customers (left after it).

    Examples
    --------
    >>> rules = {"opted out": pd.Series([1, 1, 0, 0]), "minor": pd.Series([1, 0, 1, 0])}
    >>> excluded(rules)  # doctest: +NORMALIZE_WHITESPACE
               excluded  excluded_alone  customers
    rule
    opted out         2               1          2
    minor             1               1          1
    """
    out = _out(rules)
    before = out.cumsum(axis=1).shift(axis=1, fill_value=0) > 0
    found = pd.DataFrame({"excluded": (out & ~before).sum()})
    found["excluded_alone"] = (out & (out.sum(axis=1) == 1).to_numpy()[:, None]).sum()
    found["customers"] = len(out) - found["excluded"].cumsum()
    return found.rename_axis("rule")


def _out(rules: Mapping[str, pd.Series]) -> pd.DataFrame:
    if not isinstance(rules, Mapping) or not rules:
        raise ValueError('rules must name one rule or more, e.g. {"opted out": a column}')
    first: pd.Index | None = None
    found = {}
    for name, rule in rules.items():
        tables.check_series(rule, name=repr(name))
        tables.check_each_once(rule.index, name=repr(name))
        if rule.empty:
            raise ValueError(f"rule {name!r} is empty: it has 0 customers")
        if first is None:
            first = rule.index
        tables.check_same_customers(first, rule.index, names=("the first rule", repr(name)))
        table = pd.DataFrame({name: rule.reindex(first)})
        found[name] = flags.happened(table, name, who="those kept out").astype(bool)
    return pd.DataFrame(found).astype(np.bool_)
