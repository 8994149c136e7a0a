from .cohort_tables import ChainLadder, chain_ladder, cohorts
from .field_tests import before_after
from .survival_times import LeavingHazard, leaving_hazard, survival
from .win_back import mean_reversion, offers, winback

__all__ = [
    "ChainLadder",
    "LeavingHazard",
    "before_after",
    "chain_ladder",
    "cohorts",
    "leaving_hazard",
    "mean_reversion",
    "offers",
    "survival",
    "winback",
]
