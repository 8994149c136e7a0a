"""Whom does an offer move? Models of the difference that it makes, fitted to a test by lot.

Nobody is seen with the offer and without it, so that no column holds the answer. The models differ
in how they come to it: by two models, by one with interactions, or by an outcome so transformed
that its mean is the difference.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self, get_args

import numpy as np
import pandas as pd

from crmkit import flags, tables

__all__ = ["Uplift", "halves", "scores"]

Method = Literal["response", "two models", "interactions", "transformed outcome"]
Learner = Literal["linear", "forest"]

_NO_WORDS = (
    *("integer", "floating", "mixed-integer-float", "decimal", "complex"),
    *("datetime", "datetime64", "date", "timedelta", "timedelta64", "period"),
)
_BELIEF: Mapping[str, str] = {"response": "linear", "two models": "linear"}


@dataclass(frozen=True, eq=False)
class Uplift:
    """How much more often does each customer do it because of the treatment?

    With y the outcome, t the treatment (0 or 1), x the traits and e the share that is treated:

    - response: P(y = 1 | x, t = 1), which is no uplift but its rival: who does it, if treated;
    - two models: P(y = 1 | x, t = 1) - P(y = 1 | x, t = 0), each fitted to its own group;
    - interactions: one model of x, t and t x; its prediction at t = 1 less that at t = 0;
    - transformed outcome: the mean, given x, of z = y (t - e) / (e (1 - e)), which is the uplift.

    The linear learner is a logit with a light ridge penalty, or least squares for z, on
    standardised traits; the forest has 100 trees, and no leaf has less than a fiftieth of the
    customers.
    """

    method: str
    learner: str
    traits: tuple[str, ...]
    propensity: float
    _design: Any = field(repr=False)
    _models: tuple[Any, ...] = field(repr=False)

    @classmethod
    def fit(
        cls,
        table: pd.DataFrame,
        *,
        traits: Sequence[str],
        outcome: str,
        treated: str,
        method: Method = "two models",
        learner: Learner = "linear",
        seed: int = 1,
    ) -> Self:
        """Learn from customers who were treated by lot.

        Parameters
        ----------
        table : DataFrame
            One row a customer of the training part.
        traits : list of str
            Columns known before the treatment: numbers, or words and categories.
        outcome, treated : str
            Columns of 0 and 1: whether they did it, and whether they were treated. The lot must
            have been the same for all; its share is taken from the table.
        method, learner : str
            As the class says.
        seed : int
            Of the forest's draws.

        Raises
        ------
        ValueError
            Nobody or everybody treated; an outcome that is the same for all in a group; a customer
            more than once; a trait that is missing in a row, is the outcome or the treatment in
            other words, or has a word of its own for more than half of the customers.

        Warns
        -----
        UserWarning
            A trait of several values that tells the outcome or the treatment without a fault.

        References
        ----------
        Radcliffe, N. J. & Surry, P. D. 1999, "Differential response analysis" (two models).
        Lo, V. S. Y. 2002, "The true lift model", SIGKDD Explorations 4(2) (interactions).
        Athey, S. & Imbens, G. W. 2016, "Recursive partitioning for heterogeneous causal effects",
        PNAS 113(27) (transformed outcome).

        Examples
        --------
        >>> tested = pd.DataFrame({"orders": [0, 0, 1, 1] * 5, "mailed": [0, 1] * 10})
        >>> tested["bought"] = tested["orders"] * tested["mailed"]
        >>> tested.loc[[0, 1], "bought"] = 1
        >>> names = {"traits": ["orders"], "outcome": "bought", "treated": "mailed"}
        >>> model = Uplift.fit(tested, method="interactions", **names)
        >>> bool(model.score(tested).groupby(tested["orders"]).first().diff()[1] > 0)
        True
        """
        tables.option("method", method, get_args(Method))
        tables.option("learner", learner, get_args(Learner))
        traits = _traits(traits, outcome, treated)
        y, t = tested(table, outcome=outcome, treated=treated, more=traits)
        for group in (0, 1):
            if len(np.unique(y[t == group])) < 2:
                who = f"{treated!r} = {group}"
                raise ValueError(
                    f"{outcome!r} is the same for all {(t == group).sum():,} customers with {who}: "
                    "no model can tell them apart. Take more customers."
                )
        design = _Design.of(table, traits, y, t, outcome=outcome, treated=treated)
        x = design.matrix(table)
        e = float(t.mean())
        seed = int(tables.number("seed", tables.whole("seed", seed), most=2**32 - 1))
        if method == "response":
            models: tuple[Any, ...] = (_classifier(learner, seed).fit(x[t == 1], y[t == 1]),)
        elif method == "two models":
            models = tuple(
                _classifier(learner, seed).fit(x[t == group], y[t == group]) for group in (1, 0)
            )
        elif method == "interactions":
            models = (_classifier(learner, seed).fit(_with(x, t), y),)
        else:
            z = y * (t - e) / (e * (1 - e))
            models = (_regressor(learner, seed).fit(x, z),)
        return cls(method, learner, tuple(traits), e, design, models)

    def score(self, table: pd.DataFrame) -> pd.Series:
        """Predicted uplift of each customer (of the response model: the predicted response).

        Parameters
        ----------
        table : DataFrame
            One row a customer, with the traits of the fit. Words that the fit has not met count
            as none of those it has.

        Returns
        -------
        Series
            By customer, -1 to 1 (of the transformed outcome it may lie beyond).
        """
        tables.check_columns(table, self.traits)
        x = self._design.matrix(table)
        if self.method == "transformed outcome":
            found = self._models[0].predict(x)
        elif self.method == "response":
            found = _chance(self._models[0], x)
        elif self.method == "two models":
            found = _chance(self._models[0], x) - _chance(self._models[1], x)
        else:
            found = _chance(self._models[0], _with(x, np.ones(len(x))))
            found = found - _chance(self._models[0], _with(x, np.zeros(len(x))))
        return pd.Series(found, table.index, name=self.method)


def scores(
    training: pd.DataFrame,
    held_out: pd.DataFrame,
    *,
    traits: Sequence[str],
    outcome: str,
    treated: str,
    methods: Mapping[str, str] = _BELIEF,
    seed: int = 1,
) -> pd.DataFrame:
    """What does each model, fitted to one part, say of the customers of the other?

    Parameters
    ----------
    training, held_out : DataFrame
        One row a customer; the same columns, no customer in both. `halves` makes them.
    traits, outcome, treated, seed
        As `Uplift.fit`.
    methods : mapping
        Method -> its learner, "linear" or "forest".

    Returns
    -------
    DataFrame
        One row a held-out customer, one column a method: its score.

    Raises
    ------
    ValueError
        As `Uplift.fit`; or customers who stand in both parts.

    Examples
    --------
    >>> tested = pd.DataFrame({"orders": range(40), "mailed": [0, 1] * 20})
    >>> tested["bought"] = [0, 0, 1] * 13 + [1]
    >>> training, held_out = halves(tested, treated="mailed", rng=np.random.default_rng(1))
    >>> names = {"traits": ["orders"], "outcome": "bought", "treated": "mailed"}
    >>> scores(training, held_out, **names).shape
    (20, 2)
    """
    if not isinstance(methods, Mapping) or not methods:
        raise TypeError(f"methods={methods!r} must be a dict: {{'two models': 'linear'}}")
    tables.check_columns(held_out, tables.column_names("traits", traits), name="held_out")
    tables.check_each_once(held_out.index, name="held_out")
    tables.check_columns(training, [], name="training")
    both = training.index.intersection(held_out.index)
    if len(both):
        raise ValueError(
            f"{len(both):,} customer(s) are in both parts; first: {list(both[:3])}. A model must "
            "be judged by customers that it has not seen: see halves()."
        )
    names = {"traits": traits, "outcome": outcome, "treated": treated}
    found = {}
    for method, learner in methods.items():
        # The options are looked at by the fit.
        fitted = Uplift.fit(training, **names, method=method, learner=learner, seed=seed)  # type: ignore[arg-type]
        found[method] = fitted.score(held_out)
    return pd.DataFrame(found)


def halves(
    table: pd.DataFrame,
    *,
    treated: str,
    outcome: str | None = None,
    rng: np.random.Generator,
    fraction: float = 0.5,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which customers train the models, and which are held out to judge them?

    Parameters
    ----------
    table : DataFrame
        One row a customer, each once in the index.
    treated : str
        Column of 0 and 1; both parts have the same share of it.
    outcome : str, optional
        Column of 0 and 1 of which both parts shall have the same share, too, where it is rare.
    rng : Generator
        Whence the lot comes.
    fraction : float
        Of the customers in the training part, between 0 and 1.

    Returns
    -------
    two DataFrames
        training and held-out part, each in the order of the table.

    Raises
    ------
    ValueError
        A customer more than once; nobody or everybody treated, in all or in one of the parts.

    Examples
    --------
    >>> tested = pd.DataFrame({"mailed": [0, 1] * 10})
    >>> [len(one) for one in halves(tested, treated="mailed", rng=np.random.default_rng(1))]
    [10, 10]
    """
    fraction = tables.share("fraction", fraction, ends=False)
    tables.generator(rng)
    named = [treated] if outcome is None else [treated, outcome]
    tables.check_columns(table, named)
    tables.check_each_once(table.index)
    group = flags.happened(table, treated, who="those treated").to_numpy()
    check_both(group, treated)
    if outcome is not None:
        group = 2 * group + flags.happened(table, outcome, who="those who did it").to_numpy()
    lot = rng.random(len(table))
    within = pd.Series(lot).groupby(group).rank()
    sizes = pd.Series(group).map(pd.Series(group).value_counts())
    chosen = (within <= np.round(fraction * sizes)).to_numpy()
    was = flags.happened(table, treated, who="those treated").to_numpy()
    for part in (chosen, ~chosen):
        if len(np.unique(was[part])) < 2:
            raise ValueError(
                f"with fraction={fraction:g} one part has {part.sum():,} of the {len(table):,} "
                f"customers, with no two values of {treated!r}: take more customers, or a fraction "
                "nearer to 0.5"
            )
    return table[chosen], table[~chosen]


