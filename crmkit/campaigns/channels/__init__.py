"""What the relationship with dealers, agents and tenants is worth (lesson 58)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
