"""Every figure of the course: a table in, Axes out; nothing is fitted here.

One module a topic, called like the module that makes its tables: the figure of the table
`segmentation.pyramid.whale_curve` is `plots.pyramid.whale_curve`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=[
        "concentration",
        "contracts",
        "discrete",
        "generalisation",
        "markov",
        "migration",
        "portfolio",
        "purchases",
        "pyramid",
        "relationship",
        "rfm",
        "uncertainty",
        "valuation",
    ],
    submod_attrs={
        "lifetime": [
            "alive_over_time",
            "conditional_means",
            "history_heatmap",
            "iso_value_curves",
            "tracking_by_step",
            "tracking_cumulative",
        ],
        "style": ["course_style"],
    },
)
