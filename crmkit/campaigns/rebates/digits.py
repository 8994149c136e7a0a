"""Do the first digits of amounts follow the first-digit law, and by how much do they not?

A test asks whether a file is exact. No ledger is: so a large file always fails, whoever wrote it.
How far a file is off does not grow with its size, and that is what can be compared.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import rates, tables

__all__ = ["by_size", "first_digits", "fits", "law", "shares"]


def law() -> pd.Series:
    """Which share of amounts begins with each digit, where amounts span several powers of ten?

        P(d) = log10(1 + 1 / d)

    Returns
    -------
    Series
        `expected`, 0 to 1, by digit 1 to 9.

    References
    ----------
    Benford, F. (1938). The law of anomalous numbers. Proceedings of the American Philosophical
    Society 78(4), 551-572.

    Examples
    --------
    >>> law().round(3).to_list()
    [0.301, 0.176, 0.125, 0.097, 0.079, 0.067, 0.058, 0.051, 0.046]
    """
    digit = np.arange(1, 10)
    return pd.Series(np.log10(1 + 1 / digit), pd.Index(digit, name="digit"), name="expected")


def first_digits(amounts: pd.Series) -> pd.Series:
    """With which digit does each amount begin?

    Parameters
    ----------
    amounts : Series
        Money, each above 0: leave credit notes out, and say how many.

    Returns
    -------
    Series
        `digit`, 1 to 9, of the same rows.

    Raises
    ------
    ValueError
        Amounts missing, infinite, 0 or below.

    Examples
    --------
    >>> first_digits(pd.Series([4999.5, 0.07, 120])).to_list()
    [4, 7, 1]
    """
    values = tables.numbers(
        amounts, name="amounts", above=0, range_mend="Leave credit notes and zeros out first."
    )
    # Fifteen digits are what a float holds; written, 5 is never 4.999...
    found = [int(f"{value:.14e}"[0]) for value in values]
    return pd.Series(found, amounts.index, dtype="int64", name="digit")


def shares(amounts: pd.Series, *, confidence: float = 0.95) -> pd.DataFrame:
    """Which share of the amounts begins with each digit, and which should?

    Parameters
    ----------
    amounts : Series
        As for `first_digits`.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a digit, 1 to 9: amounts (how many), actual (share), low, high, expected (share).

    Raises
    ------
    ValueError
        As for `first_digits`.

    Examples
    --------
    >>> shares(pd.Series([10, 11, 12, 40])).loc[[1, 4], ["amounts", "actual", "expected"]].round(2)
    ... # doctest: +NORMALIZE_WHITESPACE
           amounts  actual  expected
    digit
    1            3    0.75       0.3
    4            1    0.25       0.1
    """
    counts = _counts(amounts)
    all_of_them = pd.Series(counts.sum(), counts.index)
    bounds = rates.rate_interval(counts, all_of_them, confidence=confidence)
    table = pd.DataFrame({"amounts": counts, "actual": counts / counts.sum()})
    return table.assign(low=bounds["low"], high=bounds["high"], expected=law())


def fits(
    ledger: pd.DataFrame, *, amount: str, by: str | None = None, confidence: float = 0.95
) -> pd.DataFrame:
    """How far is each file from the first-digit law, and could that be chance?

        w = sqrt(sum over digits of (actual - expected)^2 / expected)

    The sample's own w is too large, the more so the smaller the file: chance alone gives it 8 / n
    in the square. So 8 / n is taken off. The interval is the wider of two: the chi-square test
    turned round, which is right near the law, and the delta method, which is right far from it.

    Parameters
    ----------
    ledger : DataFrame
        One row an invoice.
    amount : str
        Its column of money, each above 0.
    by : str, optional
        A column that says whose file a row belongs to; all rows are one file if not given.
    confidence : float
        Of the intervals of w.

    Returns
    -------
    DataFrame
        One row a file: amounts (how many), chi_square (8 degrees of freedom), p_value, effect_size
        (Cohen's w: 0.1 small, 0.3 medium), low, high, mad (mean absolute deviation of the nine
        shares) and chance_mad (what it would be by chance alone).

    Raises
    ------
    ValueError
        As for `first_digits`; a file without a name; a column missing.

    References
    ----------
    Cohen, J. (1988). Statistical Power Analysis for the Behavioral Sciences, 2nd ed., eq. (7.2.1).
    The interval: Steiger, J. H. & Fouladi, R. T. (1997), in Harlow et al. (eds), What If There Were
    No Significance Tests?, 221-257. mad: Nigrini, M. J. (2012). Benford's Law. Wiley (0.015 and
    more: no conformity).

    Examples
    --------
    >>> ledger = pd.DataFrame({"amount": np.r_[10 ** np.linspace(2, 4, 2000, endpoint=False),
    ...                                        [4500.0] * 100]})
    >>> fits(ledger, amount="amount")[["amounts", "p_value", "effect_size"]].round(3)
         amounts  p_value  effect_size
    all     2100      0.0        0.128
    """
    level = tables.confidence(confidence)
    tables.check_columns(ledger, [amount, *([by] if by is not None else [])], name="ledger")
    if by is None:
        files = {"all": ledger[amount]}
    else:
        tables.check_labels(ledger[by], name=repr(by))
        tables.check_spelling(ledger[by].unique(), name=repr(by))
        files = {str(name): rows for name, rows in ledger.groupby(by, observed=True)[amount]}
    index = pd.Index(list(files), name=by)
    return pd.DataFrame([_fit(one, level) for one in files.values()], index=index)


def by_size(
    sizes: Sequence[int], *, digit: int = 4, excess: float = 0.01, confidence: float = 0.95
) -> pd.DataFrame:
    """How often does the test reject a file with one digit a little too often, by its size?

    Parameters
    ----------
    sizes : sequence of int
        Amounts in a file, 9 or more each.
    digit : int
        1 to 9, too often by
    excess : float
        so much: 0.01 is one percentage point. The other digits give it up in proportion.
    confidence : float
        1 less the level of the test.

    Returns
    -------
    DataFrame
        One row a size (amounts): effect_size (w, the same for all), noncentrality (n * w^2, by
        which chi-square exceeds its 8 of chance) and rejected_share (of such files).

    Raises
    ------
    ValueError
        A digit of 0 or above 9; an excess with which a share would leave 0 to 1.

    References
    ----------
    Cohen (1988), ch. 7.

    Examples
    --------
    >>> by_size([2_000, 50_000]).round(2)  # doctest: +NORMALIZE_WHITESPACE
             effect_size  noncentrality  rejected_share
    amounts
    2000            0.03           2.29            0.14
    50000           0.03          57.13            1.00
    """
    from scipy.stats import chi2, ncx2

    n = [tables.whole("sizes", one, least=9) for one in tables.listed_once("sizes", sizes)]
    place = tables.whole("digit", digit, least=1, most=9)
    share = float(law()[place])
    tables.number(
        "excess", excess, above=-share, below=1 - share, mend="0.01 is one percentage point."
    )
    w = abs(excess) / np.sqrt(share * (1 - share))
    bound = chi2.ppf(tables.confidence(confidence), 8)
    found = np.array(n) * w**2
    rejected = ncx2.sf(bound, 8, np.maximum(found, 1e-12))
    return pd.DataFrame(
        {"effect_size": w, "noncentrality": found, "rejected_share": rejected},
        index=pd.Index(n, name="amounts"),
    )


def _counts(amounts: pd.Series) -> pd.Series:
    counts = first_digits(amounts).value_counts().reindex(range(1, 10), fill_value=0)
    return counts.rename_axis("digit")


def _fit(amounts: pd.Series, confidence: float) -> dict[str, float]:
    from scipy.stats import chi2, norm

    counts, expected = _counts(amounts), law()
    n = int(counts.sum())
    gap = counts / n - expected
    statistic = float(n * (gap**2 / expected).sum())
    low, high = (np.sqrt(one / n) for one in _noncentrality_interval(statistic, confidence))
    w = float(np.sqrt(max(statistic - 8, 0) / n))
    if w > 0:
        slope = gap / expected
        spread = float(
            np.sqrt(max((counts / n * slope**2).sum() - (gap * slope).sum() ** 2, 0) / n)
        )
        reach = norm.isf((1 - confidence) / 2) * spread / w
        low, high = max(min(low, w - reach), 0.0), max(high, w + reach)
    chance = float(np.sqrt(2 / np.pi * expected * (1 - expected) / n).mean())
    return {
        "amounts": n, "chi_square": statistic, "p_value": float(chi2.sf(statistic, 8)),
        "effect_size": w, "low": low, "high": high,
        "mad": float(gap.abs().mean()), "chance_mad": chance,
    }  # fmt: skip


def _noncentrality_interval(statistic: float, confidence: float) -> tuple[float, float]:
    """The noncentralities under which this chi-square of 8 degrees would be no surprise."""
    from scipy.optimize import brentq
    from scipy.stats import chi2, ncx2

    tail, most = (1 - confidence) / 2, (np.sqrt(statistic) + 12) ** 2

    def at(below: float) -> float:
        if chi2.cdf(statistic, 8) <= below:
            return 0.0
        return float(brentq(lambda one: ncx2.cdf(statistic, 8, one) - below, 1e-9, most))

    return at(1 - tail), at(tail)
