import numpy as np
import pandas as pd

from crmkit.retention import policy, qini, uplift

TESTED = pd.DataFrame({"orders": range(80), "mailed": [0, 1] * 40})
TESTED["bought"] = ([0, 0, 1] * 27)[:80]
NAMES = {"outcome": "bought", "treated": "mailed"}
BOTH = {"response": "linear", "two models": "linear"}
RNG = np.random.default_rng(1)
TRAINING, HELD_OUT = uplift.halves(TESTED, treated="mailed", rng=RNG)
SCORES = uplift.scores(TRAINING, HELD_OUT, traits=["orders"], methods=BOTH, **NAMES)
RANKED = HELD_OUT.join(SCORES)
PLANS = policy.plans(RANKED, scores=list(BOTH), fraction=0.3)
PLANNED = HELD_OUT.join(PLANS)
SPLITS = qini.over_splits(TESTED, traits=["orders"], methods=BOTH, splits=2, rng=RNG, **NAMES)
OFFERED = TESTED.assign(offer=TESTED["mailed"].map({0: "none", 1: "mail"}), plan="mail")

TABLES = {
    "uplift.scores": [(SCORES, list(BOTH))],
    "qini.curve": [qini.curve(RANKED, score="two models", **NAMES)],
    "qini.areas": [qini.areas(RANKED, scores=list(BOTH), rng=RNG, draws=39, **NAMES)],
    "qini.area_differences": [
        qini.area_differences(
            RANKED, scores=["two models"], against="response", rng=RNG, draws=39, **NAMES
        )
    ],
    "qini.over_splits": [(SPLITS, list(BOTH))],
    "qini.split_means": [qini.split_means(SPLITS)],
    "policy.plans": [(PLANS, list(PLANS))],
    "policy.values": [policy.values(PLANNED, plans=["two models"], **NAMES)],
    "policy.value_differences": [
        policy.value_differences(PLANNED, plans=["two models"], against="nobody", **NAMES)
    ],
    "policy.offer_values": [
        policy.offer_values(
            OFFERED, plans=["plan"], outcome="bought", offered="offer", costs={"none": 0, "mail": 1}
        )
    ],
}
