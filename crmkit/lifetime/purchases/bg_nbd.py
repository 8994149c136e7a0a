"""BG/NBD: who still buys, and how often? Customers may leave after every repeat purchase."""

from dataclasses import dataclass
from typing import ClassVar

from crmkit.lifetime.purchases.beta_geometric import BetaGeometric


@dataclass(frozen=True)
class BGNBD(BetaGeometric):
    """How often will each customer buy, if any of them may have left unseen? (BG/NBD)

    Each customer buys at random at their own rate, and leaves after each repeat purchase with their
    own chance. Those who never came back count as alive for sure, since they had no chance to
    leave; MBGNBD drops that.

    Parameters
    ----------
    r, alpha
        Shape and rate of the gamma distribution of purchase rates; alpha in periods.
    a, b
        Of the beta distribution of chances to leave. All four are positive.
    period_days
        How long a period of the parameters is, in days; no forecast depends on it.

    References
    ----------
    Fader, Hardie & Lee (2005), Counting your customers the easy way: an alternative to the
    Pareto/NBD model, Marketing Science 24.

    Examples
    --------
    >>> import pandas as pd
    >>> shop = pd.DataFrame({"repeat_purchases": [0, 1, 2, 3, 6],
    ...                      "age_at_last_days": [0, 20, 110, 60, 210],
    ...                      "age_days": [273, 270, 250, 240, 224]})
    >>> model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, period_days=7)
    >>> model.probability_alive(shop).round(3).tolist()
    [1.0, 0.252, 0.479, 0.139, 0.868]
    >>> model.expected_purchases(shop, horizon_days=90).round(2).tolist()
    [0.07, 0.09, 0.32, 0.14, 1.73]
    >>> BGNBD.fit(shop, period_days=7).report.customers
    5
    """

    TITLE: ClassVar = "BG/NBD"
    CHANCES_AT_START: ClassVar = 0
    # The likelihood has one top as a rule; other starts are tried where the search runs away.
    FIRST_START_IS_ENOUGH: ClassVar = True
