from . import (
    survey,
    typology,
)
from .quality import (
    derived_importance,
    effort_plans,
    reliability,
    service_quality,
)
from .referral import (
    Bass,
    aarrr,
    bass,
    bass_early,
    invitations,
    peers,
    word_of_mouth,
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
    "Bass",
    "ClubGame",
    "LeavingHazard",
    "aarrr",
    "bass",
    "bass_early",
    "bonds",
    "choice",
    "cross_price",
    "derived_importance",
    "effort_plans",
    "hard_core",
    "inertia",
    "invitations",
    "leaving_hazard",
    "norm_change",
    "paid_clubs",
    "peers",
    "points",
    "programme_effect",
    "programmes",
    "reliability",
    "rivalry",
    "service_quality",
    "survey",
    "switching",
    "typology",
    "word_of_mouth",
]
