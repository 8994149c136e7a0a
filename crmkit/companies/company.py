"""What every simulated company is: parameters from a card, and what it hands over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.datasets import card


@dataclass(frozen=True)
class Parameters:
    """The figures behind a company: a dataclass whose fields stand on the card named CARD.

    Examples
    --------
    >>> from crmkit.companies import Shop
    >>> Shop.from_card().app_share
    0.6
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    CARD: ClassVar[str]

    @classmethod
    def from_card(cls) -> Self:
        """The parameters of datasets/<CARD>.toml, each of the type that its field declares."""
        from pydantic import TypeAdapter

        values = {name: p.value for name, p in card(cls.CARD).parameters.items()}
        return TypeAdapter(cls).validate_python(values)


@dataclass(frozen=True)
class Simulated:
    """A simulated company: beside what it recorded, what only the teacher knows.

    A company adds the tables that it recorded. `truth` holds what drove each customer, household
    or branch, and has their index; `parameters` are the figures behind everything.
    """

    truth: pd.DataFrame = field(repr=False)
    parameters: Any = field(repr=False)
    seed: int


def generator(name: str, seed: int) -> np.random.Generator:
    """The draws of the company of this name: whoever calls default_rng(seed) does not repeat them.

    >>> generator("shop", 1).random() == np.random.default_rng(1).random()
    False
    """
    return np.random.default_rng([*name.encode(), tables.seed(seed)])


def numbered(letter: str, n: int) -> pd.Index:
    """The ids of n customers.

    >>> list(numbered("C", 2))
    ['C00001', 'C00002']
    """
    ids = [f"{letter}{one:05d}" for one in range(1, n + 1)]
    return pd.Index(ids, dtype="str", name="customer_id")


def figure_of(group: pd.Categorical, figures: Mapping[str, float]) -> np.ndarray:
    """For each member of `group` the figure of its group.

    >>> figure_of(pd.Categorical(["b", "a", "b"]), {"a": 0.1, "b": 0.5}).tolist()
    [0.5, 0.1, 0.5]
    """
    return np.array([figures[str(one)] for one in group.categories])[group.codes]


def drawn(rng: np.random.Generator, weights: Mapping[str, float], n: int) -> pd.Categorical:
    """n draws of a name by its weight; the weights need not add up to 1.

    >>> list(drawn(np.random.default_rng(1), {"tea": 0.0, "coffee": 2.0}, 2))
    ['coffee', 'coffee']
    """
    figures = tables.numbers(pd.Series(weights), name="the weights", least=0)
    if not figures.any():
        raise ValueError(f"the weights {dict(weights)} are all 0: nothing can be drawn")
    bounds = np.cumsum(figures)
    codes = np.searchsorted(bounds / bounds[-1], rng.random(n), side="right")
    # pandas-stubs knows no categories but an Index.
    return pd.Categorical.from_codes(  # type: ignore[call-overload]
        codes, categories=list(weights)
    )


def drawn_by(
    rng: np.random.Generator, shares: Mapping[str, Mapping[str, float]], group: pd.Categorical
) -> pd.Categorical:
    """For each member of `group` a draw by the shares of its group.

    >>> people = pd.Categorical(["a", "b"])
    >>> shares = {"a": {"tea": 1.0}, "b": {"coffee": 1.0}}
    >>> list(drawn_by(np.random.default_rng(1), shares, people))
    ['tea', 'coffee']
    """
    names = list(dict.fromkeys(name for share in shares.values() for name in share))
    table = np.array([[shares[g].get(name, 0.0) for name in names] for g in group.categories])
    bounds = np.cumsum(table, axis=1) / table.sum(axis=1, keepdims=True)
    codes = (rng.random(len(group))[:, None] >= bounds[group.codes]).sum(axis=1)
    # As above.
    return pd.Categorical.from_codes(codes, categories=names)  # type: ignore[call-overload]
