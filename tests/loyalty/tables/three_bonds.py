import pandas as pd

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

TABLES = {
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
