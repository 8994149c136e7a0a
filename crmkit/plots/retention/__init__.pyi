from . import (
    before_after,
    chain_ladder,
    cohorts,
    exits,
    leaving_hazard,
)

__all__ = [
    "before_after",
    "chain_ladder",
    "cohorts",
    "exits",
    "leaving_hazard",
]
