from . import (
    before_after,
    campaigns,
    experiments,
    peeking,
    roll_out,
)

__all__ = [
    "before_after",
    "campaigns",
    "experiments",
    "peeking",
    "roll_out",
]
