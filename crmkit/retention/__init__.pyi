from .cohort_tables import ChainLadder, chain_ladder, cohorts
from .field_tests import before_after
from .survival_times import (
    LeavingHazard,
    incidence,
    leaving_hazard,
    survival,
)

__all__ = [
    "ChainLadder",
    "LeavingHazard",
    "before_after",
    "chain_ladder",
    "cohorts",
    "incidence",
    "leaving_hazard",
    "survival",
]
