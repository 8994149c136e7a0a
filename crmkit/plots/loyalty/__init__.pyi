from . import (
    typology,
)

__all__ = [
    "typology",
]
