from . import survey, typology

__all__ = [
    "survey",
    "typology",
]
