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
from .own_customers import member_gains

__all__ = [
    "affinity",
    "cell_scores",
    "cost_cut",
    "coupon_size",
    "festival",
    "key_accounts",
    "like_for_like",
    "mailing_profit",
    "member_gains",
    "neighbours",
    "net_gain",
    "ratings",
    "roll_rates",
    "scorecard",
    "slots",
    "visits",
]
