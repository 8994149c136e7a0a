import pandas as pd

from crmkit.campaigns import key_accounts, like_for_like

BILLS = pd.DataFrame(
    {
        "loyal": [1, 1, 1, 1, 0, 0, 0, 0],
        "menu": ["lunch"] * 3 + ["dinner"] + ["lunch"] + ["dinner"] * 3,
        "bill": [90.0, 110, 100, 200, 100, 190, 210, 200],
        "guest": list("aabbccdd"),
    }
)
ASKED = {"value": "bill", "group": "loyal", "held": ["menu"]}
LOG = pd.DataFrame(
    {"customer_id": ["a", "b"], "ordered_at": pd.to_datetime(["2024-01-05", "2024-03-01"])}
)
ACCOUNTS = pd.DataFrame(
    {"visits_without": [5.0], "visits_with": 8.0, "covers": 6.0, "bill": 160.0, "cost": 70.0}
)

TABLES = {
    "like_for_like.gap": [like_for_like.gap(BILLS, **ASKED)],
    "like_for_like.by_stratum": [like_for_like.by_stratum(BILLS, **ASKED)],
    "like_for_like.one_by_one": [like_for_like.one_by_one(BILLS, **ASKED)],
    "like_for_like.parts": [like_for_like.parts(BILLS, **ASKED)],
    "like_for_like.overlap": [like_for_like.overlap(BILLS, group="loyal", held="menu")],
    "key_accounts.against_mix": [
        key_accounts.against_mix(BILLS, prices=BILLS, value="bill", account="guest", held="menu")
    ],
    "key_accounts.visits_by_period": [
        (key_accounts.visits_by_period(LOG, last_day="2024-03-31", periods=2), [1, 2])
    ],
    "key_accounts.visit_states": [
        (key_accounts.visit_states(pd.DataFrame({1: [4, 1], 2: [3, 0]})), [1, 2])
    ],
    "key_accounts.contract_values": [key_accounts.contract_values(ACCOUNTS, price=150)],
}
