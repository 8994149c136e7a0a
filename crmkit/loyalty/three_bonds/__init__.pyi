from . import bonds

__all__ = ["bonds"]
