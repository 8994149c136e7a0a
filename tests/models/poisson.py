"""The smallest model, for what all models share."""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from crmkit.models import Cases, Model, check_parameters


@dataclass(frozen=True)
class Poisson(Model):
    """Counts with one rate."""

    rate: float

    SCALES: ClassVar = {"rate": "positive"}
    TITLE: ClassVar = "Poisson"

    def __post_init__(self):
        check_parameters(self)

    @classmethod
    def fit(cls, counts):
        return cls.fit_counted(cls.counted(counts))

    @classmethod
    def counted(cls, counts):
        return Cases.of(x=np.asarray(counts), weights=None)

    @classmethod
    def starts(cls, seen):
        return [[1.0]]

    @classmethod
    def likelihood(cls, parameters, seen):
        (rate,) = parameters
        return float(seen.weights @ (seen.x * math.log(rate) - rate))
