"""How many to order for a launch, and whether a shortage brings customers later (lesson 57)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
