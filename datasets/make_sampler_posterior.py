"""Take what a full sampler said of the BG/NBD out of the committed cross-check.

Run: python datasets/make_sampler_posterior.py
"""

import csv
import json
from pathlib import Path

FOLDER = Path(__file__).parent
CROSSCHECK = FOLDER.parent / "benchmarks" / "crosscheck_pymc.json"


def main(folder: Path = FOLDER) -> None:
    runs = json.loads(CROSSCHECK.read_text("utf-8"))["posterior of BG/NBD"]
    rows = []
    for run in runs:
        cost = [round(run["effective_draws"]), round(run["seconds"], 1)]
        for name, parameter in run["parameters"].items():
            ends = [round(parameter["quantiles"][q], 4) for q in ("0.025", "0.5", "0.975")]
            rows.append([run["priors"], name, *ends, *cost])
    header = ["prior", "parameter", "low", "median", "high", "effective_draws", "seconds"]
    # newline="" and "\n": the same bytes on every platform.
    with (folder / "sampler_posterior.csv").open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    main()
