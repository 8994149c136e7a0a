from . import member_gains

__all__ = ["member_gains"]
