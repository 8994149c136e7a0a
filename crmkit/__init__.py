"""Learn, teach and research customer relationship analytics.

The parts load when they are first used: ``crmkit.orders`` reads order exports, ``crmkit.summary``
makes one row a customer, ``crmkit.segmentation`` and its like analyse, ``crmkit.plots`` draws.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["companies", "datasets", "lifetime", "orders", "plots", "segmentation", "summary"],
)
