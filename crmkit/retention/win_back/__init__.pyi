from . import (
    mean_reversion,
    offers,
    winback,
)

__all__ = [
    "mean_reversion",
    "offers",
    "winback",
]
