"""Who buys how much, and what follows from it: part 1 of the course."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=[
        "concentration",
        "generalisation",
        "migration",
        "portfolio",
        "pyramid",
        "relationship",
        "relationship_sensitivity",
        "rfm",
    ],
)
