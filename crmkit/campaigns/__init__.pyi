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
from .festivals import coupon_size, festival, net_gain
from .marketplaces import (
    cross_group,
    entry_game,
    share_race,
    two_sided,
)
from .mix import key_accounts, like_for_like
from .own_customers import member_gains
from .partners import (
    account_forecasts,
    choice_by_criteria,
    shared_plans,
    ties,
)
from .pipeline import leaks, pipeline_forecast, stages
from .rebates import (
    audits,
    digits,
    peer_rebates,
    repeated_game,
)
from .scarcity import newsvendor, repeat_demand
from .targeting import (
    anonymity,
    eligibility,
    linkage,
    offers,
)

__all__ = [
    "account_forecasts",
    "affinity",
    "anonymity",
    "audits",
    "cell_scores",
    "choice_by_criteria",
    "cost_cut",
    "coupon_size",
    "cross_group",
    "digits",
    "double_margin",
    "eligibility",
    "entry_game",
    "festival",
    "key_accounts",
    "leaks",
    "like_for_like",
    "linkage",
    "mailing_profit",
    "member_gains",
    "neighbours",
    "net_gain",
    "newsvendor",
    "offers",
    "ordered_choice",
    "peer_rebates",
    "pipeline_forecast",
    "ratings",
    "referral_fee",
    "repeat_demand",
    "repeated_game",
    "roll_rates",
    "scorecard",
    "share_race",
    "shared_plans",
    "slots",
    "stages",
    "ties",
    "two_sided",
    "visits",
]
