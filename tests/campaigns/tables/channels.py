import numpy as np
import pandas as pd

from crmkit.campaigns import double_margin, ordered_choice, referral_fee

LINE = double_margin.LinearDemand(intercept=1, slope=1)
OFFERS = pd.DataFrame({"wholesale_price": [0.5, 0], "fee": [0, 0.15]})
TRIAL = pd.DataFrame(
    {
        "price": [20.0, 24] * 4,
        "sold": [12, 8, 11, 7, 12, 8, 10, 6],
        "dealer": list("aabbccdd"),
    }
)
STEPS = pd.CategoricalDtype(["low", "medium", "high"], ordered=True)
ANSWERS = pd.DataFrame(
    {
        "answer": pd.Series(["low", "medium", "high"] * 2, dtype=STEPS),
        "floor": list("aaabbb"),
        "n": [3, 2, 1, 1, 2, 3],
    }
)
SEEN = pd.DataFrame(
    {"margin": [10.0] * 40, "back": [7.0, None] * 20, "sent": [1, 0] * 20, "after": [1, None] * 20}
)
LEADS = pd.DataFrame({"agent": [1, 0] * 100, "bought": [1, 1, 1, 0] * 50})
WORTH = {
    "margin": "margin",
    "returned_after": "back",
    "referrals": "sent",
    "referred_after": "after",
}
RNG = np.random.default_rng

TABLES = {
    "double_margin.arrangements": [double_margin.arrangements(LINE, unit_cost=0)],
    "double_margin.contracts": [double_margin.contracts(LINE, OFFERS, unit_cost=0)],
    "double_margin.sharing_value": [
        double_margin.sharing_value(
            TRIAL, price="price", units="sold", dealer="dealer", unit_cost=8, rng=RNG(1)
        )
    ],
    "ordered_choice.predicted_shares": [
        ordered_choice.predicted_shares(
            ANSWERS, answer="answer", step="high", predictors=["floor"], counts="n"
        )
    ],
    "referral_fee.worth_parts": [
        referral_fee.worth_parts(SEEN, **WORTH, annual_discount_rate=0.1)
    ],
    "referral_fee.worth_by_rate": [
        referral_fee.worth_by_rate(SEEN, **WORTH, annual_discount_rates=[0, 0.1])
    ],
    "referral_fee.break_even": [
        referral_fee.break_even(
            SEEN, LEADS, **WORTH, agent="agent", bought="bought", annual_discount_rate=0.1,
            rng=RNG(1),
        )
    ],
}  # fmt: skip
