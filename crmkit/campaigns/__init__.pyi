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
from .pipeline import leaks, pipeline_forecast, stages

__all__ = [
    "affinity",
    "cell_scores",
    "cost_cut",
    "coupon_size",
    "festival",
    "key_accounts",
    "leaks",
    "like_for_like",
    "mailing_profit",
    "member_gains",
    "neighbours",
    "net_gain",
    "pipeline_forecast",
    "ratings",
    "roll_rates",
    "scorecard",
    "slots",
    "stages",
    "visits",
]
