"""For which of one's own customers an offer pays, by what they spent afterwards (lesson 63)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