def tested(
    table: pd.DataFrame, *, outcome: str, treated: str, more: Sequence[str] = ()
) -> tuple[np.ndarray, np.ndarray]:
    """Outcome and treatment as 0 and 1, once it is seen that both groups have customers."""
    check_roles(outcome, treated, more)
    tables.check_columns(table, [outcome, treated, *more])
    tables.check_each_once(table.index)
    y = flags.happened(table, outcome, who="those who did it").to_numpy()
    t = flags.happened(table, treated, who="those treated").to_numpy()
    check_both(t, treated)
    return y, t


def check_roles(outcome: Any, treated: Any, more: Sequence[Any]) -> None:
    """Refuse one column in two roles: as the answer, and as what is judged by it."""
    if isinstance(outcome, str) and outcome == treated:
        raise ValueError(f"outcome and treated are both {outcome!r}: name two columns")
    for name, what in ((outcome, "outcome"), (treated, "treatment")):
        if name in [*more]:
            raise ValueError(
                f"{name!r} is the {what} itself and no score or plan, which must be known before: "
                "name another column"
            )


def check_both(t: np.ndarray, treated: str) -> None:
    if t.min() == t.max():
        who = "everybody" if t[0] else "nobody"
        raise ValueError(
            f"{treated!r} is {t[0]} for all {len(t):,} customers: with {who} treated there is "
            "nothing to compare with. Hold some out by lot."
        )


