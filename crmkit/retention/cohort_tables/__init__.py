"""Customers by the month in which they came, and what young cohorts will bring (lesson 40)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
