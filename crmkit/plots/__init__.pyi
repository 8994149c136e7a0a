from . import (
    concentration,
    contracts,
    generalisation,
    migration,
    portfolio,
    purchases,
    pyramid,
    relationship,
    rfm,
    valuation,
)
from .lifetime import (
    alive_over_time,
    conditional_means,
    history_heatmap,
    iso_value_curves,
    tracking_by_step,
    tracking_cumulative,
)
from .style import course_style

__all__ = [
    "alive_over_time",
    "concentration",
    "conditional_means",
    "contracts",
    "course_style",
    "generalisation",
    "history_heatmap",
    "iso_value_curves",
    "migration",
    "portfolio",
    "purchases",
    "pyramid",
    "relationship",
    "rfm",
    "tracking_by_step",
    "tracking_cumulative",
    "valuation",
]
