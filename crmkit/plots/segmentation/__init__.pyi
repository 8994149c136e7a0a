from . import (
    cluster_count,
    clusters,
    concentration,
    factors,
    generalisation,
    migration,
    personas,
    portfolio,
    pyramid,
    relationship,
    rfm,
)

__all__ = [
    "cluster_count",
    "clusters",
    "concentration",
    "factors",
    "generalisation",
    "migration",
    "personas",
    "portfolio",
    "pyramid",
    "relationship",
    "rfm",
]
