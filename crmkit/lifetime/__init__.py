"""What customers are worth: models of buying and leaving, and what follows in money (part 3)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
