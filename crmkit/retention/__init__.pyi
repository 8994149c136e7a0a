from .cohort_tables import ChainLadder, chain_ladder, cohorts
from .field_tests import before_after
from .persuadables import (
    Uplift,
    policy,
    qini,
    uplift,
)
from .survival_times import LeavingHazard, leaving_hazard, survival

__all__ = [
    "ChainLadder",
    "LeavingHazard",
    "Uplift",
    "before_after",
    "chain_ladder",
    "cohorts",
    "leaving_hazard",
    "policy",
    "qini",
    "survival",
    "uplift",
]
