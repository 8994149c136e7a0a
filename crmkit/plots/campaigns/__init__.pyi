from . import (
    coupon_size,
    festival,
    key_accounts,
    like_for_like,
    net_gain,
)

__all__ = [
    "coupon_size",
    "festival",
    "key_accounts",
    "like_for_like",
    "net_gain",
]
