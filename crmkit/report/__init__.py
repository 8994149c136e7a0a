"""From an order export to one page that a manager reads: `audit`, and a form for JupyterLab."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
