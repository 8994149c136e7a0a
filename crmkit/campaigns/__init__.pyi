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
from .rebates import (
    audits,
    digits,
    peer_rebates,
    repeated_game,
)

__all__ = [
    "affinity",
    "audits",
    "cell_scores",
    "cost_cut",
    "coupon_size",
    "digits",
    "festival",
    "key_accounts",
    "like_for_like",
    "mailing_profit",
    "neighbours",
    "net_gain",
    "peer_rebates",
    "ratings",
    "repeated_game",
    "roll_rates",
    "scorecard",
    "slots",
    "visits",
]
