"""How often do 95 % intervals hold the truth? On simulated companies, whose truth is known.

Run `python -m benchmarks.coverage --companies 200`; `--write docs/coverage.md` adds the table.
Each company has 1,000 customers, watched for a year or less, who buy by a purchase model and spend
by a Gamma-Gamma; the models are fitted to what they did, and the intervals are held against the
parameters, the expected purchases of all customers in the next 90 days, the value of each customer
and of the base, and against what then happened.
"""

import argparse
import warnings
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.timing import show, verdict
from crmkit.lifetime import BGNBD, MBGNBD, GammaGamma, ParetoNBD, valuation
from crmkit.models import BoundaryWarning, interval_of, prediction_interval

TRUTHS = {
    "BG/NBD": BGNBD(r=0.6, alpha=6.0, a=0.8, b=2.5, period_days=7),
    "MBG/NBD": MBGNBD(r=0.8, alpha=6.0, a=0.8, b=2.5, period_days=7),
    "Pareto/NBD": ParetoNBD(r=0.6, alpha=6.0, s=0.6, beta=12.0, period_days=7),
}
SPEND = GammaGamma(p=4.0, q=4.0, gamma=20.0)
CUSTOMERS, HORIZON = 1_000, 90


def company(truth, rng: np.random.Generator) -> pd.DataFrame:
    """What was seen of the customers: histories and mean spend."""
    days = rng.integers(180, 366, CUSTOMERS)
    customers = truth.simulate_customers(watched_days=days, rng=rng)
    x = customers["repeat_purchases"].to_numpy()
    order = np.repeat(np.arange(CUSTOMERS), x)
    money = np.bincount(order, SPEND.simulate(order, rng=rng), minlength=CUSTOMERS)
    return customers.assign(mean_repeat_spend=money / np.where(x > 0, x, np.nan))


def held(name: str, seed: int, *, draws: int) -> pd.DataFrame:
    """One row an interval: what it is of, whether it held the truth, or where the truth lay."""
    rng, truth = np.random.default_rng([seed, 7]), TRUTHS[name]
    customers = company(truth, rng)
    happens = truth.simulate_ahead(customers, horizon_days=HORIZON, rng=rng).sum()
    kind = type(truth)
    model, spend = kind.fit(customers, period_days=7), GammaGamma.fit(customers)

    def total(model):
        return model.expected_purchases(customers, horizon_days=HORIZON).sum()

    def value(model, spend):
        future = model.discounted_expected_transactions(customers, annual_discount_rate=0.1)
        money = spend.expected_spend(customers)
        each = valuation.customer_value(future, money, margin_rate=0.3)
        return pd.concat([each, pd.Series({"base": each.sum()})])

    def future(model, rng):
        return model.simulate_ahead(customers, horizon_days=HORIZON, rng=rng).sum()

    rows = []

    def note(what: str, table: pd.DataFrame, true: np.ndarray) -> None:
        inside = (table["low"].to_numpy() <= true) & (true <= table["high"].to_numpy())
        rows.append((what, inside.mean(), (true > table["high"].to_numpy()).mean()))

    for one, answer in ((model, truth), (spend, SPEND)):
        table = one.parameter_intervals().loc[list(one.SCALES)]
        for parameter, row in table.dropna().iterrows():
            note(f"{one.TITLE} {parameter}", row.to_frame().T, answer.parameters[[parameter]])
    note("expected purchases of all, 90 days", model.interval_of(total, rng=rng), total(truth))
    worth = interval_of(value, model, spend, rng=rng, draws=draws)
    true = value(truth, SPEND)
    repeats = customers["repeat_purchases"].to_numpy()
    for what, some in (("none", repeats == 0), ("one", repeats == 1), ("more", repeats > 1)):
        note(f"value of a customer, repeats: {what}", worth[:-1][some], true[:-1][some])
    note("value of the base", worth.loc[["base"]], true[["base"]])
    note(
        "purchases that come, prediction interval",
        prediction_interval(future, model, rng=rng, draws=draws),
        np.array([happens]),
    )
    expected = model.interval_of(total, rng=rng)
    note("  the same by the expectation's interval", expected, np.array([happens]))
    return pd.DataFrame(rows, columns=["what", "held", "above"])


_HEAD = ["| 95 % interval of | held the truth, truth above it, intervals |", "|---|---|"]


def main() -> None:
    """Print a table a model."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--companies", type=int, default=200)
    parser.add_argument("--draws", type=int, default=400)
    parser.add_argument("--write", type=Path, help="a file for the tables, as text")
    options = parser.parse_args()
    warnings.simplefilter("ignore", BoundaryWarning)
    with ProcessPoolExecutor(initializer=warnings.simplefilter, initargs=("ignore",)) as pool:
        for name in TRUTHS:
            one = partial(held, name, draws=options.draws)
            table = pd.concat(pool.map(one, range(options.companies)))
            means = table.groupby("what", sort=False).agg(["mean", "size"])
            rows = []
            for what, row in means.iterrows():
                share, above = row["held", "mean"], row["above", "mean"]
                goal = "" if what.startswith("  ") else "93-97 %"
                met = verdict(0.93 <= share <= 0.97) if goal else ""
                count = int(row["held", "size"])
                rows.append((what, f"{share:.1%}, above {above:.1%}, n {count}", goal, met))
            if options.write:
                with options.write.open("a", encoding="utf-8") as file:
                    lines = [f"| {what.strip()} | {held} |" for what, held, _, _ in rows]
                    file.write("\n".join(["", f"## {name}", "", *_HEAD, *lines, ""]))
            show(f"{name}: how often 95 % intervals hold the truth", rows)


if __name__ == "__main__":
    main()
