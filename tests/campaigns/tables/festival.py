import numpy as np
import pandas as pd

from crmkit.campaigns import coupon_size, festival, net_gain

MONTHS = pd.DataFrame(
    {"sales": [10.0, 20, 11, 61, 12, 65], "half": [1, 2] * 3, "fair": [0, 0, 0, 1, 0, 1]}
)
WEEKS = pd.DataFrame(
    {"week": pd.date_range("2024-01-05", periods=7, freq="7D"), "sales": [10.0, 10, 8, 30, 5, 9, 9]}
)
LOG = pd.DataFrame(
    {
        "customer_id": ["a", "c"],
        "amount": [5.0, 7.0],
        "ordered_at": pd.to_datetime(["2025-11-10", "2025-11-20"]),
    }
)
PEOPLE = pd.DataFrame({"offered": [1, 1, 0, 0], "group": ["x"] * 4}, index=list("abcd"))
WINDOWS = {"festival": ("2025-11-10", "2025-11-16"), "after": ("2025-11-17", "2025-11-23")}
SPEND = net_gain.by_customer(LOG, PEOPLE, windows=WINDOWS)
LOT = {"windows": list(WINDOWS), "offered": "offered"}
TRIAL = pd.DataFrame({"coupon": [1, 3] * 10, "bought": [0, 1, 1, 1] * 5})
PEAK = {"extra_sales": 800, "anyway_sales": 200, "discount": 0.2, "margin_rate": 0.4}
BOUGHT = {"bought": "bought", "coupon": "coupon"}

TABLES = {
    "festival.effects": [festival.effects(MONTHS, value="sales", season="half", events=["fair"])],
    "festival.aligned": [
        (
            festival.aligned(WEEKS, date="week", value="sales", festivals=["2024-01-26"], weeks=1),
            ["2024-01-26"],
        )
    ],
    "net_gain.by_customer": [(SPEND, [*PEOPLE, *WINDOWS])],
    "net_gain.by_week": [
        net_gain.by_week(LOG, PEOPLE, offered="offered", first="2025-11-10", last="2025-11-23")
    ],
    "net_gain.gains": [net_gain.gains(SPEND, **LOT)],
    "net_gain.plans": [net_gain.plans(SPEND, by="group", offers_to={"all": ["x"]}, **LOT)],
    "net_gain.by_pulled_share": [net_gain.by_pulled_share([0, 0.5], **PEAK)],
    "coupon_size.coupon_profits": [coupon_size.coupon_profits(TRIAL, margin=5, **BOUGHT)],
    "coupon_size.best_coupons": [
        coupon_size.best_coupons(TRIAL, margins=[5], rng=np.random.default_rng(1), **BOUGHT)
    ],
}
