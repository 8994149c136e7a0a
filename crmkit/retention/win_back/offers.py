"""How large an offer to the silent: more come back for more money, but each of them gets it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import flags, tables

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["best_offers", "offer_profits"]

_DRAWS = 2000


def offer_profits(
    trial: pd.DataFrame,
    *,
    returned: str,
    offer: str,
    sizes: Sequence[float],
    second_value: float,
    cost: float = 0.0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How many come back at each size of offer, and what is left of it?

    A logit of returning on the size, so that log-odds rise by the same for each yuan more:
    p(x) = 1 / (1 + exp(-a - b x)). What a customer earns is p(x) (second value - x) - cost: the
    offer is paid to everybody who comes back, also to those who would have come without.

    Parameters
    ----------
    trial : DataFrame
        One row a customer who was called with an offer whose size a lot decided.
    returned, offer : str
        Columns: 1 for those who came back, else 0; and the size in money, 0 or more.
    sizes : sequence of float
        Sizes to be compared, 0 or more. Beyond the largest that was tried the curve is a guess.
    second_value : float
        What a customer who comes back brings, before the offer, in money.
    cost : float
        Of asking a customer at all.
    confidence : float
        Of the intervals.

    Returns
    -------
    DataFrame
        One row a size (index `offer`): return_rate (0 to 1), profit (a customer asked) and its
        low and high.

    Raises
    ------
    ValueError
        One size only, nobody or everybody came back, too few in all, or the sizes separate those
        who came back from the others.

    Examples
    --------
    >>> trial = pd.DataFrame({"offer": [0] * 20 + [30] * 20,
    ...                       "back": [1] * 4 + [0] * 16 + [1] * 10 + [0] * 10})
    >>> offer_profits(
    ...     trial, returned="back", offer="offer", sizes=[0, 30], second_value=100
    ... )[["return_rate", "profit"]].round(2).to_dict("index")
    {0: {'return_rate': 0.2, 'profit': 20.0}, 30: {'return_rate': 0.5, 'profit': 35.0}}
    """
    from scipy.special import expit, ndtri

    x, worth, paid = _asked(sizes, second_value, cost)
    z = ndtri((1 + tables.confidence(confidence)) / 2)
    coefficients, covariance = _logit(trial, returned, offer)
    design = np.column_stack([np.ones(len(x)), x])
    middle = design @ coefficients
    away = z * np.sqrt(np.einsum("ij,jk,ik->i", design, covariance, design))
    ends = np.sort([expit(middle + sign * away) * (worth - x) - paid for sign in (-1, 1)], axis=0)
    rate = expit(middle)
    return pd.DataFrame(
        {"return_rate": rate, "profit": rate * (worth - x) - paid, "low": ends[0], "high": ends[1]},
        index=pd.Index(list(sizes), name="offer"),
    )


def best_offers(
    trial: pd.DataFrame,
    *,
    returned: str,
    offer: str,
    sizes: Sequence[float],
    second_value: float,
    by: str,
    rng: np.random.Generator,
    cost: float = 0.0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which size of offer earns most in each segment, and how sure is that?

    Parameters
    ----------
    trial, returned, offer, sizes, second_value, cost, confidence
        As for `offer_profits`, which is asked in each segment by itself.
    by : str
        Column of the segment, known before the offer.
    rng : Generator
        Draws the coefficients of the logit from their normal distribution, 2,000 times; the bounds
        hold the middle of the sizes that are best in them.

    Returns
    -------
    DataFrame
        One row a segment: customers, estimate (the best of `sizes`), low, high (sizes among which
        the best one lies), return_rate and profit (a customer asked) at the estimate.

    Examples
    --------
    >>> trial = pd.DataFrame({"offer": [0] * 20 + [30] * 20, "price": "yes",
    ...                       "back": [1] * 4 + [0] * 16 + [1] * 10 + [0] * 10})
    >>> best_offers(
    ...     trial, returned="back", offer="offer", sizes=[0, 10, 20, 30, 40], second_value=100,
    ...     by="price", rng=np.random.default_rng(1),
    ... )[["customers", "estimate", "low", "high"]].values.tolist()
    [[40.0, 40.0, 0.0, 40.0]]
    """
    from scipy.special import expit

    tables.check_columns(trial, [returned, offer, by], name="the trial")
    tables.check_labels(trial[by], name=repr(by))
    if by in (returned, offer):
        raise ValueError(f"by={by!r} must be a column of its own, known before the offer")
    tables.generator(rng)
    x, worth, _ = _asked(sizes, second_value, cost)
    tail = (1 - tables.confidence(confidence)) / 2
    rows = {}
    for name, part in trial.groupby(by, observed=True):
        try:
            found = offer_profits(
                part,
                returned=returned,
                offer=offer,
                sizes=sizes,
                second_value=second_value,
                cost=cost,
                confidence=confidence,
            )
        except ValueError as error:
            raise ValueError(f"{by!r} = {name!r}: {error}") from None
        drawn = rng.multivariate_normal(*_logit(part, returned, offer), size=_DRAWS)
        profit = expit(drawn[:, [0]] + drawn[:, [1]] * x) * (worth - x)
        best = x[profit.argmax(axis=1)]
        low, high = np.quantile(best, [tail, 1 - tail], method="inverted_cdf")
        place = int(found["profit"].to_numpy().argmax())
        rows[name] = {
            "customers": len(part),
            "estimate": x[place],
            "low": low,
            "high": high,
            **found.iloc[place][["return_rate", "profit"]],
        }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis(by)
    return table.astype({"customers": "int64"})


def _asked(
    sizes: Sequence[float], second_value: float, cost: float
) -> tuple[np.ndarray, float, float]:
    listed = pd.Series(tables.listed_once("sizes", sizes))
    x = tables.numbers(
        tables.one_or_more("sizes", listed, mend="name one or more"), name="sizes", least=0
    )
    worth = tables.number("second_value", second_value, above=0)
    return x.astype("float64"), worth, tables.number("cost", cost, least=0)


def _logit(trial: pd.DataFrame, returned: str, offer: str) -> "tuple[np.ndarray, np.ndarray]":
    import statsmodels.api as sm

    tables.check_columns(trial, [returned, offer], name="the trial")
    if returned == offer:
        raise ValueError(f"returned and offer are both {offer!r}: name two columns")
    x = tables.column(trial, offer, least=0).astype("float64")
    y = flags.happened(trial, returned, who="those who came back").to_numpy()
    if np.ptp(x) <= 1e-6 * x.max():
        raise ValueError(f"{offer!r} is {x[0]:g} in every row: sizes that differ must be tried")
    if y.min() == y.max():
        who = "nobody" if y[0] == 0 else "everybody"
        raise ValueError(f"{who} came back of {len(y):,}: no curve can be drawn; ask more")
    here, away = x[y == 1], x[y == 0]
    if here.min() >= away.max() or here.max() <= away.min():
        raise ValueError(
            f"the size of {offer!r} separates those who came back from the others: with so clear a "
            "cut in so few rows no slope is finite; ask more customers at each size"
        )
    # In standard deviations, so that neither fen nor millions keep the search from its end.
    centre, spread = x.mean(), x.std()
    design: ArrayLike = sm.add_constant((x - centre) / spread)
    fitted = sm.Logit(y, design).fit(disp=0)
    back = np.array([[1, -centre / spread], [0, 1 / spread]])
    return back @ np.asarray(fitted.params), back @ np.asarray(fitted.cov_params()) @ back.T
