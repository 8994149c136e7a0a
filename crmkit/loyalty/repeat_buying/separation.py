"""Whether a logit has an answer at all: no column idle, none that decides every choice."""

from collections.abc import Sequence

import numpy as np

__all__: list[str] = []


def refuse_separated(better: np.ndarray, names: Sequence[str]) -> None:
    """Refuse choices that leave a weight open or send it to infinity.

    Parameters
    ----------
    better
        Occasions x brands x columns: how much more of each column the chosen brand has than each.
    names
        Of the columns.

    References
    ----------
    Albert, A. & Anderson, J. A. (1984). On the existence of maximum likelihood estimates in
    logistic regression models. Biometrika 71(1), 1-10: a weight is finite unless some direction
    never speaks against a choice that was made.
    """
    from scipy.optimize import linprog

    rows = better.reshape(-1, better.shape[-1])
    rows = rows[np.abs(rows).max(axis=1) > 0]
    scale = np.abs(rows).max(axis=0, initial=0)
    if (idle := scale == 0).any():
        which = [name for name, one in zip(names, idle, strict=True) if one]
        raise ValueError(
            f"column(s) {which} never differ between the brands of an occasion, so that they "
            "cannot explain a choice. Leave them out."
        )
    rows = np.unique(rows / scale, axis=0)
    # Columns that differ by next to nothing are alike, too: their weights would be noise.
    size = np.linalg.svd(rows, compute_uv=False)
    if len(size) < len(names) or size[-1] < 1e-8 * size[0]:
        raise ValueError(
            f"the columns {list(names)} say the same thing twice: one of them is a sum of the "
            "others (brand constants included). Leave one out."
        )
    found = linprog(-rows.sum(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1))
    if found.status == 0 and -found.fun > 1e-7:
        alone = (rows >= 0).all(axis=0) | (rows <= 0).all(axis=0)
        guilty = np.asarray(alone if alone.any() else np.abs(found.x) > 1e-7)
        which = [name for name, one in zip(names, guilty, strict=True) if one]
        raise ValueError(
            f"perfect separation: {which} never speak(s) against a choice that was made, so that "
            "a weight would run to infinity. Leave it out, or take data in which it sometimes "
            "fails."
        )
