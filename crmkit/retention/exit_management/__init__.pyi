from . import (
    competing,
    exits,
    saving_programmes,
)

__all__ = [
    "competing",
    "exits",
    "saving_programmes",
]
