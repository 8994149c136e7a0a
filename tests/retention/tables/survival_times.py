import pandas as pd

from crmkit.retention import survival

BONDED = pd.DataFrame({"months": [1, 4, 2], "left": [1, 0, 1]})

TABLES = {
    "survival.curves": [survival.curves(BONDED, tenure="months", left="left")],
}
