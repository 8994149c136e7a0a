"""Whom an offer moves, and what a policy of offers is worth (lesson 44)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
