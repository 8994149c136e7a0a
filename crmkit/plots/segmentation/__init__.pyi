from . import (
    concentration,
    generalisation,
    migration,
    portfolio,
    pyramid,
    relationship,
    rfm,
)

__all__ = [
    "concentration",
    "generalisation",
    "migration",
    "portfolio",
    "pyramid",
    "relationship",
    "rfm",
]
