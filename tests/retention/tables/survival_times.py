import pandas as pd

from crmkit.retention import LeavingHazard, incidence, survival

BONDED = pd.DataFrame(
    {
        "months": [1, 4, 2, 3, 5],
        "left": [1, 0, 1, 1, 0],
        "bond": [0, 1, 1, 0, 0],
        "why": ["price", None, "moved", "price", None],
    }
)
TIME = {"tenure": "months", "left": "left"}
CURVES = survival.curves(BONDED, **TIME)
FITTED = LeavingHazard.fit(BONDED, **TIME, traits=["bond"])

TABLES = {
    "survival.curves": [CURVES],
    "survival.at": [survival.at(CURVES, [1, 2])],
    "survival.log_rank": [survival.log_rank(BONDED, **TIME, by="bond").to_frame().T],
    "incidence.curves": [incidence.curves(BONDED, **TIME, reason="why")],
    "leaving_hazard.LeavingHazard.coefficients": [FITTED.coefficients()],
    "leaving_hazard.LeavingHazard.hazard_ratios": [FITTED.hazard_ratios()],
    "leaving_hazard.LeavingHazard.survival": [FITTED.survival(BONDED[["bond"]], 2)],
}
