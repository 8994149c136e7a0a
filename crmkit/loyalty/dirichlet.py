"""How would brands sell if they differed in nothing but size? The NBD-Dirichlet.

Each household buys the category at its own rate (the NBD: mean M, shape K) and chooses among the
brands with its own probabilities (a Dirichlet: market shares, and S for how alike households
choose). Nobody changes, nothing else is known of a brand than its share; yet the model says how
many buy it, how often, and what else they buy.

Goodhardt, Ehrenberg & Chatfield (1984), "The Dirichlet: A Comprehensive Model of Buying
Behaviour", Journal of the Royal Statistical Society A 147(5), 621-655: GEC below.
"""

import math
import warnings
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, Self

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty import brands

__all__ = ["Dirichlet", "NoDirichletWarning", "Rule", "heterogeneity"]

# How the S of the single brands become one: see `Dirichlet.fit`.
Rule = Literal["geometric", "mean", "notch"]
RULES: tuple[Rule, ...] = ("geometric", "mean", "notch")

# What the sums over the number of purchases may leave out, and how long they may be.
LEFT_OUT = 1e-12
LONGEST = 2_000_000


class NoDirichletWarning(UserWarning):
    """A brand is bought as no Dirichlet of this category can have it."""


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
        shares = dict(pd.Series(self.purchase_shares, dtype=object).items())
        object.__setattr__(self, "purchase_shares", _checked_shares(shares))

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
        return cls(M, K, _averaged(S, found["purchase_share"], rule), shares)

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
            given = dict(pd.Series(purchase_shares, dtype=object).items())
            shares = _checked_shares(given, together=False)
        n, chance = purchases_distribution(self.M, self.K)
        rows = {}
        for brand, s in shares.items():
            buys = chance * -np.expm1(_log_none(self.S, s, len(n)))
            b, requirements = buys.sum(), (n * buys).sum()
            # Who buys the brand alone is who buys something, but nothing of all the others.
            others = chance * np.exp(_log_none(self.S, 1 - s, len(n)))
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
            As `brands.duplication`.
        """
        shares = np.array(list(self.purchase_shares.values()), dtype=float)
        n, chance = purchases_distribution(self.M, self.K)
        one = np.array([penetration_of(n, chance, self.S, s) for s in shares])
        either = np.array(
            [[penetration_of(n, chance, self.S, min(s + t, 1.0)) for t in shares] for s in shares]
        )
        return brands.as_duplication(one[:, None] + one - either, one, list(self.purchase_shares))

    def line(self, measures: pd.DataFrame) -> pd.DataFrame:
        """Which purchase rate has a brand with so many buyers, and which should it have?

        The model's own double jeopardy line; `brands.jeopardy_line` is a rule of thumb for it.

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


def heterogeneity(penetration: float, mean_purchases: float) -> float:
    """Which K of the NBD leaves so many households without a purchase?

    Solves (1 + M/K)^-K = 1 - penetration, GEC section 4.

    Parameters
    ----------
    penetration : float
        Share of households that bought, between 0 and 1.
    mean_purchases : float
        M: purchases a household, buyers or not.

    Raises
    ------
    ValueError
        If everybody bought, or if there are too many buyers for so few purchases: even households
        with equal rates would leave exp(-M) of them without one.

    Examples
    --------
    >>> round(heterogeneity(0.56, 1.456), 3)
    0.779
    """
    from scipy.optimize import brentq

    b = tables.number("penetration", penetration, above=0, below=1, mend=(
        "e.g. 0.56. If everybody bought, take a shorter period, or count those who bought nothing"
    ))  # fmt: skip
    M = tables.number("mean_purchases", mean_purchases, above=0)
    if b >= -math.expm1(-M) * (1 - 1e-9):
        raise ValueError(
            f"no NBD has a penetration of {b:.3g} and {M / b:.3g} purchases a buyer: at that "
            f"penetration a buyer buys more than {-math.log1p(-b) / b:.3g} times on average, even "
            "if all households are alike. Are purchases counted once a household? Count them all, "
            "and all households."
        )

    def missing(log_K: float) -> float:
        K = math.exp(log_K)
        return K * math.log1p(M / K) + math.log1p(-b)

    # From the most unequal households to such as are alike for every purpose.
    low = -1.0
    while missing(low) > 0:
        low -= 2
    high = 1.0
    while missing(high) < 0 and high < 40:
        high += 2
    return float(math.exp(brentq(missing, low, high, xtol=1e-13)))


