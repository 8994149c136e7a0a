import pandas as pd

from crmkit.loyalty import bonds

BONDED = pd.DataFrame({"backup": [0, 1, 1], "months": [1, 4, 2], "left": [1, 0, 1]})
COSTS = pd.DataFrame({"monthly_hazard": [0.05], "monthly_margin": [20.0], "cost": [50.0]})
TABLES = {
    "bonds.has_bonds": [(bonds.has_bonds(BONDED, ["backup"]), ["backup"])],
    "bonds.leaving_rates": [bonds.leaving_rates(BONDED, left="left", by="backup")],
    "bonds.bond_value": [
        bonds.bond_value(
            COSTS, hazard_ratio={"estimate": 0.5, "low": 0.4, "high": 0.6}, horizon_months=36
        )
    ],
}
