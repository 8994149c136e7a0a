import numpy as np
import pandas as pd

from crmkit.loyalty import brands, dirichlet_tables, jeopardy
from crmkit.loyalty.double_jeopardy.dirichlet import Dirichlet

MARKET = Dirichlet(M=4, K=0.6, S=2, purchase_shares={"Ann": 0.5, "Bob": 0.3, "Cid": 0.2})
COUNTS = MARKET.simulate(300, rng=np.random.default_rng(1))
PANEL = {"households": 300}
DRAWN = {**PANEL, "rng": np.random.default_rng(2), "replicates": 20}
LINES = pd.DataFrame({"customer_id": [1, 2], "order_id": [1, 2], "brand": ["Ann", "Bob"]})

TABLES = {
    "brands.purchase_counts": [(brands.purchase_counts(LINES), ["Ann", "Bob"])],
    "brands.brand_measures": [brands.brand_measures(COUNTS, **PANEL), MARKET.measures()],
    "jeopardy.jeopardy_line": [jeopardy.jeopardy_line(MARKET.measures())],
    "jeopardy.duplication": [(jeopardy.duplication(COUNTS, **PANEL), ["Ann", "Bob", "Cid"])],
    "jeopardy.duplication_pairs": [jeopardy.duplication_pairs(COUNTS, **PANEL)],
    "dirichlet_tables.compare": [dirichlet_tables.compare(COUNTS, **DRAWN)],
    "dirichlet_tables.growth_routes": [dirichlet_tables.growth_routes(MARKET, "Ann", growth=0.2)],
    "dirichlet_tables.parameter_intervals": [dirichlet_tables.parameter_intervals(COUNTS, **DRAWN)],
}
