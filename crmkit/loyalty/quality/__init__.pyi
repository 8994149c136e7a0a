from . import (
    derived_importance,
    effort_plans,
    reliability,
    service_quality,
)

__all__ = [
    "derived_importance",
    "effort_plans",
    "reliability",
    "service_quality",
]
