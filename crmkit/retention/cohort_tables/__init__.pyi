from . import (
    chain_ladder,
    cohorts,
    late_reports,
)
from .chain_ladder import ChainLadder

__all__ = [
    "ChainLadder",
    "chain_ladder",
    "cohorts",
    "late_reports",
]
