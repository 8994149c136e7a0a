from . import affinity, ratings, slots

__all__ = [
    "affinity",
    "ratings",
    "slots",
]
