"""Which model when? What the data say of the models that might describe them.

A model of purchases rests on four answers: does a contract tell who leaves, can customers buy at
any time, do they buy at random or by the clock, and is the history long enough to tell silence from
leaving. `advise` computes each answer from the table and says what follows.
"""

import warnings
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.lifetime.contracts.tables import check_contracts
from crmkit.lifetime.purchases.bg_bb import BGBB
from crmkit.lifetime.purchases.bg_nbd import BGNBD
from crmkit.lifetime.purchases.mbg_cnbd import MBGCNBD
from crmkit.lifetime.purchases.mbg_nbd import MBGNBD
from crmkit.lifetime.purchases.model import PurchaseModel
from crmkit.lifetime.purchases.pareto_nbd import ParetoNBD
from crmkit.lifetime.spend import independence

__all__ = ["Advice", "advise"]

# Rules of thumb of ours, from simulated companies and the holdouts of lesson 39.
FEW, SOME = 50, 200  # customers with a repeat purchase: below, refuse; below, with care
SHORT, BRIEF = 2.0, 4.5  # history, in typical gaps: below, refuse; below, with care
REGULAR = 3  # phases a purchase from which timing decides
LINKED, STRONG = 0.1, 0.3  # correlation of spend and purchases: above, with care; above, no
SEASON = 1.3  # busiest week over the mean of those around it
CHANCE = 3.5  # standard deviations that the busiest of many weeks exceeds by chance
AS_WELL = 2.0  # a log-likelihood so much lower is as good

HISTORY = ["repeat_purchases", "age_at_last_days", "age_days"]
RANDOM: dict[str, type[PurchaseModel]] = {
    "MBGNBD": MBGNBD,
    "ParetoNBD": ParetoNBD,
    "BGNBD": BGNBD,
}
CONTRACTS = ("SBG", "BdW", "Geometric")
COUNTS = ("NBD", "ZeroInflatedNBD")


@dataclass(frozen=True)
class Advice:
    """What `advise` says.

    Parameters
    ----------
    answer
        The model to begin with and why, or a refusal and what to do about it.
    recommended
        The name of that model; None for a refusal.
    models
        One row a model: fits ("yes", "with care" or "no") and reason.
    evidence
        One row a fact: its value.
    """

    answer: str
    recommended: str | None
    models: pd.DataFrame = field(repr=False)
    evidence: pd.DataFrame = field(repr=False)

    def __str__(self) -> str:
        lines = [f"  {name}: {fits}. {why}" for name, fits, why in self.models.itertuples()]
        return "\n".join([self.answer, *lines])


def advise(
    customers: pd.DataFrame,
    *,
    orders: pd.DataFrame | None = None,
    horizon_days: float | None = None,
) -> Advice:
    """Which of the kit's models fit these customers, and why not the others?

    Parameters
    ----------
    customers
        One row a customer; its columns say of which kind:

        - `renewals`, `active`: a contract table (`contracts.survivors` takes it, too)
        - `repeat_purchases`, `last_period`, `periods`: purchases at set opportunities
        - `repeat_purchases`, `age_at_last_days`, `age_days` (`crmkit.summary.customers`): purchases
          at any time. With `log_gaps` (`crmkit.summary.log_gaps`) the regularity is known, too, and
          with `mean_repeat_spend` the link of spend and purchases.
    orders
        The order log of these customers (customer_id, ordered_at), up to the same day; returns
        (amount below 0) do not count. It shows a season.
    horizon_days
        How far the forecast is to reach, if known; above 0.

    Returns
    -------
    Advice
        `answer`, `recommended`, and the tables `models` and `evidence`.

    Raises
    ------
    TypeError
        For what is no table.
    ValueError
        For a table of none of these kinds, an empty one, impossible histories, and orders without
        dates.

    References
    ----------
    Schmittlein, Morrison & Colombo 1987, "Counting your customers", Management Science 33(1), for
    contracts and purchases at will; Reutterer, Platzer & Schroeder 2021, "Leveraging purchase
    regularity for predicting customer behavior the easy way", International Journal of Research in
    Marketing 38(1), for random and regular timing. The limits between yes, with care and no are
    rules of thumb of ours.

    Examples
    --------
    >>> donors = pd.DataFrame({"repeat_purchases": [0, 1, 3], "last_period": [0, 2, 6],
    ...                        "periods": 6, "customers": [700, 200, 100]})
    >>> advice = advise(donors)
    >>> advice.recommended
    'BGBB'
    >>> advise(donors.assign(customers=[40, 6, 4])).answer  # doctest: +ELLIPSIS
    'No forecast of customers yet: 10 customers with a repeat purchase, and 50 are the least ...'
    """
    if not isinstance(customers, pd.DataFrame):
        raise TypeError(
            f"customers must be a table, not a {type(customers).__name__}: make it with "
            "crmkit.summary.customers(log, as_of=...)"
        )
    if customers.empty:
        raise ValueError("the customers table has no row: there is nobody to advise on")
    if horizon_days is not None:
        tables.number("horizon_days", horizon_days, above=0)
    if {"renewals", "active"} <= set(customers):
        return _of_contracts(customers)
    if {"last_period", "periods"} <= set(customers):
        return _of_opportunities(customers)
    tables.check_columns(
        customers,
        HISTORY,
        name="the customers table",
        mend="Pass crmkit.summary.customers(log, as_of=...), a table with last_period and periods, "
        "or a contract table with renewals and active.",
    )
    return _of_purchases(customers, orders, horizon_days)


