from . import (
    policy,
    qini,
    uplift,
)
from .uplift import Uplift

__all__ = [
    "Uplift",
    "policy",
    "qini",
    "uplift",
]
