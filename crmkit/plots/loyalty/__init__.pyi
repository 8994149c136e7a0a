from . import (
    bass,
    bonds,
    dirichlet,
    leaving_hazard,
    norm_change,
    peers,
    programmes,
    satisfaction,
    service_quality,
    switching,
    typology,
    word_of_mouth,
)

__all__ = [
    "bass",
    "bonds",
    "dirichlet",
    "leaving_hazard",
    "norm_change",
    "peers",
    "programmes",
    "satisfaction",
    "service_quality",
    "switching",
    "typology",
    "word_of_mouth",
]
