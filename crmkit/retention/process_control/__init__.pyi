from . import (
    charts,
    cusum,
    delays,
    ewma,
    run_lengths,
)

__all__ = [
    "charts",
    "cusum",
    "delays",
    "ewma",
    "run_lengths",
]
