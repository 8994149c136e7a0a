from . import (
    cell_scores,
    cost_cut,
    coupon_size,
    festival,
    key_accounts,
    like_for_like,
    mailing_profit,
    net_gain,
    roll_rates,
    scorecard,
    visits,
)

__all__ = [
    "cell_scores",
    "cost_cut",
    "coupon_size",
    "festival",
    "key_accounts",
    "like_for_like",
    "mailing_profit",
    "net_gain",
    "roll_rates",
    "scorecard",
    "visits",
]
