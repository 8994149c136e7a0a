"""Who buys how much, and what follows from it: part 1 of the course."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
