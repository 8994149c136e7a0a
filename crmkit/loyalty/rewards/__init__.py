"""What points, clubs and the copies of rivals do to the money (lesson 23)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
