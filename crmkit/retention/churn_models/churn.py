"""How likely is each customer to leave, by a model that never saw that customer?

scikit-learn does the fitting; here stands what a student gets wrong with it: everything that is
learned, the filling of gaps included, is learned without the customers who are to be judged.
"""

import warnings
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pandas as pd
from pandas.api import types

from crmkit import flags, tables
from crmkit.models import one_thread

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

__all__ = ["out_of_fold", "score_new"]

Method = Literal["logit", "boosting"]

# One trait that sorts leavers from stayers so well is no trait, but the answer in other words.
_GIVEN_AWAY = 0.995


def out_of_fold(
    customers: pd.DataFrame,
    *,
    left: str,
    traits: list[str],
    method: Method = "logit",
    folds: int = 10,
    seed: int,
) -> pd.Series:
    """How likely was each customer to leave, judged by a model fitted to the others?

    Customers are split by lot into so many folds, each with its share of leavers. Each fold is
    judged by a model that has seen the other folds only; so are the filling of gaps (median), the
    scaling of numbers and the list of words.

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    left : str
        Its column of 1 (left) and 0.
    traits : list of str
        Columns of numbers or words, known *before* anybody left. Missing words count as a word.
    method : "logit" or "boosting"
        Logit: the log-odds of leaving are a weighted sum of the traits (scikit-learn's
        LogisticRegression, with its mild ridge penalty). Boosting: many small trees, each mending
        what the ones before it missed (HistGradientBoostingClassifier with up to 8 leaves a tree).
    folds : int
        2 or more, up to the number of leavers.
    seed : int
        Of the lot.

    Returns
    -------
    Series
        `probability`, 0 to 1, by customer.

    Raises
    ------
    ValueError
        A trait gives the answer away (it alone sorts leavers from stayers almost perfectly), is a
        date, infinite or missing everywhere, holds numbers as text, codes for no answer (such as
        -99) or one word in two spellings; nobody left or everybody did; too few leavers for so many
        folds.

    References
    ----------
    Stone, M. (1974). Cross-validatory choice and assessment of statistical predictions. Journal of
    the Royal Statistical Society B 36, 111-147. Friedman, J. H. (2001). Greedy function
    approximation: a gradient boosting machine. Annals of Statistics 29, 1189-1232.

    Examples
    --------
    >>> customers = pd.DataFrame({
    ...     "months": [1, 2, 30, 4, 50, 60, 3, 20], "left": [1, 1, 1, 0, 0, 0, 1, 0],
    ... })
    >>> out_of_fold(customers, left="left", traits=["months"], folds=4, seed=1).round(1).to_list()
    [0.7, 0.6, 0.4, 0.7, 0.3, 0.2, 0.6, 0.5]
    """
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    model = _pipeline(customers, traits, method, seed)
    gone = _leavers(customers, left, traits)
    rarer = int(min(gone.sum(), (1 - gone).sum()))
    if tables.whole("folds", folds, least=2) > rarer:
        raise ValueError(
            f"{rarer} customers of the rarer kind (left or stayed) cannot be spread over "
            f"{folds} folds: use fewer folds, or more customers"
        )
    split = StratifiedKFold(folds, shuffle=True, random_state=tables.seed(seed))
    with one_thread():
        made = cross_val_predict(
            model, _prepared(customers, traits), gone, cv=split, method="predict_proba"
        )
    return pd.Series(made[:, 1], customers.index, name="probability")


def score_new(
    customers: pd.DataFrame,
    new: pd.DataFrame,
    *,
    left: str,
    traits: list[str],
    method: Method = "logit",
    seed: int,
) -> pd.Series:
    """How likely are other customers to leave, of whom nobody knows it yet?

    Parameters
    ----------
    customers, left, traits, method, seed
        As for `out_of_fold`: whom the model learns from.
    new : DataFrame
        One row a customer with the same traits; whether they left is not looked at.

    Returns
    -------
    Series
        `probability`, 0 to 1, by customer of `new`. How good such promises are, only customers
        tell from whom the model did not learn: see `out_of_fold` and `calibration.by_group`.

    Raises
    ------
    ValueError
        As for `out_of_fold`.

    Warns
    -----
    UserWarning
        New customers have words that none of the known ones had.

    Examples
    --------
    >>> known = pd.DataFrame({
    ...     "plan": ["basic"] * 3 + ["full"] * 3, "left": [1, 1, 0, 0, 0, 1],
    ... })
    >>> new = pd.DataFrame({"plan": ["full", "basic"]})
    >>> score_new(known, new, left="left", traits=["plan"], seed=1).round(2).to_list()
    [0.43, 0.57]
    """
    model = _pipeline(customers, traits, method, seed)
    gone = _leavers(customers, left, traits)
    tables.check_columns(new, traits, name="the table of new customers")
    tables.check_each_once(new.index, name="the table of new customers")
    learned, asked = _prepared(customers, traits), _prepared(new, traits, gaps=True)
    for trait in traits:
        if types.is_numeric_dtype(learned[trait]) != types.is_numeric_dtype(asked[trait]):
            raise ValueError(
                f"{trait!r} holds numbers in one of the two tables, words in the other"
            )
        if not types.is_numeric_dtype(learned[trait]):
            new_words = ~asked[trait].isin(learned[trait])
            if new_words.any():
                warnings.warn(
                    f"{trait!r} says in {new_words.sum():,} of {len(new):,} new customers what it "
                    f"said in none before: {list(asked[trait][new_words].unique()[:5])}. They "
                    "are judged by their other traits.",
                    stacklevel=2,
                )
    with one_thread():
        made = model.fit(learned, gone).predict_proba(asked)
    return pd.Series(made[:, 1], new.index, name="probability")


