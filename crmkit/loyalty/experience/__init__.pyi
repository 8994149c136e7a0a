from . import (
    complaints,
    loyalty_curve,
    path_model,
    satisfaction,
    satisfaction_drivers,
)
from .path_model import PathModel

__all__ = [
    "PathModel",
    "complaints",
    "loyalty_curve",
    "path_model",
    "satisfaction",
    "satisfaction_drivers",
]
