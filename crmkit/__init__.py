"""Learn, teach and research customer relationship analytics.

The parts load when they are first used: ``crmkit.orders`` reads order exports, ``crmkit.summary``
makes one row a customer, ``crmkit.segmentation`` and its like analyse, ``crmkit.plots`` draws.
"""

import lazy_loader

__version__ = "0.1.0"

# Their names stand in the stub beside this file, where an editor reads them too.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
