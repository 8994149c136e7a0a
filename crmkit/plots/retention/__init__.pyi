from . import (
    before_after,
    chain_ladder,
    cohorts,
    leaving_hazard,
    policy,
    qini,
    uplift,
)

__all__ = [
    "before_after",
    "chain_ladder",
    "cohorts",
    "leaving_hazard",
    "policy",
    "qini",
    "uplift",
]
