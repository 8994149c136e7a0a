"""How far can the mean of a few answers be trusted, branch by branch?

A branch's mean is its true level and an error from having asked so few. The error spreads the
branches apart, so that every slope on such means comes out too flat.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["Reliability", "branch_means", "reliability"]


@dataclass(frozen=True)
class Reliability:
    """How much of the spread of branch means is real.

    `estimate` is the share of their variance that comes from the branches themselves, with its
    interval from `low` to `high`; the rest, `error_variance`, comes from asking few people. A slope
    on such means is `estimate` times the true one, on average. `within_variance` is the variance
    of the answers in a branch, `answers` how many a branch gave (harmonic mean), `branches` how
    many there are.
    """

    estimate: float
    low: float
    high: float
    error_variance: float
    within_variance: float
    answers: float
    branches: int

    def with_answers(self, answers: float) -> float:
        """What would the reliability be with so many answers from each branch?

        By the formula of Spearman and Brown (1910).

        >>> one = Reliability(0.5, 0.3, 0.7, 1.0, 8.0, answers=8.0, branches=30)
        >>> one.with_answers(24)
        0.75
        """
        times = tables.number("answers", answers, above=0) / self.answers
        return times * self.estimate / (1 + (times - 1) * self.estimate)


def branch_means(
    answers: pd.DataFrame, *, answer: str = "answer", branch: str = "branch"
) -> pd.DataFrame:
    """What did each branch answer on average, and how far may that be off?

    Parameters
    ----------
    answers : DataFrame
        One row an answer.
    answer, branch : str
        The columns of the answer (a number) and of the branch that it belongs to.

    Returns
    -------
    DataFrame
        One row a branch, in order of its name: answers (how many), mean, standard_error (NaN
        where there is one answer).

    Raises
    ------
    ValueError
        For missing columns, answers that are no finite numbers or codes for no answer, rows
        without a branch.

    Examples
    --------
    >>> answers = pd.DataFrame({"branch": ["a", "a", "b", "b"], "answer": [1.0, 3.0, 6.0, 6.0]})
    >>> branch_means(answers)  # doctest: +NORMALIZE_WHITESPACE
            answers  mean  standard_error
    branch
    a             2   2.0             1.0
    b             2   6.0             0.0
    """
    tables.check_columns(answers, [answer, branch], name="answers")
    values = tables.column(answers, answer)
    tables.refuse_codes(answers.index, values, repr(answer))
    tables.check_labels(answers[branch], name=repr(branch), mend="Drop or mend these rows.")
    if answer == branch:
        raise ValueError(f"answer and branch are both {answer!r}: each column has one role")
    given = pd.Series(values.astype(float), index=answers.index)
    grouped = given.groupby(answers[branch], observed=True)
    count = grouped.count()
    error: pd.Series = grouped.std() / np.sqrt(count)
    return pd.DataFrame({"answers": count, "mean": grouped.mean(), "standard_error": error})


def reliability(
    answers: pd.DataFrame,
    *,
    answer: str = "answer",
    branch: str = "branch",
    confidence: float = 0.95,
) -> Reliability:
    """How much of the difference between branches would be found again by asking other people?

    One less the variance of answers within branches over that of branch means, both for one
    answer: the reliability of a mean, ICC(1, k), with its interval from the F distribution. Exact
    where all branches gave equally many answers, near it where they nearly did.

    Parameters
    ----------
    answers, answer, branch
        As in `branch_means`; two branches or more, of which one or more gave two answers.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    Reliability
        An estimate below 0 is given as 0: the means differ less than chance alone would make them.

    References
    ----------
    Shrout, P. E. & Fleiss, J. L. (1979). Intraclass correlations: uses in assessing rater
    reliability. Psychological Bulletin 86(2), 420-428: case 1, ICC(1, k).

    Examples
    --------
    >>> answers = pd.DataFrame({"branch": ["a", "a", "b", "b"], "answer": [1.0, 3.0, 6.0, 8.0]})
    >>> round(reliability(answers).estimate, 3)
    0.92
    """
    from scipy.stats import f

    confidence = tables.confidence(confidence)
    means = branch_means(answers, answer=answer, branch=branch)
    asked, n = means["answers"].to_numpy(dtype=float), len(means)
    if n < 2:
        raise ValueError(f"{n} branch tells no difference between branches: 2 or more are needed")
    within_df, between_df = int(asked.sum()) - n, n - 1
    if not within_df:
        raise ValueError(
            "each branch gave one answer: what is the branch and what is the person cannot be told "
            "apart. Take two or more answers from a branch."
        )
    own = answers[branch].map(means["mean"].to_dict()).astype(float)
    within = float(((answers[answer].to_numpy(dtype=float) - own) ** 2).sum() / within_df)
    grand = np.average(means["mean"], weights=asked)
    between = float((asked * (means["mean"] - grand) ** 2).sum() / between_df)
    if between == 0:
        raise ValueError("all branches have the same mean: there is no spread to explain")
    ratio, tail = within / between, (1 - confidence) / 2
    ends = [1 - ratio * f.ppf(q, between_df, within_df) for q in (1 - tail, tail)]
    low, estimate, high = np.clip([ends[0], 1 - ratio, ends[1]], 0, 1)
    harmonic = n / float((1 / asked).sum())
    return Reliability(
        estimate=float(estimate),
        low=float(low),
        high=float(high),
        error_variance=within / harmonic,
        within_variance=within,
        answers=harmonic,
        branches=n,
    )
