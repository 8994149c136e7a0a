from . import (
    leaving_hazard,
    survival,
)
from .leaving_hazard import LeavingHazard

__all__ = [
    "LeavingHazard",
    "leaving_hazard",
    "survival",
]
