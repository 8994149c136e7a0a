from . import (
    before_after,
    chain_ladder,
    cohorts,
    control_charts,
    leaving_hazard,
)

__all__ = [
    "before_after",
    "chain_ladder",
    "cohorts",
    "control_charts",
    "leaving_hazard",
]
