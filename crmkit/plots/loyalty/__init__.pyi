from . import (
    bonds,
    leaving_hazard,
    norm_change,
    programmes,
    switching,
    typology,
)

__all__ = [
    "bonds",
    "leaving_hazard",
    "norm_change",
    "programmes",
    "switching",
    "typology",
]
