from .cohort_tables import ChainLadder, chain_ladder, cohorts
from .exit_management import competing, exits, saving_programmes
from .field_tests import before_after
from .survival_times import LeavingHazard, leaving_hazard, survival

__all__ = [
    "ChainLadder",
    "LeavingHazard",
    "before_after",
    "chain_ladder",
    "cohorts",
    "competing",
    "exits",
    "leaving_hazard",
    "saving_programmes",
    "survival",
]
