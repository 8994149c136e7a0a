"""Who leaves, when and why, whom to keep, and whether it worked: part 4 of the course."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
