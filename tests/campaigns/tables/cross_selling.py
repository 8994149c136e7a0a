import numpy as np
import pandas as pd

from crmkit.campaigns import cell_scores, mailing_profit

KNOWN = pd.DataFrame({"car": [0, 0, 6, 6] * 10, "bought": [0, 0, 1, 0] * 10})
SCORES = pd.DataFrame({"table": KNOWN["car"], "lot": 0})
MAIL = {"among": 40, "sale": 100}


def rng():
    return np.random.default_rng(1)


TABLES = {
    "cell_scores.learned": [cell_scores.learned(KNOWN, happened="bought", by="car")],
    "cell_scores.next_columns": [
        cell_scores.next_columns(
            KNOWN.assign(pet=0), happened="bought", by="car", candidates=["pet"], folds=2, seed=1
        )
    ],
    "mailing_profit.best": [
        mailing_profit.best(SCORES, KNOWN["bought"], size=10, letter=3, rng=rng(), **MAIL)
    ],
    "mailing_profit.by_size": [
        mailing_profit.by_size(SCORES, KNOWN["bought"], sizes=[9], letter=3, rng=rng(), **MAIL)
    ],
    "mailing_profit.gains": [
        mailing_profit.gains(SCORES, KNOWN["bought"], against="lot", size=9, rng=rng(), **MAIL)
    ],
}
