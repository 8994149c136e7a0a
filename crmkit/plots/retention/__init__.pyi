from . import (
    before_after,
    chain_ladder,
    cohorts,
    incidence,
    leaving_hazard,
    survival,
)

__all__ = [
    "before_after",
    "chain_ladder",
    "cohorts",
    "incidence",
    "leaving_hazard",
    "survival",
]
