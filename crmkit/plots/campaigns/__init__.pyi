from . import (
    cell_scores,
    coupon_size,
    festival,
    key_accounts,
    like_for_like,
    mailing_profit,
    net_gain,
)

__all__ = [
    "cell_scores",
    "coupon_size",
    "festival",
    "key_accounts",
    "like_for_like",
    "mailing_profit",
    "net_gain",
]