# -- Contracts and opportunities ------------------------------------------------------------------


def _of_contracts(contracts: pd.DataFrame) -> Advice:
    check_contracts(contracts)
    left = ~contracts["active"].to_numpy(bool)
    leavers, most = int(left.sum()), int(contracts["renewals"].to_numpy()[left].max(initial=-1)) + 1
    facts: dict[str, float] = {"customers": len(contracts), "leavers": leavers, "renewals": most}
    told = "a contract tells who leaves and when"
    models = {name: ("no", f"{told}, so nobody has to be guessed alive") for name in _PURCHASES}
    refusal = ""
    if leavers < FEW:
        refusal = f"only {leavers} left, and {FEW} are the least"
    elif most < SHORT:
        refusal = f"leavers were seen at one renewal, and {SHORT:.0f} are the least that show "
        refusal += "whether customers differ"
    if refusal:
        models |= {name: ("no", refusal) for name in CONTRACTS}
        return _advice(None, f"No forecast yet: {refusal}. Wait for more renewals.", models, facts)
    care = "yes" if most >= 3 else "with care"
    models["SBG"] = (care, f"{told}; leavers were seen at {most} renewals")
    models["BdW"] = (care if most >= 5 else "with care", "a third parameter needs five renewals")
    models["Geometric"] = ("with care", "everybody alike: it expects too few to stay long")
    return _advice("SBG", _begin("SBG", models), models, facts)


def _of_opportunities(customers: pd.DataFrame) -> Advice:
    tables.check_columns(customers, ["repeat_purchases"], name="the customers table")
    BGBB.counted(customers, period_days=1)  # It says what is wrong with a history.
    weights = _weights(customers)
    x, n = (tables.column(customers, c, least=0) for c in ("repeat_purchases", "periods"))
    facts = {
        "customers": weights.sum(),
        "repeat_customers": weights[x > 0].sum(),
        "one_timer_share": weights[x == 0].sum() / weights.sum(),
        "history_periods": weights @ n / weights.sum(),
    }
    told = "customers can buy at set opportunities only"
    models = {name: ("no", told) for name in _PURCHASES}
    models |= {name: ("no", "no contract tells who leaves") for name in CONTRACTS}
    models["GammaGamma"] = ("with care", "no spend in this table")
    history = facts["history_periods"]
    if refusal := _too_little(facts["repeat_customers"], history, "opportunities"):
        models["BGBB"] = ("no", refusal)
        return _advice(None, _refused(refusal), models, facts)
    caution = _cautions(facts["repeat_customers"], history, "opportunities")
    models["BGBB"] = ("with care", f"{told}; {caution}") if caution else ("yes", told)
    return _advice("BGBB", _begin("BGBB", models), models, facts)


# -- Purchases at any time ------------------------------------------------------------------------


