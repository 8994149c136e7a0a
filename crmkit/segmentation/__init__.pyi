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
    relationship_sensitivity,
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
    "relationship_sensitivity",
    "rfm",
]
