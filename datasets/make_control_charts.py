"""Write the published series on which control charts are checked, as the sources print them.

Run: python datasets/make_control_charts.py
"""

import csv
from pathlib import Path

FOLDER = Path(__file__).parent

SERIES = {
    # Faulty cans of orange juice among 50: 30 samples, and 24 after the machine was adjusted.
    # Montgomery, Introduction to Statistical Quality Control; reference pages of the R package qcc.
    "juice cans": "12 15 8 10 4 7 16 9 14 10 5 6 17 12 22 8 10 5 13 11 20 18 24 15 9 12 7 13 9 6",
    "juice cans, later": "9 6 12 5 6 4 6 3 7 6 2 4 3 6 5 4 8 5 6 7 5 6 3 5",
    # Faulty items among 50. Wetherill & Brown (1991), Statistical Process Control; qcc.
    "items of 50": (
        "12 11 18 11 10 16 9 11 14 15 11 9 10 13 12 8 12 13 10 12 13 16 12 18 16 10 16 10 12 14"
    ),
    # A process whose mean rises from 10 after 20 values. Montgomery, chapter on CUSUM.
    "shifted process": (
        "9.45 7.99 9.29 11.66 12.16 10.18 8.04 11.46 9.20 10.34 9.03 11.47 10.51 9.40 10.08 "
        "9.37 10.62 10.31 8.52 10.84 10.90 9.33 12.29 11.50 10.60 11.08 10.38 11.62 11.31 "
        "10.52"
    ),
    # NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.3 (CUSUM) and 6.3.2.4 (EWMA).
    "handbook CUSUM": (
        "324.925 324.675 324.725 324.350 325.350 325.225 324.125 324.525 325.225 324.600 "
        "324.625 325.150 328.325 327.250 327.825 328.500 326.675 327.775 326.875 328.350"
    ),
    "handbook EWMA": (
        "52.0 47.0 53.0 49.3 50.1 47.0 51.0 50.1 51.2 50.5 49.6 47.6 49.9 51.3 47.8 51.2 52.6 "
        "52.4 53.6 52.1"
    ),
}


def main(folder: Path = FOLDER) -> None:
    with (folder / "control_charts.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["series", "sample", "value"])
        for name, values in SERIES.items():
            for number, value in enumerate(values.split(), start=1):
                writer.writerow([name, number, float(value)])


if __name__ == "__main__":
    main()
