"""How would brands sell if they differed in nothing but size? The NBD-Dirichlet.

Each household buys the category at its own rate (the NBD: mean M, shape K) and chooses among the
brands with its own probabilities (a Dirichlet: market shares, and S for how alike households
choose). Nobody changes, nothing else is known of a brand than its share; yet the model says how
many buy it, how often, and what else they buy.

Goodhardt, Ehrenberg & Chatfield (1984), "The Dirichlet: A Comprehensive Model of Buying
Behaviour", Journal of the Royal Statistical Society A 147(5), 621-655: GEC below.
"""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty import brands, jeopardy
from crmkit.loyalty.double_jeopardy.dirichlet_sums import (
    RULES,
    Rule,
    S_of,
    averaged,
    heterogeneity,
    log_none,
    penetration_of,
    purchases_distribution,
)

__all__ = ["Dirichlet"]


@dataclass(frozen=True)
class Dirichlet:
    """The NBD-Dirichlet of one category: fitted, or written down from a paper.

    Parameters
    ----------
    M : float
        Purchases of the category in the period, a household, buyers or not. Above 0.
    K : float
        How alike households' rates are: near 0 few buy nearly all, large means equal rates.
    S : float
        How alike households choose: near 0 each keeps to one brand, large means all choose by
        the market shares. Above 0.
    purchase_shares : mapping or Series
        Each brand's share of all purchases, above 0; together at most 1 (what is lacking are
        other brands).

    Examples
    --------
    >>> model = Dirichlet(M=1.456, K=0.779, S=1.3, purchase_shares={"Colgate DC": 0.25})
    >>> model.measures().round(2).T  # doctest: +NORMALIZE_WHITESPACE
    brand               Colgate DC
    purchase_share            0.25
    penetration               0.20
    purchase_rate             1.82
    category_rate             3.16
    requirements_share        0.58
    sole_share                0.45
    """

    M: float
    K: float
    S: float
    purchase_shares: Mapping[Hashable, float]

    def __post_init__(self) -> None:
        for name in ("M", "K", "S"):
            tables.number(name, getattr(self, name), above=0)
        object.__setattr__(self, "purchase_shares", _checked_shares(self.purchase_shares))

    # -- Fitting ---------------------------------------------------------------------------------

    @classmethod
    def fit(
        cls,
        measures: pd.DataFrame,
        *,
        penetration: float,
        purchase_rate: float,
        rule: Rule = "geometric",
        smallest_share: float = 0.02,
    ) -> Self:
        """Which Dirichlet has this category's penetration and rate, and its brands' penetrations?

        K follows from the households that bought nothing (`heterogeneity`). Each brand has the S
        under which its penetration would be exact; the rule makes one S of them.

        Parameters
        ----------
        measures : DataFrame
            One row a brand: purchase_share (of all purchases of the category) and penetration.
        penetration, purchase_rate : float
            Of the category: share of households that bought, and purchases a buyer.
        rule : {"geometric", "mean", "notch"}
            "geometric": the mean of log S, weighted by share. "mean": the mean of S, weighted by
            share. "notch": the same without brands above the upper notch of a box plot (median +
            1.58 interquartile ranges over the root of their number).
        smallest_share : float
            Brands below it get no say in S: few buyers tell little. They keep their place in the
            model.

        Raises
        ------
        ValueError
            Where no K exists, or no brand has an S; with what would have to be true.

        Warns
        -----
        NoDirichletWarning
            Where a brand's S would be 0 or infinite; it is left out of the mean.

        Examples
        --------
        >>> brands = pd.DataFrame({"purchase_share": [.25, .19], "penetration": [.20, .17]},
        ...                       index=["Colgate DC", "Macleans"])
        >>> Dirichlet.fit(brands, penetration=.56, purchase_rate=2.6).parameters.round(3).to_dict()
        {'M': 1.456, 'K': 0.779, 'S': 1.634}
        """
        mend = "Make it with brand_measures, or type it from a paper."
        wanted = ["purchase_share", "penetration"]
        tables.check_columns(measures, wanted, name="measures", mend=mend)
        tables.option("rule", rule, RULES)
        tables.share("smallest_share", smallest_share)
        tables.share("penetration", penetration)
        tables.number("purchase_rate", purchase_rate, above=0)
        tables.check_each_once(measures.index, name="measures", row="brand")
        shares = measures["purchase_share"].to_dict()
        _checked_shares(shares)
        bought = tables.column(measures, "penetration", above=0, most=penetration,
                               range_mend="A brand has some buyers, and no more than the category."
                               )  # fmt: skip
        M = penetration * purchase_rate
        K = heterogeneity(penetration, M)
        large = measures["purchase_share"].to_numpy(dtype=float) >= smallest_share
        if not large.any():
            raise ValueError(
                f"no brand has a share of smallest_share={smallest_share:g} or more; the largest "
                f"has {measures['purchase_share'].max():.3g}. Lower smallest_share."
            )
        found = measures[large].assign(penetration=bought[large])
        S = pd.Series(
            {brand: S_of(M, K, share, b) for brand, share, b in
             found[["purchase_share", "penetration"]].itertuples(name=None)}
        )  # fmt: skip
        return cls(M, K, averaged(S, found["purchase_share"], rule), shares)

    @classmethod
    def fit_counts(
        cls,
        counts: pd.DataFrame,
        *,
        households: int,
        rule: Rule = "geometric",
        smallest_share: float = 0.02,
    ) -> Self:
        """Which Dirichlet belongs to this panel?

        Parameters
        ----------
        counts : DataFrame
            From `brands.purchase_counts`. What stands under "other" belongs to the category, and
            is no brand.
        households : int
            All households of the panel, those included that bought nothing.
        rule, smallest_share
            As for `fit`, which also says what it raises and warns of.

        Examples
        --------
        >>> true = Dirichlet(M=4, K=0.6, S=2, purchase_shares={"Ann": 0.5, "Bob": 0.3, "Cid": 0.2})
        >>> counts = true.simulate(5000, rng=np.random.default_rng(1))
        >>> bool(abs(Dirichlet.fit_counts(counts, households=5000).S - 2) < 0.2)
        True
        """
        category = brands.category_measures(counts, households=households)
        return cls.fit(
            brands.brand_measures(counts, households=households),
            penetration=float(category["penetration"]),
            purchase_rate=float(category["purchase_rate"]),
            rule=rule,
            smallest_share=smallest_share,
        )

    # -- Answers ---------------------------------------------------------------------------------

    @property
    def parameters(self) -> pd.Series:
        """M, K and S by name."""
        return pd.Series({"M": self.M, "K": self.K, "S": self.S}, dtype=float)

    @property
    def polarisation(self) -> float:
        """How far does each household keep to a brand of its own? 1/(1+S): 0 not at all, 1 wholly.

        Sabavala & Morrison (1977), Journal of Advertising Research 17.
        """
        return 1 / (1 + self.S)

    def purchase_distribution(self, most: int) -> pd.Series:
        """Which share of households buys the category 0, 1, 2, ... times?

        Parameters
        ----------
        most : int
            The largest number of purchases asked for.

        Returns
        -------
        Series
            Share of all households by number of purchases, from 0.

        Examples
        --------
        >>> toothpaste = Dirichlet(1.456, 0.779, 1.3, {"Colgate DC": 0.25})
        >>> toothpaste.purchase_distribution(2).round(2).to_list()
        [0.44, 0.22, 0.13]
        """
        most = tables.whole("most", most)
        n, chance = purchases_distribution(self.M, self.K)
        index = pd.RangeIndex(most + 1, name="purchases")
        return pd.Series(chance, pd.Index(n)).reindex(index, fill_value=0.0)

    def measures(
        self, purchase_shares: Mapping[Hashable, float] | pd.Series | None = None
    ) -> pd.DataFrame:
        """What does the model expect of its brands, or of brands of these shares?

        Parameters
        ----------
        purchase_shares : mapping or Series, optional
            Share of purchases by brand, each by itself (they may sum to more than 1); those of
            the model if not given.

        Returns
        -------
        DataFrame
            One row a brand, the columns of `brands.brand_measures`.

        References
        ----------
        GEC sections 2 and 3: the probability that none of n purchases is of brand j is that of
        a beta-binomial with alpha_j = S share_j, and S - alpha_j; summed over the NBD of n.
        """
        shares = self.purchase_shares
        if purchase_shares is not None:
            shares = _checked_shares(purchase_shares, together=False)
        n, chance = purchases_distribution(self.M, self.K)
        rows = {}
        for brand, s in shares.items():
            buys = chance * -np.expm1(log_none(self.S, s, len(n)))
            b, requirements = buys.sum(), (n * buys).sum()
            # Who buys the brand alone is who buys something, but nothing of all the others.
            others = chance * np.exp(log_none(self.S, 1 - s, len(n)))
            rows[brand] = {
                "purchase_share": s,
                "penetration": b,
                "purchase_rate": self.M * s / b,
                "category_rate": requirements / b,
                "requirements_share": self.M * s / requirements,
                "sole_share": others[1:].sum() / b,
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("brand")

    def duplication(self) -> pd.DataFrame:
        """Of those who buy one brand, how many also buy another, does the model expect?

        Returns
        -------
        DataFrame
            As `jeopardy.duplication`.
        """
        shares = np.array(list(self.purchase_shares.values()), dtype=float)
        n, chance = purchases_distribution(self.M, self.K)
        one = np.array([penetration_of(n, chance, self.S, s) for s in shares])
        either = np.array(
            [[penetration_of(n, chance, self.S, min(s + t, 1.0)) for t in shares] for s in shares]
        )
        return jeopardy.as_duplication(one[:, None] + one - either, one, list(self.purchase_shares))

    def line(self, measures: pd.DataFrame) -> pd.DataFrame:
        """Which purchase rate has a brand with so many buyers, and which should it have?

        The model's own double jeopardy line; `jeopardy.jeopardy_line` is a rule of thumb for it.

        Parameters
        ----------
        measures : DataFrame
            One row a brand: penetration and purchase_rate, as from `brands.brand_measures`.

        Returns
        -------
        DataFrame
            One row a brand, by rising penetration: penetration, actual and expected purchase rate
            (of a brand whose share gives it that penetration); NaN where no share is large enough.

        Examples
        --------
        >>> model = Dirichlet(M=4, K=0.6, S=2, purchase_shares={"Ann": 0.5, "Bob": 0.2})
        >>> line = model.line(model.measures())
        >>> bool((line["actual"] - line["expected"]).abs().max() < 1e-6)
        True
        """
        tables.check_columns(measures, ["penetration", "purchase_rate"], name="measures")
        tables.column(measures, "purchase_rate", least=1, range_mend=jeopardy.RATE)
        bought = tables.column(measures, "penetration", above=0, most=1)
        line = measures[["penetration"]].assign(actual=measures["purchase_rate"])
        line["expected"] = [self.M * self._share_of(b) / b for b in bought]
        return line.sort_values("penetration")

    def _share_of(self, penetration: float) -> float:
        """The share of purchases that gives this penetration; NaN where none does."""
        from scipy.optimize import brentq

        n, chance = purchases_distribution(self.M, self.K)
        if penetration >= penetration_of(n, chance, self.S, 1 - 1e-12):
            return math.nan

        def over(purchase_share: float) -> float:
            return penetration_of(n, chance, self.S, purchase_share) - penetration

        return float(brentq(over, 0, 1 - 1e-12, xtol=1e-13))

    def over(self, periods: float) -> Self:
        """The same households over so many periods: M grows with time, all else stays.

        >>> toothpaste = Dirichlet(1.456, 0.779, 1.3, {"Colgate DC": 0.25})
        >>> toothpaste.over(4).measures()["penetration"].round(2).to_dict()
        {'Colgate DC': 0.39}
        """
        return replace(self, M=self.M * tables.number("periods", periods, above=0))

    def S_for(self, purchase_share: float, penetration: float) -> float:
        """Which S would a brand of this share need to have this penetration?

        0 where its buyers are too few for any (they buy nothing else, and more than the category's
        buyers do), infinity where they are too many.
        """
        share = tables.share("purchase_share", purchase_share, ends=False)
        b = tables.share("penetration", penetration, ends=False)
        return S_of(self.M, self.K, share, b)

    def simulate(self, households: int, *, rng: np.random.Generator) -> pd.DataFrame:
        """What would so many households buy in one period, by chance?

        Returns
        -------
        DataFrame
            As `brands.purchase_counts`: households that bought nothing have no row; brands that
            the model does not name are "other".
        """
        households = tables.whole("households", households, least=1)
        tables.generator(rng)
        purchases_distribution(self.M, self.K)  # refuses what no household could buy
        shares, names = list(self.purchase_shares.values()), list(self.purchase_shares)
        if sum(shares) < 1 - 1e-9:
            shares, names = [*shares, 1 - sum(shares)], [*names, brands.OTHER]
        rates = rng.gamma(self.K, self.M / self.K, size=households)
        chosen = rng.dirichlet(self.S * np.array(shares), size=households)
        cells = rng.multinomial(rng.poisson(rates), chosen / chosen.sum(axis=1, keepdims=True))
        index = pd.RangeIndex(1, households + 1, name="customer_id")
        table = pd.DataFrame(cells, pd.Index(index), pd.Index(names, name="brand"))
        return table[cells.sum(axis=1) > 0]

    def __str__(self) -> str:
        told = f"M {self.M:.3f}, K {self.K:.3f}, S {self.S:.3f}, polarisation"
        return f"Dirichlet: {told} {self.polarisation:.3f}; {len(self.purchase_shares)} brands"


def _checked_shares(shares: Any, *, together: bool = True) -> dict[Hashable, float]:
    if not isinstance(shares, Mapping | pd.Series):
        raise TypeError(
            f"purchase_shares must say the share of each brand, as {{'Ann': 0.2}}, not {shares!r}"
        )
    if isinstance(shares, pd.Series):
        tables.check_each_once(shares.index, name="purchase_shares", row="brand")
    if not len(shares):
        raise ValueError("purchase_shares is empty: name at least one brand")
    found = {
        brand: tables.number(f"purchase_share of {brand!r}", share, above=0, below=1, mend=(
            "e.g. 0.2 for 20 %. A brand that nobody bought, or that is alone, has no place here"
        ))
        for brand, share in shares.items()
    }  # fmt: skip
    if together and sum(found.values()) > 1 + 1e-6:
        raise ValueError(f"purchase_shares sum to {sum(found.values()):.3g}; they are parts of 1")
    return found