def _traits(traits: Any, outcome: str, treated: str) -> list[str]:
    found = tables.column_names("traits", traits)
    for name, what in ((outcome, "outcome"), (treated, "treatment")):
        if name in found:
            raise ValueError(f"traits hold {name!r}, which is the {what}: leave it out")
    return found


@dataclass(frozen=True, eq=False)
class _Design:
    """Traits as a matrix: numbers standardised, words as one column each, as of the training."""

    traits: list[str]
    words: list[str]
    encoder: Any

    @classmethod
    def of(
        cls,
        table: pd.DataFrame,
        traits: list[str],
        y: np.ndarray,
        t: np.ndarray,
        *,
        outcome: str,
        treated: str,
    ) -> Self:
        from sklearn.compose import ColumnTransformer
        from sklearn.preprocessing import OneHotEncoder, StandardScaler

        words = [one for one in traits if not pd.api.types.is_numeric_dtype(table[one])]
        design = cls(traits, words, None)
        frame = design._frame(table)
        for place, name in enumerate(traits):
            codes = frame[str(place)]
            if name in words:
                codes = pd.Series(pd.factorize(codes)[0])
                if (found := int(codes.max()) + 1) > max(20, len(codes) / 2):
                    raise ValueError(
                        f"trait {name!r} has {found:,} words for {len(codes):,} customers, of "
                        "which no model can learn: make numbers of it (pd.to_numeric), or leave "
                        "it out"
                    )
            for flag, column in ((y, outcome), (t, treated)):
                if _same_news(np.asarray(codes), flag):
                    raise ValueError(
                        f"trait {name!r} is {column!r} in other words: no model could know it "
                        "beforehand. Leave it out."
                    )
                if _tells(codes.to_numpy(), flag, name in words):
                    warnings.warn(
                        f"trait {name!r} tells {column!r} without a fault for all {len(flag):,} "
                        "customers: leave it out if it is known only afterwards, as money spent is",
                        stacklevel=3,
                    )
        at = {one: str(place) for place, one in enumerate(traits)}
        numbers = [at[one] for one in traits if one not in words]
        encoder = ColumnTransformer(
            [
                ("numbers", StandardScaler(), numbers),
                (
                    "words",
                    OneHotEncoder(handle_unknown="ignore", sparse_output=False),
                    [at[w] for w in words],
                ),
            ]
        )
        return cls(traits, words, encoder.fit(frame))

    def matrix(self, table: pd.DataFrame) -> np.ndarray:
        return np.asarray(self.encoder.transform(self._frame(table)), dtype=float)

    def _frame(self, table: pd.DataFrame) -> pd.DataFrame:
        found: dict[str, Any] = {}
        for place, name in enumerate(self.traits):
            values = table[name]
            tables.check_labels(values, name=repr(name))
            if name in self.words:
                kind = pd.api.types.infer_dtype(values)
                if kind in _NO_WORDS:
                    raise ValueError(
                        f"trait {name!r} holds no words but {kind} as {values.dtype}: make numbers "
                        "of it, of text by pd.to_numeric, of dates by counting days"
                    )
                found[str(place)] = values.astype(str).to_numpy(dtype=object)
            else:
                if pd.api.types.is_bool_dtype(values):
                    values = values.astype("int64")
                found[str(place)] = tables.numbers(values).astype(float)
        return pd.DataFrame(found, table.index)


