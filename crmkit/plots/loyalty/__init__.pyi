from . import (
    bonds,
    leaving_hazard,
    norm_change,
    programmes,
    typology,
)

__all__ = [
    "bonds",
    "leaving_hazard",
    "norm_change",
    "programmes",
    "typology",
]