def _of_purchases(
    customers: pd.DataFrame, orders: pd.DataFrame | None, horizon_days: float | None
) -> Advice:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # What a boundary means stands in the reasons.
        MBGNBD.counted(customers, period_days=1)  # It says what is wrong with a history.
        facts = _history_facts(customers)
        models = {name: ("no", "no contract tells who leaves") for name in CONTRACTS}
        counts = "it knows no silence: for counts of one period, of customers who do not leave"
        models |= {name: ("no", counts) for name in COUNTS}
        models["GammaGamma"] = _spend(customers, facts)
        season = _season(orders, facts) if orders is not None else ""
        far = horizon_days is not None and horizon_days > facts["history_days"]
        gaps = facts["history_gaps"]
        if refusal := _too_little(facts["repeat_customers"], gaps, "typical gaps"):
            models |= {name: ("no", refusal) for name in (*RANDOM, "MBGCNBD", "BGBB")}
            return _advice(None, _refused(refusal), models, facts)
        beyond = "the forecast reaches further than the history" if far else ""
        caution = _cautions(facts["repeat_customers"], gaps, "typical gaps", beyond, season)
        models |= _random(customers, facts, caution)
        models["MBGCNBD"] = _regular(customers, facts, caution)
        models["BGBB"] = _discrete(facts, caution)
    first = _first(models, facts)
    return _advice(first, _begin(first, models), models, facts)


def _history_facts(customers: pd.DataFrame) -> dict[str, float]:
    weights = _weights(customers)
    x, last, age = (customers[name].to_numpy(float) for name in HISTORY)
    repeats, history = weights @ x, weights @ age / weights.sum()
    gap = weights @ last / repeats if repeats else np.nan
    # Days that divide all ages: 1 where purchases come on any day.
    step = int(np.gcd.reduce(np.append(last, age).round().astype(np.int64)))
    if (x * step > last).any():
        step = 1  # More purchases than such opportunities.
    return {
        "customers": weights.sum(),
        "repeat_customers": weights[x > 0].sum(),
        "one_timer_share": weights[x == 0].sum() / weights.sum(),
        "typical_gap_days": gap,
        "history_days": history,
        "history_gaps": history / gap if repeats else 0.0,
        "step_days": step,
    }


def _too_little(repeat_customers: float, history: float, unit: str) -> str:
    if repeat_customers < FEW:
        return (
            f"{repeat_customers:.0f} customer{'s' if repeat_customers != 1 else ''} with a repeat "
            f"purchase, and {FEW} are the least that tell customers apart"
        )
    if history < SHORT:
        return f"a history of {history:.1f} {unit}, and {SHORT:.0f} are the least"
    return ""


def _cautions(repeat_customers: float, history: float, unit: str, *others: str) -> str:
    few = f"only {repeat_customers:.0f} repeat customers" if repeat_customers < SOME else ""
    short = f"a history of {history:.1f} {unit} is short" if history < BRIEF else ""
    return "; ".join(filter(None, [few, short, *others]))


def _begin(first: str, models: dict[str, tuple[str, str]]) -> str:
    fits, why = models[first]
    return f"Begin with {first}{', with care' if fits == 'with care' else ''}: {why}."


def _refused(refusal: str) -> str:
    return f"No forecast of customers yet: {refusal}. Watch longer, or count what all buy together."


def _random(
    customers: pd.DataFrame, facts: dict[str, float], caution: str
) -> dict[str, tuple[str, str]]:
    """The models of random timing, and how well each fits."""
    fitted = {name: kind.fit(customers, period_days=7) for name, kind in RANDOM.items()}
    heights = {name: one._fitted().log_likelihood for name, one in fitted.items()}
    best, found = max(heights.values()), {}
    for name, model in fitted.items():
        behind = best - heights[name]
        facts[f"behind_{name}"] = behind
        why = [caution]
        if behind > AS_WELL:
            why.append(f"its log-likelihood is {behind:.0f} below the best of random timing")
        if name == "BGNBD" and facts["one_timer_share"] > 0.3:
            why.append(
                f"it calls all one-time buyers alive, {facts['one_timer_share']:.0%} of customers"
            )
        if model.assumption:
            why.append("it says that nobody leaves: P(alive) is 1 for all")
        elif boundary := model._fitted().boundary:
            why.append(f"{', '.join(boundary)} ran to a boundary: no interval for it")
        text = "; ".join(filter(None, why))
        found[name] = ("with care", text) if text else ("yes", "customers buy and leave at random")
    facts["nobody_leaves"] = float(bool(fitted["MBGNBD"].assumption))
    return found


def _regular(customers: pd.DataFrame, facts: dict[str, float], caution: str) -> tuple[str, str]:
    if "log_gaps" not in customers:
        return "with care", "add a column log_gaps (summary.log_gaps) to see how regular they are"
    model = MBGCNBD.fit(customers, period_days=7)
    k = facts["regularity"] = model.k
    if k == 1:
        return "no", "they buy at random (k = 1): it is the MBGNBD"
    if k < REGULAR:
        return "with care", f"somewhat regular (k = {k}): only a holdout tells whether it pays"
    why = f"they buy by the clock (k = {k})"
    return ("with care", f"{why}; {caution}") if caution else ("yes", why)


