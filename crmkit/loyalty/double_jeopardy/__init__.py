"""What a brand's size explains of the loyalty of its buyers (lesson 22)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