@lru_cache(maxsize=64)
def purchases_distribution(M: float, K: float) -> tuple[np.ndarray, np.ndarray]:
    """0, 1, 2, ... purchases and the NBD's probabilities of them, GEC eq. for P_n.

    As far as what is left out, of the households and of their purchases, is next to nothing.
    """
    from scipy.stats import nbinom

    success = K / (K + M)
    # Of purchases, n P_n is again an NBD with K + 1: its tail is the longer one.
    last = float(nbinom.isf(LEFT_OUT, K + 1, success)) + 2
    if not last < LONGEST:
        raise ValueError(
            f"with M={M:g} and K={K:g} some households buy more than {LONGEST:,} times. Take a "
            "shorter period."
        )
    n = np.arange(int(last) + 1)
    chance = nbinom.pmf(n, K, success)
    short = max(abs(1 - chance.sum()), abs(1 - (n * chance).sum() / M))
    if short > 1e-8:
        raise ValueError(f"the sum over purchases leaves out {short:.1g} with M={M:g}, K={K:g}")
    n.flags.writeable = chance.flags.writeable = False
    return n, chance


def penetration_of(n: np.ndarray, chance: np.ndarray, S: float, purchase_share: float) -> float:
    """The share of households that buy a brand of this share at least once."""
    return float(-(chance * np.expm1(_log_none(S, purchase_share, len(n)))).sum())


def S_of(M: float, K: float, purchase_share: float, penetration: float) -> float:
    """The S under which a brand of this share has this penetration; 0 or infinite if none has."""
    from scipy.optimize import brentq

    n, chance = purchases_distribution(M, K)
    s = purchase_share
    fewest, most = s * (1 - chance[0]), -math.expm1(-K * math.log1p(M * s / K))
    if penetration <= fewest * (1 + 1e-6):
        return 0.0
    if penetration >= most * (1 - 1e-6):
        return math.inf

    def over(log_S: float) -> float:
        return penetration_of(n, chance, math.exp(log_S), s) - penetration

    return float(math.exp(brentq(over, -25, 25, xtol=1e-10)))


def _log_none(S: float, share: float, length: int) -> np.ndarray:
    """The log of p_j(0|n) = prod (S - alpha_j + i) / (S + i), i < n, for n from 0; GEC."""
    i = np.arange(length - 1)
    with np.errstate(divide="ignore"):
        return np.concatenate([[0.0], np.cumsum(np.log1p(-S * share / (S + i)))])


def _averaged(S: pd.Series, shares: pd.Series, rule: Rule) -> float:
    out = S[(S == 0) | np.isinf(S)]
    if len(out) == len(S):
        raise ValueError(
            f"no Dirichlet has these brands: S would be {_ends(out)}. At 0 a brand's buyers are "
            "too few for its share, at infinity too many. Check that shares are of purchases, not "
            "of money or units, and that all figures are of one period."
        )
    if len(out):
        warnings.warn(
            f"left out of S: {_ends(out)}. At 0 a brand's buyers are too few for its share, at "
            "infinity too many for any Dirichlet of this category: look at these brands by "
            "themselves, or raise smallest_share.",
            NoDirichletWarning,
            stacklevel=3,
        )
    inner = S.drop(out.index)
    if rule == "notch":
        inner = inner[inner <= _upper_notch(inner)]
    weights = shares.loc[inner.index]
    if rule == "geometric":
        return float(np.exp(np.average(np.log(inner), weights=weights)))
    return float(np.average(inner, weights=weights))


def _upper_notch(values: pd.Series) -> float:
    """Median + 1.58 (upper - lower hinge) / sqrt(number), hinges as Tukey's."""
    ordered = np.sort(values.to_numpy(dtype=float))
    half = (len(ordered) + 1) // 2
    lower, upper = np.median(ordered[:half]), np.median(ordered[-half:])
    return float(np.median(ordered) + 1.58 * (upper - lower) / math.sqrt(len(ordered)))


def _ends(out: pd.Series) -> str:
    told = [f"{brand!r} ({'0' if S == 0 else 'infinity'})" for brand, S in out.items()]
    return ", ".join(told[:5])


def _checked_shares(
    shares: dict[Hashable, float], *, together: bool = True
) -> dict[Hashable, float]:
    if not shares:
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