def _same_news(values: np.ndarray, flag: np.ndarray) -> bool:
    """Whether two values of a trait tell 0 and 1 apart without a fault."""
    low, high = values.min(), values.max()
    if len(values) <= 3 or low == high or not ((values == low) | (values == high)).all():
        return False
    return bool(((values == high) == flag).all() or ((values == high) != flag).all())


def _tells(values: np.ndarray, flag: np.ndarray, words: bool) -> bool:
    """Whether each word, or a cut between numbers, has one answer only."""
    if len(flag) <= 3:
        return False
    if words:
        answers = pd.Series(flag).groupby(values).agg(["min", "max"])
        return bool((answers["min"] == answers["max"]).all())
    yes, no = values[flag == 1], values[flag == 0]
    return bool(yes.min() > no.max() or yes.max() < no.min())


def _with(x: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Traits, treatment and the product of both."""
    return np.column_stack([x, t, x * t[:, None]])


def _chance(model: Any, x: np.ndarray) -> np.ndarray:
    return np.asarray(model.predict_proba(x)[:, 1])


def _classifier(learner: str, seed: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression

    if learner == "linear":
        return LogisticRegression(max_iter=1_000)
    return RandomForestClassifier(100, min_samples_leaf=0.02, random_state=seed)


def _regressor(learner: str, seed: int) -> Any:
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.linear_model import LinearRegression

    if learner == "linear":
        return LinearRegression()
    return RandomForestRegressor(100, min_samples_leaf=0.02, max_features="sqrt", random_state=seed)
