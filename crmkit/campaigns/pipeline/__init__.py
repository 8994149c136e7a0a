"""What a sales pipeline will bring, and where it leaks (lesson 62)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
