"""Write the small published tables that the course recomputes. Figures as printed in the sources.

Run: python datasets/make_published_tables.py
"""

import csv
from pathlib import Path

FOLDER = Path(__file__).parent

# Customers of 1,000 who are still there after 0, 1, 2, ... years.
# Fader & Hardie (2007), How to project customer retention, Journal of Interactive Marketing 21(1).
RETENTION = {
    "High End": [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394],
    "Regular": [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173],
}

# People who saw a billboard 0, 1, 2, ... 23 times in a week: 250 people in all.
# The NBD example of Fader & Hardie's lectures on probability models in marketing.
EXPOSURES = [48, 37, 30, 24, 20, 16, 13, 11, 9, 7, 6, 5, 5, 3, 3, 2, 2, 2, 1, 1, 2, 1, 1, 1]

# Level of relationship by number of customers and margin. Kotler & Keller, Marketing Management.
RELATIONSHIP = {
    "many": {"high": "accountable", "medium": "reactive", "low": "basic or reactive"},
    "medium": {"high": "proactive", "medium": "accountable", "low": "reactive"},
    "few": {"high": "partnership", "medium": "proactive", "low": "accountable"},
}

# First purchases in the United States a year from the launch on, in thousands.
# Bass (1969), A new product growth for model consumer durables, Management Science 15(5); the
# series of colour television as Srinivasan & Mason (1986), Marketing Science 5(2), fit it.
DURABLES = {
    "room air conditioner": [
        96,
        195,
        238,
        380,
        1045,
        1230,
        1267,
        1828,
        1586,
        1673,
        1800,
        1580,
        1500,
    ],
    "clothes dryer": [106, 319, 492, 635, 737, 890, 1397, 1523, 1294, 1240, 1425, 1260, 1236],
    "colour television": [747, 1480, 2646, 5118, 5777, 5982, 5962, 4631],
}

# Claims paid up to each year of development, by year of accident: the triangle of Taylor & Ashe
# (1983), as in Mack (1993), Distribution-free calculation ..., ASTIN Bulletin 23(2).
CLAIMS = """
357848 1124788 1735330 2218270 2745596 3319994 3466336 3606286 3833515 3901463
352118 1236139 2170033 3353322 3799067 4120063 4647867 4914039 5339085
290507 1292306 2218525 3235179 3985995 4132918 4628910 4909315
310608 1418858 2195047 3757447 4029929 4381982 4588268
443160 1136350 2128333 2897821 3402672 3873311
396132 1333217 2180715 2985752 3691712
440832 1288463 2419861 3483130
359480 1421128 2864498
376686 1363294
344014
"""


def main(folder: Path = FOLDER) -> None:
    write(
        folder / "claims_triangle.csv",
        ["year", "age", "paid"],
        [
            [year, age, int(paid)]
            for year, row in enumerate(CLAIMS.split("\n")[1:-1])
            for age, paid in enumerate(row.split())
        ],
    )
    write(
        folder / "retention_tables.csv",
        ["segment", "year", "customers"],
        [
            [segment, year, customers]
            for segment, series in RETENTION.items()
            for year, customers in enumerate(series)
        ],
    )
    write(folder / "billboard_exposures.csv", ["exposures", "people"], list(enumerate(EXPOSURES)))
    write(
        folder / "relationship_grid.csv",
        ["customers", "margin", "level"],
        [[n, margin, level] for n, row in RELATIONSHIP.items() for margin, level in row.items()],
    )
    write(
        folder / "durables.csv",
        ["product", "year", "sales"],
        [
            [product, year, sales]
            for product, series in DURABLES.items()
            for year, sales in enumerate(series, start=1)
        ],
    )


def write(file: Path, header: list[str], rows: list) -> None:
    # newline="" and "\n": the same bytes on every platform.
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    main()
