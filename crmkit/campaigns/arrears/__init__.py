"""Who pays late, whom to visit, and what it is worth (lesson 52)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
