from . import (
    survey,
    typology,
)
from .repeat_buying import (
    choice,
    cross_price,
    hard_core,
    inertia,
    switching,
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
    "choice",
    "cross_price",
    "hard_core",
    "inertia",
    "leaving_hazard",
    "norm_change",
    "paid_clubs",
    "points",
    "programme_effect",
    "programmes",
    "rivalry",
    "survey",
    "switching",
    "typology",
]
