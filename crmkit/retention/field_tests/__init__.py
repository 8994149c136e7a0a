"""What a campaign did, by lot or otherwise (lesson 47)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
