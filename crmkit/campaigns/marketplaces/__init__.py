"""Marketplaces of sellers and buyers: who pays, and what share a subsidy buys (lesson 56)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
