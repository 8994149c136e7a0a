"""What every fitted model is: a value with parameters, a fit report, intervals and draws.

The ground floor of all parts that fit something. `model.Model` says what a new model brings (its
log-likelihood) and what it gets; `posterior` and `interval_of` say what the data leave open.
"""

from typing import Any

from crmkit.models.counted import Cases, Counted
from crmkit.models.intervals import InfiniteExpectation, interval_of, prediction_interval
from crmkit.models.model import BoundaryWarning, Model, Scale, check_parameters, warn
from crmkit.models.report import FitReport
from crmkit.models.resampling import resampled
from crmkit.models.threads import one_thread

__all__ = [
    "BoundaryWarning",
    "Cases",
    "Counted",
    "FitReport",
    "InfiniteExpectation",
    "Model",
    "Posterior",
    "Scale",
    "check_parameters",
    "interval_of",
    "one_thread",
    "posterior",
    "prediction_interval",
    "resampled",
    "warn",
]


def __getattr__(name: str) -> Any:
    # The sampler is only loaded by who asks for it.
    if name in ("Posterior", "posterior"):
        from crmkit.models import bayes

        return getattr(bayes, name)
    raise AttributeError(name)
