"""What goes with leaving, other things equal: the weights of a logit, with their intervals."""

import warnings

import numpy as np
import pandas as pd

from crmkit import flags, tables

__all__ = ["coefficients"]


def coefficients(
    customers: pd.DataFrame, *, left: str, traits: list[str], confidence: float = 0.95
) -> pd.DataFrame:
    """By how much does each trait move the log-odds of leaving, the others held still?

        log(p / (1 - p)) = b_0 + b_1 x_1 + ... + b_k x_k

    fitted by maximum likelihood, without the penalty of `churn.out_of_fold`: to be read, not to
    rank by.

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    left : str
        Its column of 1 (left, defaulted, bought ...) and 0.
    traits : list of str
        Columns of numbers, none missing; of words make columns of 0 and 1 first.

    Returns
    -------
    DataFrame
        One row the constant ("constant") and each trait: estimate, standard_error, low, high,
        odds_ratio (e to the estimate; of the constant, the odds at 0) and p_value.

    Raises
    ------
    ValueError
        The traits separate leavers from stayers perfectly, or one follows from the others, so that
        no weights fit best; one class only; numbers missing or infinite.

    References
    ----------
    Cox, D. R. (1958). The regression analysis of binary sequences. Journal of the Royal Statistical
    Society B 20, 215-242. The work is done by statsmodels.

    Examples
    --------
    >>> customers = pd.DataFrame({"calls": [0, 1, 2, 3, 4, 5], "left": [0, 0, 1, 0, 1, 1]})
    >>> table = coefficients(customers, left="left", traits=["calls"])
    >>> table[["estimate", "standard_error", "low", "high"]].round(2)
              estimate  standard_error   low  high
    constant     -3.04            2.55 -8.02  1.95
    calls         1.21            0.91 -0.57  3.00
    """
    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import (
        ConvergenceWarning,
        HessianInversionWarning,
        PerfectSeparationWarning,
    )

    traits = tables.column_names("traits", traits)
    tables.check_columns(customers, [left, *traits], name="customers")
    if "constant" in traits or left in traits:
        raise ValueError("traits can hold neither the answer itself nor a column named 'constant'")
    gone = flags.happened(customers, left, who="those who left")
    if gone.nunique() < 2:
        raise ValueError(f"{left!r} is {gone.iloc[0]} for every customer: there is nothing to tell")
    columns = {
        trait: tables.column(customers, trait, no_codes=True).astype(float) for trait in traits
    }
    x = pd.DataFrame({"constant": 1.0, **columns}, customers.index)
    # Fitted on comparable scales: an income in yuan beside a flag would stop the search.
    scale = x.drop(columns="constant").std(ddof=0)
    if (scale == 0).any():
        same = list(scale.index[scale == 0])
        raise ValueError(f"{same} is the same for every customer: leave it out")
    if np.linalg.matrix_rank(x / x.abs().max()) < x.shape[1]:
        raise ValueError(f"of {traits} one follows from the others: leave one out")
    factors = np.r_[1.0, scale.to_numpy()]
    with warnings.catch_warnings():
        for fault in (ConvergenceWarning, HessianInversionWarning, PerfectSeparationWarning):
            warnings.simplefilter("error", fault)
        # On its way the search may pass numbers that are too large; where it ends is looked at.
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            fitted = sm.Logit(gone.to_numpy(), x.to_numpy() / factors).fit(disp=0, maxiter=100)
        except (np.linalg.LinAlgError, Warning):
            raise ValueError(
                f"{traits} separate leavers from stayers perfectly, or nearly: no weights fit "
                "best. Leave out the trait that gives the answer away."
            ) from None
    low, high = fitted.conf_int(alpha=1 - tables.confidence(confidence)).T
    estimate = pd.Series(fitted.params / factors, x.columns)
    return pd.DataFrame(
        {
            "estimate": estimate,
            "standard_error": fitted.bse / factors,
            "low": low / factors,
            "high": high / factors,
            "odds_ratio": tables.ratios(estimate.to_frame())[0],
            "p_value": fitted.pvalues,
        },
        index=x.columns,
    )
