import numpy as np
import pandas as pd

from crmkit.campaigns import audits, digits, peer_rebates, repeated_game

STAKES = {"extra_margin": 50, "seller_fine": 60, "buyer_fine": 100, "discount_factor": 0.9}
AMOUNTS = pd.DataFrame({"amount": np.linspace(10, 99, 90), "seller": ["a", "b"] * 45})
BUYERS = pd.DataFrame(
    {
        "rate": 0.05 + 0.01 * np.sin(np.arange(40)),
        "sales": 1000.0 * np.arange(1, 41),
        "line": ["a", "b"] * 20,
    }
)
PEERS = peer_rebates.against_peers(BUYERS, rebate_rate="rate", volume="sales", held="line")
ORDERS = pd.DataFrame({"z": PEERS["z"], "lot": 0})
BENT = pd.Series([1] + [0] * 39)


def rng():
    return np.random.default_rng(1)


TABLES = {
    "repeated_game.thresholds": [
        repeated_game.thresholds(temptation=5, reward=3, punishment=1, sucker=0)
    ],
    "repeated_game.by_rotation": [repeated_game.by_rotation([2, 5], **STAKES)],
    "repeated_game.kickback_values": [repeated_game.kickback_values(15, **STAKES)],
    "digits.shares": [digits.shares(AMOUNTS["amount"])],
    "digits.fits": [digits.fits(AMOUNTS, amount="amount", by="seller")],
    "digits.by_size": [digits.by_size([100])],
    "peer_rebates.against_peers": [PEERS],
    "peer_rebates.rules": [peer_rebates.rules(PEERS)],
    "peer_rebates.judged": [peer_rebates.judged(BENT, BENT)],
    "audits.values_by_order": [
        audits.values_by_order(ORDERS, 9.0 * BENT, files=5, cost=1, rng=rng(), draws=40)
    ],
    "audits.gains": [audits.gains(ORDERS, 9.0 * BENT, against="lot", files=5, rng=rng(), draws=40)],
}
