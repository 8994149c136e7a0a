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
from .channels import double_margin, ordered_choice, referral_fee
from .cross_selling import cell_scores, mailing_profit
from .festival import coupon_size, festival, net_gain
from .mix import key_accounts, like_for_like

__all__ = [
    "affinity",
    "cell_scores",
    "cost_cut",
    "coupon_size",
    "double_margin",
    "festival",
    "key_accounts",
    "like_for_like",
    "mailing_profit",
    "neighbours",
    "net_gain",
    "ordered_choice",
    "ratings",
    "referral_fee",
    "roll_rates",
    "scorecard",
    "slots",
    "visits",
]
