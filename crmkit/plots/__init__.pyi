from . import (
    concentration,
    generalisation,
    migration,
    portfolio,
    pyramid,
    relationship,
    rfm,
)
from .lifetime import (
    alive_over_time,
    conditional_means,
    history_heatmap,
    iso_value_curves,
    survival_projections,
    tracking_by_step,
    tracking_cumulative,
)
from .style import course_style

__all__ = [
    "alive_over_time",
    "concentration",
    "conditional_means",
    "course_style",
    "generalisation",
    "history_heatmap",
    "iso_value_curves",
    "migration",
    "portfolio",
    "pyramid",
    "relationship",
    "rfm",
    "survival_projections",
    "tracking_by_step",
    "tracking_cumulative",
]
