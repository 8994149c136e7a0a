"""How strongly does one side of a marketplace draw the other, by what members chose in each city?

Cities differ in taste: where sellers like us, buyers often do, too. Who compares cities takes that
for a pull of one side on the other. Each city compared with itself, month by month, does not.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["Choice", "fitted", "race", "races"]

_NAMES = ["base", "effect", "money"]


@dataclass(frozen=True)
class Choice:
    """What one side's choice depends on: base, effect of the other side, money.

    Attributes
    ----------
    estimates : Series
        base (log odds of choosing us where the other side is split evenly and nobody is paid, the
        mean of the cities), effect (of 2 * share of the other side - 1), money (of 1 yuan a month).
    covariance : DataFrame
        Theirs.
    """

    estimates: pd.Series
    covariance: pd.DataFrame = field(repr=False)

    def table(self, *, confidence: float = 0.95) -> pd.DataFrame:
        """What was found, and how sure is it?

        Returns
        -------
        DataFrame
            base, effect and money: estimate, standard_error, low, high (log odds).
        """
        from scipy.special import ndtri

        z = ndtri((1 + tables.confidence(confidence)) / 2)
        found = pd.DataFrame({"estimate": self.estimates})
        found["standard_error"] = np.sqrt(np.diag(self.covariance))
        found["low"] = found["estimate"] - z * found["standard_error"]
        found["high"] = found["estimate"] + z * found["standard_error"]
        return found


def fitted(
    records: pd.DataFrame,
    *,
    chose: str,
    deciding: str,
    other_share: str,
    advantage: str,
    city: str | None = None,
) -> Choice:
    """How do the other side's share and money move those who decide where to trade?

    A logit of those who decide, with an error scale taken from the data, since cities have good and
    bad months. With `city` each city has a level of its own, so that only its months are compared.
    A city's good month lives on in its later shares; with few months effects therefore come out
    somewhat too low (half a standard error in 18 months of `crmkit.companies.two_sided_market`,
    where intervals of 95 % hold the truth in about 92 %).

    Parameters
    ----------
    records : DataFrame
        One row a city and month.
    chose, deciding : str
        Columns: how many chose us, of how many who decided; 0 or more, whole numbers.
    other_share : str
        Column: our share of the other side before, 0 to 1.
    advantage : str
        Column: yuan a month that a member is better off with us, set by lot.
    city : str, optional
        Column that names the city; without it cities are compared as if all were alike.

    Returns
    -------
    Choice
        With `estimates` and a `table`.

    Raises
    ------
    ValueError
        A column is missing or out of range, more chose than decided, shares or money that do not
        vary, a city that is seen but once, or that all or none chose in.

    Examples
    --------
    >>> records = pd.DataFrame({"chose": [20, 35, 50, 60], "of": 100, "yuan": [0, 30, 0, 30],
    ...                         "buyers": [0.2, 0.2, 0.5, 0.5]})
    >>> fitted(records, chose="chose", deciding="of", other_share="buyers",
    ...        advantage="yuan").estimates.round(2).to_dict()
    {'base': -0.08, 'effect': 1.99, 'money': 0.02}
    """
    import statsmodels.api as sm

    wanted = [chose, deciding, other_share, advantage, *([] if city is None else [city])]
    tables.check_columns(records, wanted, name="records")
    yes = tables.numbers(records[chose], least=0, whole=True)
    count = tables.numbers(records[deciding], above=0, whole=True)
    if (yes > count).any():
        raise tables.bad_rows(records.index, yes > count, f"more {chose!r} than {deciding!r}",
                              "Are the two exchanged?")  # fmt: skip
    pull = 2 * tables.numbers(records[other_share], least=0, most=1,
                              range_mend="Give shares, e.g. 0.2 for 20 %.") - 1  # fmt: skip
    money = tables.numbers(records[advantage])
    for name, column in ((other_share, pull), (advantage, money)):
        if np.ptp(column) == 0:
            raise ValueError(f"{name!r} is the same in all rows: nothing can be learned of it")
    design = [np.ones(len(records)), pull, money]
    if city is not None:
        tables.check_labels(records[city], name=repr(city), mend="Name the city.")
        by_city = pd.DataFrame({"yes": yes, "of": count}).groupby(records[city].to_numpy())
        sums, rows = by_city.sum(), by_city.size()
        if (rows < 2).any():
            raise ValueError(f"{list(rows.index[rows < 2][:3])} stand in one row: a city is "
                             "compared with itself, over two months or more")  # fmt: skip
        if (alike := (sums["yes"] == 0) | (sums["yes"] == sums["of"])).any():
            raise ValueError(f"all or none chose us in {list(sums.index[alike][:3])}: leave "
                             "these cities out")  # fmt: skip
        codes = pd.factorize(records[city])[0]
        # Levels that add up to 0, so that the constant is the mean of the cities.
        levels = np.eye(len(sums))[codes][:, 1:] - (codes == 0)[:, None]
        design.extend(levels.T)
    x = np.column_stack(design)
    if np.linalg.matrix_rank(x) < x.shape[1] or len(x) <= x.shape[1]:
        raise ValueError(
            f"{len(x)} rows cannot tell shares, money and cities apart: give more months, or "
            "money that changes within cities"
        )
    model = sm.GLM(yes / count, x, family=sm.families.Binomial(), var_weights=count)
    fit = model.fit(scale="X2")
    found = pd.Series(fit.params[:3], _NAMES)
    return Choice(found, pd.DataFrame(fit.cov_params()[:3, :3], _NAMES, _NAMES))


def race(
    sellers: Choice, buyers: Choice, *, seller_moving: float, buyer_moving: float
) -> pd.Series:
    """The race of both sides, as found: what `share_race.path` asks for.

    Parameters
    ----------
    sellers, buyers : Choice
        From `fitted`.
    seller_moving, buyer_moving : float
        Share of each side that decides anew in a month, above 0 and up to 1.

    Returns
    -------
    Series
        seller_base, seller_effect, seller_money, seller_moving, and the same of buyers.

    Raises
    ------
    ValueError
        A share out of range.
    """
    found: dict[str, float] = {}
    sides = {"seller": (sellers, seller_moving), "buyer": (buyers, buyer_moving)}
    for side, (choice, moving) in sides.items():
        found |= {f"{side}_{name}": float(choice.estimates[name]) for name in _NAMES}
        found[f"{side}_moving"] = tables.number(f"{side}_moving", moving, above=0, most=1)
    return pd.Series(found)


def races(
    sellers: Choice,
    buyers: Choice,
    *,
    seller_moving: float,
    buyer_moving: float,
    rng: np.random.Generator,
    draws: int = 400,
) -> pd.DataFrame:
    """Which races agree with the records? The estimate first, then draws around it.

    Parameters
    ----------
    sellers, buyers, seller_moving, buyer_moving
        As for `race`.
    rng : Generator
        Whence the draws come.
    draws : int
        1 or more; `share_race.value` asks for 40.

    Returns
    -------
    DataFrame
        The columns of `race`, draws + 1 rows.

    Raises
    ------
    ValueError
        As for `race`.
    """
    first = race(sellers, buyers, seller_moving=seller_moving, buyer_moving=buyer_moving)
    tables.generator(rng)
    table = pd.DataFrame([first] * (1 + tables.whole("draws", draws, least=1)), dtype=float)
    for side, choice in (("seller", sellers), ("buyer", buyers)):
        names = [f"{side}_{name}" for name in _NAMES]
        table.loc[1:, names] = rng.multivariate_normal(
            choice.estimates, choice.covariance, size=len(table) - 1
        )
    return table
