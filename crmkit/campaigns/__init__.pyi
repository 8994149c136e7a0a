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
from .marketplaces import (
    cross_group,
    entry_game,
    share_race,
    two_sided,
)
from .mix import key_accounts, like_for_like

__all__ = [
    "affinity",
    "cell_scores",
    "cost_cut",
    "coupon_size",
    "cross_group",
    "entry_game",
    "festival",
    "key_accounts",
    "like_for_like",
    "mailing_profit",
    "neighbours",
    "net_gain",
    "ratings",
    "roll_rates",
    "scorecard",
    "share_race",
    "slots",
    "two_sided",
    "visits",
]
