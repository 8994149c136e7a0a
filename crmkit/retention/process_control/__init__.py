"""Whether a programme worked or the weeks varied (lesson 46)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
