import pandas as pd

from crmkit.retention import charts, cusum, delays, ewma

WEEKLY = pd.DataFrame({"exits": [6, 9, 11, 10], "customers": 6_600}, index=[1, 2, 3, 4])
BASE = {"events": "exits", "base": "customers"}
RISE = {"mean": 6.346, "ratio": 1.2, "k": 6.96, "h": 14, "limit": 13.9}

TABLES = {
    "charts.p_chart": [charts.p_chart(WEEKLY, **BASE)],
    "charts.c_chart": [charts.c_chart(WEEKLY, events="exits")],
    "charts.u_chart": [charts.u_chart(WEEKLY, events="exits", exposure="customers")],
    "charts.laney_chart": [charts.laney_chart(WEEKLY, **BASE)],
    "cusum.count_cusum": [cusum.count_cusum(WEEKLY, events="exits", k=7, h=5)],
    "cusum.tabular_cusum": [cusum.tabular_cusum(WEEKLY["exits"], target=6, k=1, h=5)],
    "cusum.two_sided": [cusum.two_sided(WEEKLY["exits"], target=6, k=1, h=5)],
    "delays.delay_table": [delays.delay_table(value_per_customer=1_000, **RISE)],
    "ewma.ewma_chart": [ewma.ewma_chart(WEEKLY["exits"], target=6, standard_deviation=2.5)],
}
