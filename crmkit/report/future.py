"""What may come: who has probably left, what the others will bring, and whether to say so."""

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from crmkit import summary
from crmkit.lifetime import BGNBD, MBGCNBD, MBGNBD, GammaGamma, ParetoNBD, advise
from crmkit.lifetime.advice import BRIEF, FEW, SHORT, SOME
from crmkit.models import BoundaryWarning, prediction_interval
from crmkit.report.wording import Note

__all__ = ["Check", "Outlook", "outlook"]

MODELS: Mapping[str, Any] = {
    "MBGNBD": MBGNBD, "ParetoNBD": ParetoNBD, "BGNBD": BGNBD, "MBGCNBD": MBGCNBD
}  # fmt: skip
YEAR = 365
# Between these regularities a model of regular purchases is tried.
REGULAR = (1.5, 20)
# Draws of an interval; of a large base fewer, whose chance is small.
DRAWS, FEWER_DRAWS, LARGE = 200, 100, 20_000


@dataclass(frozen=True)
class OwnMean:
    """Each customer's own mean spend, where the model of spend does not hold."""

    def expected_spend(self, customers: pd.DataFrame) -> pd.Series:
        """Money a purchase, by customer."""
        return (customers["total_spend"] / customers["purchases"]).clip(lower=0)

    def draws(self, count: int, *, rng: np.random.Generator) -> list["OwnMean"]:
        """The same again: nothing of it is unsure."""
        return [self] * count


class Check(NamedTuple):
    """A forecast of the last part of the history, and what came."""

    end: date
    days: int
    table: pd.DataFrame

    @property
    def off(self) -> float:
        """By which share of what came the forecast of sales was too high."""
        return float(self.table["estimate"]["sales"] / self.table["actual"]["sales"] - 1)

    @property
    def inside(self) -> bool:
        """Whether the sales that came lie within the interval."""
        return bool(self.table["actual"].between(self.table["low"], self.table["high"])["sales"])


@dataclass(frozen=True)
class Outlook:
    """What the orders say of the time to come, or why they say nothing."""

    days: int
    refusal: Note | None = None
    cautions: tuple[Note, ...] = ()
    model: Any = None
    alive: pd.Series | None = None
    expected_sales: pd.Series | None = None
    value: pd.DataFrame | None = None
    check: Check | None = None
    season: tuple[date, float] | None = field(default=None)

    @property
    def nobody_leaves(self) -> bool:
        """Whether the model sees nobody leave."""
        return bool(self.model is not None and self.model.assumption)


def outlook(
    log: pd.DataFrame,
    customers: pd.DataFrame,
    *,
    as_of: date,
    history: int,
    rng: np.random.Generator,
) -> Outlook:
    """Who is still a customer, and what will they bring in the next 12 months?

    The horizon is no longer than the history.

    Parameters
    ----------
    log, customers
        The order log and its customers table as of that day.
    as_of
        The last day that is known.
    history
        Days from the first order to that day, both counted.
    rng
        Of the draws.
    """
    days = min(YEAR, history)
    known = _with_gaps(log, customers, as_of)
    advice = advise(known, orders=log, horizon_days=days)
    facts = advice.evidence["estimate"]
    season = _season(advice.models)
    if advice.recommended is None:
        return Outlook(days, refusal=_refusal(facts), season=season)
    name = advice.recommended
    cautions = [Note("caution.stay_as_they_are"), Note("caution.no_new")]
    if name not in MODELS:
        behind = {one: facts[f"behind_{one}"] for one in MODELS if f"behind_{one}" in facts}
        name = min(behind, key=lambda one: behind[one])
        cautions.append(Note("caution.opportunities", {"step": facts["step_days"]}))
    with warnings.catch_warnings():
        # What a boundary means is said on the page.
        warnings.simplefilter("ignore", BoundaryWarning)
        model = MODELS[name].fit(known, period_days=7)
        report = model._fitted()
        if not report.boundary and not report.converged:
            return Outlook(days, refusal=Note("refusal.fit"), season=season)
        spend = _spend(known, advice.models["fits"]["GammaGamma"])
        purchases = model.expected_purchases(known, horizon_days=days)
        sales = (purchases * spend.expected_spend(known)).rename("expected_sales")
        value = _value(model, spend, known, days, rng).loc[["sales"]]
        check = _check(log, as_of, history, name, spend, rng)
    if name == "MBGCNBD":
        cautions.append(Note("caution.regular"))
    if model.assumption:
        cautions.append(Note("caution.nobody_leaves"))
    elif report.boundary:
        cautions.append(Note("caution.boundary"))
    if isinstance(spend, OwnMean):
        cautions.append(Note("caution.own_mean"))
    if facts["repeat_customers"] < SOME:
        cautions.append(Note("caution.few_repeat", {"repeat_customers": facts["repeat_customers"]}))
    if facts["history_gaps"] < BRIEF:
        cautions.append(Note("caution.short_gaps", {"gaps": facts["history_gaps"]}))
    if check is not None and (abs(check.off) > 0.1 or not check.inside):
        cautions.append(Note("caution.off", {"off": check.off}))
    alive = model.probability_alive(known)
    return Outlook(days, None, tuple(cautions), model, alive, sales, value, check, season)


