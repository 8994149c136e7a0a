from .exercises.sheet import Sheet

__all__ = ["Sheet"]
