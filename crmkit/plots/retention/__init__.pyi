from . import (
    before_after,
    calibration,
    chain_ladder,
    cohorts,
    cut,
    leaving_hazard,
    ranking,
    rules,
)

__all__ = [
    "before_after",
    "calibration",
    "chain_ladder",
    "cohorts",
    "cut",
    "leaving_hazard",
    "ranking",
    "rules",
]
