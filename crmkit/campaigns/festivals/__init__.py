"""What a shopping festival gains, once the weeks around it are counted (lesson 50)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