def _discrete(facts: dict[str, float], caution: str) -> tuple[str, str]:
    step = facts["step_days"]
    # Up to a week, days that divide all ages may be no more than how the table was counted.
    if step <= 7:
        return "no", "customers can buy on any day"
    why = (
        f"all ages are multiples of {step:.0f} days: one opportunity a period "
        "(if they were only counted so, count by days)"
    )
    return ("with care", f"{why}; {caution}") if caution else ("yes", why)


def _spend(customers: pd.DataFrame, facts: dict[str, float]) -> tuple[str, str]:
    if "mean_repeat_spend" not in customers or "customers" in customers:
        return "with care", "no spend a customer in this table"
    try:
        found = independence(customers).loc["pearson"].to_dict()
    except ValueError as error:
        return "no", str(error).partition("\n")[0].rstrip(".")
    facts["correlation"] = float(found["correlation"])
    why = (
        f"correlation of spend and purchases {found['correlation']:.2f} "
        f"({found['low']:.2f} to {found['high']:.2f})"
    )
    if (customers.loc[customers["repeat_purchases"] > 0, "mean_repeat_spend"] <= 0).any():
        return "no", "some spend is zero or below; leave those customers out"
    away = abs(found["correlation"])
    return ("yes" if away < LINKED else "with care" if away < STRONG else "no"), why


def _season(orders: pd.DataFrame, facts: dict[str, float]) -> str:
    """The busiest week against those around it, by repeat purchases."""
    tables.check_columns(orders, ["customer_id", "ordered_at"], name="orders")
    when = orders["ordered_at"]
    if when.dtype.kind != "M":
        raise ValueError(f"'ordered_at' has type {when.dtype}: make dates of it, pd.to_datetime")
    if when.isna().any():
        raise tables.bad_rows(orders.index, when.isna(), "'ordered_at' is missing", "Drop them.")
    bought = orders[tables.column(orders, "amount") >= 0] if "amount" in orders else orders
    days = pd.DataFrame(
        {"customer": bought["customer_id"], "day": bought["ordered_at"].dt.floor("D")}
    ).drop_duplicates()
    repeats = days.loc[days["day"] > days.groupby("customer")["day"].transform("min"), "day"]
    # Weeks counted back from the last day; the first may be cut off.
    ago = (days["day"].max() - repeats).dt.days // 7
    weeks = ago.value_counts().reindex(range(int(ago.max()) if len(ago) else 0), fill_value=0)
    # The weeks next to it may belong to the season, too.
    beside = sum(weeks.shift(by) for by in (-4, -3, -2, 2, 3, 4)) / 6
    ratio = (weeks / beside.where(beside >= 5)).dropna()
    if ratio.empty:
        return ""
    week, facts["season"] = ratio.idxmax(), float(ratio.max())
    if facts["season"] < SEASON + CHANCE / np.sqrt(beside[week]):
        return ""
    day = days["day"].max() - pd.Timedelta(days=7 * int(week))
    return (
        f"the week up to {day:%Y-%m-%d} has {facts['season']:.1f} times the purchases of those "
        "around it, which no model knows"
    )


def _first(models: dict[str, tuple[str, str]], facts: dict[str, float]) -> str:
    if models["BGBB"][0] != "no":
        return "BGBB"
    if facts.get("regularity", 1) >= REGULAR:
        return "MBGCNBD"
    as_well = [name for name in RANDOM if facts[f"behind_{name}"] <= AS_WELL]
    # MBGNBD stands first: it is the quickest that lets one-time buyers leave.
    return as_well[0]


_PURCHASES = (*RANDOM, "MBGCNBD", "BGBB", *COUNTS, "GammaGamma")


def _weights(customers: pd.DataFrame) -> np.ndarray:
    if "customers" not in customers:
        return np.ones(len(customers))
    return tables.column(customers, "customers", least=0)


def _advice(
    first: str | None,
    answer: str,
    models: dict[str, tuple[str, str]],
    facts: dict[str, float],
) -> Advice:
    rows = {name: models[name] for name in (*_PURCHASES, *CONTRACTS)}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["fits", "reason"])
    if first is not None:
        table = table.loc[[first, *table.index.drop(first)]]
    evidence = pd.DataFrame({"estimate": pd.Series(facts, dtype=float)}).rename_axis("fact")
    return Advice(answer, first, table.rename_axis("model"), evidence)
