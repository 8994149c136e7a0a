from .churn_models import (
    calibration,
    churn,
    cut,
    logit,
    ranking,
    rules,
)
from .cohort_tables import (
    ChainLadder,
    chain_ladder,
    cohorts,
    late_reports,
)
from .exit_management import competing, exits, saving_programmes
from .field_tests import (
    before_after,
    campaigns,
    experiments,
    peeking,
    roll_out,
)
from .persuadables import (
    Uplift,
    policy,
    qini,
    uplift,
)
from .process_control import (
    charts,
    cusum,
    delays,
    ewma,
    run_lengths,
)
from .survival_times import (
    LeavingHazard,
    incidence,
    leaving_hazard,
    survival,
)
from .win_back import mean_reversion, offers, winback

__all__ = [
    "ChainLadder",
    "LeavingHazard",
    "Uplift",
    "before_after",
    "calibration",
    "campaigns",
    "chain_ladder",
    "charts",
    "churn",
    "cohorts",
    "competing",
    "cusum",
    "cut",
    "delays",
    "ewma",
    "exits",
    "experiments",
    "incidence",
    "late_reports",
    "leaving_hazard",
    "logit",
    "mean_reversion",
    "offers",
    "peeking",
    "policy",
    "qini",
    "ranking",
    "roll_out",
    "rules",
    "run_lengths",
    "saving_programmes",
    "survival",
    "uplift",
    "winback",
]
