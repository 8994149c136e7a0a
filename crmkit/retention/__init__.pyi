from .cohort_tables import ChainLadder, chain_ladder, cohorts
from .field_tests import (
    before_after,
    campaigns,
    experiments,
    peeking,
    roll_out,
)
from .survival_times import LeavingHazard, leaving_hazard, survival

__all__ = [
    "ChainLadder",
    "LeavingHazard",
    "before_after",
    "campaigns",
    "chain_ladder",
    "cohorts",
    "experiments",
    "leaving_hazard",
    "peeking",
    "roll_out",
    "survival",
]
