"""What 30 people want of a toothpaste, six answers from 1 to 7 each.

Malhotra, N. K., Marketing Research: An Applied Orientation (Prentice Hall), chapter on factor
analysis. The table in the pyrsm package has each of them twice, as 60 rows.
"""

import pandas as pd

CODES = (
    "736424 132454 627413 454625 122362 636424 536343 647414 342363 262676 "
    "647323 231454 726413 464536 132264 646334 536334 737414 243363 353646 "
    "132353 545424 221544 464647 654214 354647 447225 372643 463727 232472"
)
ITEMS = ["v1", "v2", "v3", "v4", "v5", "v6"]
TOOTHPASTE = pd.DataFrame([list(map(int, one)) for one in CODES.split()], columns=ITEMS)
