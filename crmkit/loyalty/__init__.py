"""Loyalty: what it is, what looks like it, and what makes it.

Modules: typology, switching, choice, dirichlet, programmes, bonds, service_quality, satisfaction,
word_of_mouth, service_profit.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
