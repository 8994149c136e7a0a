from . import (
    concentration,
    generalisation,
    migration,
    portfolio,
    pyramid,
    relationship,
    relationship_sensitivity,
    rfm,
)

__all__ = [
    "concentration",
    "generalisation",
    "migration",
    "portfolio",
    "pyramid",
    "relationship",
    "relationship_sensitivity",
    "rfm",
]
