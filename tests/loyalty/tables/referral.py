import pandas as pd

from crmkit.loyalty import aarrr, bass_early, invitations, peers, word_of_mouth

SALES = pd.Series([96, 195, 238, 380, 1045, 1230, 1267, 1828, 1586, 1673, 1800, 1580, 1500])
REACHED = pd.Series([1000, 200, 100, 40, 10], index=["reached", *aarrr.STEPS])
JOINED = pd.to_datetime(["2025-01-01", "2025-01-11"])
INVITED = pd.DataFrame({"inviter": [1], "sent": JOINED[[0]], "accepted": JOINED[[1]]})
FRIENDS = pd.DataFrame({"lot": [0, 0, 0, 1, 1, 1], "friends": [1, 2, 3, 6, 7, 8]})
ASKED = {"outcome": "bought", "peers": "friends"}

TABLES = {
    "aarrr.conversion": [aarrr.conversion(REACHED)],
    "aarrr.gains": [aarrr.gains(REACHED, invited=5, customer_value=50)],
    "bass_early.refit": [bass_early.refit(SALES, method="regression")],
    "invitations.k_factor": [
        invitations.k_factor(
            pd.DataFrame({"joined": JOINED}, index=[1, 2]),
            INVITED,
            as_of="2025-03-01",
            window_days=20,
        )
    ],
    "peers.least_squares": [
        peers.least_squares(FRIENDS.assign(bought=[0, 1, 0, 1, 0, 1]), **ASKED)
    ],
    "peers.two_stages": [
        peers.two_stages(FRIENDS.assign(bought=[0, 1, 0, 1, 0, 1]), instrument="lot", **ASKED)
    ],
    "word_of_mouth.referral_fees": [
        word_of_mouth.referral_fees([0.6], customer_value=100, k_before=0.4)
    ],
}
