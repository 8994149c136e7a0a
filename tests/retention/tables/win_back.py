import numpy as np
import pandas as pd

from crmkit.retention import mean_reversion, offers, winback

LOG = pd.DataFrame(
    {
        "customer_id": ["a", "b"],
        "ordered_at": pd.to_datetime(["2024-01-05", "2024-03-01"]),
        "amount": 10.0,
    }
)
WAVE = pd.DataFrame(
    {
        "cell": "one",
        "called": [1, 0] * 20,
        "offer": [0, 0, 10, 0] * 10,
        "back": [1, 0, 1, 1, 0] * 8,
        "value": np.arange(40.0),
        "later": np.arange(40.0)[::-1],
    }
)
BACK = {"returned": "back", "by": "cell"}
OFFER = {"returned": "back", "offer": "offer", "sizes": [0, 10], "second_value": 100}
HALVES = {"before": "value", "after": "later"}

TABLES = {
    "winback.lapsed": [winback.lapsed(LOG, as_of="2024-02-01", until="2024-04-01")],
    "winback.return_rates": [winback.return_rates(WAVE, **BACK)],
    "winback.second_values": [winback.second_values(WAVE, value="value", **BACK)],
    "winback.call_values": [
        winback.call_values(WAVE, called="called", value="value", cost=1, **BACK)
    ],
    "offers.offer_profits": [offers.offer_profits(WAVE, **OFFER)],
    "offers.best_offers": [
        offers.best_offers(WAVE, by="cell", rng=np.random.default_rng(1), **OFFER)
    ],
    "mean_reversion.by_first_half": [mean_reversion.by_first_half(WAVE, groups=4, **HALVES)],
    "mean_reversion.against_control": [
        mean_reversion.against_control(WAVE, treated="called", **HALVES)
    ],
}
