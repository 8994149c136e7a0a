from . import (
    paid_clubs,
    points,
    programme_effect,
    programmes,
    rivalry,
)
from .rivalry import ClubGame

__all__ = [
    "ClubGame",
    "paid_clubs",
    "points",
    "programme_effect",
    "programmes",
    "rivalry",
]
