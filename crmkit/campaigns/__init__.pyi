from .arrears import (
    cost_cut,
    roll_rates,
    scorecard,
    visits,
)
from .baskets import (
    affinity,
    neighbours,
    ratings,
    slots,
)
from .cross_selling import cell_scores, mailing_profit
from .festival import coupon_size, festival, net_gain
from .mix import key_accounts, like_for_like
from .scarcity import newsvendor, repeat_demand

__all__ = [
    "affinity",
    "cell_scores",
    "cost_cut",
    "coupon_size",
    "festival",
    "key_accounts",
    "like_for_like",
    "mailing_profit",
    "neighbours",
    "net_gain",
    "newsvendor",
    "ratings",
    "repeat_demand",
    "roll_rates",
    "scorecard",
    "slots",
    "visits",
]
