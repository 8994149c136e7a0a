"""Do people buy because their friends did? Peer effects, seen with a lot and without.

Friends are alike, so their purchases go together without any influence. Where a lot changed what
friends did, and nothing else, two-stage least squares tells influence from likeness.
"""

import math
import warnings
from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["WeakInstrumentWarning", "least_squares", "two_stages"]

Interval = Literal["wald", "anderson_rubin"]
INTERVALS: tuple[Interval, ...] = ("wald", "anderson_rubin")

# Staiger and Stock's rule of thumb.
_WEAK = 10.0


class WeakInstrumentWarning(UserWarning):
    """The lot hardly moved the friends: an estimate that divides by its effect is unreliable."""


def least_squares(
    table: pd.DataFrame,
    *,
    outcome: str,
    peers: str,
    controls: Sequence[str] = (),
    groups: str | None = None,
    clusters: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How much more do people buy whose friends bought, other things equal?

    This is a difference between people, and their friends' influence only if nothing else that
    friends share makes them buy.

    Parameters
    ----------
    table : DataFrame
        One row a person or household; no value missing in the columns named here.
    outcome : str
        Column of what the person did: 0 or 1, or a number.
    peers : str
        Column of what their friends did, e.g. the share who bought, 0 to 1.
    controls : sequence of str
        Columns, numbers, that are held equal.
    groups : str, optional
        Column of the group, e.g. the village: people are compared within their group only.
    clusters : str, optional
        Column of those whose chances hang together; without it each row counts as a draw of its
        own, and errors are plain ones.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    DataFrame
        One row ("least squares"): estimate (change of the outcome, as friends go from 0 to 1),
        standard_error, low, high.

    Raises
    ------
    ValueError
        A column is missing, empty of numbers, constant or, within the groups, leaves nothing to
        compare, or holds a code for no answer; or there are too few rows or clusters.

    Examples
    --------
    >>> people = pd.DataFrame({"bought": [0, 0, 1, 0, 1, 1], "friends": [0, .2, .4, .5, .6, 1]})
    >>> least_squares(people, outcome="bought", peers="friends")["estimate"].round(2).to_list()
    [1.09]
    """
    data = _Data(table, [outcome, peers], controls, groups, clusters)
    found = data.slope(outcome, peers, confidence)
    return pd.DataFrame([found], index=["least squares"]).drop(columns="f_statistic")


def two_stages(
    table: pd.DataFrame,
    *,
    outcome: str,
    peers: str,
    instrument: str,
    controls: Sequence[str] = (),
    groups: str | None = None,
    clusters: str | None = None,
    interval: Interval = "wald",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How much do friends who buy make a person buy, as far as a lot made the friends buy?

    Parameters
    ----------
    table, outcome, peers, controls, groups, clusters, confidence
        As for `least_squares`.
    instrument : str
        Column of the lot: what was drawn for the friends, 0 or 1 or a number. It must act on the
        person through the friends alone; no figure can test that.
    interval : {"wald", "anderson_rubin"}
        Of the last row. "wald": the estimate and its standard error, which a weak instrument
        makes too narrow. "anderson_rubin": the effects that the lot does not contradict, right
        for an instrument of any strength; it may reach to infinity.

    Returns
    -------
    DataFrame
        Rows "first stage" (the lot on the friends), "reduced form" (the lot on the person) and
        "two stages" (the second by the first): estimate, standard_error, low, high, and
        `f_statistic`, the square of estimate by standard_error (of the first stage: its F).

    Warns
    -----
    WeakInstrumentWarning
        F of the first stage is below 10.

    Raises
    ------
    ValueError
        As for `least_squares`; or the lot did not move the friends at all.

    References
    ----------
    Angrist & Imbens (1995), Two-stage least squares estimation of average causal effects in models
    with variable treatment intensity, JASA 90. Staiger & Stock (1997), Instrumental variables
    regression with weak instruments, Econometrica 65: the limit of 10. Anderson & Rubin (1949),
    Annals of Mathematical Statistics 20: the interval.

    Examples
    --------
    >>> people = pd.DataFrame({"lot": [0, 0, 0, 1, 1, 1], "friends": [.1, .2, .3, .6, .7, .8],
    ...                        "bought": [0, 1, 0, 1, 0, 1]})
    >>> two_stages(people, outcome="bought", peers="friends", instrument="lot")[
    ...     "estimate"].round(2).to_list()
    [0.5, 0.33, 0.67]
    """
    tables.option("interval", interval, INTERVALS)
    data = _Data(table, [outcome, peers, instrument], controls, groups, clusters)
    first = data.slope(peers, instrument, confidence)
    second = data.slope(outcome, instrument, confidence)
    if data.unrelated(peers, instrument):
        raise ValueError(
            f"the lot {instrument!r} did not move {peers!r} at all: without a first stage there is "
            "no effect to divide by. Look for another instrument."
        )
    if first["f_statistic"] < _WEAK:
        warnings.warn(
            f"F of the first stage is {first['f_statistic']:.1f}, below {_WEAK:.0f}: the lot "
            f"{instrument!r} hardly moved {peers!r}, so the estimate leans towards that of "
            'least squares and its interval is too narrow. Use interval="anderson_rubin".',
            WeakInstrumentWarning,
            stacklevel=2,
        )
    both = data.both_stages(outcome, peers, instrument, confidence)
    if interval == "anderson_rubin":
        both |= data.anderson_rubin(outcome, peers, instrument, confidence)
    rows = {"first stage": first, "reduced form": second, "two stages": both}
    return pd.DataFrame.from_dict(rows, orient="index")


class _Data:
    """Columns with controls and groups taken out, and how their errors hang together."""

    def __init__(
        self,
        table: pd.DataFrame,
        main: list[str],
        controls: Sequence[str],
        groups: str | None,
        clusters: str | None,
    ) -> None:
        numeric = [*main, *tables.listed("controls", controls)]
        if len(set(numeric)) < len(numeric):
            raise ValueError(f"a column is named twice among {numeric}; each has one role")
        labels = [name for name in (groups, clusters) if name is not None]
        tables.check_columns(table, [*numeric, *labels])
        for name in labels:
            tables.check_labels(table[name], name=repr(name), mend="Drop these rows first.")
        columns = {}
        for name in numeric:
            values = table[name]
            if pd.api.types.is_bool_dtype(values) and not values.isna().any():
                # True and False are numbers here, as 0 and 1 are.
                values = values.astype(int)
            columns[name] = tables.numbers(values, name=repr(name)).astype(float)
            tables.refuse_codes(table.index, columns[name], repr(name))
        rows = len(table)
        parts = [np.ones((rows, 1))]
        if controls:
            # In units of their own size, so that a large unit does not hide a small column.
            plain = np.column_stack([columns[name] for name in controls])
            parts.append(plain / np.maximum(np.abs(plain).max(axis=0), 1e-300))
        if groups is not None:
            parts.append(np.asarray(pd.get_dummies(table[groups]), dtype=float)[:, 1:])
        around = np.column_stack(parts)
        basis, size, _ = np.linalg.svd(around, full_matrices=False)
        basis = basis[:, size > size[0] * 1e-10]
        self.free = rows - basis.shape[1] - 1
        if self.free < 1:
            raise ValueError(
                f"{rows} rows are too few for {basis.shape[1] + 1} coefficients (controls and "
                "groups). Name fewer, or bring more rows."
            )
        self.left = {name: columns[name] - basis @ (basis.T @ columns[name]) for name in main}
        for name in main:
            size_of = max(np.abs(columns[name]).max(), 1e-300)
            if np.abs(self.left[name]).max() < 1e-9 * size_of:
                where = "" if groups is None else f", once controls and {groups!r} are held equal"
                raise ValueError(
                    f"{name!r} does not vary{where}: there is nothing to compare. Leave out a "
                    "control or the groups, or bring other rows."
                )
        self.codes = None if clusters is None else pd.factorize(table[clusters])[0]
        self.known = rows - self.free
        if self.codes is not None and self.codes.max() < 1:
            raise ValueError(f"{clusters!r} has one value only: errors need two clusters or more")

    def unrelated(self, one: str, other: str) -> bool:
        """Whether two columns have nothing in common, in whatever unit they are."""
        x, z = (self.left[name] / np.abs(self.left[name]).max() for name in (one, other))
        return bool(abs(x @ z) < 1e-12 * math.sqrt((x @ x) * (z @ z)))

    def slope(self, outcome: str, cause: str, confidence: float) -> dict[str, float]:
        """The least squares slope of one column on another, with its error."""
        y, x = self.left[outcome], self.left[cause]
        estimate = float(x @ y / (x @ x))
        error = math.sqrt(self._variance(x, y - estimate * x)) / (x @ x)
        return self._row(estimate, error, confidence)

    def both_stages(
        self, outcome: str, peers: str, instrument: str, confidence: float
    ) -> dict[str, float]:
        """z'y / z'x, as two-stage least squares is with one instrument."""
        y, x, z = (self.left[name] for name in (outcome, peers, instrument))
        estimate = float(z @ y / (z @ x))
        error = math.sqrt(self._variance(z, y - estimate * x)) / abs(z @ x)
        return self._row(estimate, error, confidence)

    def anderson_rubin(
        self, outcome: str, peers: str, instrument: str, confidence: float
    ) -> dict[str, float]:
        """The effects b under which the lot has no effect on y - b x: where a parabola is below 0.

        The score z'(y - b x) is held against its variance, which is quadratic in b, too.
        """
        y, x, z = (self.left[name] for name in (outcome, peers, instrument))

        def gap(effect: float) -> float:
            rest = y - effect * x
            # Under the hypothesis the rest still has its own mean slope on z taken out.
            rest_left = rest - (z @ rest) / (z @ z) * z
            reach = self._reach(confidence) ** 2
            return float((z @ rest) ** 2 - reach * self._variance(z, rest_left))

        # Three values give the parabola.
        at_0, at_1, at_minus = gap(0.0), gap(1.0), gap(-1.0)
        a, b, c = (at_1 + at_minus) / 2 - at_0, (at_1 - at_minus) / 2, at_0
        inside = b * b - 4 * a * c
        if a <= 0 or inside < 0:
            return {"low": -math.inf, "high": math.inf}
        root = math.sqrt(inside)
        return {"low": (-b - root) / (2 * a), "high": (-b + root) / (2 * a)}

    def _variance(self, weight: np.ndarray, rest: np.ndarray) -> float:
        """Of the sum of weight times rest: plain, or over clusters as statsmodels does it."""
        if self.codes is None:
            return float(rest @ rest / self.free * (weight @ weight))
        sums = np.bincount(self.codes, weights=weight * rest)
        some = len(sums) / (len(sums) - 1) * (len(rest) - 1) / self.free
        return float(some * (sums @ sums))

    def _reach(self, confidence: float) -> float:
        from scipy.stats import t

        free = self.free if self.codes is None else int(self.codes.max())
        return float(t.ppf((1 + tables.confidence(confidence)) / 2, free))

    def _row(self, estimate: float, error: float, confidence: float) -> dict[str, float]:
        reach = self._reach(confidence) * error
        square = (estimate / error) ** 2 if error > 0 else math.inf
        ends = {"low": estimate - reach, "high": estimate + reach}
        return {"estimate": estimate, "standard_error": error, **ends, "f_statistic": square}
