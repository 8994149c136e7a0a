from . import (
    survey,
    typology,
)
from .rewards import (
    ClubGame,
    paid_clubs,
    points,
    programme_effect,
    programmes,
    rivalry,
)
from .three_bonds import (
    LeavingHazard,
    bonds,
    leaving_hazard,
    norm_change,
)

__all__ = [
    "ClubGame",
    "LeavingHazard",
    "bonds",
    "leaving_hazard",
    "norm_change",
    "paid_clubs",
    "points",
    "programme_effect",
    "programmes",
    "rivalry",
    "survey",
    "typology",
]
