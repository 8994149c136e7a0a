from . import (
    survey,
    typology,
)
from .double_jeopardy import (
    Dirichlet,
    brands,
    dirichlet,
    dirichlet_tables,
    jeopardy,
)
from .experience import (
    PathModel,
    complaints,
    loyalty_curve,
    path_model,
    satisfaction,
    satisfaction_drivers,
)
from .internal_customers import (
    branch_means,
    branch_power,
    loglinear,
    service_profit,
    slopes,
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
from .three_bonds import bonds

__all__ = [
    "Bass",
    "ClubGame",
    "Dirichlet",
    "PathModel",
    "aarrr",
    "bass",
    "bass_early",
    "bonds",
    "branch_means",
    "branch_power",
    "brands",
    "choice",
    "complaints",
    "cross_price",
    "derived_importance",
    "dirichlet",
    "dirichlet_tables",
    "effort_plans",
    "hard_core",
    "inertia",
    "invitations",
    "jeopardy",
    "loglinear",
    "loyalty_curve",
    "paid_clubs",
    "path_model",
    "peers",
    "points",
    "programme_effect",
    "programmes",
    "reliability",
    "rivalry",
    "satisfaction",
    "satisfaction_drivers",
    "service_profit",
    "service_quality",
    "slopes",
    "survey",
    "switching",
    "typology",
    "word_of_mouth",
]
