from . import (
    before_after,
)

__all__ = [
    "before_after",
]
