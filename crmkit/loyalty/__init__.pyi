from . import (
    derived_importance,
    effort_plans,
    reliability,
    service_quality,
    survey_answers,
)

__all__ = [
    "derived_importance",
    "effort_plans",
    "reliability",
    "service_quality",
    "survey_answers",
]
