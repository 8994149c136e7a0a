"""What a firm does to and for its customers, case by case, and what it earned: part 5."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
