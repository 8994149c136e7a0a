from .churn_models import (
    calibration,
    churn,
    cut,
    logit,
    ranking,
    rules,
)
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
    "calibration",
    "chain_ladder",
    "churn",
    "cohorts",
    "cut",
    "incidence",
    "leaving_hazard",
    "logit",
    "ranking",
    "rules",
    "survival",
]