def _with_gaps(log: pd.DataFrame, customers: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The customers with the regularity of their gaps, where it is worth a model of its own.

    At random (1) there is nothing to model; where all buy to the day, the search for how regular
    they are has no end.
    """
    try:
        regular = summary.regularity(log, as_of=as_of)
    except ValueError:
        # Nobody has two gaps, or all have equal ones.
        return customers
    if not REGULAR[0] <= regular <= REGULAR[1]:
        return customers
    return customers.assign(log_gaps=summary.log_gaps(log, as_of=as_of))


def _refusal(facts: pd.Series) -> Note:
    if facts["repeat_customers"] < FEW:
        values = {"repeat_customers": facts["repeat_customers"], "least": FEW}
        return Note("refusal.few", values)
    return Note("refusal.short", {"gaps": facts["history_gaps"], "least": SHORT})


def _season(models: pd.DataFrame) -> tuple[date, float] | None:
    """The week that the adviser calls a season, and how many times the usual it was."""
    said = " ".join(models["reason"])
    found = re.search(r"the week up to (\d{4}-\d\d-\d\d) has ([\d.]+) times", said)
    return None if found is None else (date.fromisoformat(found[1]), float(found[2]))


def _spend(customers: pd.DataFrame, fits: str) -> Any:
    """The model of spend where it holds, else each customer's own mean."""
    if fits == "no":
        return OwnMean()
    model = GammaGamma.fit(customers)
    return model if model.q > 1 else OwnMean()


def _value(
    model: Any, spend: Any, customers: pd.DataFrame, days: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Purchases and sales of these customers in the coming days: estimate, low, high.

    The interval holds what is not known of the models and chance: how many purchases each makes,
    and what they cost.
    """
    expected = model.expected_purchases(customers, horizon_days=days)
    each = spend.expected_spend(customers)

    def played(model: Any, spend: Any, rng: np.random.Generator) -> pd.Series:
        bought = model.simulate_ahead(customers, horizon_days=days, rng=rng)
        return pd.Series(
            {"purchases": bought.sum(), "sales": _money(spend, customers, bought, rng)}
        )

    draws = DRAWS if len(customers) < LARGE else FEWER_DRAWS
    table = prediction_interval(played, model, spend, rng=rng, draws=draws)
    point = pd.Series({"purchases": expected.sum(), "sales": (expected * each).sum()})
    # On a boundary the draws lean on a prior, and may leave the fit behind.
    inside = (table["low"] <= point) & (point <= table["high"])
    table["estimate"] = point.where(inside, table["estimate"])
    return table.rename_axis("what")


def _money(
    spend: Any, customers: pd.DataFrame, bought: pd.Series, rng: np.random.Generator
) -> float:
    """What so many purchases cost in one future."""
    some = bought.to_numpy() > 0
    count = bought.to_numpy()[some]
    if isinstance(spend, OwnMean):
        return float(count @ spend.expected_spend(customers).to_numpy()[some])
    # A customer's own rate given the repeats that were seen, then the amounts around it.
    x = customers["repeat_purchases"].to_numpy(float)[some]
    total = x * customers["mean_repeat_spend"].fillna(0).to_numpy()[some]
    rate = rng.gamma(spend.q + spend.p * x) / (spend.gamma + total)
    return float((rng.gamma(spend.p * count) / rate).sum())


def _check(
    log: pd.DataFrame, as_of: date, history: int, name: str, spend: Any, rng: np.random.Generator
) -> Check | None:
    """The same method on the first three quarters of the history, and what came in the last."""
    days = min(history // 4, YEAR)
    if days < 14:
        return None
    end = as_of - timedelta(days=days)
    parts = summary.split(log, calibration_end=end, holdout_end=as_of)
    then = parts.calibration
    if (then["repeat_purchases"] > 0).sum() < FEW or not parts.holdout["total_spend"].sum() > 0:
        return None
    if name == "MBGCNBD":
        then = then.assign(log_gaps=summary.log_gaps(log, as_of=end))
    model = MODELS[name].fit(then, period_days=7)
    spend = OwnMean() if isinstance(spend, OwnMean) else _spend(then, "yes")
    table = _value(model, spend, then, days, rng)
    came = parts.holdout[["purchases", "total_spend"]].sum()
    table["actual"] = [came["purchases"], came["total_spend"]]
    return Check(end, days, table)
