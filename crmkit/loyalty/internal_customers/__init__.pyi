from . import (
    branch_means,
    branch_power,
    loglinear,
    service_profit,
    slopes,
)

__all__ = [
    "branch_means",
    "branch_power",
    "loglinear",
    "service_profit",
    "slopes",
]
