"""What to forecast by account, whom to tie to, and what a tie is worth (lesson 61)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
