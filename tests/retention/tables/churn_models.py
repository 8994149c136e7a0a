import numpy as np
import pandas as pd

from crmkit.retention import calibration, cut, logit, ranking, rules

LEFT = pd.Series([1, 0, 1, 0, 0, 1])
CALLS = pd.DataFrame({"calls": [5, 1, 2, 3, 0, 4], "left": LEFT})
RANKINGS = pd.DataFrame({"model": [0.9, 0.2, 0.6, 0.7, 0.1, 0.8], "rule": [1, 0, 1, 1, 0, 0]})
OFFER = {"cost": 10, "success": 0.5, "margin": 100}
POLICIES = (RANKINGS > 0.5).astype(int)
DRAWN = {"rng": np.random.default_rng(1), "draws": 40}

TABLES = {
    "logit.coefficients": [logit.coefficients(CALLS, left="left", traits=["calls"])],
    "rules.leaving_by_count": [rules.leaving_by_count(CALLS["calls"], LEFT)],
    "rules.share_right": [rules.share_right(POLICIES, LEFT)],
    "ranking.quality": [ranking.quality(RANKINGS, LEFT, **DRAWN)],
    "ranking.compare": [ranking.compare(RANKINGS, LEFT, against="rule", **DRAWN)],
    "ranking.gains": [ranking.gains(RANKINGS["model"], LEFT)],
    "calibration.by_group": [calibration.by_group(RANKINGS["model"], LEFT, groups=2)],
    "cut.policy_profit": [cut.policy_profit(POLICIES, LEFT, **OFFER)],
    "cut.policy_gain": [cut.policy_gain(POLICIES, LEFT, against="rule", **OFFER)],
    "cut.profit_curve": [cut.profit_curve(RANKINGS["model"], LEFT, steps=2, **OFFER)],
}
