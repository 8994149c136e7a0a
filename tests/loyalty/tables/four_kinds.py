import pandas as pd

from crmkit.loyalty import survey, typology

LIKES, BUYS = pd.Series([7, 6, 2, 1]), pd.Series([9, 0, 8, 1])
SHARES = typology.shares_by_cut(LIKES, BUYS, attitude_cuts=[5], behaviour_cuts=[5])

TABLES = {
    "survey.answers": [(survey.answers(pd.DataFrame({"q": [1]}), scale=(1, 7)), ["q"])],
    "survey.rescale": [(survey.rescale(pd.DataFrame({"q": [1]}), {"q": (1, 7)}), ["q"])],
    "typology.shares_by_cut": [(SHARES, typology.TYPES)],
    "typology.share_range": [typology.share_range(SHARES)],
    "typology.type_table": [
        typology.type_table(typology.classify(LIKES, BUYS, attitude_cut=5, behaviour_cut=5))
    ],
}
