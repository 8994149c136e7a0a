import pandas as pd

from crmkit.loyalty import paid_clubs, points, programme_effect, programmes

MOVEMENTS = pd.DataFrame({"customer_id": "a", "date": ["2024-01-10", "2024-05-01"]})
LOTS = points.settle(MOVEMENTS.assign(points=[100, -40]), as_of="2025-03-01", life_months=12)
BY_MONTH = pd.DataFrame([[1, 2, 4], [0, 1, 3], [2, 2, 2], [1, 0, 1]], columns=[1, 2, 3])
INVITED = pd.Series([True, True, False, False])

TABLES = {
    "points.settle": [LOTS],
    "points.breakage_by_cohort": [points.breakage_by_cohort(LOTS)],
    "programme_effect.around_joining": [
        programme_effect.around_joining(BY_MONTH, pd.Series([2, 2, None, None]), months=1)
    ],
    "programme_effect.effect_of_invitation": [
        programme_effect.effect_of_invitation(BY_MONTH[3], invited=INVITED, joined=INVITED)
    ],
    "programmes.programme_profit": [
        programmes.programme_profit([0.1], spend=900, margin_rate=0.3, reward_rate=0.05)
    ],
    "paid_clubs.paid_club": [
        paid_clubs.paid_club(
            pd.Series([2, 9]),
            fees=[5],
            saving_per_order=5,
            cost_per_order=4,
            margin_per_order=12,
            purchase_lift=0.1,
            retention_rate=0.8,
        )
    ],
}
