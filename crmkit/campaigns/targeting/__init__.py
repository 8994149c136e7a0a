"""Who is who, who may be written to, who gets which offer, who is laid bare (lesson 60)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
