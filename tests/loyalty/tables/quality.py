import numpy as np
import pandas as pd

from crmkit.loyalty import (
    derived_importance,
    effort_plans,
    reliability,
    service_quality,
)

DRAWN = np.random.default_rng(25)
ANSWERS = pd.DataFrame(
    DRAWN.integers(1, 5, size=(12, 1)) + DRAWN.integers(0, 4, size=(12, 4)),
    columns=["a", "b", "c", "all"],
)
ITEMS = {"items": ["a", "b", "c"], "outcome": "all"}
GAPS = {"dimensions": {"ab": ["a", "b"], "c": ["c"]}, "scale": (1, 7)}
EFFORT = effort_plans.plans(pd.Series({"a": 2.0, "b": 1}), pd.Series({"a": 0.2, "b": 0.5}))

TABLES = {
    "derived_importance.correlations": [derived_importance.correlations(ANSWERS, **ITEMS)],
    "derived_importance.rank_agreement": [
        derived_importance.rank_agreement(
            ANSWERS, pd.DataFrame.mean, pd.DataFrame.std, rng=np.random.default_rng(1), draws=20
        )
    ],
    "derived_importance.regression_weights": [
        derived_importance.regression_weights(ANSWERS, **ITEMS)
    ],
    "derived_importance.relative_weights": [
        derived_importance.relative_weights(
            ANSWERS, **ITEMS, rng=np.random.default_rng(1), draws=20
        )
    ],
    "effort_plans.plans": [EFFORT],
    "effort_plans.plan_differences": [
        effort_plans.plan_differences(
            ANSWERS, EFFORT, against="by_gap", outcome="all", ceiling=7,
            rng=np.random.default_rng(1), draws=20,
        )
    ],
    "effort_plans.plan_gains": [
        effort_plans.plan_gains(
            ANSWERS, EFFORT, outcome="all", ceiling=7, rng=np.random.default_rng(1), draws=20
        )
    ],
    "reliability.alpha_without_item": [reliability.alpha_without_item(ANSWERS, ITEMS["items"])],
    "reliability.cronbach_alpha": [reliability.cronbach_alpha(ANSWERS, ITEMS["items"])],
    "reliability.loadings": [
        (reliability.loadings(ANSWERS, ITEMS["items"], factors=1), ["factor_1"])
    ],
    "reliability.parallel_analysis": [
        reliability.parallel_analysis(
            ANSWERS, ITEMS["items"], rng=np.random.default_rng(1), draws=20
        )
    ],
    "service_quality.dimension_gaps": [
        service_quality.dimension_gaps(ANSWERS, ANSWERS.iloc[::-1], **GAPS)
    ],
    "service_quality.item_gaps": [service_quality.item_gaps(ANSWERS, ANSWERS, **GAPS)],
    "service_quality.same_provider": [
        service_quality.same_provider(
            ANSWERS.assign(clerk=list("xy") * 6, visitor=[0, 0, 1] * 4),
            rating="all", provider="clerk", other="visitor",
        )
    ],
}  # fmt: skip
