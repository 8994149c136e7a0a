from . import companies, datasets, lifetime, orders, plots, segmentation, summary

__version__: str

__all__ = ["companies", "datasets", "lifetime", "orders", "plots", "segmentation", "summary"]
