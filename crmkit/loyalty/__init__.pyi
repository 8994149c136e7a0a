from . import survey, typology

__all__ = [
    "survey",
    "typology",
]
from . import paid_clubs, points, programme_effect, programmes, rivalry
from .rivalry import ClubGame

__all__ = ["ClubGame", "paid_clubs", "points", "programme_effect", "programmes", "rivalry"]
from . import bonds, leaving_hazard, norm_change
from .leaving_hazard import LeavingHazard

__all__ = ["LeavingHazard", "bonds", "leaving_hazard", "norm_change"]
