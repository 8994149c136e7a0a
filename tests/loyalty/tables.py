"""A table of each public function of `crmkit.loyalty`, for the test of the vocabulary.

Name of the function -> its tables. A pair is a table and the columns that are of the caller's own
naming.
"""

from typing import Any

import pandas as pd

from crmkit.loyalty import survey, typology

LIKES, BUYS = pd.Series([7, 6, 2, 1]), pd.Series([9, 0, 8, 1])
SHARES = typology.shares_by_cut(LIKES, BUYS, attitude_cuts=[5], behaviour_cuts=[5])

LOYALTY: dict[str, list[Any]] = {
    "survey.answers": [(survey.answers(pd.DataFrame({"q": [1]}), scale=(1, 7)), ["q"])],
    "survey.to_100": [(survey.to_100(pd.DataFrame({"q": [1]}), scale=(1, 7)), ["q"])],
    "typology.shares_by_cut": [(SHARES, typology.TYPES)],
    "typology.share_range": [typology.share_range(SHARES)],
    "typology.type_table": [
        typology.type_table(typology.classify(LIKES, BUYS, attitude_cut=5, behaviour_cut=5))
from crmkit.loyalty import paid_clubs, points, programme_effect, programmes

MOVEMENTS = pd.DataFrame({"customer_id": "a", "date": ["2024-01-10", "2024-05-01"]})
LOTS = points.settle(MOVEMENTS.assign(points=[100, -40]), as_of="2025-03-01", life_months=12)
BY_MONTH = pd.DataFrame([[1, 2, 4], [0, 1, 3], [2, 2, 2], [1, 0, 1]], columns=[1, 2, 3])
INVITED = pd.Series([True, True, False, False])

LOYALTY: dict[str, list[Any]] = {
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
from crmkit.loyalty import bonds, norm_change

BONDED = pd.DataFrame({"backup": [0, 1, 1], "months": [1, 4, 2], "left": [1, 0, 1]})
COSTS = pd.DataFrame({"monthly_hazard": [0.05], "monthly_margin": [20.0], "cost": [50.0]})
FINED = pd.DataFrame(
    {
        "centre": [1, 1, 2, 2, 3, 3, 4, 4],
        "fined": [1] * 4 + [0] * 4,
        "phase": ["before", "after"] * 4,
        "late": [8, 18, 6, 20, 9, 9, 7, 8],
    }
)
PANEL = {"outcome": "late", "unit": "centre", "group": "fined", "phase": "phase"}

LOYALTY: dict[str, list[Any]] = {
    "bonds.has_bonds": [(bonds.has_bonds(BONDED, ["backup"]), ["backup"])],
    "bonds.leaving_rates": [bonds.leaving_rates(BONDED, left="left", by="backup")],
    "bonds.survival_curves": [bonds.survival_curves(BONDED, tenure="months", left="left")],
    "bonds.bond_value": [
        bonds.bond_value(
            COSTS, hazard_ratio={"estimate": 0.5, "low": 0.4, "high": 0.6}, horizon_months=36
        )
    ],
    "norm_change.phase_means": [norm_change.phase_means(FINED, **PANEL)],
    "norm_change.difference_in_differences": [
        norm_change.difference_in_differences(FINED, treated=1, before="before", **PANEL)
    ],
}
