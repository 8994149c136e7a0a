from . import (
    before_after,
    calibration,
    chain_ladder,
    cohorts,
    control_charts,
    cut,
    incidence,
    leaving_hazard,
    ranking,
    rules,
    survival,
)

__all__ = [
    "before_after",
    "calibration",
    "chain_ladder",
    "cohorts",
    "control_charts",
    "cut",
    "incidence",
    "leaving_hazard",
    "ranking",
    "rules",
    "survival",
]
