from . import (
    brands,
    dirichlet,
    dirichlet_tables,
    jeopardy,
)
from .dirichlet import Dirichlet

__all__ = [
    "Dirichlet",
    "brands",
    "dirichlet",
    "dirichlet_tables",
    "jeopardy",
]
