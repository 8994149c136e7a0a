from . import (
    bass,
    bonds,
    dirichlet,
    internal_customers,
    peers,
    programmes,
    satisfaction,
    service_profit,
    service_quality,
    switching,
    typology,
    word_of_mouth,
)

__all__ = [
    "bass",
    "bonds",
    "dirichlet",
    "internal_customers",
    "peers",
    "programmes",
    "satisfaction",
    "service_profit",
    "service_quality",
    "switching",
    "typology",
    "word_of_mouth",
]
