from .festival import coupon_size, festival, net_gain
from .mix import key_accounts, like_for_like

__all__ = [
    "coupon_size",
    "festival",
    "key_accounts",
    "like_for_like",
    "net_gain",
]
