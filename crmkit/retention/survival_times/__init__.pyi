from . import (
    incidence,
    leaving_hazard,
    survival,
)
from .leaving_hazard import LeavingHazard

__all__ = [
    "LeavingHazard",
    "incidence",
    "leaving_hazard",
    "survival",
]
