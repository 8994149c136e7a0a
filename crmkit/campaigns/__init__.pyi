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
from .partners import (
    account_forecasts,
    choice_by_criteria,
    shared_plans,
    ties,
)

__all__ = [
    "account_forecasts",
    "affinity",
    "cell_scores",
    "choice_by_criteria",
    "cost_cut",
    "coupon_size",
    "festival",
    "key_accounts",
    "like_for_like",
    "mailing_profit",
    "neighbours",
    "net_gain",
    "ratings",
    "roll_rates",
    "scorecard",
    "shared_plans",
    "slots",
    "ties",
    "visits",
]
