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


def main(folder: Path = FOLDER) -> None:
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


def write(file: Path, header: list[str], rows: list) -> None:
    # newline="" and "\n": the same bytes on every platform.
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    main()
