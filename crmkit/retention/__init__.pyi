from .cohort_tables import ChainLadder, chain_ladder, cohorts
from .field_tests import before_after
from .process_control import (
    charts,
    cusum,
    delays,
    ewma,
    run_lengths,
)
from .survival_times import LeavingHazard, leaving_hazard, survival

__all__ = [
    "ChainLadder",
    "LeavingHazard",
    "before_after",
    "chain_ladder",
    "charts",
    "cohorts",
    "cusum",
    "delays",
    "ewma",
    "leaving_hazard",
    "run_lengths",
    "survival",
]
