import pandas as pd

from crmkit.loyalty import complaints, loyalty_curve, satisfaction

# Lesson 26.
ANSWERS, CALLS = pd.Series([10, 9, 9, 8, 3]), pd.Series([0, 1, 1, 2, 2])
LEFT, SCALE = CALLS == 2, {"scale": (0, 10)}

TABLES = {
    "satisfaction.net_promoter_score": [satisfaction.net_promoter_score(ANSWERS, **SCALE)],
    "satisfaction.nps_change": [satisfaction.nps_change(ANSWERS, ANSWERS, **SCALE)],
    "satisfaction.top_box": [satisfaction.top_box(ANSWERS, **SCALE)],
    "loyalty_curve.outcome_curve": [loyalty_curve.outcome_curve(CALLS, LEFT)],
    "complaints.outcome_from": [complaints.outcome_from(CALLS, LEFT)],
    "loyalty_curve.outcome_by": [loyalty_curve.outcome_by(LEFT, CALLS)],
    "complaints.mean_differences": [complaints.mean_differences(ANSWERS, LEFT, reference=False)],
    "complaints.offer_by_count": [
        complaints.offer_by_count(CALLS, LEFT, offer_cost=1, margin=9, saved_share=0.5)
    ],
}
