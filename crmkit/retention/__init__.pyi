from . import chain_ladder, cohorts

__all__ = [
    "chain_ladder",
    "cohorts",
]
