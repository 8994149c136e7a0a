from . import (
    budget,
    contracts,
    discrete,
    firm,
    markov,
    markov_policies,
    model_choice,
    purchases,
    uncertainty,
    valuation,
)
from .forecasts import (
    alive_over_time,
    conditional_means,
    history_heatmap,
    iso_value_curves,
    tracking_by_step,
    tracking_cumulative,
)

__all__ = [
    "alive_over_time",
    "budget",
    "conditional_means",
    "contracts",
    "discrete",
    "firm",
    "history_heatmap",
    "iso_value_curves",
    "markov",
    "markov_policies",
    "model_choice",
    "purchases",
    "tracking_by_step",
    "tracking_cumulative",
    "uncertainty",
    "valuation",
]
