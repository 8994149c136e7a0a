"""Whether a model finds the leavers better than the shop's own rule (lesson 42)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
