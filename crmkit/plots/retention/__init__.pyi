from . import (
    before_after,
    campaigns,
    chain_ladder,
    cohorts,
    experiments,
    leaving_hazard,
    peeking,
    roll_out,
)

__all__ = [
    "before_after",
    "campaigns",
    "chain_ladder",
    "cohorts",
    "experiments",
    "leaving_hazard",
    "peeking",
    "roll_out",
]
