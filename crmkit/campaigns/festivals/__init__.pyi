from . import (
    coupon_size,
    festival,
    net_gain,
)

__all__ = [
    "coupon_size",
    "festival",
    "net_gain",
]
