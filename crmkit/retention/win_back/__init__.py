"""Whom to call back, and whom to leave alone (lesson 45)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
