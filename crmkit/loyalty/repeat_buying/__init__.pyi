from . import (
    choice,
    cross_price,
    hard_core,
    inertia,
    switching,
)

__all__ = [
    "choice",
    "cross_price",
    "hard_core",
    "inertia",
    "switching",
]
