"""Zero-inflated NBD: some customers never buy, the others follow an NBD.

A share pi never buys (tee-totallers among the wine shop's members). With P(x) of the NBD,

    P(0) becomes pi + (1 - pi) P(0), and P(x) becomes (1 - pi) P(x) for x above 0.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal, Self

import numpy as np
import pandas as pd

from crmkit.lifetime.purchases.nbd import NBD, NonBuyers
from crmkit.models import Cases, Scale

__all__ = ["ZeroInflatedNBD"]


@dataclass(frozen=True)
class ZeroInflatedNBD(NBD):
    """How often do customers buy, when some never will and the others follow an NBD?

    pi: share of customers who never buy, 0 to 1. The others buy as in `NBD`. That share and a low
    r look alike in a single period: read its interval.

    Examples
    --------
    >>> counts = pd.Series([0, 1, 2, 3, 4, 9]).repeat([60, 9, 9, 7, 6, 9])
    >>> ZeroInflatedNBD.fit(counts).parameters.round(2).to_dict()
    {'r': 1.3, 'alpha': 0.43, 'pi': 0.49}
    """

    pi: float

    SCALES: ClassVar[dict[str, Scale]] = {"r": "positive", "alpha": "positive", "pi": "share"}
    TITLE: ClassVar[str] = "Zero-inflated NBD"
    TOGETHER: ClassVar[tuple[tuple[str, ...], ...]] = (("r", "alpha"), ("pi",))

    # Narrower than NBD's on purpose: "unknown" is refused.
    @classmethod
    def fit(  # type: ignore[override]
        cls, purchases: pd.Series, *, non_buyers: int | Literal["counted"] = "counted"
    ) -> Self:
        """Which share never buys, and which rates of the others make the counts most likely?

        As `NBD.fit`; non_buyers="unknown" is refused, since buyers alone say nothing of pi. Where
        nobody need be one who never buys, pi is 0 up to rounding and reported as a boundary.
        """
        return super().fit(purchases, non_buyers=non_buyers)

    @classmethod
    def likelihood(cls, parameters: np.ndarray, seen: Cases) -> float:
        """The NBD's, but for customers without a purchase."""
        r, alpha, pi = parameters
        nobody = -r * np.log1p(1 / alpha)
        zeros = seen.weights @ (seen.x == 0)
        plain = NBD.likelihood(np.array([r, alpha]), seen) - zeros * nobody
        never = np.logaddexp(np.log(pi), np.log1p(-pi) + nobody)
        return float(plain + zeros * never + (seen.total - zeros) * np.log1p(-pi))

    @classmethod
    def counted(cls, purchases: pd.Series, *, non_buyers: NonBuyers = "counted") -> Cases:
        if non_buyers == "unknown":
            raise ValueError(
                'non_buyers="unknown": buyers alone say nothing of the share who never buy; '
                "pass the number of non-buyers, or fit NBD"
            )
        return super().counted(purchases, non_buyers=non_buyers)

    @classmethod
    def starts(cls, seen: Cases) -> list[list[float]]:
        """Hardly any, half, or nearly all of those without a purchase never buy."""
        none, mean = seen.weights @ (seen.x == 0) / seen.total, seen.weights @ seen.x / seen.total
        shares = np.clip([0.05 * none, 0.5 * none, 0.9 * none], 1e-3, 0.99)
        return [[r, r * (1 - pi) / mean, pi] for pi in shares for r in (0.5, 5.0)]

    def _share_who_may_buy(self) -> float:
        return 1 - self.pi

    def _may_buy(self, x: np.ndarray) -> np.ndarray:
        nobody = (1 - self.pi) * np.exp(-self.r * np.log1p(1 / self.alpha))
        return np.where(x == 0, nobody / (nobody + self.pi), 1.0)
