"""When a kickback holds, and how a ledger of rebates gives it away (lesson 59)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
