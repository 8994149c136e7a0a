from . import (
    bonds,
    leaving_hazard,
    norm_change,
)
from .leaving_hazard import LeavingHazard

__all__ = [
    "LeavingHazard",
    "bonds",
    "leaving_hazard",
    "norm_change",
]
