"""How much growth customers bring, and how we would know (lesson 27)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
