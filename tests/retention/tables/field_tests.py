import pandas as pd

from crmkit.retention import before_after

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
    "before_after.phase_means": [before_after.phase_means(FINED, **PANEL)],
    "before_after.difference_in_differences": [
        before_after.difference_in_differences(FINED, treated=1, before="before", **PANEL)
    ],
}