def _leavers(customers: pd.DataFrame, left: str, traits: list[str]) -> pd.Series:
    """1 and 0, once both kinds are seen to be there and no trait gives them away."""
    from sklearn.metrics import roc_auc_score

    tables.check_columns(customers, [left, *traits], name="customers")
    tables.check_each_once(customers.index, name="customers")
    if left in traits:
        raise ValueError(f"{left!r} is the answer and cannot be a trait as well")
    gone = flags.happened(customers, left, who="those who left")
    if gone.nunique() < 2:
        raise ValueError(f"{left!r} is {gone.iloc[0]} for every customer: there is nothing to tell")
    if len(gone) < 20:
        return gone  # Among so few, a trait sorts them by mere luck.
    for trait, values in _prepared(customers, traits).items():
        if types.is_numeric_dtype(values):
            score = values.fillna(values.median())
        else:
            score = gone.groupby(values).transform("mean")
        found = roc_auc_score(gone, score)
        if max(found, 1 - found) > _GIVEN_AWAY:
            raise ValueError(
                f"{trait!r} alone sorts leavers from stayers almost perfectly (AUC "
                f"{max(found, 1 - found):.3f}): it gives the answer away. Leave it out if it is "
                "known only once somebody has left, or if it names each customer."
            )
    return gone


def _prepared(customers: pd.DataFrame, traits: list[str], *, gaps: bool = False) -> pd.DataFrame:
    """Traits as floats or as words. gaps: whether a trait may be missing everywhere."""
    made: dict[str, np.ndarray | pd.Series] = {}
    for trait in traits:
        values = customers[trait]
        if values.isna().all() and not gaps:
            raise ValueError(f"{trait!r} is missing for every customer: leave it out")
        if types.is_datetime64_any_dtype(values) or types.is_timedelta64_dtype(values):
            raise ValueError(f"{trait!r} is a time: make a number of days of it")
        if types.is_numeric_dtype(values):
            if types.is_bool_dtype(values):
                values = values.astype("Float64")
            tables.numbers(values[values.notna()], no_codes=True)
            made[trait] = values.to_numpy(dtype=float, na_value=np.nan)
        else:
            tables.check_single(values)
            words = pd.Series(values[values.notna()].unique()).astype(str)
            said = pd.to_numeric(words, errors="coerce")
            if len(words) and values.dtype != "category" and said.notna().all():
                raise ValueError(
                    f"{trait!r} holds numbers as text or objects, such as {words.iloc[0]!r}: make "
                    "numbers of them with pd.to_numeric or, if they are names, tell so with "
                    ".astype('category')"
                )
            tables.check_spelling(words, name=repr(trait))
            made[trait] = values.astype(object).where(values.notna(), "(missing)").astype(str)
    return pd.DataFrame(made, customers.index)


def _pipeline(customers: pd.DataFrame, traits: list[str], method: Method, seed: int) -> "Pipeline":
    """What fills gaps, scales and codes words, and the classifier, as one thing to be fitted."""
    from sklearn.compose import make_column_selector, make_column_transformer
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    tables.option("method", method, list(get_args(Method)))
    tables.check_columns(customers, tables.column_names("traits", traits), name="customers")
    if not isinstance(traits, list):
        raise TypeError(f"traits must be a list of columns, not {traits!r}: write [{traits!r}]")
    prepared = make_column_transformer(
        (
            make_pipeline(
                SimpleImputer(strategy="median", keep_empty_features=True), StandardScaler()
            ),
            make_column_selector(dtype_include="number"),
        ),
        (
            OneHotEncoder(handle_unknown="ignore", sparse_output=False),
            make_column_selector(dtype_exclude="number"),
        ),
    )
    seed = tables.seed(seed)
    if method == "logit":
        return make_pipeline(prepared, LogisticRegression(max_iter=2000))
    return make_pipeline(
        prepared, HistGradientBoostingClassifier(max_leaf_nodes=8, random_state=seed)
    )
