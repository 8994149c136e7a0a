"""When customers leave, and which causes are causes (lesson 41)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
