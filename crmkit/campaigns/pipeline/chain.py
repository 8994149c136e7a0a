"""The absorbing chain behind a pipeline: moves counted by deal, chances, and draws of both."""

import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit import tables

GROUP = "_all"


class Moves(NamedTuple):
    """Moves from week to week: of which deal, in which group, from which state, to which."""

    deal: np.ndarray
    cell: np.ndarray
    groups: list[object]
    passing: list[str]
    ends: list[str]

    @property
    def shape(self) -> tuple[int, int, int]:
        return len(self.groups), len(self.passing), len(self.passing) + len(self.ends)

    def counts(self, weights: np.ndarray | None = None) -> np.ndarray:
        """Groups by states by states: how many moves, a deal counted as often as its weight."""
        each = None if weights is None else weights[self.deal]
        size = int(np.prod(self.shape))
        return np.bincount(self.cell, each, size).reshape(self.shape).astype("float64")

    def drawn(self, rng: np.random.Generator) -> np.ndarray:
        """The counts of as many deals, drawn out of those there are."""
        many = int(self.deal.max()) + 1
        return self.counts(np.bincount(rng.integers(0, many, many), minlength=many))


def moves(ledger: pd.DataFrame, by: str | None) -> Moves:
    """The moves of a ledger of weeks, checked."""
    columns = ["deal", "week", "state", *([] if by is None else [by])]
    tables.check_columns(ledger, columns, name="the ledger", mend="stages.ledger makes it.")
    for name in columns:
        tables.check_labels(ledger[name], name=repr(name))
    number = tables.column(ledger, "week", whole=True)
    tables.check_spelling(ledger["state"].unique(), name="'state'")
    twice = ledger.duplicated(["deal", "week"])
    if twice.any():
        mend = "Drop what is double: ledger.drop_duplicates()."
        raise tables.bad_rows(ledger.index, twice, "the ledger has a deal twice in a week", mend)
    rows = ledger[columns].assign(week=number).sort_values(["deal", "week"], kind="stable")
    after = rows.groupby("deal", observed=True)[["week", "state"]].shift(-1)
    known = (after["week"] - rows["week"] == 1).to_numpy()
    gaps = int((after["week"] - rows["week"] > 1).sum())
    if gaps and known.any():
        warnings.warn(
            f"{gaps:,} move(s) span weeks that the ledger lacks; left out. "
            "stages.ledger fills them.",
            stacklevel=3,
        )
    if not known.any():
        raise ValueError("no deal is in the ledger in two weeks on end: there are no moves")
    came, went = rows["state"].astype("str")[known], after["state"].astype("str")[known]
    left = came[came.to_numpy() != went.to_numpy()].unique()
    # States come in the order in which deals mostly run through them.
    order = list(rows["state"].astype("str").groupby(rows["week"]).agg(pd.Series.unique).explode()
                 .drop_duplicates())  # fmt: skip
    passing = [one for one in order if one in set(left)]
    ends = sorted(one for one in order if one not in set(left))
    if not ends:
        raise ValueError("no state ends a deal: the ledger needs one such as 'won'")
    groups: list[object] = [GROUP]
    group = np.zeros(len(rows), dtype="int64")
    if by is not None:
        if rows.groupby("deal", observed=True)[by].nunique().gt(1).any():
            raise ValueError(f"{by!r} changes within a deal: give each deal one value")
        group, labels = pd.factorize(rows[by], sort=True)
        groups = list(labels)
    states = [*passing, *ends]
    start = pd.Index(states).get_indexer(pd.Index(came))
    goal = pd.Index(states).get_indexer(pd.Index(went))
    inside = start < len(passing)
    cell = (group[known] * len(passing) + start) * len(states) + goal
    deal = pd.factorize(rows["deal"].to_numpy()[known][inside])[0]
    return Moves(deal, cell[inside], groups, passing, ends)


def shares(counts: np.ndarray) -> np.ndarray:
    """Counts as shares of their row; NaN where nothing was in the state."""
    with np.errstate(invalid="ignore"):
        return np.asarray(counts / counts.sum(axis=-1, keepdims=True))


def reached(moved: np.ndarray, end: int, weeks: int | None) -> np.ndarray:
    """From each passing state, the chance of the end: within so many weeks, or (None) ever.

    Ever: (I - Q)^-1 R. Within w weeks: what w steps of the whole chain bring there.
    """
    many = moved.shape[1]
    q, r = moved[..., :many], moved[..., many + end]
    if weeks is None:
        stay = np.eye(many) - q
        if not np.isfinite(stay).all() or (np.linalg.cond(stay) > 1e10).any():
            return np.full(r.shape, np.nan)
        return np.asarray(np.linalg.solve(stay, r[..., None])[..., 0])
    found = np.zeros(r.shape)
    for _ in range(weeks):
        found = r + (q @ found[..., None])[..., 0]
    return found


def usable(drawn: np.ndarray) -> np.ndarray:
    """The draws that are numbers; a warning where some are not, an error where many are not."""
    fine = np.isfinite(drawn).reshape(len(drawn), -1).all(axis=1)
    lost = int((~fine).sum())
    if lost > len(drawn) / 10:
        raise ValueError(
            f"{lost} of {len(drawn)} tables drawn lack a stage: too few deals for an interval. "
            "Make coarser groups."
        )
    if lost:
        warnings.warn(f"{lost} of {len(drawn)} tables drawn lack a stage; left out.", stacklevel=3)
    return drawn[fine]


def end_of(found: Moves, name: str) -> int:
    """The place of an end, by its name."""
    if not isinstance(name, str) or name not in found.ends:
        raise ValueError(f"{name!r} is no end of the ledger; its deals end in {found.ends}")
    return found.ends.index(name)
