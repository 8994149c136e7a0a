from . import (
    affinity,
    neighbours,
    ratings,
    slots,
)

__all__ = [
    "affinity",
    "neighbours",
    "ratings",
    "slots",
]
