"""MBG/NBD: the BG/NBD in which customers may also leave after their first purchase."""

from dataclasses import dataclass
from typing import ClassVar

from crmkit.lifetime.purchases.beta_geometric import BetaGeometric


@dataclass(frozen=True)
class MBGNBD(BetaGeometric):
    """How often will each customer buy, if many leave after one purchase? (MBG/NBD)

    As BGNBD, with one chance more to leave: right after the purchase that made them a customer. So
    those who never came back may be gone too. The likelihood can have several tops; the fit
    starts in seven places.

    Parameters
    ----------
    r, alpha, a, b, period_days
        As those of BGNBD.

    References
    ----------
    Batislam, Denizel & Filiztekin (2007), Empirical validation and comparison of models for
    customer base analysis, International Journal of Research in Marketing 24. Hoppe & Wagner
    (2007), Customer base analysis: the case for a central variant of the betageometric/NBD model,
    Marketing - Journal of Research and Management 3.

    Examples
    --------
    >>> import pandas as pd
    >>> shop = pd.DataFrame({"repeat_purchases": [0, 1, 2, 3, 6],
    ...                      "age_at_last_days": [0, 20, 110, 60, 210],
    ...                      "age_days": [273, 270, 250, 240, 224]})
    >>> model = MBGNBD(r=0.5248, alpha=6.183, a=0.8914, b=1.614, period_days=7)
    >>> model.probability_alive(shop).round(3).tolist()
    [0.389, 0.204, 0.441, 0.129, 0.857]
    >>> model.expected_purchases(shop, horizon_days=90).round(2).tolist()
    [0.06, 0.08, 0.31, 0.13, 1.69]
    """

    TITLE: ClassVar = "MBG/NBD"
    CHANCES_AT_START: ClassVar = 1
