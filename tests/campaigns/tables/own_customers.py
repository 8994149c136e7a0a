import pandas as pd

from crmkit.campaigns import member_gains

SPEND = pd.Series([3000.0, 5000.0, 100.0, 300.0])

TABLES = {
    "member_gains.by_group": [
        member_gains.by_group(SPEND, pd.Series(list("aabb")), cost=80, lift=0.12, margin_rate=0.3)
    ],
}
