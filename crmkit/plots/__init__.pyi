from .lifetime import (
    alive_over_time,
    conditional_means,
    contracts,
    discrete,
    history_heatmap,
    iso_value_curves,
    markov,
    purchases,
    tracking_by_step,
    tracking_cumulative,
    uncertainty,
    valuation,
)
from .loyalty import (
    typology,
)
from .segmentation import (
    concentration,
    generalisation,
    migration,
    portfolio,
    pyramid,
    relationship,
    rfm,
)
from .style import course_style

__all__ = [
    "alive_over_time",
    "concentration",
    "conditional_means",
    "contracts",
    "course_style",
    "discrete",
    "generalisation",
    "history_heatmap",
    "iso_value_curves",
    "markov",
    "migration",
    "portfolio",
    "purchases",
    "pyramid",
    "relationship",
    "rfm",
    "tracking_by_step",
    "tracking_cumulative",
    "typology",
    "uncertainty",
    "valuation",
]
