from . import newsvendor, repeat_demand

__all__ = ["newsvendor", "repeat_demand"]
