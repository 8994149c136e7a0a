from . import (
    before_after,
    chain_ladder,
    cohorts,
    leaving_hazard,
    mean_reversion,
    winback,
)

__all__ = [
    "before_after",
    "chain_ladder",
    "cohorts",
    "leaving_hazard",
    "mean_reversion",
    "winback",
]
