"""Every figure of the course: a table in, Axes out; nothing is fitted here."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "concentration": ["decile_bars", "lorenz_curve", "true_concentration_curve"],
        "lifetime": [
            "alive_over_time",
            "conditional_means",
            "history_heatmap",
            "iso_value_curves",
            "survival_projections",
            "tracking_by_step",
            "tracking_cumulative",
        ],
        "portfolio": ["portfolio_map"],
        "pyramid": ["migration_map", "tier_pyramid", "whale_curve"],
        "relationship": ["level_value_lines", "relationship_grid"],
        "rfm": ["cell_response", "chosen_response", "rfm_heatmap", "segment_bars"],
    },
)
